"""What the founding texts ask of an audit itself rather than of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from obverse.vocabulary.reading import read, register_of
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule such as META-4; ``kind`` is auditor, context, role or mitigation."""

    id: str
    kind: str
    text: Text


@cache
def rules() -> Register[Rule]:
    """The rules META-1 to META-7, the context to record (CTX), the roles (ROLE) and mitigation (MIT).

    >>> rules()["META-7"].text.in_language("en")
    '“Undecided” is a full result.'
    """
    return register_of(
        "rule", read("rules.toml")["rule"], lambda row: Rule(**{**row, "text": text_from(row["text"])})
    )
