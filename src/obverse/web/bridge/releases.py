"""Whether a report may leave the workspace after those that left before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from obverse.disclosure.gate import gate
from obverse.disclosure.ledger import Release
from obverse.disclosure.refusal import Refused
from obverse.disclosure.released import from_entry
from obverse.vocabulary.text import LANGUAGES


def would_tell(earlier: Sequence[tuple[str, bytes]], report: bytes) -> Mapping[str, str]:
    """The letter, by language, that refuses a report (as JSON) after earlier ones by their names; none if it may leave.

    What each report told about people are the safe counts in it: the reports themselves are the list of releases.
    """
    answer = gate([_release(name, content) for name, content in earlier], _release("", report))
    if not isinstance(answer, Refused):
        return {}
    return {language: answer.letter(language) for language in LANGUAGES}


def _release(name: str, content: bytes) -> Release:
    told = json.loads(content)
    safe_counts = tuple(from_entry(one) for one in told.get("safe_counts", ()))
    return Release(name, str(told["audit"]["as_of"]), safe_counts)
