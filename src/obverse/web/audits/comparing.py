"""Two audits of one process side by side: what moved, and what chance alone may have brought about.

A figure is said to have moved only where all that the evidence leaves possible at the one time lies apart from all
that it leaves possible at the other, and where the difference stays unlikely to be chance after the correction for
the number of figures that were compared (Benjamini & Hochberg 1995, at 5 %, for judged and for described figures
apart). The two figures are treated as independent: two audits of one process share records, so that real differences
are rather missed than noise is called movement. A complete count has no sampling error: where two of them differ,
another number was counted, and no more is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import NormalDist
from typing import Any

Item = Mapping[str, Any]
RATE = 0.05
# Intervals of these figures tell how far chance reaches among the people and turns that were there, and nothing of who
# might have been there instead: between two dates they are counts.
_GIVEN_WHO_WAS_THERE = {
    "dissimilarity_excess",
    "excess_gini",
    "excess_hhi",
    "floor_excess",
    "total_variation_excess",
}
_BY_CHANCE = "by_chance"
_NORMAL = NormalDist()


class Change(StrEnum):
    """What became of a figure between two audits."""

    MOVED = "moved"
    COUNTED_ANEW = "counted_anew"
    NOT_TOLD_APART = "not_told_apart"
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    OTHER_YARDSTICK = "other_yardstick"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure at two times.

    ``p`` is how likely chance alone brings a difference as large, before any correction; None where nothing was drawn.
    ``apart`` tells that the intervals do not meet, which alone is not yet a movement. ``worse`` says whether it moved
    towards the worrying side, None where there is none; ``small`` that it moved by less than matters.
    """

    key: str
    before: Item | None
    after: Item | None
    change: Change
    p: float | None = None
    apart: bool = False
    worse: bool | None = None
    small: bool = False

    @property
    def item(self) -> Item:
        """The finding as it stands in the later audit, or in the earlier one where it is gone."""
        item = self.after if self.after is not None else self.before
        if item is None:
            raise ValueError(f"{self.key} stands in neither audit")
        return item

    @property
    def verdict_changed(self) -> bool:
        """Whether both audits judge it, and not alike."""
        if self.before is None or self.after is None:
            return False
        return bool(self.before["verdict"] != self.after["verdict"])

    @property
    def line_changed(self) -> bool:
        """Whether it was held against another line."""
        lines = [item["threshold"] or {} for item in (self.before, self.after) if item is not None]
        parts = [
            tuple(line.get(name) for name in ("value", "smallest_difference", "direction")) for line in lines
        ]
        return len(set(parts)) > 1


def compare(
    before: Iterable[Item], after: Iterable[Item], scale: Callable[[str], str] = lambda _: "identity"
) -> tuple[Pair, ...]:
    """All figures of two audits in pairs, in the order of the later one; those that are gone follow.

    ``scale`` tells on which scale the errors of a unit are symmetric, ``identity`` or ``log``.
    """
    earlier = {item["key"]: item for item in before}
    later = {item["key"]: item for item in after}
    pairs = [pair(key, earlier.get(key), later.get(key), scale) for key in later | earlier]
    return _corrected(pairs)


def pair(
    key: str, before: Item | None, after: Item | None, scale: Callable[[str], str] = lambda _: "identity"
) -> Pair:
    """One figure at two times, as if no other had been looked at."""
    has_before, has_after = _has_figure(before), _has_figure(after)
    if before is None or after is None or not (has_before and has_after):
        change = {
            (False, False): Change.NEVER,
            (False, True): Change.NEW,
            (True, False): Change.GONE,
        }[has_before, has_after]
        return Pair(key, before, after, change)
    if _yardstick(before) != _yardstick(after):
        return Pair(key, before, after, Change.OTHER_YARDSTICK)
    old, new = before["result"], after["result"]
    if old["value"] == new["value"]:
        return Pair(key, before, after, Change.SAME)
    low, high = sorted((old, new), key=lambda result: float(result["value"]))
    apart = _envelope(low)[1] < _envelope(high)[0]
    worse, small = _worse(before, after), _is_small(before, after)
    if not apart:
        return Pair(key, before, after, Change.NOT_TOLD_APART)
    p = _chance(low, high, scale(new["unit"]))
    is_drawn = new["method"] not in _GIVEN_WHO_WAS_THERE and not after["subject"].endswith(_BY_CHANCE)
    change = Change.MOVED if p is not None and is_drawn else Change.COUNTED_ANEW
    return Pair(key, before, after, change, p=p, apart=True, worse=worse, small=small)


