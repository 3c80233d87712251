"""What the page that asks for a PIN says, by language: one table, the same keys in each."""

from collections.abc import Mapping

PIN_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Enter your PIN",
        "what": "You confirm one payment",
        "total": "Total",
        "method": "Paid with",
        "pin": "PIN of your wallet",
        "hint": "4 to 8 digits. Enter it here only, never in the chat.",
        "pay": "Confirm and pay {total}",
        "until": "This page takes your PIN for about {minutes} minutes more.",
        "until_one": "This page takes your PIN for a minute more at most.",
        "wrong": "That PIN was wrong. You may try {left} more times, then it is locked for a while.",
        "wrong_one": "That PIN was wrong. One more wrong PIN locks it for a while.",
        "shape": "A PIN has 4 to 8 digits. This try was not counted.",
        "back": "Back to the chat",
        "locked": "Your PIN is locked",
        "locked_more": "Five wrong PINs lock it. It opens again in about {minutes} minutes. Until then you can "
        "pay with a new card from the chat. If you have forgotten your PIN, write “I forgot my PIN” in the chat.",
        "used": "Your PIN was right",
        "used_more": "{method} pays {total} for your flights now. What comes of it is told in the chat. Nothing "
        "is paid twice.",
        "paid": "This is paid",
        "paid_more": "Your booking is paid and your tickets are in the chat.",
        "late": "This page came too late",
        "late_more": "The time for it is over, or the booking is being paid in another way. This page takes no "
        "PIN any more and paid nothing. See the chat for how your booking stands.",
        "none": "No PIN is needed any more",
        "none_more": "Your wallet has no PIN now, so this page paid nothing. Tap the card in the chat once more.",
        "refused": "This cannot pay here",
        "refused_more": "It was removed, has expired, or your wallet does not let it pay this sum in that chat. "
        "Nothing was charged. Choose another way to pay in the chat.",
        "unknown": "This link is not good",
        "unknown_more": "Nothing was charged. Tap the card in the chat once more for a new link.",
        "foreign": "That did not come from this page",
        "foreign_more": "Nothing was charged. Open the link in the chat once more.",
        "away": "We could not look at your PIN",
        "away_more": "Something of ours is away for a moment. Nothing was charged; please go back and try again.",
    },
    "fr": {
        "title": "Saisissez votre code PIN",
        "what": "Vous confirmez un seul paiement",
        "total": "Total",
        "method": "Payé avec",
        "pin": "Code PIN de votre portefeuille",
        "hint": "De 4 à 8 chiffres. Saisissez-le ici seulement, jamais dans la conversation.",
        "pay": "Confirmer et payer {total}",
        "until": "Cette page accepte votre code PIN encore {minutes} minutes environ.",
        "until_one": "Cette page accepte votre code PIN encore une minute au plus.",
        "wrong": "Ce code PIN est faux. Il vous reste {left} essais, puis il sera bloqué un moment.",
        "wrong_one": "Ce code PIN est faux. Encore une erreur et il sera bloqué un moment.",
        "shape": "Un code PIN a de 4 à 8 chiffres. Cet essai n'a pas été compté.",
        "back": "Retour à la conversation",
        "locked": "Votre code PIN est bloqué",
        "locked_more": "Cinq codes faux le bloquent. Il se débloque dans {minutes} minutes environ. D'ici là, "
        "vous pouvez payer avec une nouvelle carte depuis la conversation. Si vous l'avez oublié, écrivez « j'ai "
        "oublié mon code PIN » dans la conversation.",
        "used": "Votre code PIN est juste",
        "used_more": "{method} paie maintenant {total} pour vos vols. La suite vous est dite dans la "
        "conversation. Rien n'est payé deux fois.",
        "paid": "C'est payé",
        "paid_more": "Votre réservation est payée et vos billets sont dans la conversation.",
        "late": "Cette page arrive trop tard",
        "late_more": "Le temps est écoulé, ou la réservation est payée autrement. Cette page n'accepte plus de "
        "code PIN et n'a rien payé. La conversation vous dit où en est votre réservation.",
        "none": "Il ne faut plus de code PIN",
        "none_more": "Votre portefeuille n'a plus de code PIN : cette page n'a donc rien payé. Touchez encore une "
        "fois la carte dans la conversation.",
        "refused": "Impossible de payer ainsi",
        "refused_more": "Ce moyen a été supprimé, a expiré, ou votre portefeuille ne le laisse pas payer cette "
        "somme dans cette conversation. Rien n'a été débité. Choisissez une autre façon de payer dans la "
        "conversation.",
        "unknown": "Ce lien n'est pas valable",
        "unknown_more": "Rien n'a été débité. Touchez encore une fois la carte dans la conversation pour un "
        "nouveau lien.",
        "foreign": "Cela ne vient pas de cette page",
        "foreign_more": "Rien n'a été débité. Ouvrez encore une fois le lien dans la conversation.",
        "away": "Nous n'avons pas pu vérifier votre code PIN",
        "away_more": "Un de nos services est absent un instant. Rien n'a été débité ; revenez en arrière et réessayez.",
    },
    "es": {
        "title": "Introduzca su PIN",
        "what": "Usted confirma un solo pago",
        "total": "Total",
        "method": "Pagado con",
        "pin": "PIN de su cartera",
        "hint": "De 4 a 8 cifras. Introdúzcalo solo aquí, nunca en el chat.",
        "pay": "Confirmar y pagar {total}",
        "until": "Esta página acepta su PIN unos {minutes} minutos más.",
        "until_one": "Esta página acepta su PIN un minuto más como mucho.",
        "wrong": "Ese PIN no era correcto. Puede intentarlo {left} veces más; luego queda bloqueado un rato.",
        "wrong_one": "Ese PIN no era correcto. Un PIN incorrecto más lo bloquea un rato.",
        "shape": "Un PIN tiene de 4 a 8 cifras. Este intento no se ha contado.",
        "back": "Volver al chat",
        "locked": "Su PIN está bloqueado",
        "locked_more": "Cinco PIN incorrectos lo bloquean. Se desbloquea en unos {minutes} minutos. Hasta entonces "
        "puede pagar con una tarjeta nueva desde el chat. Si ha olvidado su PIN, escriba «he olvidado mi PIN» en el "
        "chat.",
        "used": "Su PIN era correcto",
        "used_more": "{method} paga ahora {total} por sus vuelos. En el chat se dice qué resulta. Nada se paga dos "
        "veces.",
        "paid": "Ya está pagado",
        "paid_more": "Su reserva está pagada y sus billetes están en el chat.",
        "late": "Esta página llega demasiado tarde",
        "late_more": "El tiempo ha terminado, o la reserva se está pagando de otra forma. Esta página ya no acepta "
        "ningún PIN y no ha pagado nada. Mire en el chat cómo está su reserva.",
        "none": "Ya no hace falta ningún PIN",
        "none_more": "Su cartera no tiene PIN ahora, así que esta página no ha pagado nada. Toque otra vez la "
        "tarjeta en el chat.",
        "refused": "Así no se puede pagar aquí",
        "refused_more": "Se ha quitado, ha caducado, o su cartera no le permite pagar esta suma en ese chat. No se "
        "ha cobrado nada. Elija otra forma de pago en el chat.",
        "unknown": "Este enlace no es válido",
        "unknown_more": "No se ha cobrado nada. Toque otra vez la tarjeta en el chat para obtener un enlace nuevo.",
        "foreign": "Eso no venía de esta página",
        "foreign_more": "No se ha cobrado nada. Abra otra vez el enlace en el chat.",
        "away": "No hemos podido comprobar su PIN",
        "away_more": "Algo nuestro no responde por un momento. No se ha cobrado nada; vuelva atrás e inténtelo de "
        "nuevo, por favor.",
    },
    "de": {
        "title": "PIN eingeben",
        "what": "Sie bestätigen eine einzige Zahlung",
        "total": "Gesamt",
        "method": "Bezahlt mit",
        "pin": "PIN Ihrer Brieftasche",
        "hint": "4 bis 8 Ziffern. Geben Sie sie nur hier ein, nie im Chat.",
        "pay": "Bestätigen und {total} bezahlen",
        "until": "Diese Seite nimmt Ihre PIN noch etwa {minutes} Minuten an.",
        "until_one": "Diese Seite nimmt Ihre PIN noch höchstens eine Minute an.",
        "wrong": "Diese PIN war falsch. Sie haben noch {left} Versuche, dann ist sie eine Weile gesperrt.",
        "wrong_one": "Diese PIN war falsch. Noch eine falsche PIN sperrt sie für eine Weile.",
        "shape": "Eine PIN hat 4 bis 8 Ziffern. Dieser Versuch zählt nicht.",
        "back": "Zurück zum Chat",
        "locked": "Ihre PIN ist gesperrt",
        "locked_more": "Fünf falsche PINs sperren sie. Sie öffnet sich in etwa {minutes} Minuten wieder. Bis dahin "
        "können Sie vom Chat aus mit einer neuen Karte bezahlen. Wenn Sie Ihre PIN vergessen haben, schreiben Sie "
        "„PIN vergessen“ in den Chat.",
        "used": "Ihre PIN war richtig",
        "used_more": "{method} bezahlt jetzt {total} für Ihre Flüge. Was daraus wird, steht im Chat. Nichts wird "
        "doppelt bezahlt.",
        "paid": "Das ist bezahlt",
        "paid_more": "Ihre Buchung ist bezahlt, und Ihre Tickets sind im Chat.",
        "late": "Diese Seite kam zu spät",
        "late_more": "Die Zeit dafür ist vorbei, oder die Buchung wird anders bezahlt. Diese Seite nimmt keine PIN "
        "mehr an und hat nichts bezahlt. Im Chat sehen Sie, wie es um Ihre Buchung steht.",
        "none": "Es ist keine PIN mehr nötig",
        "none_more": "Ihre Brieftasche hat jetzt keine PIN, deshalb hat diese Seite nichts bezahlt. Tippen Sie im "
        "Chat noch einmal auf die Karte.",
        "refused": "So geht das Bezahlen hier nicht",
        "refused_more": "Das Zahlungsmittel wurde entfernt, ist abgelaufen, oder Ihre Brieftasche lässt es diesen "
        "Betrag in jenem Chat nicht zahlen. Es wurde nichts abgebucht. Wählen Sie im Chat einen anderen Weg.",
        "unknown": "Dieser Link gilt nicht",
        "unknown_more": "Es wurde nichts abgebucht. Tippen Sie im Chat noch einmal auf die Karte, um einen neuen "
        "Link zu bekommen.",
        "foreign": "Das kam nicht von dieser Seite",
        "foreign_more": "Es wurde nichts abgebucht. Öffnen Sie den Link im Chat noch einmal.",
        "away": "Wir konnten Ihre PIN nicht prüfen",
        "away_more": "Bei uns ist gerade etwas ausgefallen. Es wurde nichts abgebucht; bitte gehen Sie zurück und "
        "versuchen Sie es noch einmal.",
    },
}
