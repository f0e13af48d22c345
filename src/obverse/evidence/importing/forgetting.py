"""Deleting the key of a dossier's pseudonyms, and saying so in its journal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from obverse import __version__
from obverse.evidence import storing
from obverse.evidence.dossier import examine
from obverse.evidence.importing import journal
from obverse.evidence.importing.keys import delete_keys
from obverse.evidence.problems import EvidenceProblems


def forget(directory: Path, *, at: dt.datetime | None = None) -> tuple[str, ...]:
    """Delete all keys of the dossier that are kept here; returns their fingerprints.

    Raises:
        EvidenceProblems: there is no dossier, or its journal has to be mended first.
    """
    _, problems = examine(directory)
    if problems:
        raise EvidenceProblems(problems)
    deleted = delete_keys(journal.fingerprints(journal.read_journal(directory)))
    if deleted:
        with storing.change(directory) as change:
            entry = {"what": "forget", "keys": list(deleted), "program": __version__}
            content = journal.with_entry(directory, entry, at=at or dt.datetime.now(dt.UTC))
            change.file(journal.FILE).write_bytes(content)
    return deleted
