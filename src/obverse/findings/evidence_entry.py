"""The registers as plain data: which were kept, how well, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from obverse.evidence.counter_statements import TABLE as COUNTER_STATEMENTS
from obverse.evidence.coverage import Coverage
from obverse.evidence.facts import Facts
from obverse.findings.finding_entry import plain
from obverse.vocabulary import texts as shared_texts


def evidence_entries(coverage: Mapping[str, Coverage], facts: Facts, language: str) -> list[dict[str, Any]]:
    """One entry for each table of the evidence, also for those that nobody kept.

    Nobody owes a counter-statement: that there is none is no silence, and gives no entry.
    """
    return [
        _entry(one, facts, language)
        for one in coverage.values()
        if one.table != COUNTER_STATEMENTS or not one.is_silence
    ]


def _entry(coverage: Coverage, facts: Facts, language: str) -> dict[str, Any]:
    entry = {item.name: getattr(coverage, item.name) for item in fields(coverage)}
    if not coverage.public_by:
        del entry["public_by"]
    state = "silence" if coverage.is_silence else "true_zero" if coverage.is_true_zero else "recorded"
    said = facts.platform.get(coverage.table)
    if state == "silence" and said is not None and "*" in (*said.hidden, *said.not_exported):
        state = "kept_back"
    return plain(entry) | {"label": shared_texts(language)[f"table.{coverage.table}.label"], "state": state}
