"""Composing the dossier of a process: what the database holds, as files that the engine audits."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from obverse.web.audits.models import CounterStatement
from obverse.web.bridge import columns_as_declared, tables, write_register
from obverse.web.intake.dossier_text import FILE, dossier_text
from obverse.web.intake.models import Aside
from obverse.web.keeping import blobs
from obverse.web.keeping.models import ProcessFile
from obverse.web.processes.models import Process
from obverse.web.registers.models import Attachment, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

STATEMENTS = "counter_statement"
_DOCUMENT = "document"
_ATTRIBUTE = "attr_"
_TRIES = 5
_PIECE = 500


class TooLively(Exception):  # noqa: N818 - it says what is the matter with the process
    """The process was changed again and again while its dossier was composed."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A dossier as files, each with its SHA-256, and the versions of the process and its evidence that they show.

    ``rows`` holds for each register the numbers of its rows in the order of its file: the row that a spreadsheet
    calls 2 is the first of them.
    """

    folder: Path
    version: int
    evidence_version: int
    files: Mapping[str, str]
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 over the paths and digests of all files."""
        told = "".join(f"{path}\0{sha256}\n" for path, sha256 in sorted(self.files.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def row_of(self, table: str, row: int) -> int:
        """The number of the row that a spreadsheet calls ``row``; 0 where there is none."""
        rows, place = self.rows.get(table, ()), row - 2
        return rows[place] if 0 <= place < len(rows) else 0


def compose(process: Process, folder: Path, *, as_of: dt.date | None = None) -> Composed:
    """Write the dossier of a process into an empty folder; the same state gives the same bytes.

    ``as_of`` is the day from which its audit looks: that of a dossier that was loaded, or today, where none is given.

    Raises:
        TooLively: it was never the same from the beginning to the end.
        FileNotFoundError: a file of the process was shredded.
    """
    for _ in range(_TRIES):
        folder.mkdir(parents=True, exist_ok=True)
        seen = Process.objects.select_related("body").get(pk=process.pk)
        rows = _write(seen, folder, as_of)
        now = Process.objects.values_list("version", "evidence_version").get(pk=process.pk)
        if now == (seen.version, seen.evidence_version):
            return Composed(folder, *now, digests_of(folder), rows)
        shutil.rmtree(folder)
    raise TooLively(process.slug)


def aside_of(process: Process) -> Aside:
    """What the dossier of a process says that no page asks for."""
    return Aside.objects.filter(process=process).first() or Aside(process=process)


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a folder by its path."""
    found = {}
    for path in sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()):
        with (folder / path).open("rb") as stream:
            found[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def values_of(process: Process, table: str, numbers: Sequence[int]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a register by their numbers, in that order, as they are composed."""
    found: dict[int, dict[str, str]] = {}
    for begin in range(0, len(numbers), _PIECE):
        piece = Row.objects.filter(pk__in=numbers[begin : begin + _PIECE])
        found.update(piece.values_list("id", "values"))
    rows = [(number, found[number]) for number in numbers if number]
    return _completed(process, table, rows)


def _write(process: Process, folder: Path, as_of: dt.date | None) -> dict[str, tuple[int, ...]]:
    aside = aside_of(process)
    looked_from = as_of or aside.as_of or timezone.localdate()
    (folder / "evidence").mkdir()
    (folder / FILE).write_text(
        dossier_text(process, aside, as_of=looked_from), encoding="utf-8", newline="\n"
    )
    held = set()
    for file in ProcessFile.objects.filter(process=process).order_by("path"):
        blobs.put(file.sha256, folder / file.path)
        held.add(register_of(file.path))
    rows = {}
    for name, found in _registers(process):
        if name not in tables() or name in held:
            continue
        values = [said for _, said in found]
        natural = columns_as_declared(name, values)
        known = [column for column in aside.columns.get(name, ()) if column in natural]
        columns = (*known, *(column for column in natural if column not in known))
        rows[name] = tuple(number for number, _ in found)
        write_register(folder / "evidence" / f"{name}.csv", columns, values)
    return rows


def register_of(path: str) -> str:
    """The register to which a file of a dossier belongs; empty where it is none of a register."""
    folder, _, name = path.partition("/")
    return name.partition("/")[0].partition(".")[0] if folder == "evidence" else ""


def _registers(process: Process) -> Iterator[tuple[str, list[tuple[int, dict[str, str]]]]]:
    """Every register with its rows: their numbers and values."""
    rows = (
        Row.objects.filter(process=process, is_removed=False)
        .order_by("table", "position", "id")
        .values_list("table", "id", "values")
    )
    stated = False
    for name, group in groupby(rows.iterator(chunk_size=2_000), key=lambda row: row[0]):
        stated = stated or name == STATEMENTS
        yield name, _completed(process, name, [(number, values) for _, number, values in group])
    statements = [] if stated else _completed(process, STATEMENTS, [])
    if statements:
        yield STATEMENTS, statements


def _completed(
    process: Process, table: str, rows: list[tuple[int, dict[str, str]]]
) -> list[tuple[int, dict[str, str]]]:
    """The rows with what the workspace knows besides: documents that are attached, what groups say here."""
    if table == _DOCUMENT:
        proofs = _proofs(process)
        return [(number, _with_proof(values, proofs.get(number))) for number, values in rows]
    if table == STATEMENTS:
        return [*rows, *_statements(process, {values.get("id", "") for _, values in rows})]
    return rows


def _statements(process: Process, taken: set[str]) -> list[tuple[int, dict[str, str]]]:
    """What groups say against findings; such a row has no number in the registers."""
    found = []
    present = Row.objects.filter(process=process, table="stakeholder_group", is_removed=False)
    groups = {values.get("id") for values in present.values_list("values", flat=True)}
    for one in CounterStatement.objects.filter(process=process, withdrawn_on=None).order_by("id"):
        name = f"stated-{one.pk}"
        values = {"id": name if name not in taken else f"{name}-here", "finding": one.finding}
        # What was said stays said when its group leaves the register; only the reference goes.
        values |= {"group": one.group} if one.group in groups else {}
        found.append((0, {**values, "text": one.text, "stated_on": one.on.isoformat()}))
    return found


def _proofs(process: Process) -> dict[int, str]:
    """The digest of the first document attached to each row of the register of documents."""
    found: dict[int, str] = {}
    attached = Attachment.objects.filter(row__process=process, row__table=_DOCUMENT).order_by("id")
    for row, sha256 in attached.values_list("row_id", "sha256"):
        found.setdefault(row, sha256)
    return found


def _with_proof(values: dict[str, Any], sha256: str | None) -> dict[str, Any]:
    return {**values, "sha256": sha256} if sha256 and not values.get("sha256") else values
