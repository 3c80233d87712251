"""The words of consents and mandates in Spanish, by the number of their version: never changed in place."""

from collections.abc import Mapping

CONSENT_ES: Mapping[int, str] = {
    4: (
        "{brand} guarda la marca, las cuatro últimas cifras y la fecha de caducidad de esta tarjeta, y un "
        "identificador con el que nuestro proveedor de pagos puede cobrar en ella. El número de la tarjeta se queda "
        "en el proveedor de pagos; nadie guarda el código de seguridad. Ahora no se cobra nada. La tarjeta se usa "
        "solo para reservas hechas en los chats vinculados a esta cartera, dentro de los límites que usted pone "
        "aquí, y solo cuando allí se toca el botón que paga con ella: quien escriba en esos chats puede pagar con "
        "ella. Para quitarla, abra su cartera, o escriba «quitar mi tarjeta» en el chat, cuando quiera."
    ),
    5: (
        "{brand} guarda el número de esta tarjeta, cifrado, en una bóveda digital propia, con su marca, las cuatro "
        "últimas cifras y la fecha de caducidad, y un identificador con el que nuestro proveedor de pagos puede "
        "cobrar en ella. Nadie guarda el código de seguridad. Ahora no se cobra nada. La tarjeta se usa solo para "
        "reservas hechas en los chats vinculados a esta cartera, dentro de los límites que usted pone aquí, y solo "
        "cuando allí se toca el botón que paga con ella: quien escriba en esos chats puede pagar con ella. Para "
        "quitarla, abra su cartera, o escriba «quitar mi tarjeta» en el chat, cuando quiera: su número se destruye "
        "entonces."
    ),
    6: (
        "{brand} guarda la marca, las cuatro últimas cifras y la fecha de caducidad de esta tarjeta, y un "
        "identificador con el que nuestro proveedor de pagos puede cobrar en ella. El número de la tarjeta se queda "
        "en el proveedor de pagos; nadie guarda el código de seguridad. La tarjeta se usa solo para reservas hechas "
        "en el chat al que pertenece esta página y en los chats vinculados con él, y solo cuando allí se toca el "
        "botón que paga con ella: quien escriba en esos chats puede pagar con ella, así que guárdela solo si son "
        "suyos. Para quitarla, escriba «quitar mi tarjeta» en el chat cuando quiera."
    ),
    7: (
        "{brand} guarda el número de esta tarjeta, cifrado, en una bóveda digital propia, con su marca, las cuatro "
        "últimas cifras y la fecha de caducidad, y un identificador con el que nuestro proveedor de pagos puede "
        "cobrar en ella. Nadie guarda el código de seguridad. La tarjeta se usa solo para reservas hechas en el chat "
        "al que pertenece esta página y en los chats vinculados con él, y solo cuando allí se toca el botón que paga "
        "con ella: quien escriba en esos chats puede pagar con ella, así que guárdela solo si son suyos. Para "
        "quitarla, escriba «quitar mi tarjeta» en el chat cuando quiera: su número se destruye entonces."
    ),
}
"""To the saving of a card; versions before the first here were never shown in this language."""

MANDATE_ES: Mapping[int, str] = {
    2: (
        "Al firmar esta orden de domiciliación, usted autoriza (A) a {brand} a enviar instrucciones a su banco para "
        "adeudar su cuenta y (B) a su banco a efectuar los adeudos en su cuenta siguiendo las instrucciones de "
        "{brand}. Como parte de sus derechos, usted tiene derecho a que su banco le reembolse en los términos y "
        "condiciones del contrato suscrito con él. La solicitud de reembolso debe efectuarse dentro de las 8 semanas "
        "que siguen a la fecha del adeudo en cuenta. Puede obtener información adicional sobre sus derechos en su "
        "banco. Identificador del acreedor: {creditor}. Tipo de pago: recurrente. {brand} adeuda la cuenta solo por "
        "reservas hechas en los chats vinculados a esta cartera, dentro de los límites que usted pone aquí, y solo "
        "cuando allí se toca el botón que paga con ella: quien escriba en esos chats puede pagar con ella. El "
        "importe se dice allí antes, y usted acepta que el adeudo pueda seguir al día siguiente. {brand} guarda el "
        "número de la cuenta, cifrado, en una bóveda digital propia, con el país, las cuatro últimas cifras y un "
        "identificador con el que nuestro proveedor de pagos puede adeudar la cuenta. Para quitarla, abra su "
        "cartera, o escriba «quitar mi cuenta bancaria» en el chat, cuando quiera: su número se destruye entonces. "
        "Esta orden se conserva, como prueba de lo que se adeudó."
    ),
}
"""To the debiting of a bank account, after the core scheme (EPC130-08)."""
