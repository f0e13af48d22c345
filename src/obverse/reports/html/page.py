"""What stands where on the page: each finding once in full, below the first evil, ideal or question that it serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obverse.reports.html.beside import Beside, beside_of, is_contested
from obverse.reports.html.charts import ChartView, chart_view
from obverse.reports.html.interval_graphic import Graphic, interval_graphics
from obverse.reports.html.words import Words

Item = Mapping[str, Any]
WORST_FIRST = ("concern", "not_enough_evidence", "too_early", "no_sign", "not_applicable")
SECTIONS = ("evils", "ideals", "questions", "duality")
COUNTED = ("concerns", "no_signs", "undecided", "described", "unanswered")
# Long lists fold, so that a reader on a phone reaches the next question; print and search unfold them.
FOLD_TABLES, FOLD_REMARKS, FOLD_LISTS, FOLD_CARDS, FOLD_ANSWERS = 12, 8, 6, 3, 3


@dataclass(frozen=True, slots=True)
class Card:
    """A judged figure in full."""

    item: Item
    graphic: Graphic
    chart: ChartView | None
    same_threshold_as: str | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The judged figures of one indicator that share a verdict; many of them fold, concerns never do."""

    verdict: str
    cards: tuple[Card, ...]

    @property
    def folds(self) -> bool:
        """Whether the stack opens only on demand, its cards in short form; what is contested stays in sight."""
        in_sight = self.verdict == "concern" or any(is_contested(card.item) for card in self.cards)
        return not in_sight and len(self.cards) > FOLD_CARDS


@dataclass(frozen=True, slots=True)
class Silence:
    """Figures of one indicator that could not be made for the same reason."""

    why: str
    why_label: str
    remedy: str
    findings: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that one indicator found."""

    indicator: str
    anchor: str
    first: Item
    home: str
    charts: tuple[ChartView, ...]
    stacks: tuple[Stack, ...]
    described: tuple[Item, ...]
    silences: tuple[Silence, ...]
    uncarded: tuple[Item, ...]
    methods: tuple[tuple[str, str], ...]
    provenance: tuple[Mapping[str, Any], ...]
    grades: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Findings that a row counts too, but that stand in full in another section."""

    group: Group
    concerns: tuple[Item, ...]
    others: tuple[tuple[str, int], ...]
    described: int
    silent: int


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the profile with all that was found for it."""

    row: Mapping[str, Any]
    counts: tuple[str, ...]
    groups: tuple[Group, ...]
    elsewhere: tuple[Elsewhere, ...]
    planned: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: sections by kind, the list of what is not known, the methods."""

    content: Mapping[str, Any]
    anchors: Mapping[str, str]
    sections: Mapping[str, tuple[Section, ...]]
    others: tuple[Group, ...]
    unknown_figures: tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...]
    kept: tuple[Mapping[str, Any], ...]
    kept_back: tuple[Mapping[str, Any], ...]
    silent: tuple[Mapping[str, Any], ...]
    methods: tuple[tuple[str, str, tuple[str, ...]], ...]
    beside: Beside
    safe: Mapping[str, Mapping[str, Any]]


def page_of(content: Mapping[str, Any], words: Words) -> Page:
    """Arrange a report's content."""
    anchors = _anchors(item["key"] for item in content["findings"])
    rows = {kind: content[kind] if kind != "duality" else [content[kind]] for kind in SECTIONS}
    known = {row["id"] for kind in SECTIONS for row in rows[kind]}
    groups = [_group(items, known, words) for items in _by_indicator(content["findings"])]
    sections = {kind: tuple(_section(row, groups, words) for row in rows[kind]) for kind in SECTIONS}
    return Page(
        content=content,
        anchors=anchors,
        sections=sections,
        others=tuple(group for group in groups if group.home not in known),
        unknown_figures=_unknown_figures(content["unknown"]["figures"]),
        kept=tuple(entry for entry in content["evidence"] if entry["state"] not in ("silence", "kept_back")),
        kept_back=tuple(entry for entry in content["evidence"] if entry["state"] == "kept_back"),
        silent=tuple(entry for entry in content["evidence"] if entry["state"] == "silence"),
        methods=_methods(content["findings"]),
        beside=beside_of(content),
        safe={one["key"]: one for one in content.get("safe_counts", ())},
    )


def is_judged(item: Item) -> bool:
    """Whether a figure was held against a threshold, so that it is shown in full."""
    return (
        "value" in item["result"]
        and item["threshold"] is not None
        and item["reason"] not in {"described", "declared"}
    )


def _anchors(keys: Iterable[str]) -> dict[str, str]:
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        anchor = base = "f-" + re.sub(r"[^A-Za-z0-9.]+", "-", key).strip("-")
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{base}-{number}"
        taken.add(anchor)
        anchors[key] = anchor
    return anchors


def _by_indicator(items: Iterable[Item]) -> list[list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item["indicator"], []).append(item)
    return list(found.values())


