"""The only door from the workspace into the engine: what the engine offers, in the words of the workspace.

No other module of the workspace imports from the other rooms of Obverse; a contract checks it.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from dataclasses import replace as replaced
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from obverse import auditing
from obverse.connectors import importing
from obverse.connectors.reading import READ
from obverse.connectors.workbook.layout import empty_workbook
from obverse.connectors.workbook.names import codes_called, column_called, names, table_called
from obverse.connectors.workbook.words import words
from obverse.evidence.checking import Source, check_cells
from obverse.evidence.declarations import Column, Table, tables
from obverse.evidence.dossier import examine, open_dossier
from obverse.evidence.facts import Declared
from obverse.evidence.importing.extract import FILE as EXTRACT_FILE
from obverse.evidence.importing.extract import ROW as EXTRACT_ROW
from obverse.evidence.importing.handing_over import take_over
from obverse.evidence.importing.stored import ROWS_IN_CSV, load_stored
from obverse.evidence.problems import EvidenceProblems, understood
from obverse.evidence.problems import Problem as Fault
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.limits import limits
from obverse.evidence.receiving.nursery import in_child
from obverse.indicators.catalogue import indicators
from obverse.quantities import Unit
from obverse.reports.formats import formats
from obverse.reports.html.fragments import account_html, finding_html, indicator_html, marks_html
from obverse.reports.html.untrusted import visible
from obverse.vocabulary import duality, evils, ideals
from obverse.vocabulary.catalogue import planned_indicators
from obverse.vocabulary.questions import questions
from obverse.vocabulary.text import LANGUAGES
from obverse.vocabulary.texts import texts

__all__ = [
    "LANGUAGES",
    "ROWS_IN_CSV",
    "Column",
    "Table",
    "account_html",
    "codes_called",
    "column_called",
    "empty_workbook",
    "finding_html",
    "indicator_html",
    "marks_html",
    "names",
    "table_called",
    "tables",
    "visible",
    "words",
]

Show = Callable[[float, str], None]
# What single people did or said is never shown, only where it stands.
_ABOUT_PEOPLE = ("P2", "P3")
_REPORTS = ("json", "html", "csv")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: ``file``, ``row`` (as a spreadsheet counts, 0 for the whole file), ``column``, and what to do.

    ``letters`` holds the whole sentence by language.
    """

    kind: str
    file: str
    row: int
    column: str
    letters: Mapping[str, str]

    def letter(self, language: str) -> str:
        """Where it stands, what it is and how to mend it, as one sentence."""
        return self.letters[language]

    @property
    def table(self) -> str:
        """The register that it is about; empty where it is about something else."""
        folder, _, name = self.file.partition("/")
        found = name.partition("/")[0].partition(".")[0]
        return found if folder == "evidence" and found in tables() else ""

    def as_said(self) -> dict[str, Any]:
        """The same as plain data, to be kept."""
        return {"kind": self.kind, "file": self.file, "row": self.row, "column": self.column} | {
            "table": self.table,
            **self.letters,
        }


class Refused(Exception):  # noqa: N818 - it carries a list of problems, the name says what happened
    """The engine did nothing, because something has to be mended first: ``problems`` lists all of it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.problems = tuple(_problem(fault) for fault in faults)
        super().__init__("\n".join(problem.letter("en") for problem in self.problems))


def _problem(fault: Fault) -> Problem:
    letters = {language: fault.letter(language) for language in LANGUAGES}
    return Problem(fault.kind, fault.file, fault.row, fault.column, letters)


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a register and its columns are called, and what they say."""

    name: str
    label: str
    row_of: str
    columns: Mapping[str, ColumnWords]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What a column is called, what it says, what may stand in it, and the words for its codes."""

    label: str
    note: str
    kind: str
    codes: Mapping[str, str]


@cache
def table_words(language: str) -> Mapping[str, TableWords]:
    """All registers in words, by their names, in the order of their declaration."""
    called, said, shared = names(language), words(language), texts(language)
    found = {}
    for name, table in tables().items():
        columns = {}
        for column in table.columns.values():
            codes = ("yes", "no", "unknown") if column.kind == "flag" else column.codes
            told = {code: called.code(table, column, code) for code in codes}
            label = _in_words(called.heading(table, column))
            columns[column.name] = ColumnWords(label, said.note(table, column), said.kind(column), told)
        # The engine's own label is a word; an English sheet bears the bare name of its table.
        label = str(shared.get(f"table.{name}.label", _in_words(called.sheet(table))))
        found[name] = TableWords(name, label, said.table(table), columns)
    return found


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def check(folder: Path) -> tuple[Problem, ...]:
    """All that is wrong with a dossier."""
    return tuple(_problem(fault) for fault in examine(folder)[1])


def declared_keys() -> tuple[str, ...]:
    """What can be declared of a register: ``kept_from``, ``complete`` and so on, in the engine's order."""
    return tuple(field.name for field in fields(Declared))


