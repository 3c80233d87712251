"""Words about a booking that is paid: a traveller who wants to cancel it, or asks where their refund is."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, joined, table
from bot.domain.understanding.word_lists import word_set

_EN_THINGS = (
    "my booking|my bookings|my flight|my flights|my trip|my ticket|my tickets|my reservation|the booking|this booking|"
    "that booking|a booking|the flight|this trip|our booking|our flights|booking"
)
_FR_THINGS = (
    "ma reservation|mes reservations|mon vol|mes vols|mon voyage|mon billet|mes billets|la reservation|"
    "cette reservation|une reservation|ce voyage|notre reservation|nos billets"
)
_ES_THINGS = (
    "mi reserva|mis reservas|mi vuelo|mi viaje|mi billete|mis billetes|la reserva|esta reserva|"
    "un viaje|este viaje|nuestra reserva|nuestro vuelo|nuestros billetes|una reserva|el vuelo|reserva"
)
_DE_THINGS = (
    "meine buchung|meinen flug|meine reise|mein ticket|meine tickets|die buchung|diese buchung|eine buchung|buchung|"
    "den flug|diese reise|die reise|unsere buchung|unseren flug|unsere reise|meine fluge|meine buchungen|flug|reise"
)

_WISHES = table(
    {
        "cancel_booking": "|".join(
            (
                joined("cancel|refund|give back", _EN_THINGS),
                joined("annuler|annule|annulez|rembourser|rembourse|remboursez", _FR_THINGS),
                joined("cancelar|cancela|cancele|anular|anula|anule|reembolsar|devolver", _ES_THINGS),
                joined(_DE_THINGS, "stornieren|absagen|zuruckgeben"),
                joined("storniere|storniert|stornier|stornieren sie", _DE_THINGS),
            )
        ),
        "refunds": (
            "my refund|my refunds|refund status|status of my refund|where is my money|where's my money|"
            "mon remboursement|mes remboursements|statut du remboursement|etat du remboursement|ou est mon argent|"
            "mi reembolso|mis reembolsos|mi devolucion|donde esta mi dinero|estado del reembolso|"
            "meine erstattung|meine ruckerstattung|meine rueckerstattung|wo ist mein geld|"
            "meine erstattungen|stand der erstattung"
        ),
    }
)
_ELSEWHERE = word_set("person human agent conseiller personne humain persona humano mensch mitarbeiter berater not pas")
"""Whoever names a person wants one; whoever says not, wants it not."""
_LONGEST = 12
"""Words of a message that is about cancelling; in a longer one they are by the way."""


def read_return_wish(tokens: Sequence[Token]) -> str:
    """What is wanted of a booking that is paid: refunds, cancel_booking, or "" when it is about something else."""
    wishes = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return next((wish for wish in ("refunds", "cancel_booking") if wish in wishes), "")
