"""Taking an extract into a dossier: checked like everything else in it, and written as one change."""

from __future__ import annotations

from pathlib import Path

from obverse.evidence import storing
from obverse.evidence.facts import read_facts
from obverse.evidence.importing import progress
from obverse.evidence.importing.call import Call
from obverse.evidence.importing.desk import Desk
from obverse.evidence.importing.extract import Extract
from obverse.evidence.importing.guarding import guard
from obverse.evidence.importing.letter import Letter
from obverse.evidence.importing.long_tables import pour_long_tables
from obverse.evidence.importing.settling import check_rows, judge_rows, write
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.receiving.limits import Limits, limits


def take_in(
    directory: Path,
    extract: Extract,
    call: Call,
    *,
    limited: Limits | None = None,
    show: progress.Show | None = None,
) -> Letter:
    """Write the rows of an extract into the dossier, with its sources, and say what was done.

    Every row is checked as ``obverse check`` would; a row that is there already stays as it is. Tables that are too
    long to be held are written as Parquet parts by a child within the limits.

    Raises:
        EvidenceProblems: rows are wrong, or contradict rows of the dossier; the dossier is as it was.
    """
    if extract.problems:
        raise EvidenceProblems(extract.problems)
    with storing.change(directory) as change:
        facts, problems = read_facts(directory)
        if facts is None:
            raise EvidenceProblems(problems)
        desk = Desk(directory, facts, extract, call, limited or limits())
        desk.lay_out()
        guard(desk)
        pour_long_tables(desk, change, show)
        check_rows(desk)
        judge_rows(desk)
        return write(desk, change)
