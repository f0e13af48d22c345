"""Chance that follows from a key: the same key gives the same form, and nothing in the form tells the key.

Every draw is a keyed BLAKE2b hash with a purpose of its own, so that the half, the block of values and the orders are
independent of each other. Nothing here reads a generator of random numbers but the drawing of a form's number.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import blake2b

KEY_BYTES = 32
# Few enough that one number is printed on many papers, so that a number names nobody.
_PAPER_FORMS = 10_000


def number(key: bytes, purpose: str, below: int) -> int:
    """A whole number from 0 to ``below`` - 1, each equally likely over the keys.

    Raises:
        ValueError: the key has not 32 bytes.
    """
    # 256 bits against a few thousand outcomes: the remainder favours none by more than 2^-240
    return int.from_bytes(_hash(key, purpose, ""), "big") % below


def shuffled(key: bytes, purpose: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names in an order of which each is equally likely over the keys, whatever order they come in.

    Raises:
        ValueError: the key has not 32 bytes.
    """
    return tuple(sorted(names, key=lambda name: _hash(key, purpose, name)))


def _hash(key: bytes, purpose: str, name: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key of a form has {KEY_BYTES} bytes, not {len(key)}")
    return blake2b(name.encode(), key=key, person=purpose.encode(), digest_size=32).digest()


def new_form_number() -> str:
    """The number that is printed on a paper form, drawn anew: four digits."""
    return f"{secrets.randbelow(_PAPER_FORMS):04d}"


def paper_key(form_number: str) -> bytes:
    """The key of the paper form of this number, so that whoever types it in sees the form that was printed.

    >>> paper_key("0042") == paper_key(" 00 42 ")
    True

    Raises:
        ValueError: it is not a number of four digits.
    """
    digits = "".join(form_number.split())
    if not (len(digits) == len(f"{_PAPER_FORMS - 1}") and digits.isascii() and digits.isdigit()):
        raise ValueError(f"the number of a paper form has four digits, not {form_number!r}")
    return blake2b(digits.encode(), person=b"paper form", digest_size=KEY_BYTES).digest()
