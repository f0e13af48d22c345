"""What an engine once returned for the same statement over the same bytes, so that it need not be asked again.

An answer is found by the digest of all that it depends on: the statement, the views it selects from, and the contents
of the registers below them. It stands outside the dossier, in the cache folder of whoever audits: an answer never
travels with a dossier, so that nobody who receives one has to trust figures that they did not compute. Nothing with a
line for each person is kept there: who deletes a dossier leaves no trace of a single person behind.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.ipc

from obverse import __version__

ENVIRONMENT = "OBVERSE_CACHE"
# Below this many rows in a dossier, asking again costs less than looking up.
WORTH_REMEMBERING = 100_000
_FORMAT = f"1 {__version__} {duckdb.__version__}"


@dataclass(slots=True)
class Memory:
    """Answers of one dossier by the digest of what they depend on; ``folder`` is None where nothing is remembered."""

    folder: Path | None
    used: set[str] = field(default_factory=set)

    def key(self, *depends_on: str) -> str:
        """The digest of all that an answer depends on."""
        return hashlib.sha256("\0".join((_FORMAT, *depends_on)).encode()).hexdigest()

    def recall(self, key: str) -> pa.Table | None:
        """The answer that was remembered under a key, if there is a whole one."""
        if self.folder is None:
            return None
        self.used.add(key)
        try:
            with pa.OSFile(str(self.folder / f"{key}.arrow")) as file:
                return pyarrow.ipc.open_file(file).read_all()
        except (OSError, pa.ArrowInvalid):
            return None

    def remember(self, key: str, answer: pa.Table) -> None:
        """Keep an answer under a key."""
        if self.folder is None:
            return
        self.used.add(key)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f"{key}.{os.getpid()}.draft"
        try:
            with pa.OSFile(str(draft), "wb") as file, pyarrow.ipc.new_file(file, answer.schema) as writer:
                writer.write_table(answer)
            draft.rename(self.folder / f"{key}.arrow")
        except OSError:
            # A full disk costs time at the next audit, not this audit.
            draft.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Let go of every answer that was not asked for since this memory was opened."""
        if self.folder is None or not self.folder.is_dir():
            return
        for file in self.folder.glob("*.arrow"):
            if file.stem not in self.used:
                file.unlink(missing_ok=True)


def memory_of(directory: Path) -> Memory:
    """The memory of the dossier in a directory.

    OBVERSE_CACHE, a variable of the environment, names another folder than the user's own; where it is empty,
    nothing is remembered.
    """
    return Memory(memory_folder(directory))


def memory_folder(directory: Path) -> Path | None:
    """Where the answers about a dossier stand."""
    named = os.environ.get(ENVIRONMENT)
    if named == "":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    root = Path(named) if named else Path(home) / "obverse"
    return root / hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:32]
