"""How it stands with a wave: its steps in their order, and all that is still missing, told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from obverse.web.bridge.surveys import FEWEST
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.texts import say

if TYPE_CHECKING:
    import datetime as dt

# So many slips of a hundred may be kept for lost ones.
RESERVE = 5
BEFORE_OPENING = ("basics", "people", "questions", "frame", "key", "codes", "letters")
AFTERWARDS = ("open", "close", "destroy", "load", "passages")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that has to be done before a wave can be opened, and the step where it is done."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a wave: ``state`` is done, missing, now, later, free (it may be left out) or fixed."""

    name: str
    state: str
    missing: tuple[str, ...] = ()


def most_codes(stratum: Stratum) -> int:
    """How many slips may be made for people who are asked alike, those for lost ones included."""
    return stratum.invited - (-stratum.invited * RESERVE // 100)


def asked(wave: Wave) -> list[Stratum]:
    """The people who get a questionnaire; the others are interviewed."""
    return [one for one in wave.strata.all() if not one.is_interviewed]


def found_by(stratum: Stratum) -> str:
    """How those who are asked were found; where nobody said so, the numbers do."""
    if stratum.frame:
        return stratum.frame
    return Stratum.Frame.EVERYONE if stratum.invited >= stratum.eligible else Stratum.Frame.REGISTER


def is_drawn(wave: Wave) -> bool:
    """Whether some of the people are chosen from a list, so that how they are chosen has to be shown."""
    some = [one for one in asked(wave) if one.invited < one.eligible]
    return any(found_by(one) != Stratum.Frame.ROUTE for one in some)


def has_route(wave: Wave) -> bool:
    """Whether some of the people are found along a random route."""
    return any(found_by(one) == Stratum.Frame.ROUTE for one in asked(wave))


def warnings(wave: Wave) -> list[str]:
    """What may be done and should not: people who took no part, found among those who did."""
    listed = [one for one in asked(wave) if one.variant == "non_participant"]
    wrong = [one.label for one in listed if found_by(one) == Stratum.Frame.MAILING_LIST]
    return [say("surveys.people.mailing_list", group=label) for label in wrong]


def missing(wave: Wave, today: dt.date | None = None) -> list[Missing]:
    """Everything that stands in the way of opening a wave."""
    return [*_basics(wave, today or timezone.localdate()), *_people(wave), *_safeguards(wave)]


def _basics(wave: Wave, today: dt.date) -> Iterator[Missing]:
    for name in ("subject", "place"):
        if not getattr(wave, name):
            yield Missing("basics", say(f"surveys.missing.{name}"))
    if wave.closes_on is None:
        yield Missing("basics", say("surveys.missing.closes_on"))
    elif wave.closes_on <= today:
        yield Missing("basics", say("surveys.missing.closes_soon"))
    if wave.opens_on is not None and wave.opens_on > today:
        yield Missing("basics", say("surveys.missing.opens_later", day=wave.opens_on.isoformat()))


def _people(wave: Wave) -> Iterator[Missing]:
    people = asked(wave)
    if not people:
        yield Missing("people", say("surveys.missing.people"))
    for one in people:
        if one.eligible < FEWEST:
            yield Missing("people", say("surveys.missing.few_eligible", group=one.label, fewest=FEWEST))
        elif one.invited < FEWEST:
            yield Missing("people", say("surveys.missing.few_invited", group=one.label, fewest=FEWEST))
    lists = [(is_drawn(wave), wave.frame_digest, "frame"), (has_route(wave), wave.streets_digest, "streets")]
    for is_needed, digest, name in lists:
        if is_needed and not digest:
            yield Missing("frame", say(f"surveys.missing.{name}"))
    needed = [digest for is_needed, digest, _ in lists if is_needed]
    if needed and all(needed) and not wave.seed:
        yield Missing("frame", say("surveys.missing.seed"))


def _safeguards(wave: Wave) -> Iterator[Missing]:
    if not wave.key:
        yield Missing("key", say("surveys.missing.key"))
    elif not wave.holders or not all(wave.holders):
        yield Missing("key", say("surveys.missing.holders"))
    for one in asked(wave):
        if not one.codes:
            yield Missing("codes", say("surveys.missing.codes", group=one.label))
        elif one.codes < one.invited:
            said = say("surveys.missing.few_codes", group=one.label, codes=one.codes, invited=one.invited)
            yield Missing("codes", said)
        elif one.codes > most_codes(one):
            said = say("surveys.missing.many_codes", group=one.label, codes=one.codes, most=most_codes(one))
            yield Missing("codes", said)


def steps(wave: Wave) -> list[Step]:
    """All steps of a wave with how it stands with each."""
    lacking = missing(wave) if wave.state == Wave.State.DRAFT else []
    found = []
    for name in BEFORE_OPENING:
        told = tuple(one.text for one in lacking if one.step == name)
        found.append(Step(name, _state_before(wave, name, bool(told)), told))
    return [*found, *(Step(name, _state_after(wave, name, bool(lacking))) for name in AFTERWARDS)]


def _state_before(wave: Wave, name: str, lacks: bool) -> str:
    if wave.state != Wave.State.DRAFT:
        return "fixed"
    if lacks:
        return "missing"
    optional = name in ("questions", "letters") or (
        name == "frame" and not is_drawn(wave) and not has_route(wave)
    )
    return "free" if optional else "done"


def _state_after(wave: Wave, name: str, lacks: bool) -> str:
    states = [Wave.State.DRAFT, Wave.State.OPEN, Wave.State.CLOSED, Wave.State.LOADED]
    if wave.state == Wave.State.ABANDONED:
        return "fixed"
    place = states.index(Wave.State(wave.state))
    done = {
        "open": place > 0,
        "close": place > 1,
        "destroy": wave.destroyed_at is not None,
        "load": place > 2,
        "passages": False,
    }[name]
    if done:
        return "done"
    now = {
        "open": place == 0 and not lacks,
        "close": place == 1,
        "destroy": place == 2 and wave.destroyed_at is None,
        "load": place == 2 and wave.destroyed_at is not None,
        "passages": place == 3,
    }[name]
    return "now" if now else "later"
