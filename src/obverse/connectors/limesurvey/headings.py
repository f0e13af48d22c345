"""Which heading of an export belongs to which question, in all the ways in which LimeSurvey writes headings.

strengthened[V06]  change[V06][1]       CSV, question codes: scales are counted from 1
strengthened_V06   change_V06_0         VV, and CSV with codes as the expressions use them: scales from 0
123X45X678V06      123X45X678V06#0      the names of the columns in the database
strengthened[V06]. Did anything ...     CSV, codes and texts
Did anything ... [inclusion]            CSV, texts: found only where the question is declared with its heading
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from obverse.connectors.limesurvey.survey import Question, Survey
from obverse.evidence.receiving.fields import FieldMap, Match, read_fields

_CODE = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9]*)(?P<rest>\[.*\]|_.*)?")
_DATABASE = re.compile(r"\d+X\d+X\d+")
_SEPARATOR = re.compile(r"id(\W+)\w")
# Of the columns without answers, so many have to be there before a file counts as an export of this program.
_ENOUGH = 3
TELLING = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with answers: its heading, its question, and what the subquestion is about."""

    heading: str
    question: Question
    item: str = ""
    public_value: str = ""


def fixed_columns(header: Sequence[str]) -> Match | None:
    """The columns that hold no answers; None where the header is not one of this program."""
    found = fields().match(codes_of(header))
    if found is None or len(set(found.columns) & set(TELLING)) < _ENOUGH:
        return None
    theirs = dict(zip(codes_of(header), header, strict=True))
    columns = {name: tuple(theirs[code] for code in codes) for name, codes in found.columns.items()}
    unknown = tuple(theirs[code] for code in found.unknown)
    return Match(kind=found.kind, columns=columns, unknown=unknown, missing=found.missing)


def fields() -> FieldMap:
    """The columns without answers, as declared."""
    return read_fields(__package__)


def codes_of(header: Sequence[str]) -> list[str]:
    """The headings with their texts taken away, where they are codes with texts.

    >>> codes_of(["id. Response ID", "lastpage. Last page", "Q1[SQ1]. How much? [this]"])
    ['id', 'lastpage', 'Q1[SQ1]']
    """
    for heading in header:
        separator = _SEPARATOR.match(heading)
        if separator:
            return [one.split(separator[1], 1)[0] for one in header]
    return list(header)


def columns_with_answers(header: Sequence[str], survey: Survey, fixed: Match) -> list[Column]:
    """The columns of a header whose questions the survey knows, in their order."""
    texts = {_spaced(question.heading): question for question in survey.questions if question.heading}
    coded = [question for question in survey.questions if question.code]
    found = []
    for heading, code in zip(header, codes_of(header), strict=True):
        if heading not in fixed.unknown:
            continue
        named = texts.get(_spaced(heading))
        column = (
            Column(heading, named, named.item, named.public_value)
            if named
            else _by_code(heading, code, coded)
        )
        if column is not None:
            found.append(column)
    return found


def _by_code(heading: str, code: str, questions: Sequence[Question]) -> Column | None:
    for question in questions:
        for subquestion, scale in _readings(code, question.code):
            about = question.about(subquestion) if scale == question.scale else None
            if about is not None:
                return Column(heading, question, *about)
    return None


def _readings(heading: str, code: str) -> list[tuple[str, int]]:
    """The subquestion and the scale (0 for none) that a heading can mean as one of the question with a code."""
    if heading == code:
        return [("", 0)]
    if _DATABASE.fullmatch(code):
        rest, _, scale = (
            heading.removeprefix(code).partition("#") if heading.startswith(code) else ("", "", "")
        )
        return [(rest, int(scale) + 1 if scale.isdecimal() else 0)] if rest else []
    parts = _CODE.fullmatch(heading)
    if parts is None or parts["code"].lower() != code.lower():
        return []
    rest = parts["rest"] or ""
    if rest.startswith("["):
        subquestion, _, scale = rest[1:-1].partition("][")
        return [(subquestion, int(scale) if scale.isdecimal() else 0)]
    readings = [(rest[1:], 0)]
    before, _, scale = rest[1:].rpartition("_")
    if before and scale.isdecimal():
        readings.append((before, int(scale) + 1))
    return readings


def _spaced(heading: str) -> str:
    return " ".join(heading.split())
