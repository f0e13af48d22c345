"""Changing a dossier so that a crash at any moment leaves the old dossier or the new one.

A change is prepared beside the dossier's files, then announced by one atomic rename of its list of moves; from
then on it is carried through, if need be by whoever opens the dossier next. A change that was never announced
leaves nothing but a folder to sweep away.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from obverse.evidence.problems import EvidenceProblems, Problem

_STAGING = ".change"
_ANNOUNCED = "moves.json"
_LOCK = ".lock"


class Change:
    """Files that are being prepared; nothing of them is visible in the dossier before it is announced."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.staging = directory / _STAGING
        self._moves: dict[str, str] = {}
        self._removals: list[str] = []

    def file(self, target: str) -> Path:
        """The path to write to for the dossier's file ``target`` (a path inside the dossier)."""
        prepared = self.staging / f"{len(self._moves):04d}"
        self._moves[prepared.name] = target
        return prepared

    def remove(self, target: str) -> None:
        """Let the dossier's file ``target`` go with this change."""
        self._removals.append(target)

    def announce(self) -> None:
        """Make the change certain: after this it happens, whatever crashes."""
        for name in self._moves:
            _sync(self.staging / name)
        draft = self.staging / "moves.draft"
        draft.write_text(json.dumps({"moves": self._moves, "removals": self._removals}), encoding="utf-8")
        _sync(draft)
        draft.rename(self.staging / _ANNOUNCED)
        _sync(self.staging)


@contextmanager
def change(directory: Path) -> Iterator[Change]:
    """Prepare a change of the dossier; it takes effect as a whole when the block ends without an error.

    Raises:
        EvidenceProblems: another change of the same dossier is under way.
    """
    with _locked(directory):
        _complete(directory)
        prepared = Change(directory)
        prepared.staging.mkdir()
        try:
            yield prepared
        except BaseException:
            shutil.rmtree(prepared.staging, ignore_errors=True)
            raise
        prepared.announce()
        _complete(directory)


def recover(directory: Path) -> None:
    """Carry through an announced change that a crash interrupted, and sweep away one that was not announced."""
    if (directory / _STAGING).exists():
        with _locked(directory):
            _complete(directory)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    with (directory / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EvidenceProblems([Problem("import_running", directory.name)]) from None
        yield


def _complete(directory: Path) -> None:
    staging = directory / _STAGING
    announced = staging / _ANNOUNCED
    if announced.exists():
        content = json.loads(announced.read_text(encoding="utf-8"))
        for removal in content["removals"]:
            (directory / removal).unlink(missing_ok=True)
        for name, target in content["moves"].items():
            prepared, destination = staging / name, directory / target
            if prepared.exists():
                destination.parent.mkdir(parents=True, exist_ok=True)
                prepared.rename(destination)
                _sync(destination.parent)
    if staging.exists():
        shutil.rmtree(staging)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