def facts_of(folder: Path) -> dict[str, Any]:
    """What the dossier.toml of a folder says, section by section, as it stands there."""
    return tomllib.loads((folder / "dossier.toml").read_text(encoding="utf-8"))


# Imports


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What an import did: the program's letter by language, and per register the rows of each fate.

    ``proposals`` are facts about the process that the files tell and the dossier does not; ``unchanged`` says that
    these very files were read before.
    """

    letter: Mapping[str, str]
    connector: str
    rows: Mapping[str, Mapping[str, int]]
    proposals: Mapping[str, object]
    unchanged: bool


def bring_in(
    folder: Path,
    files: Sequence[Path],
    *,
    keys: Path,
    platform: str = "",
    mapping: Path | None = None,
    options: Mapping[str, str] | None = None,
    encoding: str = "",
    replace: bool = False,
    at: dt.datetime | None = None,
    show: Show | None = None,
) -> BroughtIn:
    """Read files into the dossier in ``folder``, in a child process of bounded means; people become pseudonyms.

    ``keys`` is the folder where the keys of the pseudonyms are kept, outside of all evidence.

    Raises:
        Refused: all that is wrong with the files, or with the dossier; nothing was changed.
    """
    # The engine asks the environment where keys are kept; there is one such place for an installation.
    os.environ["OBVERSE_KEYS"] = str(keys)

    def far(done: int, total: int, rows: int, step: str) -> None:  # noqa: ARG001 - the engine tells all four
        if show is not None:
            show(done / max(total, 1), f"{rows}")

    try:
        letter = importing.import_files(
            folder,
            files,
            platform or None,
            mapping,
            replace,
            options=options or None,
            encoding=encoding,
            at=at,
            show=far,
        )
    except EvidenceProblems as found:
        raise Refused(found.problems) from None
    # What the files tell of the process is handed on instead of being left for somebody to write down.
    told = replaced(letter, proposals={})
    return BroughtIn(
        letter={language: told.in_words(language) for language in LANGUAGES},
        connector=letter.connector,
        rows={
            table: {
                "read": counts.read,
                "added": counts.added,
                "replaced": counts.replaced,
                "already_there": counts.already_there,
            }
            for table, counts in letter.tables.items()
        },
        proposals=dict(_understood(letter.proposals)),
        unchanged=letter.unchanged,
    )


def _understood(proposals: Mapping[str, str]) -> Iterable[tuple[str, object]]:
    for key, literal in proposals.items():
        text = literal[1:-1] if literal.startswith('"') and literal.endswith('"') else None
        if text is not None:
            yield key, text
            continue
        try:
            yield key, tomllib.loads(f"value = {literal}")["value"]
        except tomllib.TOMLDecodeError:
            continue


def connectors() -> tuple[str, ...]:
    """The names of the platforms and forms of files that can be read."""
    return tuple(connector.name for connector in importing.connectors())


def options_of(connector: str) -> tuple[str, ...]:
    """What can be said to a connector besides the files."""
    return next((one.options for one in importing.connectors() if one.name == connector), ())


def largest_upload() -> int:
    """How many bytes a file may have."""
    return limits().streamed_bytes


def suggest_mapping(file: Path, language: str, tables_wanted: Sequence[str] = ()) -> str:
    """A description (TOML) to begin with of a table that nothing knows; a person corrects it.

    Raises:
        Refused: the file cannot be read.
    """
    options = {"table": "|".join(tables_wanted)} if tables_wanted else None
    try:
        return importing.suggest_mapping(file, language, options=options)
    except EvidenceProblems as found:
        raise Refused(found.problems) from None


# The files of registers


def columns_as_declared(table: str, rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns that some row fills and those that are required, as declared; those of attributes come last."""
    declared = tables()[table]
    found = {name for row in rows for name in row} | set(declared.required)
    known = [name for name in declared.columns if name in found]
    return (*known, *sorted(found - set(known)))