def _group(items: Sequence[Item], known: set[str], words: Words) -> Group:
    judged = [item for item in items if is_judged(item)]
    judged.sort(key=lambda item: (WORST_FIRST.index(item["verdict"]), not is_contested(item)))
    drawn = [item for item in items if item["chart"]]
    graphics = interval_graphics(judged, words)
    charts = {
        item["key"]: chart_view(
            item["chart"], _caption(item, len(drawn), words), item["result"].get("n", 1), words
        )
        for item in drawn
    }
    # A single chart belongs to the indicator as a whole, several belong each to its figure.
    beside = charts if len(charts) > 1 else {}
    first_with: dict[tuple[Any, ...], str] = {}
    cards = []
    for item in judged:
        line = item["threshold"]
        sort = tuple(
            line[name]
            for name in ("value", "smallest_difference", "direction", "klass", "source", "frozen_on")
        )
        earlier = first_with.get(sort)
        first_with.setdefault(sort, item["key"])
        cards.append(Card(item, graphics[item["key"]], beside.get(item["key"]), earlier))
    placed = {card.item["key"] for card in cards if card.chart}
    methods = {
        item["result"]["method"]: item["result"]["method_text"]
        for item in items
        if "method" in item["result"]
    }
    return Group(
        indicator=items[0]["indicator"],
        anchor=f"i-{items[0]['indicator']}",
        first=items[0],
        home=next((served for served in items[0]["serves"] if served in known), ""),
        charts=tuple(chart for key, chart in charts.items() if key not in placed),
        stacks=tuple(
            stack
            for verdict in WORST_FIRST
            for stack in _stacks(verdict, [card for card in cards if card.item["verdict"] == verdict])
        ),
        described=tuple(item for item in items if "value" in item["result"] and not is_judged(item)),
        silences=_silences([item for item in items if "value" not in item["result"]]),
        uncarded=tuple(item for item in items if is_contested(item) and not is_judged(item)),
        methods=tuple(methods.items()),
        provenance=_distinct({**item["provenance"], "trace": ""} for item in items),
        grades=tuple(dict.fromkeys(item["grade"] for item in items)),
    )


def _stacks(verdict: str, cards: Sequence[Card]) -> list[Stack]:
    """The cards of a verdict, those with something beside them first and by themselves."""
    contested = tuple(card for card in cards if is_contested(card.item))
    quiet = tuple(card for card in cards if not is_contested(card.item))
    return [Stack(verdict, same) for same in (contested, quiet) if same]


def _caption(item: Item, charts: int, words: Words) -> str:
    if charts > 1 and item["about"]:
        return f"{item['name']}{words.text('list.colon')}{item['about']}"
    return str(item["name"])


def _distinct(entries: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    found: list[Mapping[str, Any]] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return tuple(found)


def _silences(items: Iterable[Item]) -> tuple[Silence, ...]:
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        found.setdefault((item["result"]["why"], item["result"]["remedy"]), []).append(item)
    return tuple(
        Silence(why, same[0]["result"]["why_label"], remedy, tuple(same))
        for (why, remedy), same in found.items()
    )


def _section(row: Mapping[str, Any], groups: Sequence[Group], words: Words) -> Section:
    elsewhere = []
    for group in groups:
        if group.home == row["id"] or row["id"] not in group.first["serves"]:
            continue
        silent = sum(len(silence.findings) for silence in group.silences)
        concerns = tuple(
            card.item for stack in group.stacks if stack.verdict == "concern" for card in stack.cards
        )
        others = tuple(
            (stack.verdict, len(stack.cards)) for stack in group.stacks if stack.verdict != "concern"
        )
        elsewhere.append(Elsewhere(group, concerns, others, len(group.described), silent))
    return Section(
        row=row,
        counts=_counts(row, words),
        groups=tuple(group for group in groups if group.home == row["id"]),
        elsewhere=tuple(elsewhere),
        planned=tuple(entry for entry in row["unanswered"]),
    )


def _counts(row: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """How many findings ended how; those of an unanswered indicator count once, as unanswered."""
    unanswered = {entry["indicator"] for entry in row["unanswered"]}
    undecided = [key for key in row["undecided"] if key.partition(":")[0] not in unanswered]
    numbers = {name: len(undecided if name == "undecided" else row[name]) for name in COUNTED}
    return tuple(
        words.count(f"counts.{name}", number).replace(" ", "\u00a0")
        for name, number in numbers.items()
        if number
    )


def _unknown_figures(
    figures: Iterable[Mapping[str, Any]],
) -> tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...]:
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in figures:
        found.setdefault((entry["name"], entry["next_datum"]), []).append(entry)
    return tuple((same[0], tuple(same)) for same in found.values())


def _methods(items: Iterable[Item]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    texts: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    for item in items:
        if "method" in item["result"]:
            method = item["result"]["method"]
            texts[method] = item["result"]["method_text"]
            users.setdefault(method, []).append(item["indicator"])
    return tuple((method, texts[method], tuple(dict.fromkeys(users[method]))) for method in sorted(texts))
