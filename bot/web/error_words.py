"""What is said when something does not exist, is not right, or went wrong, by language and status."""

from collections.abc import Mapping

BACK = {"en": "Back to the chat", "fr": "Retour au chat", "es": "Volver al chat", "de": "Zurück zum Chat"}
"""The way on from every such page."""

SENTENCES: Mapping[str, Mapping[int, str]] = {
    "en": {
        400: "This request cannot be understood.",
        403: "This is not allowed here.",
        404: "There is nothing at this address.",
        405: "This address does not take that kind of request.",
        409: "Somebody else was faster. Please load the page again.",
        413: "This is too large.",
        422: "For your safety card numbers are not accepted here. Please use the payment page.",
        429: "Too many requests. Please wait a moment.",
        500: "Something went wrong on our side. Nothing was charged by this.",
        503: "We are away for a moment. Please try again soon.",
    },
    "fr": {
        400: "Cette demande est incompréhensible.",
        403: "Cela n’est pas autorisé ici.",
        404: "Il n’y a rien à cette adresse.",
        405: "Cette adresse n’accepte pas ce type de demande.",
        409: "Quelqu’un a été plus rapide. Veuillez recharger la page.",
        413: "C’est trop volumineux.",
        422: "Pour votre sécurité, les numéros de carte sont refusés ici. Utilisez la page de paiement.",
        429: "Trop de demandes. Veuillez patienter un instant.",
        500: "Une erreur s’est produite chez nous. Rien n’a été débité de ce fait.",
        503: "Nous revenons dans un instant. Veuillez réessayer bientôt.",
    },
    "es": {
        400: "Esta petición no se puede entender.",
        403: "Esto no está permitido aquí.",
        404: "No hay nada en esta dirección.",
        405: "Esta dirección no acepta ese tipo de petición.",
        409: "Otra persona ha sido más rápida. Cargue la página de nuevo, por favor.",
        413: "Es demasiado grande.",
        422: "Por su seguridad, aquí no se aceptan números de tarjeta. Use la página de pago, por favor.",
        429: "Demasiadas peticiones. Espere un momento, por favor.",
        500: "Algo ha fallado por nuestra parte. Con esto no se ha cobrado nada.",
        503: "Volvemos en un momento. Inténtelo de nuevo pronto, por favor.",
    },
    "de": {
        400: "Diese Anfrage ist nicht zu verstehen.",
        403: "Das ist hier nicht erlaubt.",
        404: "Unter dieser Adresse gibt es nichts.",
        405: "Diese Adresse nimmt solche Anfragen nicht an.",
        409: "Jemand anderes war schneller. Bitte laden Sie die Seite noch einmal.",
        413: "Das ist zu groß.",
        422: "Zu Ihrer Sicherheit werden Kartennummern hier nicht angenommen. Bitte nutzen Sie die Zahlungsseite.",
        429: "Zu viele Anfragen. Bitte warten Sie einen Moment.",
        500: "Bei uns ist etwas schiefgegangen. Dadurch wurde nichts abgebucht.",
        503: "Wir sind gleich wieder da. Bitte versuchen Sie es bald noch einmal.",
    },
}
"""Status -> sentence; the same statuses in each language."""
