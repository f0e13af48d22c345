"""What an adversary puts into cells: words, numbers and dates of which two engines might think differently."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from obverse.evidence.sharing import VIEWS
from obverse.indicators.catalogue import indicators
from obverse.vocabulary import public_values

# Accents written in two ways, case that is not one letter to one, signs beyond the basic plane, words that look like
# numbers or like SQL, what LIKE and a file's path take for signs, and what sorts differently by letter and by byte.
TEXTS = (
    "z", "Z", "a", "A", "á", "a\u0301", "Ångström", "A\u030angstro\u0308m", "ÉTÉ", "été", "Straße", "STRASSE",
    "İstanbul", "ISTANBUL", "ıstanbul", "ΟΔΟΣ", "οδος", "ΟΔΟΣ ΣΑΣ", "ǅungla", "ﬁn", "Ω", "Ω", "ℵ", "𝔘nit",

    "👩‍👩‍👧", "👍🏽", "\U0010ffff", "\uffff", "\u200bhidden", "inner\u00a0space", "10", "9", "1e5", "Infinity",
    "-0", "true", "x.0",
    "it's", 'he said "no"', "a|b", "100%", "under_score", "back\\slash", "tab\there", "two\nlines", "--no", "$1",
    "مرحبا", "日本語", "नमस्ते",
)  # fmt: skip
# Sums of these depend on their order, and a few stand half-way between two whole numbers of minutes or cents.
NUMBERS = (
    0.0, -0.0, 0.1, 0.2, 0.3, 0.7, 1 / 3, 2 / 3, 0.5, 1.5, 2.5, 1 / 120, 7 / 120, 0.005, 0.015, 1.005, 2.675, 0.125,
    1.5e-9, 2.5e-9, 3.0, 4.0, 7.25, 12.0, 40.0, 99.995, 1234.565, 1e6 + 0.1, 123456789.105,
)  # fmt: skip
DEFLATORS = (0.9, 1.0, 1.02, 1.1, 107.5)
SHARES = (0.0, -0.0, 1.0, 0.1, 1 / 3, 0.5, 0.2499995, 0.9999995, 5e-324)
WHOLE = (0, 1, 2, 3, 4, 5, 7, 12, 31, 60, 365, 1000)
# Beyond what a double tells apart, as far as a sum of a register still has 64 bits.
HUGE = (2**31, 2**32 + 1, 2**40 + 1, 2**43 + 3, 10**13 - 1)
AS_OF = dt.date(2024, 2, 29)
START = dt.date(2020, 2, 29)
END = dt.date(2023, 12, 31)
FAR = (
    dt.date(1, 1, 1), dt.date(1500, 2, 28), dt.date(1582, 10, 4), dt.date(1582, 10, 10), dt.date(1899, 12, 31),
    dt.date(1969, 12, 31), dt.date(2262, 4, 12), dt.date(9999, 12, 31),
)  # fmt: skip
NEAR = (
    AS_OF, AS_OF + dt.timedelta(1), START, START - dt.timedelta(1), END, dt.date(2020, 1, 1), dt.date(2020, 12, 31),
    dt.date(2021, 3, 31), dt.date(2021, 4, 1), dt.date(2022, 1, 31), dt.date(2022, 2, 28), dt.date(2023, 6, 30),
)  # fmt: skip
CLOCK = (
    dt.time(0, 0), dt.time(0, 0, 0, 1), dt.time(23, 59, 59, 999999), dt.time(12, 0), dt.time(2, 30), dt.time(9, 5, 7),
)  # fmt: skip
# Columns for which a survey's words stand.
_SAID = {"answer": "value"}
_EQUAL = re.compile(r"""(\w+)"?\)?\s*(?:=|<>)\s*'([^']+)'""")
_AMONG = re.compile(r"""(\w+)"?\)?\s+(?:NOT\s+)?IN\s*\(\s*('[^)]*)\)""")


@cache
def words_of_columns() -> Mapping[str, tuple[str, ...]]:
    """The words that any statement looks for, by the name of the column in which it does."""
    found: dict[str, set[str]] = defaultdict(set)
    folders = [VIEWS, *(indicator.folder for indicator in indicators())]
    for folder in folders:
        for file in folder.glob("*.sql"):
            text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
            for name, word in _EQUAL.findall(text):
                found[_SAID.get(name, name)].add(word)
            for name, listed in _AMONG.findall(text):
                found[_SAID.get(name, name)].update(re.findall(r"'([^']+)'", listed))
    found["public_value"].update(value.id for value in public_values().values())
    return {name: tuple(sorted(words)) for name, words in sorted(found.items())}
