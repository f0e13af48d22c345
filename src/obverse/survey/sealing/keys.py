"""The key of a wave: made offline, its secret half split among holders, never written down whole.

The split is SLIP-39 (Shamir's scheme, words from a list of 1,024 that differ in their first four letters, with its own
check), without a passphrase. A part is 33 words; fewer parts than needed say nothing at all about the secret.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics  # type: ignore[import-untyped]  # ships no types
from shamir_mnemonic.share import Share  # type: ignore[import-untyped]  # ships no types
from shamir_mnemonic.wordlist import WORDLIST  # type: ignore[import-untyped]  # ships no types

from obverse.survey.sealing.letters import Refused

WORDS = 33
MOST_HOLDERS = 16
_HEADER = "obverse survey key 1"
_BY_START = {word[:4]: word for word in WORDLIST}
_LONGEST = 2_000
_WORK = 1


class BadKey(Refused):
    """A key that cannot be made or a text that is no key."""


class BadShares(Refused):
    """Parts of a key that do not give it back."""


@dataclass(frozen=True, slots=True)
class Key:
    """A new key: the public half, and the parts of the secret one, as words. The secret itself is nowhere in it."""

    public: bytes
    shares: list[str] = field(repr=False)
    needed: int = 2


@dataclass(frozen=True, slots=True)
class PublicKeyText:
    """What the file of a public key says."""

    public: bytes
    needed: int
    holders: int


def new_key(needed: int = 2, holders: int = 3) -> Key:
    """Make a key of which any ``needed`` of ``holders`` parts open; one of one is for tests with consenting people.

    Before it is returned, every ``needed`` of the parts are seen to restore it and none fewer.

    Raises:
        BadKey: the numbers do not go together.
    """
    if not 1 <= needed <= holders <= MOST_HOLDERS or (needed == 1 and holders > 1):
        raise BadKey("holders_count", needed=needed, holders=holders, most=MOST_HOLDERS)
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    (shares,) = generate_mnemonics(1, [(needed, holders)], bytes(private), iteration_exponent=_WORK)
    for some in itertools.combinations(shares, needed):
        restore(some, public)
    for fewer in itertools.combinations(shares, needed - 1):
        _opens_nothing(fewer)
    return Key(public, shares, needed)


def restore(shares: Iterable[str], public: bytes) -> bytes:
    """The secret half of a key from as many parts as are needed, proved by its public half.

    Raises:
        BadShares: as ``combined``, or they belong to another key.
    """
    return proved(combined(shares), digest(public))


def combined(shares: Iterable[str]) -> bytes:
    """What the parts give together, unproved.

    Words may be typed in full or by their first four letters, with numbers and line ends between them.

    Raises:
        BadShares: a word is unknown, a part is mistyped, of another key or there twice, or there are too few.
    """
    given = [_words(share, place) for place, share in enumerate(shares, start=1)]
    parts = [_part(words, place) for place, words in enumerate(given, start=1)]
    if not parts:
        raise BadShares("shares_none")
    if len({(part.common_parameters(), part.member_threshold) for part in parts}) > 1:
        raise BadShares("shares_mixed")
    if len({part.index for part in parts}) < len(parts):
        raise BadShares("shares_twice")
    needed = parts[0].member_threshold
    if len(parts) < needed:
        raise BadShares("shares_few", given=len(parts), needed=needed)
    try:
        return bytes(combine_mnemonics([" ".join(words) for words in given[:needed]]))
    except (MnemonicError, ValueError):
        raise BadShares("shares_no_key") from None


def proved(secret: bytes, public_digest: str) -> bytes:
    """``secret`` itself, if it is the secret half of the key with this digest.

    Raises:
        BadShares: it is not.
    """
    try:
        made = digest(bytes(PrivateKey(secret).public_key))
    except (CryptoError, ValueError, TypeError):
        raise BadShares("shares_no_key") from None
    if made != public_digest:
        raise BadShares("shares_other_key", digest=shown(public_digest))
    return secret


def check_words(share: str, place: int = 1) -> int:
    """See that the words of one part are free of typing mistakes, and how many parts are needed.

    SLIP-39 notices any three wrong words; ``place`` is what the letter calls the part.

    Raises:
        BadShares: they are not.
    """
    return int(_part(_words(share, place), place).member_threshold)


def digest(public: bytes) -> str:
    """The SHA-256 of a public key in hex, by which a batch and a statement name it."""
    return hashlib.sha256(public).hexdigest()


def shown_digest(public: bytes) -> str:
    """The beginning of a public key's digest in groups of four, as the sheets of the holders name it."""
    return shown(digest(public))


def shown(public_digest: str) -> str:
    """The beginning of a digest in groups of four, for people to compare."""
    start = public_digest[:24].upper()
    return "-".join(start[place : place + 4] for place in range(0, len(start), 4))


def write_public(key: Key) -> str:
    """The file that the workspace is given: the public half, and how many parts open."""
    lines = [_HEADER, f"public {key.public.hex()}", f"opened-by {key.needed} of {len(key.shares)}"]
    return "\n".join([*lines, f"check {digest(key.public)[:24]}", ""])


def read_public(text: str) -> PublicKeyText:
    """What ``write_public`` wrote.

    Raises:
        BadKey: it is something else, was changed, or is not a key that anything can be sealed to.
    """
    form = rf"{_HEADER}\npublic ([0-9a-f]{{64}})\nopened-by (\d{{1,2}}) of (\d{{1,2}})\ncheck ([0-9a-f]{{24}})\n?"
    found = re.fullmatch(form, text.removeprefix("\ufeff").replace("\r\n", "\n"), re.ASCII)
    if not found or len(text) > _LONGEST:
        raise BadKey("key_form")
    public, needed, holders = bytes.fromhex(found[1]), int(found[2]), int(found[3])
    if digest(public)[:24] != found[4]:
        raise BadKey("key_check")
    if not 1 <= needed <= holders <= MOST_HOLDERS:
        raise BadKey("key_form")
    try:
        SealedBox(PublicKey(public)).encrypt(b"")
    except (CryptoError, ValueError, RuntimeError):
        raise BadKey("key_weak") from None
    return PublicKeyText(public, needed, holders)


def _words(share: str, place: int) -> list[str]:
    words = re.findall(r"[^\W\d_]+", share[:_LONGEST].lower())
    spelled = []
    for number, word in enumerate(words, start=1):
        whole = _BY_START.get(word[:4], "")
        # Four letters tell a word; more than four have to be the word itself.
        if not whole or (word != whole and len(word) != 4):
            raise BadShares("share_word", place=place, number=number)
        spelled.append(whole)
    return spelled


def _part(words: Sequence[str], place: int) -> Share:
    if len(words) != WORDS:
        raise BadShares("share_length", place=place, given=len(words), words=WORDS)
    try:
        part = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise BadShares("share_check", place=place) from None
    # A part made elsewhere may ask for hours of computing before it shows that it is wrong.
    if part.iteration_exponent != _WORK or part.group_count != 1:
        raise BadShares("shares_mixed")
    return part


def _opens_nothing(shares: Sequence[str]) -> None:
    try:
        combine_mnemonics(shares)
    except (MnemonicError, ValueError):
        return
    raise AssertionError("fewer parts than needed gave a secret")
