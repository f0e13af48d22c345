"""What to ask about a text that is not UTF-8: its doubtful words as several encodings would read them."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from obverse.evidence.problems import Problem

# What exports that are not in Unicode come in, in Europe, the most frequent first.
LIKELY = ("cp1252", "mac_roman", "cp850", "cp1250", "cp1251", "cp1253")
_LONGEST_LINE = 1 << 20
_SAMPLE = 500
_SHOWN = 3
_BETWEEN_WORDS = b" ,;|\t\r\n\"'/()<>=:"
_AROUND = 16
_ALONE = 3


def question(file: Path, label: str) -> Problem:
    """The problem of a text that is neither marked nor UTF-8: which rows, and what they would say.

    Rows are lines of the file. Where others are UTF-8 beyond doubt, the text is mixed.
    """
    doubtful: list[tuple[int, bytes]] = []
    clear: list[int] = []
    count = 0
    with file.open("rb") as stream:
        for row, read in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), start=1):
            line = read.removeprefix(codecs.BOM_UTF8)
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                count += 1
                if len(doubtful) < _SAMPLE:
                    doubtful.append((row, _word(line, error.start)))
            else:
                clear.append(row)
    words = [word for _, word in doubtful]
    possible = [name for name in LIKELY if all(_readable(word, name) for word in words)]
    possible.sort(key=lambda name: -_plausible(words, name))
    details = {
        "count": str(count),
        "examples": "; ".join(_readings(row, word, possible) for row, word in doubtful[:_SHOWN]),
        "guess": possible[0] if possible else LIKELY[0],
        "others": ", ".join(map(str, clear[:_SHOWN])),
    }
    return Problem("encoding_mixed" if clear else "encoding_unsure", label, doubtful[0][0], details=details)


def _word(line: bytes, at: int) -> bytes:
    first, last = at, at + 1
    while first > 0 and at - first < _AROUND and line[first - 1] not in _BETWEEN_WORDS:
        first -= 1
    while last < len(line) and last - at < _AROUND and line[last] not in _BETWEEN_WORDS:
        last += 1
    return line[first:last]


def _readable(word: bytes, encoding: str) -> bool:
    try:
        word.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _readings(row: int, word: bytes, encodings: Sequence[str]) -> str:
    """The row, the word with its doubtful bytes in hexadecimal, and the different ways to read it."""
    raw = "".join(chr(byte) if 0x20 <= byte < 0x7F else f"[{byte:02X}]" for byte in word)
    seen: dict[str, str] = {}
    for name in encodings:
        seen.setdefault(word.decode(name), name)
    ways = [f"{text} ({name})" for text, name in seen.items() if text.isprintable()]
    return f"{row}: {raw} → {', '.join(ways[:_SHOWN])}" if ways else f"{row}: {raw}"


def _plausible(words: Sequence[bytes], encoding: str) -> int:
    """Points for letters where letters are to be expected, and against signs and scripts that do not go together."""
    points = 0
    for word in words:
        with_latin = any(65 <= byte < 91 or 97 <= byte < 123 for byte in word)
        text = word.decode(encoding)
        beyond = [sign for sign in text if not sign.isascii()]
        # No language in Latin letters writes words of accented ones alone.
        expected = (True,) if with_latin else (True, False) if len(beyond) < _ALONE else (False,)
        for place, sign in enumerate(text):
            if sign.isascii():
                continue
            if not sign.isalpha():
                points -= 1
            elif unicodedata.name(sign, "").startswith("LATIN") not in expected:
                points -= 2
            else:
                points += 1 if sign.islower() or place == 0 else 0
    return points
