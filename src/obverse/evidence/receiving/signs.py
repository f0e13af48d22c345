"""Signs in a text that control, hide, turn or were lost on the way: found, counted and, if they control, taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Remark = tuple[str, dict[str, str]]
REMOVED = "control_removed"
_SHOWN = 3
# As many as anybody writes in a row.
_BACKSLASHES = 64
# Rows are looked up for the first findings only: counting line ends takes time.
_LOOKED_UP = 50
_CONTROL = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r")
_CONTROL_BYTES = bytes(ord(sign) for sign in _CONTROL if sign.isascii())
_CONTROLS = re.compile(f"[{re.escape(_CONTROL)}]+")
# The same as JSON escapes them; behind an odd number of backslashes it would be no escape.
_ESCAPED = re.compile(r"\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])")
# Joiners are left out: some scripts and many emoji need them.
_UNSEEN = re.compile("[\u200b\u2060\u180e\ufeff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LOST = re.compile("\ufffd")
_TRAILS = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xC0))
_TRAIL = f"[{re.escape(_TRAILS)}]"
_MISREAD = re.compile(f"[\u00c2-\u00df]{_TRAIL}|[\u00e0-\u00ef]{_TRAIL}{{2}}|[\u00f0-\u00f4]{_TRAIL}{{3}}")
_FINDINGS = (
    (REMOVED, _CONTROLS),
    ("unseen_signs", _UNSEEN),
    ("turning_signs", _TURNING),
    ("lost_signs", _LOST),
)


@dataclass(slots=True)
class Survey:
    """How often what stands in a text, and in which rows first; rows are lines of the text here.

    ``misread`` holds examples of what was misread with what was meant, ``beyond_ascii`` tells whether any sign lies
    beyond ASCII.
    """

    counts: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    misread: dict[str, str] = field(default_factory=dict)
    beyond_ascii: bool = False
    row: int = 1

    def look(self, piece: str, in_json: bool) -> None:
        """Look at the next piece of the text."""
        plain = piece.isascii()
        if plain and not in_json and not _has_controls(piece):
            self.row += piece.count("\n")
            return
        self.beyond_ascii |= not plain
        for kind, pattern in _FINDINGS[:1] if plain else _FINDINGS:
            for match in pattern.finditer(piece):
                self._note(kind, len(match.group()), piece, match.start())
        for match in filter(_is_escape, _ESCAPED.finditer(piece)) if in_json else ():
            self._note(REMOVED, 1, piece, match.start())
        for match in () if plain else _MISREAD.finditer(piece):
            meant = _meant(match.group())
            if meant:
                if len(self.misread) < _SHOWN:
                    self.misread.setdefault(match.group(), meant)
                self._note("misread_signs", 1, piece, match.start())
        self.row += piece.count("\n")

    @property
    def controls(self) -> bool:
        """Whether there is anything that :func:`without_controls` takes out."""
        return REMOVED in self.counts

    def remarks(self, label: str) -> list[Remark]:
        """What to tell about it, as remarks."""
        found = []
        for kind, count in self.counts.items():
            details = {"file": label, "count": str(count), "rows": ", ".join(map(str, self.rows[kind]))}
            if kind == "misread_signs":
                details["examples"] = ", ".join(f"{seen} → {meant}" for seen, meant in self.misread.items())
            found.append((kind, details))
        return found

    def _note(self, kind: str, count: int, piece: str, at: int) -> None:
        """Count what starts at a place of the piece that is being looked at."""
        found = self.counts.get(kind, 0)
        self.counts[kind] = found + count
        if found < _LOOKED_UP and len(rows := self.rows.setdefault(kind, [])) < _SHOWN:
            row = self.row + piece.count("\n", 0, at)
            if row not in rows:
                rows.append(row)


def without_controls(piece: str, in_json: bool) -> str:
    r"""A piece of text without its control characters, but for tabs and line ends.

    >>> without_controls("a\x00b\tc", in_json=False)
    'ab\tc'
    """
    plain = _CONTROLS.sub("", piece)
    return _ESCAPED.sub(lambda match: "" if _is_escape(match) else match.group(), plain) if in_json else plain


def _has_controls(piece: str) -> bool:
    """Whether a piece in ASCII has control characters; fifty times as fast as looking for where they stand."""
    signs = piece.encode("ascii")
    return len(signs.translate(None, _CONTROL_BYTES)) < len(signs)


def _is_escape(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _BACKSLASHES) : match.start()]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _meant(seen: str) -> str:
    """What a text was before UTF-8 was read as Windows-1252; empty where it was not."""
    try:
        return b"".join(_byte(sign) for sign in seen).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")
