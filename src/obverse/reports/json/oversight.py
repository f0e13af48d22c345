"""The canonical oversight: every other format is a view of it."""

from __future__ import annotations

import json

from obverse.findings.oversight import Oversight


def render(oversight: Oversight) -> bytes:
    """The oversight as UTF-8 JSON with sorted keys: the same dossiers give the same bytes, however many at a time."""
    text = json.dumps(oversight.content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode("utf-8")