def evidence_changes(before: Iterable[Item], after: Iterable[Item]) -> tuple[tuple[Item, Item], ...]:
    """The registers whose file or declaration is another one, each with its entry in the two reports."""
    earlier = {entry["table"]: entry for entry in before}
    told = ("rows", "state", "sha256", "complete", "grade", "kept_from", "kept_until")
    return tuple(
        (old, entry)
        for entry in after
        if (old := earlier.get(entry["table"])) is not None
        and any(old.get(name) != entry.get(name) for name in told)
    )


def verdict_changes(before: Sequence[Item], after: Sequence[Item]) -> tuple[tuple[Item, Item], ...]:
    """The rows of a profile whose verdict is another one."""
    earlier = {row["id"]: row for row in before}
    return tuple(
        (earlier[row["id"]], row)
        for row in after
        if row["id"] in earlier and earlier[row["id"]]["verdict"] != row["verdict"]
    )


def _corrected(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Whatever chance may have set apart among so many figures is not told apart."""
    corrected = list(pairs)
    for judged in (True, False):
        looked = [
            place
            for place, one in enumerate(pairs)
            if one.change in (Change.MOVED, Change.NOT_TOLD_APART) and _is_judged(one.item) is judged
        ]
        limit = _limit([pairs[place].p for place in looked], RATE)
        for place in looked:
            one = pairs[place]
            if one.change is Change.MOVED and (one.p is None or one.p > limit):
                corrected[place] = replace(one, change=Change.NOT_TOLD_APART)
    return tuple(corrected)


def _limit(chances: Sequence[float | None], rate: float) -> float:
    """The largest p value that stands after the step-up procedure; figures that were never apart count as looks."""
    ordered = sorted(1.0 if p is None else p for p in chances)
    kept = [p for place, p in enumerate(ordered, start=1) if p <= rate * place / len(ordered)]
    return max(kept, default=-1.0)


def _chance(low: Item, high: Item, scale: str) -> float | None:
    """The p value of a difference as large, from the ends that face each other; None where nothing was drawn."""
    errors = _error(low, "high", scale), _error(high, "low", scale)
    if None in errors:
        return 1.0
    spread = math.hypot(*(error for error in errors if error is not None))
    if spread == 0:
        return None
    distance = _scaled(high["value"], scale, low) - _scaled(low["value"], scale, low)
    return 2 * _NORMAL.cdf(-distance / spread)


def _error(result: Item, end: str, scale: str) -> float | None:
    """The standard error that the facing half of an interval implies; None where it has no end there."""
    if result["basis"] != "sampling":
        return 0.0
    if result[end] is None:
        return None
    width = abs(_scaled(result[end], scale, result) - _scaled(result["value"], scale, result))
    return width / _NORMAL.inv_cdf((1 + float(result["level"])) / 2)


def _scaled(value: float, scale: str, lowest: Item) -> float:
    # Zero has no logarithm: such a pair is taken as it is.
    is_positive = lowest["value"] > 0 and (lowest["low"] is None or lowest["low"] > 0)
    return math.log(value) if scale == "log" and is_positive else float(value)


def _envelope(result: Item) -> tuple[float, float]:
    """All that sampling, missing records and coding leave possible; an end that is not there is without limit."""
    parts = [result, *(result.get(name) for name in ("missing", "coding"))]
    lows = [-math.inf if part["low"] is None else part["low"] for part in parts if part]
    highs = [math.inf if part["high"] is None else part["high"] for part in parts if part]
    return min(lows), max(highs)


def _worse(before: Item, after: Item) -> bool | None:
    line = after["threshold"] or before["threshold"]
    if not line or line["direction"] == "none":
        return None
    old, new = before["result"]["value"], after["result"]["value"]
    if line["direction"] == "away_is_bad":
        return bool(abs(new - line["value"]) > abs(old - line["value"]))
    return bool((new > old) is (line["direction"] == "high_is_bad"))


def _is_small(before: Item, after: Item) -> bool:
    line = after["threshold"] or before["threshold"]
    moved = abs(after["result"]["value"] - before["result"]["value"])
    return bool(line and line["smallest_difference"] and moved < line["smallest_difference"])


def _has_figure(item: Item | None) -> bool:
    return item is not None and "value" in item["result"]


def _is_judged(item: Item) -> bool:
    return item["threshold"] is not None and item["reason"] not in {"described", "declared"}


def _yardstick(item: Item) -> tuple[object, ...]:
    return item["result"]["unit"], item["result"]["method"], item["provenance"]["indicator_version"]
