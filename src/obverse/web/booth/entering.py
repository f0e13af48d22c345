"""From a code to the wave and the form that it opens. Only the state of a wave decides; nobody looks at a clock."""

from __future__ import annotations

from dataclasses import dataclass

from obverse.web.booth.patience import misses
from obverse.web.booth.store import PAPER, Ticket, store
from obverse.web.bridge.questionnaire import Asking, Form, Person, Unread, code, form, keys_of
from obverse.web.surveys.models import Stratum, Wave

_OVER = (Wave.State.CLOSED, Wave.State.LOADED, Wave.State.ABANDONED)


class Refused(Exception):  # noqa: N818 - a refusal is told as a letter
    """This code opens nothing; ``letter`` names the text that says why, or ``said`` says it."""

    def __init__(self, letter: str = "", *, said: str = "", status: int = 422) -> None:
        super().__init__(letter or "typing")
        self.letter, self.said, self.status = letter, said, status


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody with a code that is good: the wave, who they are to it, and the mark and form that follow from it."""

    code: str
    wave: Wave
    person: Person
    stratum: Stratum
    ticket: Ticket
    mark: bytes
    form_key: bytes

    def form(self, language: str) -> Form:
        """Their questionnaire."""
        return form_of(self.wave, self.person, self.form_key, language)


def enter(typed: str, language: str) -> Entered:
    """What a code opens.

    Raises:
        Refused: nothing.
    """
    try:
        plain = code(typed)
    except Unread as problem:
        raise Refused(said=problem.letter(language)) from None
    if misses.is_empty():
        raise Refused("booth.letter.busy", status=429)
    kept = store()
    # The newest first: that is where most people who come belong.
    for wave in Wave.objects.filter(destroyed_at=None).defer("receipts").order_by("-pk"):
        pepper = kept.pepper(wave.address)
        if pepper is None:
            continue
        mark, form_key = keys_of(plain, pepper)
        ticket = kept.ticket(wave.address, mark)
        if ticket is not None:
            check(wave, ticket)
            stratum = Stratum.objects.get(wave=wave, number=ticket.stratum)
            person = Person(stratum.number, stratum.variant, stratum.role, ticket.cluster)
            return Entered(plain, wave, person, stratum, ticket, mark, form_key)
    misses.miss()
    raise Refused("booth.letter.unknown")


def check(wave: Wave, ticket: Ticket) -> None:
    """Whether a code may be used now.

    Raises:
        Refused: the wave has not begun or is over, or the code came with a form on paper.
    """
    if wave.state == Wave.State.DRAFT:
        raise Refused("booth.letter.not_begun")
    if wave.state in _OVER:
        raise Refused("booth.letter.over", status=410)
    if ticket.used == PAPER:
        raise Refused("booth.letter.paper")


def form_of(wave: Wave, person: Person, key: bytes, language: str) -> Form:
    """The form of a person of a wave."""
    return form(Asking(wave.questionnaire, str(wave.kind), wave.subject, wave.place), person, key, language)


def phase(wave: Wave) -> str:
    """Whether the reminder went out, which is all that an answer says about when it came."""
    return "after_reminder" if wave.reminded_on else "before_reminder"
