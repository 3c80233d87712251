"""What pay pages say, by language: one table, the same keys in each."""

from collections.abc import Mapping

PAY_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Pay for your flight",
        "pay": "Pay {total} now",
        "sending": "Encrypting and sending…",
        "held": "Seats held for you",
        "soon": "Two minutes left to pay on this page.",
        "left": "left to pay",
        "travellers": "Travellers",
        "fare": "Fare",
        "taxes": "Taxes and charges",
        "total": "Total",
        "card": "Card",
        "number": "Card number",
        "expiry": "Expires",
        "expiry_hint": "MM / YY",
        "code": "Security code",
        "name": "Name on card",
        "number_wrong": "This number is not complete or has a typing error.",
        "expiry_wrong": "Enter month and year, for example 08\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}29.",
        "expiry_past": "This card has expired.",
        "code_wrong": "Enter the 3 digits from the back of the card.",
        "code_wrong_four": "Enter the 4 digits from the front of the card.",
        "safe": "Your card is encrypted in this browser. This site cannot read it, and the chat never sees it.",
        "failed": "That did not reach us. Nothing was charged; please try again.",
        "unsure": "The connection broke. Do not pay again elsewhere: this page finds out whether your "
        "card has reached us.",
        "insecure": "This browser cannot encrypt your card here, so nothing can be sent. Open the link in "
        "an up-to-date "
        "browser.",
        "no_script": "This page encrypts your card in the browser and needs JavaScript for it. Nothing is ever sent "
        "unencrypted.",
        "unreadable": "Your card could not be read. Nothing was charged; please enter it again.",
        "declined": "Your bank said no",
        "try_again": "Nothing was charged. You can try another card.",
        "working": "Asking your bank",
        "working_more": "This usually takes a few seconds. You may close this page: the answer comes in the chat too.",
        "still": "This takes longer than usual. We keep looking, and nothing is charged twice.",
        "challenge": "Your bank wants to know that it is you",
        "challenge_more": "Confirm the payment with your bank. You come back here afterwards.",
        "challenge_go": "Continue to your bank",
        "paid": "Paid. You are booked.",
        "paid_more": "Your tickets are in the chat.",
        "locator": "Booking reference",
        "expired": "The time to pay has passed",
        "expired_more": "Nothing was charged. Ask for the flights again in the chat.",
        "ended": "This payment is over",
        "ended_more": "Nothing was charged. The chat says how it goes on.",
        "elsewhere": "This link is in use in another browser",
        "elsewhere_more": "Go on where you began, or ask for a new link in the chat.",
        "unknown": "This link is not good",
        "unknown_more": "Open it again from the chat; links end after a quarter of an hour.",
        "refused": "Payments are closed here",
        "refused_more": "This site is not reached over https, so a card could not be encrypted. Nothing can be paid.",
        "back": "Back to the chat",
        "away": "Please try again in a moment. Nothing was charged.",
    },
    "fr": {
        "title": "Payer votre vol",
        "pay": "Payer {total}",
        "sending": "Chiffrement et envoi…",
        "held": "Places réservées",
        "soon": "Il reste deux minutes pour payer sur cette page.",
        "left": "pour payer",
        "travellers": "Voyageurs",
        "fare": "Tarif",
        "taxes": "Taxes et redevances",
        "total": "Total",
        "card": "Carte",
        "number": "Numéro de carte",
        "expiry": "Expire fin",
        "expiry_hint": "MM / AA",
        "code": "Cryptogramme",
        "name": "Nom sur la carte",
        "number_wrong": "Ce numéro est incomplet ou mal saisi.",
        "expiry_wrong": "Indiquez le mois et l’année, par exemple 08\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}29.",
        "expiry_past": "Cette carte a expiré.",
        "code_wrong": "Indiquez les 3 chiffres au dos de la carte.",
        "code_wrong_four": "Indiquez les 4 chiffres au recto de la carte.",
        "safe": "Votre carte est chiffrée dans ce navigateur. Ce site ne peut pas la lire et le chat ne la "
        "voit jamais.",
        "failed": "Rien ne nous est parvenu. Rien n’a été débité ; veuillez réessayer.",
        "unsure": "La connexion est coupée. Ne payez pas ailleurs : cette page vérifie si votre carte "
        "nous est parvenue.",
        "insecure": "Ce navigateur ne peut pas chiffrer votre carte ici : rien ne peut être envoyé. Ouvrez le "
        "lien dans un "
        "navigateur à jour.",
        "no_script": "Cette page chiffre votre carte dans le navigateur et a besoin de JavaScript. Rien "
        "n’est jamais envoyé "
        "en clair.",
        "unreadable": "Votre carte n’a pas pu être lue. Rien n’a été débité ; veuillez la saisir à nouveau.",
        "declined": "Votre banque a refusé",
        "try_again": "Rien n’a été débité. Vous pouvez essayer une autre carte.",
        "working": "Nous interrogeons votre banque",
        "working_more": "Cela prend quelques secondes. Vous pouvez fermer cette page : la réponse arrive aussi "
        "dans le chat.",
        "still": "C’est plus long que d’habitude. Nous continuons, et rien n’est débité deux fois.",
        "challenge": "Votre banque veut savoir que c’est bien vous",
        "challenge_more": "Confirmez le paiement auprès de votre banque. Vous reviendrez ici ensuite.",
        "challenge_go": "Continuer vers votre banque",
        "paid": "C’est payé. Votre voyage est réservé.",
        "paid_more": "Vos billets sont dans le chat.",
        "locator": "Référence de réservation",
        "expired": "Le délai de paiement est passé",
        "expired_more": "Rien n’a été débité. Redemandez les vols dans le chat.",
        "ended": "Ce paiement est terminé",
        "ended_more": "Rien n’a été débité. La suite est dans le chat.",
        "elsewhere": "Ce lien est utilisé dans un autre navigateur",
        "elsewhere_more": "Continuez là où vous avez commencé, ou demandez un nouveau lien dans le chat.",
        "unknown": "Ce lien n’est pas valable",
        "unknown_more": "Rouvrez-le depuis le chat ; les liens expirent après un quart d’heure.",
        "refused": "Les paiements sont fermés ici",
        "refused_more": "Ce site n’est pas servi en https : une carte ne pourrait pas être chiffrée. Rien ne "
        "peut être payé.",
        "back": "Retour au chat",
        "away": "Veuillez réessayer dans un instant. Rien n’a été débité.",
    },
}
"""Sentences for travellers; `{…}` are filled in by the page."""

DECLINES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "insufficient_funds": "There is not enough money on this card.",
        "expired_card": "This card has expired.",
        "incorrect_cvc": "The security code does not fit the card.",
        "": "The bank did not say why.",
    },
    "fr": {
        "insufficient_funds": "Le solde de cette carte est insuffisant.",
        "expired_card": "Cette carte a expiré.",
        "incorrect_cvc": "Le cryptogramme ne correspond pas à la carte.",
        "": "La banque n’a pas dit pourquoi.",
    },
}
"""Why a bank said no, by the gateway's code; reasons that would help a thief are not told apart."""
