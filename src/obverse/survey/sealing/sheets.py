"""The sheet of one holder: one part of the key as numbered words, and what to do with it."""

from __future__ import annotations

import re

from obverse.survey.sealing import keys
from obverse.survey.sealing.keys import BadShares, Key
from obverse.survey.sealing.letters import say

_ACROSS = 3
_NUMBERED = re.compile(r"(\d{1,2})[ .)]+([a-z]{4,8})\b")
_LINE = re.compile(r"(?:\d{1,2}[ .)]+[a-z]{4,8}\s*)+")
_MOST = 20_000


def sheet(key: Key, number: int, wave: str, language: str) -> str:
    """The sheet of holder ``number``, counted from 1, to be printed or copied by hand."""
    details = {
        "number": number,
        "holders": len(key.shares),
        "needed": key.needed,
        "wave": wave,
        "key": keys.shown_digest(key.public),
    }
    words = key.shares[number - 1].split()
    kind = "sheet" if key.needed > 1 else "sheet_alone"
    lines = [say(f"{kind}.title", language, **details), "", say("sheet.of", language, **details), ""]
    down = -(-len(words) // _ACROSS)
    for row in range(down):
        cells = [f"{place + 1:2} {words[place]:<10}" for place in range(row, len(words), down)]
        lines.append("   " + "   ".join(cells).rstrip())
    return "\n".join([*lines, "", say(f"{kind}.keep", language, **details), ""])


def words_on(text: str) -> str:
    """The words of a part as they stand on a sheet, or as somebody typed them without any.

    Raises:
        BadShares: the numbers beside the words have a gap.
    """
    text = text[:_MOST]
    lines = [line for line in map(str.strip, text.lower().splitlines()) if _LINE.fullmatch(line)]
    if not lines:
        return text
    found = sorted((int(number), word) for line in lines for number, word in _NUMBERED.findall(line))
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        raise BadShares("sheet_numbers", words=keys.WORDS)
    return " ".join(word for _, word in found)
