"""Conversations held on Polis: statements, the people who wrote and voted, every vote, the opinion groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import duckdb

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.polis.conversation import Conversation, Reading
from obverse.connectors.polis.loading import TABLES, load
from obverse.connectors.polis.parts import SERVER, Export, generation, sort_files
from obverse.connectors.polis.sign import (
    AGREE,
    TURNED,
    Fit,
    declared_sign,
    fit_to_participants,
    fit_to_statements,
)
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text

_KEPT = (*TABLES, "math", "clusters", "summary", "format")
# Counts that fit the votes in fewer lines than this share, of so many lines at least, are counts of other votes.
_FITTING, _LINES = 0.5, 5
_SIGNS = {"1": AGREE, "+1": AGREE, "-1": TURNED}


class Polis(Connector):
    """Exports of Polis: the older ones of openData, and those of the present server."""

    name = "polis"
    options: ClassVar[tuple[str, ...]] = ("agree", "opening", "prefix", "staff")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where votes or statements of Polis are among the files and nothing strange is."""
        export = sort_files(files)
        if not {"votes", "comments", "participants", "math"} & set(export.parts):
            return UNKNOWN
        return Recognition(0.6 if export.strange else 1.0, generation(export))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one conversation.

        ``options``: ``agree`` (1 or -1) states which sign means agreement where the files contradict each other;
        ``opening`` (no) takes no statement for a seed that no file marks; ``staff`` (numbers of participants, separated
        by commas) flags accounts of the organiser; ``prefix`` stands before all ids (and in the name of the groups'
        attribute), so that several conversations can share a dossier.
        """
        export = sort_files(files)
        staff = tuple(part.strip() for part in options.get("staff", "").split(",") if part.strip())
        problems = [_strange(file) for file in export.strange]
        problems += [Problem("repeated_part", file.name) for file in export.repeated]
        problems += self._wrong_options(options, staff)
        connection = duckdb.connect(":memory:")
        unknown, wrong = load(connection, export)
        problems += wrong
        fits = _fits(connection, export)
        sign, notes, wrong = self._sign(export, fits, options.get("agree", ""))
        problems += wrong
        kept = tuple(export.parts[part] for part in _KEPT if part in export.parts)
        if problems:
            return Extract(tables={}, files=kept, problems=tuple(problems))
        reading = Reading(sign, fits, options.get("prefix", ""), options.get("opening", "") != "no", staff)
        extract = Conversation(self.say, connection, export, reading).extract(kept, notes)
        return replace(extract, unknown=unknown)

    def _wrong_options(self, options: Mapping[str, str], staff: Sequence[str]) -> list[Problem]:
        wrong = [("staff", word) for word in staff if not re.fullmatch(r"[0-9]{1,12}", word)]
        if options.get("opening", "") not in {"", "yes", "no"}:
            wrong.append(("opening", options["opening"]))
        return [
            self.problem("wrong_option_value", self.name, details={"option": option, "word": word[:60]})
            for option, word in wrong
        ]

    def _sign(
        self, export: Export, fits: Sequence[Fit], stated: str
    ) -> tuple[int, list[Text], list[Problem]]:
        """Which sign means agreement, what is to be said about it, and what forbids to tell."""
        votes = export.parts.get("votes")
        if votes is None:
            return AGREE, [], []
        if other := self._of_others(votes, fits, stated):
            return AGREE, [], [other]
        said = {fit.sign for fit in fits} - {0}
        if stated or export.convention:
            sign = _SIGNS.get(stated, 0) if stated else declared_sign(export.convention)
            if not sign:
                return (
                    AGREE,
                    [],
                    [self.problem("vote_sign", votes.name, details={"found": stated or export.convention})],
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
            return AGREE, [], [self.problem("vote_sign", votes.name, details={"found": found})]
        sign = next(iter(said), TURNED if export.raw else AGREE)
        compared = ", ".join(fit.file for fit in fits if fit.sign == sign)
        assumed = "sign_of_interface" if export.raw else "sign_assumed"
        notes = [self.say("sign_checked", file=compared, agree=str(sign)) if compared else self.say(assumed)]
        if sign == TURNED:
            notes.append(self.say("sign_turned"))
        if generation(export) == SERVER:
            notes.append(self.say("maybe_swapped"))
        return sign, notes, []

    def _of_others(self, votes: Path, fits: Sequence[Fit], stated: str) -> Problem | None:
        """Counts that nearly no line of votes fits: the votes were cut off, or are of another conversation."""
        if stated or not fits or any(fit.lines < _LINES for fit in fits):
            return None
        best = max(fits, key=lambda fit: fit.fitting / fit.lines)
        if best.fitting >= _FITTING * best.lines:
            return None
        # Votes that were cut off are fewer than was counted, and nowhere more.
        cut = any(fit.short and not fit.over for fit in fits)
        kind = "votes_cut_off" if cut else "other_conversation"
        details = {"file": best.file, "fitting": str(best.fitting), "all": str(best.lines)}
        return self.problem(kind, votes.name, details=details)


def _fits(connection: duckdb.DuckDBPyConnection, export: Export) -> tuple[Fit, ...]:
    present = {str(row[0]) for row in connection.execute("SHOW TABLES").fetchall()}
    if "votes" not in present:
        return ()
    fits = []
    if "comments" in present:
        fits.append(fit_to_statements(connection, export.parts["comments"].name))
    if "participants" in export.parts and "participants" in present:
        fits.append(fit_to_participants(connection, export.parts["participants"].name))
    return tuple(fits)


def _fitting(fit: Fit, sign: int) -> int:
    return fit.as_written if sign == AGREE else fit.turned


def _strange(file: Path) -> Problem:
    return Problem("strange_file", file.name, details={"connector": Polis.name})
