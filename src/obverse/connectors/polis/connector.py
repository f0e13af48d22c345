"""Conversations held on Polis: statements, the people who wrote and voted, every vote, the opinion groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import duckdb

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.polis.api import read_groups, read_part
from obverse.connectors.polis.conversation import TABLES, Conversation
from obverse.connectors.polis.parts import SERVER, Export, generation, sort_files
from obverse.connectors.polis.sign import (
    AGREE,
    TURNED,
    Fit,
    declared_sign,
    fit_to_participants,
    fit_to_statements,
)
from obverse.evidence.checking import SHOWN
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.reading import read_csv
from obverse.vocabulary.text import Text

_KEPT = (*TABLES, "math", "clusters", "summary", "format")
# Parts that only say more about what stands in the others.
_BESIDE = ("importance", "groups", "clusters")
# Counts that fit the votes in fewer lines than this share, of so many lines at least, are counts of other votes.
_FITTING, _LINES = 0.5, 5
_SIGNS = {"1": AGREE, "+1": AGREE, "-1": TURNED}


class Polis(Connector):
    """Exports of Polis: the older ones of openData, and those of the present server."""

    name = "polis"
    options: ClassVar[tuple[str, ...]] = ("agree", "prefix")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where votes or statements of Polis are among the files and nothing strange is."""
        export = sort_files(files)
        if not {"votes", "comments", "participants", "math"} & set(export.parts):
            return UNKNOWN
        return Recognition(0.6 if export.strange else 1.0, generation(export))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one conversation.

        ``options``: ``agree`` (1 or -1) states which sign means agreement where the files contradict each other;
        ``prefix`` stands before all ids (and in the name of the groups' attribute), so that several conversations
        can share a dossier.
        """
        export = sort_files(files)
        problems = [_strange(file) for file in export.strange]
        problems += [Problem("repeated_part", file.name) for file in export.repeated]
        connection = duckdb.connect(":memory:")
        for part in (*TABLES, *_BESIDE):
            problems += _load(connection, part, export)
        if not problems:
            problems += _not_votes(connection, export)
        sign, notes, wrong = self._sign(connection, export, options.get("agree", ""))
        problems += wrong
        kept = tuple(export.parts[part] for part in _KEPT if part in export.parts)
        if problems:
            return Extract(tables={}, files=kept, problems=tuple(problems))
        return Conversation(self.say, connection, export, sign, options.get("prefix", "")).extract(
            kept, notes
        )

    def _sign(
        self, connection: duckdb.DuckDBPyConnection, export: Export, stated: str
    ) -> tuple[int, list[Text], list[Problem]]:
        """Which sign means agreement, what is to be said about it, and what forbids to tell."""
        votes = export.parts.get("votes")
        if votes is None:
            return AGREE, [], []
        fits = self._fits(connection, export)
        if other := _of_others(fits, stated):
            return AGREE, [], [other]
        said = {fit.sign for fit in fits} - {0}
        if stated or export.convention:
            sign = _SIGNS.get(stated, 0) if stated else declared_sign(export.convention)
            if not sign:
                return (
                    AGREE,
                    [],
                    [Problem("vote_sign", votes.name, details={"found": stated or export.convention})],
                )
            notes = [] if stated else [self.say("sign_declared", convention=export.convention)]
            notes += [
                self.say(
                    "sign_contradicts", file=fit.file, fitting=str(_fitting(fit, sign)), all=str(fit.lines)
                )
                for fit in fits
                if fit.sign == -sign
            ]
            return sign, notes + ([self.say("sign_turned")] if sign == TURNED else []), []
        if len(said) > 1:
            found = ", ".join(fit.file for fit in fits)
            return AGREE, [], [Problem("vote_sign", votes.name, details={"found": found})]
        sign = next(iter(said), TURNED if export.raw else AGREE)
        compared = ", ".join(fit.file for fit in fits if fit.sign == sign)
        assumed = "sign_of_interface" if export.raw else "sign_assumed"
        notes = [self.say("sign_checked", file=compared, agree=str(sign)) if compared else self.say(assumed)]
        if sign == TURNED:
            notes.append(self.say("sign_turned"))
        if generation(export) == SERVER:
            notes.append(self.say("maybe_swapped"))
        return sign, notes, []

    def _fits(self, connection: duckdb.DuckDBPyConnection, export: Export) -> list[Fit]:
        present = {str(row[0]) for row in connection.execute("SHOW TABLES").fetchall()}
        if "votes" not in present:
            return []
        fits = []
        if "comments" in present:
            fits.append(fit_to_statements(connection, export.parts["comments"].name))
        if "participants" in export.parts and "participants" in present:
            fits.append(fit_to_participants(connection, export.parts["participants"].name))
        return fits


def _of_others(fits: list[Fit], stated: str) -> Problem | None:
    """Counts that nearly no line of votes fits: the files are of different conversations, or were cut off."""
    if stated or not fits or any(fit.lines < _LINES for fit in fits):
        return None
    best = max(fits, key=lambda fit: max(fit.as_written, fit.turned) / fit.lines)
    fitting = max(best.as_written, best.turned)
    if fitting >= _FITTING * best.lines:
        return None
    return Problem("other_conversation", best.file, details={"fitting": str(fitting), "all": str(best.lines)})


def _fitting(fit: Fit, sign: int) -> int:
    return fit.as_written if sign == AGREE else fit.turned


def _strange(file: Path) -> Problem:
    return Problem("strange_file", file.name, details={"connector": Polis.name})


def _load(connection: duckdb.DuckDBPyConnection, part: str, export: Export) -> list[Problem]:
    file = export.parts.get(part)
    if part == "participants" and file is None and "math" in export.parts:
        table, problems = read_groups(export.parts["math"])
    elif file is None:
        return []
    elif part in export.interface:
        table, problems = read_part(part, file)
    else:
        table, problems = read_csv(file)
    if table is None:
        return problems
    connection.register("arriving", table)
    connection.execute(f"CREATE TABLE {part} AS SELECT * FROM arriving")
    connection.unregister("arriving")
    return problems


def _not_votes(connection: duckdb.DuckDBPyConnection, export: Export) -> list[Problem]:
    file = export.parts.get("votes")
    if file is None:
        return []
    rows = connection.execute(
        f"SELECT {ROW_IN_FILE}, vote, count(*) OVER () FROM votes WHERE vote NOT IN ('-1', '0', '1') "
        f"ORDER BY {ROW_IN_FILE} LIMIT {SHOWN}"
    ).fetchall()
    problems = [
        Problem(
            "not_a_code",
            file.name,
            int(row),
            "vote",
            details={"value": f"'{vote}'", "hint": did_you_mean(str(vote), ("-1", "0", "1"))},
        )
        for row, vote, _ in rows
    ]
    if rows and rows[0][2] > SHOWN:
        more = {"count": str(rows[0][2] - SHOWN)}
        problems.append(Problem("more_like_this", file.name, 0, "vote", details=more))
    return problems
