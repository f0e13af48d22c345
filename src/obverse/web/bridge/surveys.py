"""The survey as the desk needs it: roles and variants, samples and their size, and what is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.disclosure.released import FEWEST, SafeCount, safe_count
from obverse.evidence.problems import EvidenceProblems
from obverse.survey.instrument.form import Form, form_for
from obverse.survey.instrument.instrument import BadQuestionnaire, instrument_from
from obverse.survey.instrument.items import items
from obverse.survey.sampling import draw as sampler
from obverse.survey.sampling import drawing
from obverse.survey.sampling.frame import commit, read_frame
from obverse.survey.sampling.plan import Aim, Plan, plan, printed
from obverse.survey.sampling.plan import Stratum as Planned
from obverse.survey.sampling.route import is_list_of_streets
from obverse.vocabulary.public_values import public_values
from obverse.vocabulary.roles import SIDES, roles
from obverse.vocabulary.text import LANGUAGES
from obverse.vocabulary.texts import texts

__all__ = ["FEWEST", "SafeCount", "printed", "safe_count"]

VARIANTS = ("internal", "participant", "non_participant")
# Both effects go together, and the role is a part of every row.
NEVER_DROPPED = ("role", "strengthened", "weakened")
_OF_SIDE = dict(zip(SIDES, (*VARIANTS, "participant"), strict=True))


class Unfit(Exception):  # noqa: N818 - it says what is the matter with what was given
    """What was given cannot be used: everything that is wrong with it, told by language."""

    def __init__(self, letters: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(letters["en"]))
        self.letters = letters

    def told(self, language: str) -> list[str]:
        """What is wrong and how to mend it, each as a letter."""
        return list(self.letters[language])


def _unread(found: EvidenceProblems) -> Unfit:
    return Unfit({language: [one.letter(language) for one in found.problems] for language in LANGUAGES})


def named_roles(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles of the vocabulary under the names of their sides."""
    said = texts(language)
    found = []
    for side in SIDES:
        own = [(role.id, role.label.in_language(language)) for role in roles().values() if role.side == side]
        found.append((said[f"side.{side}.label"], own))
    return found


def variant_of(role: str) -> str:
    """The variant of the questionnaire that people of a role are asked."""
    return _OF_SIDE[roles()[role].side]


@dataclass(frozen=True, slots=True)
class Frame:
    """A list from which people are drawn: its digest, and how many stand in each of its groups.

    With ``is_route`` it is a list of streets, and what stands in its groups are doors.
    """

    digest: str
    eligible: Mapping[str, int]
    is_route: bool = False


def look_at_frame(content: bytes, name: str) -> Frame:
    """The digest of a list and its groups; the list itself is not kept.

    Raises:
        Unfit: everything that is wrong with it.
    """
    try:
        frame = drawing.read_list(content, name)
    except EvidenceProblems as found:
        raise _unread(found) from None
    return Frame(commit(frame), frame.eligible, is_route=is_list_of_streets(content))


def draw(content: bytes, name: str, sizes: Mapping[str, int], seed: str) -> list[tuple[str, str, str]]:
    """Who is asked: id, group and cluster, group by group, in the order in which they came out.

    Raises:
        Unfit: everything that is wrong with the list, the sizes or the seed.
    """
    try:
        drawn = sampler.draw(read_frame(content, name), dict(sizes), seed, name)
    except EvidenceProblems as found:
        raise _unread(found) from None
    return [(one.id, one.stratum, one.cluster) for one in drawn.drawn]


def tidy_seed(seed: str) -> str:
    """A seed as it enters the draw.

    Raises:
        ValueError: it is so short that somebody could have tried all of them beforehand.
    """
    used = sampler.tidy_seed(seed)
    if sum(sign.isalnum() for sign in used) < sampler.FEWEST_SIGNS:
        raise ValueError(sampler.FEWEST_SIGNS)
    return used


def plan_for(groups: Sequence[tuple[str, int]], *, difference: float, response: float) -> list[Plan]:
    """How many people to invite in each group (its name, and how many there are) to see a difference of shares.

    Each value is asked of one half of the people.
    """
    aim = Aim(difference=difference, asked=0.5)
    strata = [Planned(name=name, eligible=eligible, response=response) for name, eligible in groups]
    return plan(strata, aim)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked in one wave: its digest, what can be left out (id, words, whether it is), what lacks a list."""

    digest: str
    items: tuple[tuple[str, str, bool], ...]
    values: tuple[tuple[str, str, bool], ...]
    not_asked: tuple[str, ...]


def questionnaire(choices: Mapping[str, Any], kind: str, language: str) -> Questionnaire:
    """The questionnaire that a town's choices make.

    Raises:
        Unfit: everything that is wrong with the choices.
    """
    try:
        made = instrument_from(choices)
    except BadQuestionnaire as bad:
        letters = {spoken: [one.in_language(spoken) for one in bad.letters] for spoken in LANGUAGES}
        raise Unfit(letters) from None
    gone = set(choices.get("dropped", ()))
    short = [one for one in public_values().values() if one.short_list]
    without = {item.id for variant in VARIANTS for item in made.not_asked(variant, kind)}
    return Questionnaire(
        digest=made.digest(),
        items=tuple(
            (one.id, one.text.in_language(language), one.id in gone)
            for one in items()
            if kind in one.waves and not one.module and one.id not in (*NEVER_DROPPED, *without)
        ),
        values=tuple((one.id, one.label.in_language(language), one.id in gone) for one in short),
        not_asked=tuple(sorted(without)),
    )


def preview(
    choices: Mapping[str, Any], variant: str, kind: str, names: Mapping[str, str], language: str
) -> Form:
    """A form as somebody may get it; ``names`` are the wave's ``subject``, ``place`` and ``address``."""
    return form_for(
        instrument_from(choices),
        variant,
        kind=kind,
        key=hashlib.sha256(names["address"].encode()).digest(),
        subject=names["subject"] or "…",
        place=names["place"] or "…",
        language=language,
        has_pre_wave=bool(choices.get("has_pre_wave", False)),
    )


def local_id(label: str, taken: Iterable[str]) -> str:
    """The id of a local value, made from its English name.

    >>> local_id("Clean water", [])
    'local:clean_water'
    """
    plain = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in label.casefold())
    word = "_".join(plain.split())[:30].strip("_") or "value"
    names = {f"local:{word}", *(f"local:{word}_{number}" for number in range(2, 40))} - set(taken)
    return min(names, key=lambda name: (len(name), name))


def value_names(choices: Mapping[str, Any], language: str) -> dict[str, str]:
    """What all public values are called, those of the place included, by their id."""
    names = {one.id: one.label.in_language(language) for one in public_values().values()}
    return names | {one["id"]: str(one["label"][language]) for one in choices.get("local_values", ())}
