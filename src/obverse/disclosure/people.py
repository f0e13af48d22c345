"""Which figures are about people, in which group they put them, and which are exact because they are public."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from obverse.disclosure.released import FEWEST, FEWEST_FOR_A_MEAN
from obverse.evidence.coverage import Coverage
from obverse.evidence.declarations import tables
from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator
from obverse.vocabulary import roles

PRIVACY_OF_PEOPLE = frozenset({"P2", "P3"})
# Who was asked or heard, as the indicators on survey answers name them.
_SIDES = frozenset(
    {
        "internal",
        "participant",
        "non_participant",
        "elected",
        "administration",
        "professionals",
        "citizens",
        "associations",
        "private",
        "external",
    }
)


def is_about_people(table: str) -> bool:
    """Whether the rows of a register tell what single people did, are or said."""
    known = tables().get(table)
    return known is not None and known.privacy in PRIVACY_OF_PEOPLE


def is_protected(table: str, coverage: Mapping[str, Coverage]) -> bool:
    """Whether the rows of a register are about people and the dossier names no law that makes them public."""
    return is_about_people(table) and not (table in coverage and coverage[table].public_by)


def registers_read(indicator: Indicator, coverage: Mapping[str, Coverage]) -> tuple[str, ...]:
    """The registers about people that were kept and that an indicator reads."""
    named = [name for need in indicator.needs for name in need] + list(indicator.also_reads)
    return tuple(
        sorted(
            name
            for name in dict.fromkeys(named)
            if is_about_people(name) and not (name in coverage and coverage[name].is_silence)
        )
    )


def tells_of_people(indicator: Indicator, subject: str) -> bool:
    """Whether a figure of an indicator that reads registers about people rests on their rows at all."""
    return not any(fnmatchcase(subject, pattern) for pattern in indicator.about_things)


def fewest_for(indicator: Indicator, subject: str) -> int:
    """From how many people on a figure may be told; what crosses two answers of the same people needs more."""
    is_crossed = any(fnmatchcase(subject, pattern) for pattern in indicator.crosses_answers)
    return FEWEST_FOR_A_MEAN if is_crossed else FEWEST


def protected_registers(
    indicator: Indicator, subject: str, coverage: Mapping[str, Coverage]
) -> tuple[str, ...]:
    """The registers because of which a figure has to be made safe; none where it may be printed as it is."""
    if not tells_of_people(indicator, subject):
        return ()
    return tuple(name for name in registers_read(indicator, coverage) if is_protected(name, coverage))


def public_registers(indicator: Indicator, subject: str, coverage: Mapping[str, Coverage]) -> tuple[str, ...]:
    """The registers about people behind a figure that is exact because they are public."""
    if not tells_of_people(indicator, subject) or protected_registers(indicator, subject, coverage):
        return ()
    return registers_read(indicator, coverage)


def group_and_item(indicator: Indicator, subject: str, facts: Facts) -> tuple[str, str]:
    """Which of the people a figure is about, and what is asked of them: two parts of its subject.

    Sides, parties, roles and categories of declared attributes name people; all else names what is counted.
    """
    group: list[str] = []
    item: list[str] = []
    variable = ""
    for part in subject.split(".") if subject else []:
        if part in facts.attributes:
            variable = part
            group.append(part)
        elif (
            (variable and part in facts.attributes[variable].categories) or part in _SIDES or part in roles()
        ):
            group.append(part)
        else:
            item.append(part)
    named = f"{indicator.id}:{'.'.join(item)}" if item else indicator.id
    return ".".join(group), named
