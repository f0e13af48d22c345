"""How well a wave was answered: what was left out, and who gave the same answer to everything.

These are counts of people and of questions, for those who hold the opened answers. Like every figure about people they
pass through the rules of disclosure before anybody else sees them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from obverse.survey.instrument.items import CANNOT_SAY, EFFECTS, NO_ANSWER

# Three values with both questions: below that one degree throughout is no pattern yet.
FEWEST_IN_A_LINE = 6
# Who answered fewer than half of the questions broke off.
_BROKE_OFF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuality:
    """Of all times that an item was asked: how often it was left out, set aside, or not to be answered."""

    asked: int
    left_out: int
    cannot_say: int
    no_answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well the people of one variant answered.

    ``judged`` people gave at least six degrees on the two effects; of these ``straight_lined`` gave one and the same
    degree above 0 throughout, and ``nothing_changed`` gave 0 throughout, which may well be what they saw.
    ``broke_off`` answered fewer than half of what they were asked.
    """

    people: int
    broke_off: int
    judged: int
    straight_lined: int
    nothing_changed: int
    items: Mapping[str, ItemQuality]


def quality(records: Iterable[Mapping[str, Any]]) -> dict[str, Quality]:
    """The quality of a wave by variant."""
    by_variant: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        by_variant.setdefault(record["variant"], []).append(record)
    return {variant: _of(by_variant[variant]) for variant in sorted(by_variant)}


def _of(records: list[Mapping[str, Any]]) -> Quality:
    asked: Counter[str] = Counter()
    # an item that takes several answers to one question is answered once
    answered: Counter[str] = Counter()
    aside: Counter[tuple[str, str]] = Counter()
    broke_off = 0
    for record in records:
        own = {item: number for item, number in record["asked"].items() if item != "role"}
        asked.update(own)
        found = Counter(item for item, _, _ in record["answers"] if item in own)
        kept = {item: min(number, own[item]) for item, number in found.items()}
        answered.update(kept)
        aside.update(
            (item, value) for item, _, value in record["answers"] if value in {CANNOT_SAY, NO_ANSWER}
        )
        broke_off += sum(kept.values()) < _BROKE_OFF * sum(own.values())
    lines = [line for line in map(_line, records) if line]
    return Quality(
        people=len(records),
        broke_off=broke_off,
        judged=len(lines),
        straight_lined=sum(line == "same" for line in lines),
        nothing_changed=sum(line == "zero" for line in lines),
        items={
            item: ItemQuality(
                asked=number,
                left_out=number - answered[item],
                cannot_say=aside[item, CANNOT_SAY],
                no_answer=aside[item, NO_ANSWER],
            )
            for item, number in asked.items()
        },
    )


def _line(record: Mapping[str, Any]) -> str:
    """Whether all effects have one degree: "same" above 0, "zero", "varied"; empty where there are too few."""
    degrees = [value for item, _, value in record["answers"] if item in EFFECTS and value.isdigit()]
    if len(degrees) < FEWEST_IN_A_LINE:
        return ""
    if len(set(degrees)) > 1:
        return "varied"
    return "zero" if degrees[0] == "0" else "same"
