"""What the pages of payment history and privacy say in Spanish."""

from collections.abc import Mapping

HISTORY_ES: Mapping[str, str] = {
    "history_title": "Pagos",
    "empty": "Todavía no hay pagos",
    "empty_more": "Lo que paga en el chat aparece aquí, con su recibo.",
    "nothing": "Ningún pago coincide",
    "nothing_more": "Elija un periodo más largo o deje vacíos los otros campos.",
    "show_all": "Mostrar todos los pagos",
    "filter": "Filtrar",
    "text": "Reserva, recibo, lugar o nombre",
    "since": "Desde",
    "until": "Hasta",
    "status": "Estado",
    "any_status": "Cualquier estado",
    "method": "Forma de pago",
    "any_method": "Cualquier forma de pago",
    "apply": "Mostrar",
    "count": "{count} pagos",
    "count_one": "1 pago",
    "csv": "Tabla (CSV)",
    "pdf": "Extracto (PDF)",
    "sums": "Cobrado {taken}, devuelto {returned}",
    "open": "Recibo {number}",
    "newer": "Más recientes",
    "older": "Más antiguos",
    "pages": "Páginas",
    "page": "Página {number} de {pages}",
    "bad_day": "Escriba un día como 2026-11-24.",
    "receipt": "Recibo",
    "receipt_pdf": "Recibo (PDF)",
    "all": "Todos los pagos",
    "utc": "Las fechas están en tiempo universal coordinado.",
    "missing": "No hay tal recibo entre sus pagos",
    "missing_more": "Puede que sea de otra persona, o que su dirección no se haya copiado entera.",
    "no_papers": "En este momento no se pueden imprimir documentos. Inténtelo más tarde, por favor.",
}
"""Sentences of the pages of payments; `{…}` are filled in."""

PRIVACY_ES: Mapping[str, str] = {
    "privacy_title": "Privacidad",
    "kept": "Lo que se guarda sobre usted",
    "kept_more": "Nunca se guardan: números de tarjeta sin cifrar, códigos de seguridad ni lo que usted mira.",
    "kind": "Qué",
    "number": "Cuántos",
    "how_long": "Durante cuánto tiempo",
    "allowed": "Lo que usted permite",
    "saved_card": "Formas de pago guardadas",
    "saved_card_more": "Una tarjeta o cuenta vuelve a pagar con un toque. Si lo retira, se quitan todas.",
    "people": "Recordar a las personas",
    "people_more": "Quién voló con usted, su último trayecto y su dirección de correo hacen más rápida la próxima "
    "reserva.",
    "mail": "Avisos por correo",
    "mail_more": "Lo que pasa en su cuenta se le dice también por correo. Los billetes y los recibos llegan en "
    "cualquier caso.",
    "on": "Permitido",
    "off": "No permitido",
    "none": "Ninguna guardada",
    "take_back": "Retirar",
    "allow": "Permitir",
    "take_back_of": "Retirar: {what}",
    "allow_of": "Permitir: {what}",
    "agreed": "Lo que ha aceptado, palabra por palabra",
    "agreed_none": "Nada hasta ahora.",
    "agreed_on": "{day}, versión {version}",
    "withdrawn_on": "retirado el {day}",
    "still": "vigente",
    "take_along": "Llevárselo todo",
    "take_along_more": "Un archivo comprimido con un documento para leer y otro para programas. No contiene ningún "
    "número de tarjeta, ningún PIN ni nada que abra su cuenta.",
    "download": "Descargar mis datos",
    "forget": "Ser olvidado",
    "forget_more": "Quita su cartera, las personas, la dirección y lo que se dijo. Las reservas y los recibos se "
    "quedan, porque la ley fiscal lo exige.",
    "forget_ask": "Ser olvidado…",
    "erase_title": "¿Se olvida todo?",
    "erase_goes": "Desaparece para siempre",
    "goes": "Las formas de pago guardadas, aquí, en nuestra bóveda y en el proveedor de pagos|Personas, dirección "
    "de correo y último trayecto|Lo que se dijo en sus chats|Los vínculos entre sus chats, los enlaces a sus "
    "viajes, el PIN y los ajustes",
    "erase_stays": "Qué se queda, y por qué",
    "stays": "Reservas, pagos y recibos: la ley fiscal exige conservarlos al menos diez años|Lo que ha aceptado, y "
    "las órdenes de domiciliación con la red y el navegador que las firmaron: prueban su sí|Sus billetes siguen "
    "siendo válidos; se encuentran con la referencia de reserva y el apellido",
    "erase_yes": "Sí, olvídenme",
    "erase_no": "No, conservarlo todo",
    "erase_when": "Los mensajes desaparecen en unos minutos. Esta página se cierra enseguida.",
    "methods_title": "¿Quitar todas las formas de pago guardadas?",
    "methods_more": "Desaparecen de aquí, de nuestra bóveda y del proveedor de pagos. Los recibos conservan sus "
    "cifras.",
    "methods_yes": "Sí, retirar y quitar",
    "forgotten": "Le hemos olvidado",
    "forgotten_more": "Esta cartera está cerrada. Los mensajes salen de nuestros registros en unos minutos. Sus "
    "billetes siguen siendo válidos; se encuentran en el chat con la referencia de reserva y el apellido.",
    "said_saved_card_off": "Retirado: sus formas de pago guardadas se han quitado.",
    "said_people_off": "Retirado: las personas, la dirección y el último trayecto han desaparecido.",
    "said_people_on": "Se recordará a las personas de su próxima reserva.",
    "said_mail_off": "Retirado: no habrá más avisos por correo.",
    "said_mail_on": "Los avisos llegan también por correo.",
    "said_busy": "Un pago o un reembolso suyo sigue en curso, así que todavía no se puede olvidar nada. Pídalo de "
    "nuevo cuando haya terminado.",
}
"""Sentences of the pages of privacy; in `goes` and `stays` a bar parts one item from the next."""
