"""The canonical report: every other format is a view of it."""

from __future__ import annotations

import json

from obverse.findings.report import Report


def render(report: Report) -> bytes:
    """The report as UTF-8 JSON with sorted keys: the same dossier gives the same bytes."""
    text = json.dumps(report.content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode("utf-8")
