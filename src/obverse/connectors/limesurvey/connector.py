"""Surveys held on LimeSurvey: the answers of those who sent theirs in, by question, public value, role and wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.limesurvey.answers import Answers
from obverse.connectors.limesurvey.declaration import SurveyReader, is_declaration, questionnaire
from obverse.connectors.limesurvey.files import kind_of, read_responses
from obverse.connectors.limesurvey.headings import fixed_columns
from obverse.connectors.limesurvey.survey import TABLE, Survey
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem, did_you_mean
from obverse.vocabulary.text import Text

_BY_TOKEN = "token"  # noqa: S105 - the word of an option
_CONSTANTS = ("wave", "role", "variant")


class LimeSurvey(Connector):
    """Exports of responses from LimeSurvey, as CSV or VV."""

    name = "limesurvey"
    options: ClassVar[tuple[str, ...]] = (*_CONSTANTS, "respondent", "survey")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where a file has the columns that stand before the answers, and nothing strange is there."""
        kinds = {file: kind_of(file) for file in files}
        exports = sorted({kind for kind in kinds.values() if kind})
        if not exports:
            return UNKNOWN
        strange = [file for file, kind in kinds.items() if not kind and not is_declaration(file)]
        return Recognition(0.6 if strange else 1.0, " + ".join(exports))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read one or several files of responses, with a file that declares the questions or without.

        ``options``: ``wave``, ``role`` and ``variant`` fill these columns where no question of the survey tells;
        ``respondent=token`` tells people apart by their access code, so that the waves of a panel can be paired;
        ``survey`` is a name that keeps surveys apart whose responses have the same numbers.
        """
        problems: list[Problem] = []
        survey, declared = self._survey(files, problems)
        if options.get("respondent", _BY_TOKEN) != _BY_TOKEN:
            found, hint = repr(options["respondent"]), did_you_mean(options["respondent"], [_BY_TOKEN])
            details = {"section": "option", "word": "respondent", "found": found, "hint": hint}
            problems.append(Problem("wrong_choice", self.name, details=details))
        if problems:
            return Extract(tables={}, files=tuple(files), problems=tuple(problems))
        parts = []
        for file in files:
            if file in declared:
                continue
            kind = kind_of(file)
            responses = read_responses(file, kind) if kind else None
            fixed = fixed_columns(responses.header) if responses and responses.rows is not None else None
            if responses is None or (fixed is None and not responses.problems):
                problems.append(Problem("strange_file", file.name, details={"connector": self.name}))
                continue
            problems += responses.problems
            if fixed is None:
                continue
            by_token = options.get("respondent") == _BY_TOKEN
            constants = {
                **survey.constants,
                **{word: options[word] for word in _CONSTANTS if options.get(word)},
            }
            name = options.get("survey", "")
            part = Answers(self.say, responses, fixed, survey, constants, by_token=by_token, name=name)
            part.read()
            problems += part.problems
            parts.append(part)
        rows = [part.rows for part in parts if part.rows is not None]
        return Extract(
            tables={TABLE: pa.concat_tables(rows)} if rows else {},
            files=tuple(files),
            headings={TABLE: parts[0].headings} if parts else {},
            left_out={TABLE: _added_up([part.left_out for part in parts])},
            notes=tuple(note for part in parts for note in part.notes),
            coverage={TABLE: {"complete": "unknown", "source": ", ".join(file.name for file in files)}},
            problems=tuple(problems),
            unknown={part.responses.file.name: part.unread for part in parts if part.unread},
        )

    def _survey(self, files: Sequence[Path], problems: list[Problem]) -> tuple[Survey, set[Path]]:
        """What declares the questions: the file that was given, or else the program's own questionnaire."""
        declared = [file for file in files if is_declaration(file)]
        problems += [Problem("repeated_part", file.name) for file in declared[1:]]
        if not declared:
            return questionnaire(), set()
        reader = SurveyReader(declared[0].name)
        survey = reader.file(declared[0])
        problems += reader.problems
        return survey, set(declared)


def _added_up(parts: Sequence[Mapping[Text, int]]) -> dict[Text, int]:
    total: dict[Text, int] = {}
    for part in parts:
        for reason, count in part.items():
            total[reason] = total.get(reason, 0) + count
    return total
