"""A batch of paper forms on its way into the store: slips, forms typed twice, and how they balance.

Nothing of it is stored before the whole batch is sealed. Until then it travels in the page of whoever types it, so that
no table and no file ever holds an answer in clear.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from obverse.web.booth.entering import Refused, form_of
from obverse.web.booth.patience import misses
from obverse.web.booth.store import ONLINE, Ticket, store
from obverse.web.bridge.questionnaire import (
    Form,
    Person,
    Unread,
    code,
    grouped,
    keys_of,
    paper_key,
    read,
    seal,
)
from obverse.web.surveys.models import Wave
from obverse.web.texts import language, say

FEWEST = 10
SPOILT = ("illegible", "empty", "foreign")
Typed = dict[str, list[str]]


class Garbled(Exception):  # noqa: N818 - it says what came
    """What travelled in the page is no batch any more."""


@dataclass(slots=True)
class Sheet:
    """One form: its printed number, what was typed first, and what stands once it was typed twice."""

    number: str
    first: Typed
    final: Typed | None = None


@dataclass(slots=True)
class Batch:
    """Slips of one group of people, and as many forms; ``spoilt`` by reason, once all forms were typed once."""

    stratum: int
    cluster: str
    codes: list[str]
    sheets: list[Sheet] = field(default_factory=list)
    spoilt: dict[str, int] | None = None

    def written(self) -> str:
        """The batch as it travels in a page."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Batch:
        """The batch that travelled in a page.

        Raises:
            Garbled: it is none.
        """
        try:
            told = json.loads(text)
            batch = cls(**{**told, "sheets": [Sheet(**one) for one in told["sheets"]]})
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            raise Garbled from problem
        if not isinstance(batch.stratum, int) or not all(isinstance(one, str) for one in batch.codes):
            raise Garbled
        return batch

    @property
    def missing(self) -> int:
        """How many forms are neither typed nor spoilt."""
        return len(self.codes) - len(self.sheets) - sum((self.spoilt or {}).values())

    @property
    def place(self) -> int | None:
        """The place of the form that is to be typed a second time; None where all were."""
        return next((place for place, sheet in enumerate(self.sheets) if sheet.final is None), None)

    def person(self, wave: Wave) -> Person:
        """What is known of all who handed in the forms.

        Raises:
            Garbled: the wave asks no such people.
        """
        stratum = wave.strata.filter(number=self.stratum).first()
        if stratum is None:
            raise Garbled
        return Person(stratum.number, stratum.variant, stratum.role, self.cluster)


def slips(wave: Wave, text: str) -> tuple[Batch | None, list[str]]:
    """The batch that the codes of some slips begin, or everything that is wrong with them."""
    lines = [line for line in text.splitlines() if line.strip()]
    wrong: list[str] = []
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            plain, ticket = _slip(wave, line, found)
            found[plain] = (ticket.stratum, ticket.cluster)
        except Unread as problem:
            wrong.append(say("booth.paper.wrong.line", number=number, letter=problem.letter(language())))
        except Refused as refused:
            wrong.append(say("booth.paper.wrong.line", number=number, letter=say(refused.letter)))
    if len(found) < FEWEST:
        wrong.append(say("booth.paper.wrong.few", given=len(found), fewest=FEWEST))
    groups = sorted({stratum for stratum, _ in found.values()})
    if len(groups) > 1:
        wrong.append(_mixed(wave, found))
    if wrong:
        return None, wrong
    clusters = {cluster for _, cluster in found.values()}
    # Where the slips come from several, nobody knows which form came from which.
    cluster = clusters.pop() if len(clusters) == 1 else ""
    return Batch(groups[0], cluster, sorted(found)), []


def _slip(wave: Wave, line: str, found: Mapping[str, object]) -> tuple[str, Ticket]:
    plain, kept = code(line), store()
    pepper = kept.pepper(wave.address)
    ticket = kept.ticket(wave.address, keys_of(plain, pepper)[0]) if pepper else None
    if ticket is None:
        misses.miss()
        raise Refused("booth.letter.unknown")
    if ticket.used:
        raise Refused("booth.paper.wrong.online" if ticket.used == ONLINE else "booth.paper.wrong.spent")
    if plain in found:
        raise Refused("booth.paper.wrong.twice")
    return plain, ticket


def form_of_sheet(wave: Wave, batch: Batch, number: str) -> Form:
    """The questionnaire as the form of this number prints it.

    Raises:
        ValueError: no form has such a number.
    """
    return form_of(wave, batch.person(wave), paper_key(number), language())


def differing(
    form: Form, first: Mapping[str, Sequence[str]], second: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """By field, what the first entry says where the second says something else."""
    found = {}
    for question in form.questions():
        for name in dict.fromkeys((question.name, question.aside_name)):
            before, now = _plain(first.get(name, ())), _plain(second.get(name, ()))
            if before != now:
                labels = dict((*question.choices, *question.aside))
                told = ", ".join(labels.get(one, one) for one in before)
                found[name] = (
                    say("booth.paper.differs", first=told) if told else say("booth.paper.differs_empty")
                )
    return found


def keep(wave: Wave, batch: Batch) -> None:
    """Seal all forms of a batch and spend its codes, all or none.

    Raises:
        KeyError: a code was used meanwhile, or the wave was closed.
        Garbled: the batch is not complete, or a form in it is not what was typed.
        Unread: the texts of a form are too long together.
    """
    pepper = store().pepper(wave.address)
    if pepper is None:
        raise KeyError("the wave is over")
    if batch.missing or batch.place is not None or len(batch.codes) < FEWEST:
        raise Garbled
    person = batch.person(wave)
    sealed = []
    for sheet in batch.sheets:
        answers, _ = read(form_of_sheet(wave, batch, sheet.number), sheet.final or {})
        if answers is None:
            raise Garbled
        sealed.append(seal(answers, person, "", wave.key, paper=True))
    store().put_paper(wave.address, [keys_of(one, pepper)[0] for one in batch.codes], sealed)


def _plain(said: Sequence[str]) -> list[str]:
    return sorted(" ".join(one.split()) for one in said if one.strip())


def _mixed(wave: Wave, found: Mapping[str, tuple[int, str]]) -> str:
    labels = dict(wave.strata.values_list("number", "label"))
    said = [f"{grouped(plain)}: {labels.get(stratum, stratum)}" for plain, (stratum, _) in found.items()]
    return say("booth.paper.wrong.mixed", slips="; ".join(sorted(said)))
