"""What a mapping has to say about the cells of a column: code words, dates, numbers, groups of people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from obverse.connectors.mapping.people import looks_personal, tells_of_people
from obverse.connectors.mapping.placing import truths, understood
from obverse.connectors.mapping.plain_words import lists, plain
from obverse.connectors.mapping.profiling import Profile
from obverse.evidence.declarations import Column, tables

Say = Callable[..., str]
# Where only the year is known, what ends in it ends on its last day.
_ENDS = (
    "closed_on",
    "period_end",
    "ended_on",
    "done_on",
    "left_on",
    "answered_at",
    "resolved_at",
    "actual_on",
)
_UNIVERSAL = ("Z", "UTC", "GMT")


@dataclass
class Rule:
    """One line of ``[table.columns]``: what it says, and what is to be said or asked about it."""

    target: str
    body: dict[str, object]
    remarks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """One ``[[table]]`` of a mapping; ``codes`` and ``attributes`` are what its rules name of these sections."""

    name: str
    remarks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    keep: list[tuple[str, str, object, str]] = field(default_factory=list)
    codes: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    attributes: dict[str, dict[str, object]] = field(default_factory=dict)
    years: tuple[str, ...] = ()
    distinct: bool = False

    @property
    def targets(self) -> set[str]:
        """Our columns that have a rule."""
        return {rule.target for rule in self.rules}


class Forming:
    """Fills rules with what the cells of their columns need."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def form(self, draft: Draft, rule: Rule, column: Column, profile: Profile) -> None:
        """See to it that the cells come out as the kind of the column wants them."""
        target = f"{draft.name}.{column.name}"
        if column.kind == "code" or (target == "vote.value" and not profile.numbers):
            self._codes(draft, rule, column, profile, understood(target, profile.cells))
        elif column.kind == "flag":
            self._codes(
                draft, rule, column, profile, truths(target, profile) or dict.fromkeys(profile.cells, "")
            )
        elif column.kind in {"date", "moment"}:
            self._date(rule, column, profile)
        elif column.kind not in {"text", "id", "ref"}:
            self._number(rule, column, profile)

    def _codes(
        self, draft: Draft, rule: Rule, column: Column, profile: Profile, meant: dict[str, str]
    ) -> None:
        words = column.codes or (("yes", "no") if column.kind == "flag" else ("1", "0", "-1"))
        question = self.say("which_code", codes=", ".join(words))
        name = f"{draft.name}_{column.name}"
        rule.body["codes"] = name
        draft.codes[name] = {cell: (code, "" if code else question) for cell, code in meant.items()}
        unknown = [cell for cell, code in meant.items() if not code]
        if unknown and column.name in tables()[draft.name].required:
            draft.keep.append((profile.heading, "is_not", unknown, "reason_unknown_word"))

    def _date(self, rule: Rule, column: Column, profile: Profile) -> None:
        if profile.dates is None:
            rule.body["suffix"] = "-12-31" if column.name in _ENDS else "-01-01"
            rule.questions.append(self.say("only_year"))
            if profile.numbers is not None and profile.numbers.whole == "written":
                rule.body["whole"] = True
            if profile.numbers is not None:
                self._others(rule, profile.numbers.other)
            return
        dates = profile.dates
        if not dates.ours or dates.other or (column.kind == "date" and dates.timed):
            rule.body["moments" if column.kind == "moment" and dates.timed else "dates"] = list(dates.forms)
        if (
            column.kind == "moment"
            and dates.timed
            and not all(any(word in form for word in _UNIVERSAL) for form in dates.forms)
        ):
            rule.questions.append(self.say("which_zone"))
        if dates.unsure:
            rule.questions.append(self.say("day_or_month", form=dates.forms[0]))
        self._others(rule, dates.other)

    def _number(self, rule: Rule, column: Column, profile: Profile) -> None:
        numbers = profile.numbers
        if numbers is None:
            return
        for key, value in (
            ("decimal", numbers.decimal),
            ("thousands", numbers.thousands),
            ("unit", numbers.unit),
        ):
            if value:
                rule.body[key] = value
        if numbers.whole == "written" and column.kind == "int":
            rule.body["whole"] = True
        if numbers.unsure:
            rule.questions.append(self.say("one_or_thousand"))
        self._others(rule, numbers.other)

    def _others(self, rule: Rule, other: tuple[str, ...]) -> None:
        """Cells that are no number or date are taken for nothing, and asked about; those that tell of people stay."""
        told = [cell for cell in other if not tells_of_people(cell) and not looks_personal("", {cell: 1})]
        if told:
            rule.body["empty"] = told
            rule.questions.append(self.say("taken_for_nothing"))

    def attribute(self, draft: Draft, rule: Rule, profile: Profile) -> None:
        """Declare the groups into which a column divides people."""
        name = rule.target.removeprefix("attr_")
        refusals = [cell for cell in profile.words if plain(cell) in _refusals()]
        if refusals:
            rule.body["empty"] = refusals
            rule.remarks.append(self.say("refusals"))
        draft.attributes[name] = {
            "label": profile.heading,
            "categories": sorted(set(profile.words) - set(refusals), key=_by_bound),
            "order": "none",
        }


@cache
def _refusals() -> frozenset[str]:
    return frozenset(plain(word) for word in lists("words.toml")["refusals"])


def _by_bound(category: str) -> tuple[int, float, str]:
    """Groups of numbers by where they begin, those without an end below first; groups of words by their letters.

    >>> sorted(["70", "18-29", "Under 18", "$35k-$80k", "Rural"], key=_by_bound)
    ['Under 18', '18-29', '$35k-$80k', '70', 'Rural']
    """
    found = re.search(r"\d+(?:[.,\u00a0\u202f ]\d{3})*", category)
    if found is None:
        return 2, 0.0, category
    begins = float(re.sub(r"\D", "", found[0]))
    before = set(plain(category[: found.start()]).split()) | ({"less"} if "<" in category else set())
    below = bool(before & set(lists("words.toml")["below"]))
    return 0 if below else 1, begins, category
