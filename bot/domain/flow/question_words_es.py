"""How questions are asked in Spanish: words that ask, subjects that may be asked about, first words of a question."""

from collections.abc import Mapping

from bot.domain.understanding.word_lists import word_set

ASKED_ES: Mapping[str, str] = {
    "assistance": (
        "maleta perdida|maletas perdidas|esta perdida mi maleta|se ha perdido mi maleta|"
        "perdi mi maleta|perdido mi maleta|perdieron mi maleta|perdido la maleta|equipaje perdido|"
        "perdi mi equipaje|perdido mi equipaje|perdido el equipaje|maleta no ha llegado|equipaje no ha llegado|"
        "maleta no llego|equipaje no llego|maleta rota|maleta danada|equipaje danado"
    ),
    "refund": (
        "puedo cancelar|se puede cancelar|podemos cancelar|podria cancelar|si cancelo|si tengo que cancelar|"
        "si no puedo ir|cancelar mas tarde|cancelar despues|cancelacion gratuita|cancelacion gratis|"
        "es reembolsable|son reembolsables|un reembolso|me devuelven el dinero|devuelven el dinero|"
        "recuperar mi dinero|recuperar el dinero|condiciones de cancelacion|politica de cancelacion|puedo anular"
    ),
    "changes": (
        "cambiarlo mas tarde|cambiarlo despues|cambiar mas tarde|cambiar despues|puedo cambiar mi billete|"
        "puedo cambiar el billete|puedo cambiar mi vuelo|puedo cambiar el vuelo|puedo cambiar la fecha despues|"
        "se puede cambiar|se puede modificar|puedo modificar el billete|puedo modificar mi billete|"
        "admite cambios|permite cambios|es flexible|coste de cambio|cuesta cambiar"
    ),
    "duration": (
        "cuanto dura|cuanto tarda|cuanto tiempo dura|cuanto tiempo tarda|cuantas horas|duracion del vuelo|"
        "duracion del viaje|cuanto se tarda"
    ),
    "operator": "que compania|que aerolinea|quien opera|quien vuela|operado por quien|que avion|con que compania",
    "terminal": "que terminal|cual terminal|desde que terminal|que aeropuerto|cual aeropuerto|desde que aeropuerto",
    "documents": (
        "necesito pasaporte|necesito un pasaporte|necesito el pasaporte|hace falta pasaporte|hace falta visado|"
        "necesito visado|necesito un visado|necesito visa|que documentos|que documentacion|basta el dni|"
        "vale el dni|con el dni|carne de identidad|documento de identidad|necesito dni"
    ),
    "payment": (
        "como pago|como puedo pagar|como se paga|como podemos pagar|como pagar|puedo pagar|se puede pagar|"
        "podemos pagar|que tarjetas acepta|que tarjetas aceptan|aceptan|aceptais|aceptas|pagar a plazos|"
        "pagar mas tarde|pagar despues|pagar con paypal|formas de pago hay|que formas de pago|bizum"
    ),
    "safe": "es seguro|es esto seguro|es segura|es fiable|es de fiar|es una estafa|puedo confiar",
    "robot": (
        "eres un robot|es usted un robot|eres un bot|eres humano|es usted humano|es usted una persona|"
        "eres una persona|eres una maquina|es usted una maquina|es un robot|quien eres|quien es usted|"
        "hablo con una maquina|hablo con un robot|eres real"
    ),
    "times": (
        "a que hora llega|a que hora llegamos|a que hora llego|cuando llega|cuando llegamos|hora de llegada|"
        "a que hora sale|a que hora salimos|cuando sale|hora de salida"
    ),
    "stops": (
        "es directo|son directos|es un vuelo directo|es vuelo directo|cuantas escalas|donde es la escala|"
        "donde hace escala|tiene escala|tiene escalas|hace escala|cuanto dura la escala"
    ),
    "price": (
        "cuanto cuesta|cuanto cuestan|cuanto es|cuanto vale|cuanto es en total|cual es el precio|que precio tiene|"
        "cual es el total|tasas incluidas|con tasas|para todos|por todos|cuanto sale"
    ),
    "step": "donde estamos|que pasa ahora|que esta pasando|y ahora|y ahora que|ya esta hecho|sigue ahi|sigues ahi",
    "hold": (
        "cuanto tiempo tengo|hasta cuando vale|hasta cuando valen|cuanto tiempo vale el precio|"
        "cuanto tiempo guarda|guardar el precio|reservar el precio|precio valido|precios validos"
    ),
    "destinations": (
        "adonde vuelan|a donde vuelan|adonde vuela|a donde vuela|adonde volais|a donde volais|que ciudades|"
        "que destinos|cuales destinos|adonde puedo ir|a donde puedo ir|adonde puedo volar|a donde puedo volar|"
        "a que ciudades|a que destinos|lista de destinos"
    ),
    "receipt": (
        "una factura|un recibo|necesito factura|necesito recibo|cuando recibo mi billete|cuando recibo el billete|"
        "cuando recibo los billetes|donde esta mi billete|como recibo"
    ),
    "children": "ninos pagan|nino paga|bebes pagan|bebe paga|tarifa infantil|tarifa de nino|gratis los ninos",
    "unaccompanied": "menor solo|nino solo|viaja solo|vuela solo|viajar solo|volar solo|no acompanado|no acompanada",
}
"""Words that ask, wherever they stand; by what they ask about."""

SUBJECTS_ES: Mapping[str, str] = {
    "bags": "equipaje|maleta|maletas|equipaje de mano|equipaje facturado|bolso|mochila",
    "refund": "reembolso|reembolsable|reembolsables|devolucion|cancelacion",
    "changes": "modificable|modificables|cambios",
    "duration": "duracion",
    "documents": "pasaporte|visado",
    "payment": "pago|tarjeta de credito|tarjeta de debito",
    "safe": "seguro|segura",
    "robot": "humano",
    "stops": "escala|escalas",
    "price": "tasas|el precio",
    "destinations": "destinos|destino",
    "seats": "asiento|asientos|ventanilla|pasillo",
    "children": "nino|ninos|bebe|bebes",
    "checkin": "facturacion|tarjeta de embarque|check in online",
    "meals": "comida|comidas|comer|vegetariano|vegetariana|menu",
    "pets": "perro|perros|gato|gatos|mascota|mascotas|animal|animales",
    "assistance": "silla de ruedas|discapacidad|discapacitado|discapacitada|embarazada|asistencia",
    "fares": "tarifa|tarifas",
    "miles": "millas|puntos|programa de fidelidad",
}
"""Words that are asked about, where something shows that it is a question."""

ASKING_ES = word_set(
    "cual cuales como cuando cuanto cuanta cuantos cuantas donde adonde quien quienes puedo puede podria podemos hay"
)
"""First words of a question."""