def write_register(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows as the engine writes a register: in their order, what is unknown left empty."""
    held = list(rows)
    table = pa.table({name: pa.array([row.get(name) for row in held], pa.string()) for name in columns})
    spelled = str(file).replace("'", "''")
    with duckdb.connect(":memory:") as connection:
        connection.register("held", table)
        connection.execute(
            f"COPY (SELECT * FROM held) TO '{spelled}' "
            "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
        )


def read_register(folder: Path, table: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The columns of a register of a dossier as they stand in its file, and its rows, as texts.

    Raises:
        Refused: the file cannot be read.
    """
    with duckdb.connect(":memory:") as connection:
        try:
            stored = load_stored(connection, folder, table, "held")
        except EvidenceProblems as found:
            raise Refused(found.problems) from None
        if not stored.columns:
            return (), []
        rows = connection.sql("SELECT * FROM held").to_arrow_table().to_pylist()
    return stored.columns, [{name: cell for name, cell in row.items() if cell} for row in rows]


# Audits


def audit(folder: Path, language: str = "en", show: Show | None = None) -> dict[str, bytes]:
    """Audit a dossier: the finished report by file name, such as ``report.en.json``.

    Raises:
        Refused: the dossier has to be mended first.
    """
    return audit_in(folder, (language,), show)


def audit_in(folder: Path, languages: Sequence[str], show: Show | None = None) -> dict[str, bytes]:
    """Audit a dossier in several languages; what was counted for the first is not counted again.

    Raises:
        Refused: the dossier has to be mended first.
    """
    found = {}
    try:
        dossier = open_dossier(folder)
        for number, language in enumerate(languages):

            def far(step: auditing.Step, begun: int = number) -> None:
                if show is not None:
                    show((begun + step.done) / len(languages), step.name)

            report = auditing.audit(dossier, language=language, progress=far)
            for form in _REPORTS:
                found[f"report.{language}.{form}"] = formats()[form].render(report)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: what to get, by language, the register that it is about, and what it would open."""

    remedy: Mapping[str, str]
    table: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The indicators that find what they need, and what stands first before the others, the most useful first."""

    possible: tuple[str, ...]
    gaps: tuple[Gap, ...]


def readiness(folder: Path) -> Readiness:
    """Look what a dossier allows to be asked, without counting anything.

    Raises:
        Refused: the dossier has to be mended first.
    """
    try:
        found = auditing.readiness(folder)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    gaps = []
    for gap, opens in found.worth_getting():
        remedy = {language: texts(language).remedy(gap.remedy, of=gap.of) for language in LANGUAGES}
        table = gap.of.partition(".")[0]
        gaps.append(Gap(remedy, table if table in tables() else "", opens))
    return Readiness(found.possible, tuple(gaps))


@dataclass(frozen=True, slots=True)
class Behind:
    """A row behind a figure: its register, its number in the register's file (the header is row 1), whether it counted.

    ``others`` rows count just alike; ``values`` are empty where the register tells of single people.
    """

    table: str
    row: int
    others: int
    left_out: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a figure comes from: registers with their rows and files, what was left out and why, the first rows."""

    registers: tuple[tuple[str, int, str], ...]
    left_out: Mapping[str, int]
    total: int
    rows: tuple[Behind, ...]


def explain(folder: Path, figure: str, language: str, limit: int = 200) -> Explanation:
    """The way back from a figure, by its key such as ``E2.3:reasoned.in_time``, to its rows.

    Raises:
        Refused: there is no such indicator, or the dossier has to be mended first.
    """
    identifier, _, subject = figure.partition(":")
    try:
        indicator, measurement, evidence = auditing.measure(open_dossier(folder), identifier)
    except EvidenceProblems as refused:
        raise Refused(refused.problems) from None
    provenance = measurement.provenance
    if not provenance.tables:
        return Explanation((), {}, 0, ())
    reasons = indicator.texts(language).left_out
    total, behind = evidence.rows_behind(subject.split(".") if subject else (), limit)
    return Explanation(
        registers=tuple((use.table, use.rows, use.file) for use in provenance.tables),
        left_out={reasons.get(reason, reason): rows for reason, rows in provenance.left_out.items()},
        total=total,
        rows=tuple(_behind(row, reasons) for row in behind.to_pylist()),
    )


def _behind(row: dict[str, Any], reasons: Mapping[str, str]) -> Behind:
    table, number = str(row.pop("source_table")), int(row.pop("source_row"))
    others = int(row.pop("source_rows", 1) or 1) - 1
    reason = str(row.pop("left_out") or "")
    about_people = tables()[table].privacy in _ABOUT_PEOPLE
    values = {} if about_people else {key: str(value) for key, value in row.items() if value is not None}
    return Behind(table, number, others, reasons.get(reason, reason), values)


# What the room of audits asks for.


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A default threshold of an indicator, in words; ``value`` is in the unit of the figures that it is meant for."""

    indicator: str
    subject: str
    value: float
    smallest_difference: float
    direction: str
    klass: str
    source: str
    frozen_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What an indicator is called and asks, and what its main figure is."""

    id: str
    name: str
    question: str
    serves: tuple[str, ...]
    unit: str
    unit_label: str
    direction: str


@cache
def default_thresholds(language: str) -> tuple[Line, ...]:
    """All thresholds that the program brings, in the order of the catalogue."""
    return tuple(
        Line(
            indicator=one.id,
            subject=line.subject,
            value=line.value,
            smallest_difference=line.smallest_difference,
            direction=line.direction.value,
            klass=line.klass.value,
            source=line.source[language],
            frozen_on=line.frozen_on,
        )
        for one in indicators()
        for line in one.thresholds
    )


@cache
def measured(language: str) -> Mapping[str, Measured]:
    """All indicators by their ids, in the order of the catalogue."""
    shared = texts(language)
    return {
        one.id: Measured(
            id=one.id,
            name=one.texts(language).name,
            question=one.texts(language).question,
            serves=one.serves,
            unit=one.unit.label,
            unit_label=shared[f"unit.{one.unit.label}.label"],
            direction=one.direction.value,
        )
        for one in indicators()
    }


def shared_text(key: str, language: str) -> str:
    """A text that all reports share, such as ``threshold.law.explanation``; empty where there is none."""
    return texts(language).get(key, "")


@cache
def title_of(row: str, language: str) -> str:
    """What an evil, an ideal, a question or the duality is called, after its id."""
    asked = next((known[row] for known in (evils(), ideals(), questions()) if row in known), None)
    if asked is None:
        return duality().title.in_language(language) if duality().id == row else row
    return f"{row} {asked.title.in_language(language)}"


def scale(unit: str) -> str:
    """The scale on which the errors of a unit are symmetric: ``identity`` or ``log``."""
    return next(one.scale for one in Unit if one.label == unit)


# What the room `registers` asks: what is wrong with cells, what a register serves, and sheets of spreadsheets.


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is not what its column declares: the place of its row, its column, and what is wrong, by its kind."""

    row: int
    column: str
    kind: str
    count: int = 1


def wrong_cells(table: str, rows: Sequence[Mapping[str, str]]) -> tuple[WrongCell, ...]:
    """Every cell of some rows of a register that the engine would refuse, by the engine's own rules.

    Keys and references are not looked at. Of many cells that are wrong in the same way the first are told, and then
    how many ``more_like_this`` there are.
    """
    declared = tables()[table]
    columns = [*dict.fromkeys([*declared.required, *(column for row in rows for column in row)])]
    texts_of = {column: pa.array([row.get(column, "") for row in rows], pa.string()) for column in columns}
    arriving = pa.table({ROW_IN_FILE: pa.array(range(len(rows)), pa.int64()), **texts_of})
    with duckdb.connect(":memory:") as connection:
        connection.register("arriving", arriving)
        found = check_cells(connection, declared, Source("arriving", table, tuple(columns)), {})
    # Keys are compared with all that stands, and attributes are declared elsewhere.
    passed_over = ("duplicate_key", "spoiled_key", "undeclared_attribute")
    keys = ", ".join(name for name in declared.key if name in columns)
    return tuple(
        WrongCell(one.row, one.column, one.kind, int(one.details.get("count", "1")))
        for one in found
        if one.kind not in passed_over and not (one.kind == "more_like_this" and one.column == keys)
    )


def served_by(table: str, language: str) -> tuple[str, ...]:
    """What a register serves: the names of the indicators that need it."""
    return tuple(
        one.name.in_language(language) for one in planned_indicators().values() if table in one.needs
    )


def question_title(question: str, language: str) -> str:
    """The title of one of the six questions."""
    return questions()[question].title.in_language(language)


def sheet_of(file: Path, table: str) -> tuple[list[tuple[int, dict[str, str]]], tuple[str, ...]]:
    """The rows of a register's sheet in an XLSX workbook with their numbers, and the sheets of others that hold rows.

    A child process with limits reads the file.

    Raises:
        Refused: the workbook cannot be read, or something in the sheet is wrong.
    """
    bounds = limits()
    with tempfile.TemporaryDirectory(prefix="obverse-") as scratch:
        argument = {
            "files": [str(file)],
            "scratch": scratch,
            "platform": "workbook",
            "mapping": "",
            "options": {},
            "encoding": "",
            "limits": asdict(bounds),
            "streams": False,
            "today": "",
        }
        try:
            answer = in_child(READ, argument, limits=bounds, label=file.name, writes=[scratch])
        except EvidenceProblems as refused:
            raise Refused(refused.problems) from refused
        if answer["problems"]:
            raise Refused(understood(one) for one in answer["problems"])
        extract = take_over(answer["extract"], Path(scratch))
    if extract.problems:
        raise Refused(extract.problems)
    others = tuple(sorted(set(extract.tables) - {table}))
    if table not in extract.tables:
        return [], others
    rows = []
    for row in extract.tables[table].to_pylist():
        number = int(row.pop(EXTRACT_ROW))
        row.pop(EXTRACT_FILE)
        rows.append((number, {column: text for column, text in row.items() if text is not None}))
    return rows, others


# What the room `processes` asks: what indicators are called.


def indicator_names(language: str) -> dict[str, str]:
    """The names of all indicators by their id."""
    return {identifier: one.name.in_language(language) for identifier, one in planned_indicators().items()}
