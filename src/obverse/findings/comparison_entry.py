"""Two audits side by side as plain data: the process, and a decision of the same body without co-creation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from obverse.evidence.facts import Facts
from obverse.findings.comparator import Comparison, Pair, side_by_side
from obverse.findings.finding import Finding
from obverse.findings.finding_entry import result_entry
from obverse.findings.wording import Wording
from obverse.quantities import Estimate
from obverse.vocabulary import ideals
from obverse.vocabulary import texts as shared_texts

SHOWN = (Comparison.WORSE, Comparison.BETTER, Comparison.NOT_TOLD_APART, Comparison.NO_DIRECTION)


def comparison_entry(
    own: Sequence[Finding],
    other: Sequence[Finding],
    other_facts: Facts,
    wording: Wording,
    other_words: Wording,
) -> dict[str, Any]:
    """The figures that both audits have, ideal by ideal; how many only one of them has; nothing added up."""
    pairs = side_by_side(own, other, ideals())
    return {
        "title": other_facts.process.title,
        "as_of": other_facts.audit.as_of.isoformat(),
        "ideals": [
            {
                "id": ideal.id,
                "title": ideal.title.in_language(wording.language),
                "pairs": [
                    _pair(pair, wording, other_words)
                    for shown in SHOWN
                    for pair in pairs[ideal.id]
                    if pair.comparison is shown
                ],
                "one_side_only": Counter(pair.comparison for pair in pairs[ideal.id])[
                    Comparison.ONE_SIDE_ONLY
                ],
            }
            for ideal in ideals().values()
        ],
    }


def _pair(pair: Pair, wording: Wording, other_words: Wording) -> dict[str, Any]:
    if pair.own is None or pair.other is None:
        raise ValueError(f"{pair.key} is no pair")
    label = shared_texts(wording.language)[f"comparison.{pair.comparison}.label"]
    return {
        "key": pair.key,
        "name": pair.own.indicator.texts(wording.language).name,
        "about": wording.subject(pair.own),
        "comparison": pair.comparison.value,
        "comparison_label": label,
        "own": _figure(pair.own, wording),
        "other": _figure(pair.other, other_words),
    }


def _figure(finding: Finding, wording: Wording) -> dict[str, Any]:
    if not isinstance(finding.result, Estimate):
        raise TypeError(f"{finding.key} is no figure")
    return result_entry(finding, wording)
