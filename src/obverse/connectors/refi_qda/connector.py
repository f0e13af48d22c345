"""Coded interviews and documents: projects in the REFI-QDA exchange format, and tables of coded passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import ClassVar

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.refi_qda.coded_table import CodedRow, headings_of, read_coded_table
from obverse.connectors.refi_qda.meanings import Meaning, declared_meanings, meaning_of, role_of
from obverse.connectors.refi_qda.passages import fingerprint
from obverse.connectors.refi_qda.project import is_project, read_project
from obverse.connectors.refi_qda.statements import Harvest, Mark, document_rows, statement_rows
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem

UNITS = ("paragraph", "selection")


class RefiQda(Connector):
    """Projects of NVivo, ATLAS.ti, MAXQDA, QualCoder (.qdpx), and CSV tables of coded passages."""

    name = "refi_qda"
    options: ClassVar[tuple[str, ...]] = ("unit",)
    pseudonyms: ClassVar[bool] = False

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where every file is a project, a table of coded passages, or a list of what codes mean."""
        kinds = [_kind(file) for file in files]
        if "" in kinds or not {"project", "table"} & set(kinds):
            return UNKNOWN
        return Recognition(1.0, "REFI-QDA 1.0" if "project" in kinds else "table")

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read codes and places, never words.

        ``options``: ``unit`` is ``paragraph`` (the default: a passage is a paragraph of the text) or
        ``selection`` (as it was marked).
        """
        unit = options.get("unit", UNITS[0])
        harvest = Harvest()
        if unit not in UNITS:
            harvest.problems.append(_not_a_unit(unit))
        for file in sorted(files, key=lambda file: _kind(file) != "meanings"):
            match _kind(file):
                case "meanings":
                    self._meanings(file, harvest)
                case "project":
                    self._project(file, unit, harvest)
                case "table":
                    self._table(file, harvest)
                case _:
                    harvest.problems.append(
                        Problem("strange_file", file.name, details={"connector": self.name})
                    )
        return self._extract(files, harvest)

    def _extract(self, files: Sequence[Path], harvest: Harvest) -> Extract:
        unmet = sorted(set(harvest.declared) - harvest.met)
        notes = list(harvest.notes)
        if unmet:
            notes.append(self.say("not_met", codes=", ".join(unmet)))
        if len({mark.coder for mark in harvest.marks}) == 1:
            notes.append(self.say("one_coder"))
        notes.append(self.say("words_stay"))
        tables = {
            "document": document_rows(harvest.documents),
            "coded_statement": statement_rows(harvest.marks),
        }
        return Extract(
            tables={} if harvest.problems else tables,
            files=tuple(files),
            notes=tuple(notes),
            coverage={
                "coded_statement": {"complete": "unknown", "source": f"REFI-QDA, {files[0].name}"},
            },
            problems=tuple(harvest.problems),
            pseudonymous=_pseudonymous([_kind(file) for file in files]),
        )

    def _meanings(self, file: Path, harvest: Harvest) -> None:
        try:
            harvest.declared |= declared_meanings(file)
        except ValueError as error:
            harvest.problems.append(Problem("unreadable", file.name, details={"error": str(error)}))

    def _project(self, file: Path, unit: str, harvest: Harvest) -> None:
        try:
            project = read_project(file, unit)
        except ValueError as error:
            harvest.problems.append(Problem("unreadable", file.name, details={"error": str(error)}))
            return
        for document, number in project.documents.items():
            harvest.documents.setdefault(document, (str(file), number))
        counts = {
            "without_text": project.without_text,
            "unnamed_coders": project.unnamed_coders,
            "nowhere": project.nowhere,
        }
        harvest.notes += [
            self.say(key, file=file.name, count=str(count)) for key, count in counts.items() if count
        ]
        for coding in project.codings:
            harvest.meet(coding.path)
            meaning = meaning_of(coding.path, harvest.declared)
            harvest.marks += [
                Mark(
                    document=coding.document,
                    passage=passage,
                    coder=coding.coder,
                    meaning=replace(meaning, role=meaning.role or coding.role),
                    file=str(file),
                    row=coding.number,
                )
                for passage in coding.passages
            ]

    def _table(self, file: Path, harvest: Harvest) -> None:
        rows, problems = read_coded_table(file)
        harvest.problems += problems
        for one in rows:
            empty = [name for name in ("document", "code", "coder") if not one.cells.get(name)]
            if empty:
                column = headings_of(file)[empty[0]]
                harvest.problems.append(
                    Problem("empty_required", file.name, one.row, column, details={"column": column})
                )
                continue
            harvest.marks.append(_mark_of(one, file, harvest))


def _mark_of(one: CodedRow, file: Path, harvest: Harvest) -> Mark:
    cells = one.cells
    path = tuple(part.strip() for part in cells["code"].replace("\\", " / ").split(" / "))
    harvest.meet(path)
    told = Meaning(
        direction=cells.get("direction", ""),
        phase=cells.get("phase", ""),
        role=role_of(cells.get("role", "")),
        attribution=cells.get("attribution", ""),
    )
    document = f"source-{fingerprint(cells['document'])}"
    harvest.documents.setdefault(document, (str(file), one.row))
    place = cells.get("passage") or (cells.get("start", ""), cells.get("end", ""))
    return Mark(
        document=document,
        passage=f"passage-{fingerprint(document, place)}",
        coder=f"coder-{fingerprint('coder', cells['coder'].lower())[:8]}",
        meaning=_over(told, meaning_of(path, harvest.declared)),
        file=str(file),
        row=one.row,
    )


def _kind(file: Path) -> str:
    ending = file.suffix.lower()
    if ending == ".qdpx":
        return "project" if is_project(file) else ""
    if ending == ".csv":
        return "table" if headings_of(file) else ""
    if ending == ".toml":
        try:
            declared_meanings(file)
        except ValueError as error:
            return "meanings" if "codes." in str(error) else ""
        return "meanings"
    return ""


def _pseudonymous(kinds: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Ids made from names: of coders, in tables of interviews too. Whoever knows a name could make them again."""
    if "table" not in kinds:
        return {"coded_statement": ("coder",)}
    return {"document": ("id",), "coded_statement": ("coder", "document", "passage")}


def _not_a_unit(unit: str) -> Problem:
    return Problem("not_a_code", "--option unit", details={"value": f"'{unit}'", "hint": " | ".join(UNITS)})


def _over(told: Meaning, read: Meaning) -> Meaning:
    """What the table says itself goes before what the code's name says."""
    given = {item.name: getattr(told, item.name) for item in fields(Meaning) if getattr(told, item.name)}
    return replace(read, **given)
