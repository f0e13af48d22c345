"""From one file of responses to rows of answers: queries over the file as it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from obverse.connectors.limesurvey.files import VV, Responses, cell
from obverse.connectors.limesurvey.headings import Column, columns_with_answers
from obverse.connectors.limesurvey.meaning import meant
from obverse.connectors.limesurvey.survey import FILLS, NUMBER, SILENCE, Survey, column_codes
from obverse.connectors.texts import FolderTexts
from obverse.evidence.checking import SHOWN
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as NUMBER_OF_ROW
from obverse.evidence.receiving.fields import Match
from obverse.evidence.typed_cells import quoted
from obverse.vocabulary.roles import roles
from obverse.vocabulary.text import Text

_problem = FolderTexts(__package__).problem
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}.*"
# LimeSurvey writes this date where the survey was set not to keep any.
_NO_DATE = "1980-01-01"
_ROWS = (
    f"SELECT respondent, wave, variant, role, item, public_value, meant AS value, cluster, weight, half, "
    f"collected_by, day AS recorded_on, {NUMBER_OF_ROW} AS {ROW} FROM answer "
    f"WHERE meant <> '' AND role <> '' AND wave <> '' ORDER BY {NUMBER_OF_ROW}, place"
)


@dataclass
class Answers:
    """The answers of one file; ``rows``, ``left_out``, ``notes`` and ``problems`` are filled by ``read``.

    ``constants`` are columns that one word fills for all answers; ``by_token`` tells people apart by their access
    code; ``name`` keeps surveys apart whose responses would have the same ids.
    """

    say: Callable[..., Text]
    responses: Responses
    fixed: Match
    survey: Survey
    constants: Mapping[str, str]
    by_token: bool = False
    name: str = ""
    rows: pa.Table | None = None
    left_out: dict[Text, int] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    connection: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect(":memory:"))

    def read(self) -> None:
        """Read the answers of all responses that were submitted."""
        rows = self.responses.rows
        if rows is None:
            return
        self.columns = columns_with_answers(self.responses.header, self.survey, self.fixed)
        self._check_what_is_told()
        if self.problems:
            return
        self._load(rows)
        self._people()
        self._answers()
        self.problems += self._not_understood()
        if self.problems:
            return
        self._tell()
        table = self.connection.sql(_ROWS).to_arrow_table()
        name = pa.array([str(self.responses.file)] * table.num_rows, pa.string())
        self.rows = table.append_column(FILE, name)

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings that nobody reads."""
        read = {column.heading for column in self.columns}
        return tuple(heading for heading in self.fixed.unknown if heading not in read)

    @property
    def headings(self) -> dict[str, str]:
        """Our columns with their headings, where all answers share one."""
        found = {column.question.fills: column.heading for column in self.columns if column.question.fills}
        return {"respondent": self.fixed.columns["id"][0], **found}

    def _check_what_is_told(self) -> None:
        """Wave and role stand on every answer: without them it is not known whose answers these are."""
        if not any(column.item for column in self.columns):
            self._wrong("no_known_question")
        told = {column.question.fills for column in self.columns} | set(self.constants)
        for word in ("wave", "role"):
            if word not in told:
                self._wrong("survey_does_not_tell", word=word)
        for name, word in self.constants.items():
            codes = tuple(roles()) if name in ("role", "collected_by") else column_codes(name)
            if codes and word not in codes:
                hint = did_you_mean(word, codes)
                self._wrong("wrong_choice", section="survey", word=name, found=repr(word), hint=hint)
        lower = [heading.lower() for heading in self.responses.header]
        for heading in self.responses.header:
            if lower.count(heading.lower()) > 1:
                self._wrong("repeated_header", column=heading)

    def _wrong(self, kind: str, **details: str) -> None:
        self.problems.append(_problem(kind, self.responses.file.name, details=details))

    def _load(self, rows: pa.Table) -> None:
        """Create ``response`` with the cells as they were answered."""
        header = self.responses.header
        listed = ", ".join(f"{cell(name, self.responses.kind)} AS {quoted(name)}" for name in header)
        filled = " OR ".join(f"{quoted(name)} <> ''" for name in header)
        self.connection.register("arriving", rows)
        # The program ends a CSV file with an empty row.
        self.connection.execute(
            f"CREATE TABLE response AS SELECT {listed}, {NUMBER_OF_ROW} FROM arriving WHERE {filled}"
        )
        self.connection.unregister("arriving")

    def _fixed(self, name: str) -> str:
        """The cell of a column without answers, an empty text where there is none."""
        found = self.fixed.columns.get(name, ())
        return f"COALESCE({quoted(found[0])}, '')" if found else "''"

    def _people(self) -> None:
        """Create ``person``: who gave each response, whether it was submitted, and what holds for all its answers."""
        given = self._fixed("submitdate")
        submitted = f"CASE WHEN {given} IN ('NULL', 'N/A') THEN '' ELSE {given} END"
        # The numbers begin anew in each survey; the seed (or the second of submission) tells them apart.
        mark = self._fixed("seed") if "seed" in self.fixed.columns else submitted
        parts = ", ".join(f"NULLIF({part}, '')" for part in (literal(self.name), self._fixed("id"), mark))
        respondent = f"'response-' || concat_ws('-', {parts})"
        if self.by_token:
            token = self._fixed("token")
            respondent = f"CASE WHEN {token} <> '' THEN 'token-' || {token} ELSE {respondent} END"
        if "submitdate" not in self.fixed.columns:
            submitted = "'unknown'"
        day = (
            f"CASE WHEN regexp_full_match({submitted}, '{_DATE}') THEN substr({submitted}, 1, 10) ELSE '' END"
        )
        told = {column.question.fills: column for column in self.columns if column.question.fills}
        filled = ", ".join(f"{self._filled(name, told.get(name))} AS {name}" for name in FILLS)
        self.connection.execute(
            f"CREATE TABLE person AS SELECT {NUMBER_OF_ROW}, {submitted} AS submitted, "
            f"{self._fixed('lastpage')} AS lastpage, {respondent} AS respondent, "
            f"replace({day}, '{_NO_DATE}', '') AS day, {filled} FROM response"
        )

    def _filled(self, name: str, column: Column | None) -> str:
        constant = literal(self.constants.get(name, ""))
        if column is None:
            return constant
        said = meant(column, self.survey)
        # Who prefers not to tell the role has told none.
        silence = ", ".join(literal(word) for word in sorted(set(self.survey.answers[SILENCE].values())))
        return f"CASE WHEN {said} IN ('', {silence}) THEN {constant} ELSE COALESCE({said}, {constant}) END"

    def _answers(self) -> None:
        """Create ``answer``: every cell of a question in a submitted response, with what it means."""
        parts = [
            f"SELECT {NUMBER_OF_ROW}, {place} AS place, {literal(column.item)} AS item, "
            f"{literal(column.public_value)} AS public_value, {quoted(column.heading)} AS given, "
            f"{meant(column, self.survey)} AS meant FROM response"
            for place, column in enumerate(self.columns)
            if column.item
        ]
        self.connection.execute(
            f"CREATE TABLE answer AS SELECT * FROM ({' UNION ALL '.join(parts)}) "
            f"JOIN person USING ({NUMBER_OF_ROW}) WHERE submitted <> ''"
        )

    def _not_understood(self) -> list[Problem]:
        """The cells whose words nothing declares, or that are no numbers, column by column."""
        found = self.connection.execute("SELECT DISTINCT place FROM answer WHERE meant IS NULL").fetchall()
        places = {int(place) for (place,) in found}
        problems = []
        for place, column in enumerate(self.columns):
            wrong = f"answer WHERE place = {place} AND meant IS NULL"
            if column.question.fills:
                cells = f"{quoted(column.heading)} AS given, {meant(column, self.survey)} AS meant"
                sent = f"SELECT {NUMBER_OF_ROW} FROM person WHERE submitted <> ''"
                wrong = (
                    f"(SELECT {NUMBER_OF_ROW}, {cells} FROM response) "
                    f"WHERE meant IS NULL AND {NUMBER_OF_ROW} IN ({sent})"
                )
            if column.question.fills or place in places:
                problems += self._listed(column, wrong)
        return problems

    def _listed(self, column: Column, wrong: str) -> list[Problem]:
        found = self.connection.execute(
            f"SELECT {NUMBER_OF_ROW}, given, count(*) OVER () FROM {wrong} ORDER BY {NUMBER_OF_ROW} LIMIT {SHOWN}"
        ).fetchall()
        answers = column.question.answers
        known = dict.fromkeys(self.survey.answers.get(answers, {}))
        file, heading = self.responses.file.name, column.heading
        problems = []
        for number, given, _ in found:
            word = str(given)[:40]
            details = {"value": f"'{word}'", "hint": did_you_mean(word, known)}
            kind = "not_a_number" if answers == NUMBER else "unknown_answer"
            problems.append(_problem(kind, file, int(number), heading, details=details))
        if found and found[0][2] > SHOWN:
            more = {"count": str(found[0][2] - SHOWN)}
            problems.append(Problem("more_like_this", file, 0, heading, details=more))
        return problems

    def _count(self, source: str) -> int:
        ((count,),) = self.connection.execute(f"SELECT count(*) FROM {source}").fetchall()
        return int(count)

    def _tell(self) -> None:
        """Count what gives no row, and say what one should know about the file."""
        never = self._count("person WHERE submitted = ''")
        known = "answer WHERE role <> '' AND wave <> ''"
        counted = {
            "never_submitted": never,
            "no_role": self._count("person WHERE submitted <> '' AND role = ''"),
            "no_wave": self._count("person WHERE submitted <> '' AND role <> '' AND wave = ''"),
            "not_shown": self._count(f"{known} AND given IS NULL"),
            "skipped" if self.responses.kind == VV else "empty": self._count(
                f"{known} AND given IS NOT NULL AND meant = ''"
            ),
        }
        self.left_out = {self.say(reason): count for reason, count in counted.items() if count}
        file = self.responses.file.name
        if never:
            self.notes.append(self.say("dropped_out", file=file, count=str(never), pages=self._last_pages()))
        undated = self._count("person WHERE submitted <> '' AND day = ''")
        if "submitdate" not in self.fixed.columns:
            self.notes.append(self.say("no_submitdate", file=file))
        elif undated:
            self.notes.append(self.say("no_dates", file=file, count=str(undated)))
        if undated and not self.name and "seed" not in self.fixed.columns:
            self.notes.append(self.say("same_numbers", file=file))
        personal = [
            headings[0]
            for name, headings in self.fixed.columns.items()
            if self.fixed.kind.fields[name].personal
            and name not in {"id", "seed", *(["token"] if self.by_token else [])}
        ]
        if personal:
            self.notes.append(self.say("personal", file=file, columns=", ".join(personal)))

    def _last_pages(self) -> str:
        found = self.connection.execute(
            "SELECT COALESCE(NULLIF(lastpage, ''), '–') AS page, count(*) FROM person WHERE submitted = '' "
            "GROUP BY page ORDER BY TRY_CAST(page AS INTEGER), page LIMIT 20"
        ).fetchall()
        return ", ".join(f"{str(page)[:6]}: {count}" for page, count in found)
