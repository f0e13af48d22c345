"""What stands beside figures and changes nothing about them: lines amended afterwards, and what groups say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def is_contested(item: Mapping[str, Any]) -> bool:
    """Whether a figure itself has an amended line or a counter-statement beside it."""
    said = item.get("counter_statements", ())
    return "amendments" in item or any(one["about"] == "figure" for one in said)


@dataclass(frozen=True, slots=True)
class Beside:
    """All that stands beside the figures of a report.

    ``changed_lines`` counts the thresholds that were changed after the freeze, ``changed_verdicts`` the findings that
    would have another verdict by one of them; ``answered_by`` tells for a finding's key who says something to it.
    """

    is_empty: bool
    changed_lines: int
    changed_verdicts: int
    answered_by: Mapping[str, tuple[str, ...]]


def beside_of(content: Mapping[str, Any]) -> Beside:
    """Gather from a report's content what stands beside its figures."""
    amendments = content.get("amendments", ())
    answered_by = {
        item["key"]: tuple(dict.fromkeys(one["label"] for one in item["counter_statements"]))
        for item in content["findings"]
        if "counter_statements" in item
    }
    return Beside(
        is_empty=not (amendments or answered_by or "unplaced_statements" in content),
        changed_lines=len({(one["indicator"], one["subject"]) for one in amendments}),
        changed_verdicts=len({key for one in amendments for key in one["would_change"]}),
        answered_by=answered_by,
    )
