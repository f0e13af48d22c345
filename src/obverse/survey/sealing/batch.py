"""The sealed answers of a closed wave as one file, and the list of their digests that is published.

Everything is sorted by SHA-256, so that nothing of the order in which answers came is left, and the same answers always
give the same bytes. The root of a batch is the SHA-256 of its published list: whoever has the list checks it with
``sha256sum`` and nothing of ours, and finds in it the receipt, which is the beginning of a line.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from obverse.survey.sealing import keys, sealed
from obverse.survey.sealing.letters import Refused

MOST = 100_000
_LIST = "obverse survey list 1"
_BATCH = "obverse survey batch 1"
_LINE = len(base64.b64encode(bytes(sealed.LENGTH)))
_HEAD = re.compile(
    rf"{_BATCH}\nwave ([a-z0-9-]{{1,40}})\nkey ([0-9a-f]{{64}})\ncount (0|[1-9]\d{{0,5}})\n".encode()
    + rb"root ([0-9a-f]{64})\n\n"
)
_LISTED = re.compile(
    rf"{_LIST}\nwave ([a-z0-9-]{{1,40}})\nkey ([0-9a-f]{{64}})\ncount (0|[1-9]\d{{0,5}})\n\n((?:[0-9a-f]{{64}}\n)*)"
)
MOST_BYTES = 400 + MOST * (_LINE + 1)
MOST_LIST_BYTES = 400 + MOST * 65


class BadBatch(Refused):
    """A file that is no batch, or not the one that was published."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The sealed answers of a wave; ``key`` is the SHA-256 of the public key, ``root`` that of the published list."""

    wave: str
    key: str
    root: str
    ciphertexts: tuple[bytes, ...]


def write(wave: str, ciphertexts: Iterable[bytes], public_key: bytes) -> bytes:
    """The file that the holders are given; ``wave`` is the wave's address.

    Raises:
        ValueError: an answer is there twice or has the wrong length, or the address is none.
    """
    digests = _by_digest(ciphertexts)
    key = keys.digest(public_key)
    published = _sha(_listed(wave, key, list(digests)))
    head = f"{_head(_BATCH, wave, key, len(digests))}root {published}\n\n"
    return head.encode() + b"".join(base64.b64encode(one) + b"\n" for one in digests.values())


def listing(wave: str, ciphertexts: Iterable[bytes], public_key: bytes) -> str:
    """The list that is published at the close: the SHA-256 of every sealed answer, one a line."""
    return _listed(wave, keys.digest(public_key), list(_by_digest(ciphertexts)))


def published(wave: str, digests: Iterable[str], public_key: bytes) -> str:
    """The same list from digests that were kept, when the sealed answers themselves are long destroyed."""
    return _listed(wave, keys.digest(public_key), sorted(digests))


def root(wave: str, ciphertexts: Iterable[bytes], public_key: bytes) -> str:
    """The SHA-256 of the published list, in hex: what is announced, and what the holders compare."""
    return _sha(listing(wave, ciphertexts, public_key))


def read(content: bytes) -> Batch:
    """The batch in a file, every byte of it checked.

    Raises:
        BadBatch: it is something else, too large, or was changed.
    """
    if len(content) > MOST_BYTES:
        raise BadBatch("batch_large", most=MOST)
    head = _HEAD.match(content)
    if not head:
        raise BadBatch("batch_form")
    wave, key, root_given = head[1].decode(), head[2].decode(), head[4].decode()
    count = int(head[3])
    if len(content) - head.end() != count * (_LINE + 1):
        raise BadBatch("batch_count", count=count)
    body = memoryview(content)[head.end() :]
    ciphertexts = []
    for number in range(count):
        line = bytes(body[number * (_LINE + 1) : (number + 1) * (_LINE + 1)])
        ciphertexts.append(_ciphertext(line, number + 1))
    digests = [hashlib.sha256(one).hexdigest() for one in ciphertexts]
    for number, (one, following) in enumerate(itertools.pairwise(digests), start=2):
        if one == following:
            raise BadBatch("batch_twice", receipt=sealed.shown(one))
        if one > following:
            raise BadBatch("batch_order", number=number)
    if _sha(_listed(wave, key, digests)) != root_given:
        raise BadBatch("batch_root")
    return Batch(wave, key, root_given, tuple(ciphertexts))


def is_listed(receipt: str, published: str) -> bool:
    """Whether a receipt is in a published list.

    Raises:
        BadReceipt: it is no receipt.
        BadBatch: it is no published list.
    """
    plain = sealed.plain_receipt(receipt)
    return any(digest[: sealed.RECEIPT].upper() == plain for digest in read_list(published))


def read_list(published: str) -> tuple[str, ...]:
    """The digests of a published list.

    Raises:
        BadBatch: it is something else, or does not hold as many as it says.
    """
    if len(published) > MOST_LIST_BYTES:
        raise BadBatch("batch_large", most=MOST)
    found = _LISTED.fullmatch(published.replace("\r\n", "\n"))
    if not found:
        raise BadBatch("list_form")
    digests = tuple(found[4].split())
    if len(digests) != int(found[3]) or list(digests) != sorted(set(digests)):
        raise BadBatch("list_count", count=found[3], given=len(digests))
    return digests


def _ciphertext(line: bytes, number: int) -> bytes:
    try:
        ciphertext = base64.b64decode(line[:-1], validate=True)
    except binascii.Error:
        ciphertext = b""
    # Base64 has spare bits in its last letter; only one spelling of them is ours.
    if len(ciphertext) != sealed.LENGTH or base64.b64encode(ciphertext) + b"\n" != line:
        raise BadBatch("batch_line", number=number)
    return ciphertext


def _by_digest(ciphertexts: Iterable[bytes]) -> dict[str, bytes]:
    given = list(ciphertexts)
    if any(len(one) != sealed.LENGTH for one in given):
        raise ValueError("a sealed answer has another length")
    found = {hashlib.sha256(one).hexdigest(): one for one in given}
    if len(found) < len(given):
        raise ValueError("a sealed answer is there twice")
    if len(found) > MOST:
        raise ValueError("more sealed answers than a batch may hold")
    return dict(sorted(found.items()))


def _listed(wave: str, key: str, digests: list[str]) -> str:
    lines = "".join(f"{digest}\n" for digest in digests)
    return f"{_head(_LIST, wave, key, len(digests))}\n{lines}"


def _head(kind: str, wave: str, key: str, count: int) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", wave):
        raise ValueError(f"no address of a wave: {wave!r}")
    return f"{kind}\nwave {wave}\nkey {key}\ncount {count}\n"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
