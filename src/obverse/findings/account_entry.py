"""The duality account as plain data, as every report format reads it."""

from __future__ import annotations

from typing import Any

from obverse.findings.duality_account import Account
from obverse.findings.finding import Finding
from obverse.findings.finding_entry import result_entry
from obverse.findings.wording import Wording
from obverse.quantities import Estimate


def account_entry(account: Account, wording: Wording) -> dict[str, Any]:
    """The account of values: who was not asked first, then each value in each party's eyes, the weakest first."""

    def seen(finding: Finding | None) -> dict[str, Any] | None:
        if finding is None:
            return None
        return {"key": finding.key, "result": result_entry(finding, wording)}

    def party(finding: Finding) -> dict[str, str]:
        return {"key": finding.key, "name": wording.parts(finding.indicator, finding.subject)[-1]}

    return {
        "not_asked": [party(finding) for finding in account.not_asked],
        "barely_heard": [party(finding) for finding in account.barely_heard],
        "eyes": [{"id": name, "label": _eyes(name, account, wording)} for name in account.eyes],
        "ordered_by": "before"
        if any(line.before and isinstance(line.before.result, Estimate) for line in account.lines)
        else "weakened",
        "values": [
            {
                "value": line.value,
                "label": wording.public_value(line.value),
                "before": seen(line.before),
                "cells": [
                    {
                        "eyes": cell.eyes,
                        "strengthened": seen(cell.strengthened),
                        "weakened": seen(cell.weakened),
                        "behind": {name: seen(finding) for name, finding in cell.behind.items()},
                    }
                    for cell in line.cells
                ],
                "gaps": [
                    {
                        "between": gap.name,
                        "strengthened": seen(gap.strengthened),
                        "weakened": seen(gap.weakened),
                    }
                    for gap in line.gaps
                ],
            }
            for line in account.lines
        ],
    }


def _eyes(name: str, account: Account, wording: Wording) -> str:
    seen = next(
        finding
        for line in account.lines
        for cell in line.cells
        if cell.eyes == name
        for finding in (cell.strengthened, cell.weakened)
        if finding is not None
    )
    return wording.parts(seen.indicator, seen.subject)[-1]
