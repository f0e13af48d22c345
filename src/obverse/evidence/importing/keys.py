"""The secret under which people become pseudonyms: kept outside the dossier, and gone once somebody deletes it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from obverse.evidence.problems import EvidenceProblems, Problem

_BYTES = 32
_PLACE = "OBVERSE_KEYS"
# A journal may be a stranger's: what it calls a fingerprint must not lead to another file.
_FINGERPRINT = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of pseudonyms; ``fingerprint`` names it without telling it, ``file`` is where it is kept, if anywhere."""

    secret: bytes
    file: Path | None = None

    @property
    def fingerprint(self) -> str:
        """The first sixteen hexadecimal digits of a digest of the key.

        >>> Key(bytes(32)).fingerprint
        '54638da82349b9c0'
        """
        return hashlib.sha256(b"obverse pseudonyms" + self.secret).hexdigest()[:16]


def key_folder() -> Path:
    """Where keys are kept: ``OBVERSE_KEYS``, or the user's own data folder (XDG base directories)."""
    named = os.environ.get(_PLACE, "")
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if home else Path.home() / ".local" / "share") / "obverse" / "keys"


def find_key(fingerprints: Iterable[str], *, dossier: str, new: bool) -> Key:
    """The key that a dossier's pseudonyms were made with (the last of ``fingerprints``), or a new one, not yet kept.

    Raises:
        EvidenceProblems: the key is no longer there, and a new one was not asked for.
    """
    known = list(fingerprints)
    if not known or new:
        return Key(secrets.token_bytes(_BYTES))
    file = _file(known[-1])
    try:
        key = Key(bytes.fromhex(file.read_text(encoding="ascii").strip()) if file else b"", file)
    except (OSError, ValueError):
        raise EvidenceProblems([Problem("key_missing", dossier, details={"key": known[-1]})]) from None
    if key.fingerprint != known[-1]:
        raise EvidenceProblems([Problem("key_missing", dossier, details={"key": known[-1]})])
    return key


def keep_key(key: Key, dossier: Path) -> Key:
    """Write a new key where keys are kept, readable for its owner only.

    Raises:
        EvidenceProblems: that place lies inside the dossier, with which the key would travel.
    """
    if key.file is not None:
        return key
    folder = key_folder()
    if folder.resolve().is_relative_to(dossier.resolve()):
        raise EvidenceProblems([Problem("key_inside", str(dossier.name), details={"place": _PLACE})])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{key.fingerprint}.key"
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key.secret.hex() + "\n")
    return Key(key.secret, file)


def delete_keys(fingerprints: Iterable[str]) -> tuple[str, ...]:
    """Delete the keys that are there; after this nobody can tell who a pseudonym was. Returns those deleted."""
    deleted = []
    for fingerprint in dict.fromkeys(fingerprints):
        file = _file(fingerprint)
        if file and file.is_file():
            file.unlink()
            deleted.append(fingerprint)
    return tuple(deleted)


def _file(fingerprint: str) -> Path | None:
    return key_folder() / f"{fingerprint}.key" if _FINGERPRINT.fullmatch(fingerprint) else None
