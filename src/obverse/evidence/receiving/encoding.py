"""How a text is written: told by its bytes, asked where it cannot be told, and made clean UTF-8 for what reads it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.receiving.asking import LIKELY, question
from obverse.evidence.receiving.signs import Remark, Survey, without_controls

_BLOCK = 1 << 20
_START = 1 << 12
# Texts that are wide are so from their first letters on.
_HEAD = 1 << 8
_BEFORE_JSON = codecs.BOM_UTF8 + codecs.BOM_UTF16 + b" \t\r\n\x00"
# What no text holds; ASCII's part of it.
_CONTROL = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ACCEPTED = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *LIKELY,
    *("cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *(f"iso8859-{part}" for part in (*range(1, 11), 13, 14, 15, 16)),
    *("cp437", "cp852", "cp855", "cp860", "cp863", "cp865", "cp866", "koi8-r", "koi8-u"),
    *("mac_latin2", "mac_cyrillic", "mac_greek", "mac_turkish", "mac_iceland"),
    *("shift_jis", "cp932", "euc-jp", "gb18030", "big5", "euc-kr", "cp949"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may be read: where it stands in clean UTF-8, what it was written in, what was noticed.

    ``path`` is None where the encoding is not sure; ``problems`` then say what to decide.
    """

    path: Path | None
    encoding: str
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


def clean_text(file: Path, target: Path, label: str, encoding: str = "") -> Text:
    """Find out how a text is written, and write it to ``target`` as clean UTF-8 where it is not that already.

    A mark at its beginning decides, then whether it is UTF-8; what is neither is read as ``encoding`` says or, where
    nothing is said, not at all. Control characters are taken out and counted, all other signs stay as they are.
    """
    named = _known(encoding)
    if named is None:
        hint = did_you_mean(encoding, ACCEPTED)
        return Text(None, "", (Problem("encoding_unknown", label, details={"word": encoding, "hint": hint}),))
    with file.open("rb") as stream:
        start = stream.read(_START)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    wide = "" if marked else _wide(start[:_HEAD])
    if wide and not named.startswith(("utf-16", "utf-32")):
        return Text(None, "", (Problem("encoding_wide", label, details={"guess": wide}),))
    if not (marked or wide) and _is_binary(start[:_HEAD]):
        return Text(None, "", (Problem("refused_binary", label),))
    chosen = marked or (named if wide else "utf-8")
    in_json = start.translate(None, delete=_BEFORE_JSON).startswith((b"{", b"["))
    try:
        survey = _survey(file, chosen, in_json)
    except _Undecodable as error:
        if not chosen.startswith("utf-8"):
            return Text(None, "", (_wrong(label, chosen, error.row),))
        if named in ("", "utf-8", "utf-8-sig"):
            return Text(None, "", (question(file, label),))
        chosen = named
        try:
            survey = _survey(file, chosen, in_json)
        except _Undecodable as again:
            return Text(None, "", (_wrong(label, chosen, again.row),))
    remarks = survey.remarks(label)
    if chosen not in ("utf-8", "utf-8-sig"):
        remarks.insert(0, ("read_as", {"file": label, "encoding": chosen}))
    elif named not in ("", "utf-8", "utf-8-sig") and survey.beyond_ascii:
        remarks.insert(0, ("is_utf8", {"file": label, "encoding": named}))
    if chosen == "utf-8" and not survey.controls:
        return Text(file, chosen, (), tuple(remarks))
    with target.open("x", encoding="utf-8", newline="") as out:
        for piece in _decoded(file, chosen):
            out.write(without_controls(piece, in_json) if survey.controls else piece)
    return Text(target, chosen, (), tuple(remarks))


class _Undecodable(Exception):  # noqa: N818 - what the bytes are
    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


def _survey(file: Path, encoding: str, in_json: bool) -> Survey:
    survey = Survey()
    for piece in _decoded(file, encoding):
        survey.look(piece, in_json)
    return survey


def _wrong(label: str, encoding: str, row: int) -> Problem:
    return Problem("encoding_wrong", label, row, details={"encoding": encoding})


def _decoded(file: Path, encoding: str) -> Iterator[str]:
    """The text in pieces that end with a line, unless a line is very long."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, row, started = "", 1, False
    with file.open("rb") as stream:
        while True:
            block = stream.read(_BLOCK)
            if not started and encoding != "utf-8-sig":
                # Somebody else's mark before what is not UTF-8.
                block = block.removeprefix(codecs.BOM_UTF8)
            started = True
            try:
                text = rest + decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                readable = error.object[: error.start].decode(encoding, errors="replace")
                raise _Undecodable(row + rest.count("\n") + readable.count("\n")) from None
            if not block:
                if text:
                    yield text
                return
            # No sign, and no escape of JSON, is torn at one of these places.
            cut = text.rfind("\n") + 1 or text.rfind('"') + 1 or len(text)
            row += text.count("\n", 0, cut)
            yield text[:cut]
            rest = text[cut:]


def _known(encoding: str) -> str | None:
    """The name that we use for an encoding; None for one that we do not read."""
    if not encoding:
        return ""
    try:
        asked = codecs.lookup(encoding.strip().lower()).name
    except LookupError:
        return None
    return next((name for name in ACCEPTED if codecs.lookup(name).name == asked), None)


def _wide(start: bytes) -> str:
    """UTF-16 without a mark shows itself by an empty byte beside most letters."""
    pairs = len(start) // 2
    if pairs < 2:
        return ""
    first, second = start[0 : 2 * pairs : 2].count(0), start[1 : 2 * pairs : 2].count(0)
    if max(first, second) < 0.3 * pairs or min(first, second) > 0.1 * pairs:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _is_binary(start: bytes) -> bool:
    odd = len(start) - len(start.translate(None, delete=_CONTROL))
    return odd > 0.1 * len(start)
