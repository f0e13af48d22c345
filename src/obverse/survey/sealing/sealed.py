"""Answers as the server keeps them: sealed to a key that it does not have, all of one length.

A sealed answer is libsodium's sealed box (X25519, XSalsa20, Poly1305; a fresh key pair each time) around the answer as
canonical JSON, filled up with spaces, which JSON allows. Sealing the same answer twice gives unrelated bytes, so a
receipt shows that something was handed in and never what.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from obverse.survey.sealing.letters import Refused

PADDED = 8192
LENGTH = PADDED + 48  # the box's own key (32 bytes) and its authenticator (16)
RECEIPT = 16
_SEPARATORS = re.compile(r"[\s\-‐-―−]+")


class TooLong(Refused):
    """An answer has more text than fits into the constant length."""


class Unreadable(Refused):
    """A sealed answer does not open with this key, or holds no answer."""


class BadReceipt(Refused):
    """What was typed is no receipt."""


def seal(record: Mapping[str, Any], public_key: bytes) -> bytes:
    """Seal an answer; the result always has ``LENGTH`` bytes.

    Raises:
        TooLong: the texts in it are too long.
        ValueError: it is not what JSON can say, or the key is not 32 bytes.
    """
    plain = canonical(record)
    if len(plain) > PADDED:
        raise TooLong("answer_long", over=len(plain) - PADDED)
    return SealedBox(PublicKey(public_key)).encrypt(plain.ljust(PADDED))


def unseal(ciphertext: bytes, secret: bytes) -> dict[str, Any]:
    """The answer in a sealed one; ``secret`` is the wave's whole private key.

    Raises:
        Unreadable: it was sealed to another key, changed since, or what is in it was not written by ``seal``.
    """
    try:
        plain = SealedBox(PrivateKey(secret)).decrypt(ciphertext)
    except (CryptoError, ValueError, TypeError):
        raise Unreadable("answer_closed") from None
    try:
        record = json.loads(plain)
        whole = canonical(record).ljust(PADDED) if isinstance(record, dict) else b""
    except (ValueError, RecursionError):
        raise Unreadable("answer_garbled") from None
    if whole != plain:
        raise Unreadable("answer_garbled")
    return dict(record)


def receipt(ciphertext: bytes) -> str:
    """What a person may keep: the first sixteen characters of the SHA-256 of their sealed answer, in groups of four.

    >>> receipt(b"")
    'E3B0-C442-98FC-1C14'
    """
    return shown(hashlib.sha256(ciphertext).hexdigest())


def shown(digest: str) -> str:
    """The receipt that a SHA-256 in hex begins with."""
    short = digest[:RECEIPT].upper()
    return "-".join(short[start : start + 4] for start in range(0, RECEIPT, 4))


def plain_receipt(text: str) -> str:
    """The sixteen characters of a receipt, however it was typed.

    >>> plain_receipt("e3b0 c442 98fc 1c14")
    'E3B0C44298FC1C14'

    Raises:
        BadReceipt: it does not have sixteen of the characters 0-9 and A-F.
    """
    plain = _SEPARATORS.sub("", text[:200]).upper().replace("O", "0")
    if not re.fullmatch(rf"[0-9A-F]{{{RECEIPT}}}", plain):
        raise BadReceipt("receipt_form", length=RECEIPT)
    return plain


def canonical(record: Mapping[str, Any]) -> bytes:
    """An answer as one sequence of bytes: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        record, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")
