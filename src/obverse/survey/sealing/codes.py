"""The codes on the slips: twelve characters of chance and two that notice a slip of the pen.

The characters are Crockford's base32 (no I, L, O and U). The two check characters are those of a Reed-Solomon code over
the field of 32 elements: with position weights 1 and a^i, any one or two wrong characters leave a remainder that is not
zero, which covers every single wrong character and every swap of two, neighbours or not. Three or more wrong characters
pass unnoticed once in 1,024 times; what they then spell is one of 2^60 codes, and not a valid one.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable

from obverse.survey.sealing.letters import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM = 12
LENGTH = RANDOM + 2
MOST = 1_000_000
PEPPER = 32
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―−._/·]+")
# What somebody may paste around a code; anything longer is no slip of the pen.
_LONGEST = 60


class BadCode(Refused):
    """What was typed is no code that was ever printed."""


def new_codes(count: int) -> list[str]:
    """So many different codes of 60 random bits each, as ``normalised`` returns them.

    Raises:
        BadCode: fewer than one, or more than a million.
    """
    if not 1 <= count <= MOST:
        raise BadCode("codes_count", given=count)
    found: dict[str, None] = {}
    while len(found) < count:
        number = secrets.randbits(60)
        values = [number >> 5 * place & 31 for place in range(RANDOM)]
        found[_spelled([*values, *_checks(values)])] = None
    return list(found)


def normalised(text: str) -> str:
    """The fourteen characters of a code, however it was typed: lower case, spaces, hyphens, O for 0, I or L for 1.

    >>> code = new_codes(1)[0]
    >>> normalised(grouped(code).lower().replace("-", " ")) == code
    True

    Raises:
        BadCode: it is too short, too long, has a character that no code has, or the check characters do not fit.
    """
    if len(text) > _LONGEST:
        raise BadCode("code_long", length=LENGTH)
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_READ_AS)
    if not plain:
        raise BadCode("code_empty")
    strange = next((character for character in plain if character not in _VALUE), "")
    if strange:
        raise BadCode("code_character", character=strange if strange.isprintable() else "?")
    if len(plain) != LENGTH:
        raise BadCode("code_length", given=len(plain), length=LENGTH)
    values = [_VALUE[character] for character in plain]
    if any(_remainders(values)):
        raise BadCode("code_check")
    return plain


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four.

    >>> grouped("0123456789ABCD")
    '0123-4567-89AB-CD'
    """
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def mark(code: str, pepper: bytes) -> bytes:
    """What the server keeps instead of a code: 32 bytes that say nothing without the wave's pepper.

    ``code`` is what ``normalised`` returned, ``pepper`` the 32 random bytes of the wave.
    """
    return _keyed(code, pepper, b"mark")


def form_key(code: str, pepper: bytes) -> bytes:
    """The 32 bytes from which a person's form follows (which values, in which order); unrelated to the mark."""
    return _keyed(code, pepper, b"form")


def new_pepper() -> bytes:
    """The secret of a wave that keys the hashes of its codes, and is destroyed at the close."""
    return secrets.token_bytes(PEPPER)


def chance_of_guessing(valid: int, guesses: float) -> float:
    """At most how likely one of so many guesses hits one of so many valid codes.

    5,000 codes and 20 guesses a second for thirty days:

    >>> f"{chance_of_guessing(5_000, 20 * 86_400 * 30):.1e}"
    '2.2e-07'
    """
    return min(1.0, valid * guesses / 2**60)


def _keyed(code: str, pepper: bytes, use: bytes) -> bytes:
    if len(pepper) != PEPPER:
        raise ValueError(f"a pepper has {PEPPER} bytes")
    return hashlib.blake2b(code.encode("ascii"), digest_size=32, key=pepper, person=use).digest()


def _spelled(values: Iterable[int]) -> str:
    return "".join(ALPHABET[value] for value in values)


def _powers() -> list[int]:
    # x^5 + x^2 + 1 is primitive over two elements: the powers of x run through all 31 others before they repeat.
    powers = [1]
    for _ in range(30):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return powers


_POWER = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(left: int, right: int) -> int:
    if not left or not right:
        return 0
    return _POWER[(_LOG[left] + _LOG[right]) % 31]


def _remainders(values: Iterable[int]) -> tuple[int, int]:
    plain = weighted = 0
    for place, value in enumerate(values):
        plain ^= value
        weighted ^= _times(_POWER[place], value)
    return plain, weighted


def _checks(values: list[int]) -> tuple[int, int]:
    # Two unknowns u, v in the last places: u + v = plain, a^12 u + a^13 v = weighted.
    plain, weighted = _remainders(values)
    first, second = _POWER[RANDOM], _POWER[RANDOM + 1]
    v = _times(weighted ^ _times(first, plain), _inverse(first ^ second))
    return plain ^ v, v


def _inverse(value: int) -> int:
    return _POWER[-_LOG[value] % 31]
