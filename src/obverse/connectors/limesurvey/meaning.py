"""What cells mean, as expressions of SQL over the headings of a file."""

from __future__ import annotations

from obverse.connectors.limesurvey.headings import Column
from obverse.connectors.limesurvey.survey import AS_TEXT, NUMBER, SILENCE, Survey, plain
from obverse.evidence.importing.stored import literal
from obverse.evidence.typed_cells import quoted

_NUMBER = "-?[0-9]+([.,][0-9]+)?"


def compared(text: str) -> str:
    """The SQL expression that compares a cell as ``survey.plain`` compares a word."""
    return f"lower(replace(trim({text}), '’', ''''))"


def is_silent(text: str, survey: Survey) -> str:
    """The SQL condition of a cell that is empty or says that the question was not asked."""
    words = ", ".join(literal(plain(word)) for word in ("", *survey.not_shown))
    return f"COALESCE({compared(text)}, '') IN ({words})"


def meant(column: Column, survey: Survey) -> str:
    """The SQL expression of what a cell means: empty where it says nothing, NULL where nobody knows its word."""
    text, answers = quoted(column.heading), column.question.answers
    if answers == AS_TEXT:
        said = f"trim({text})"
    elif answers == NUMBER:
        point = f"replace(trim({text}), ',', '.')"
        # The database keeps ten decimals of every number.
        short = f"regexp_replace(regexp_replace({point}, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')"
        silence = _looked_up(SILENCE, text, survey)
        said = f"CASE WHEN regexp_full_match(trim({text}), '{_NUMBER}') THEN {short} ELSE {silence} END"
    else:
        said = _looked_up(answers, text, survey)
    return f"CASE WHEN {is_silent(text, survey)} THEN '' ELSE {said} END"


def _looked_up(answers: str, text: str, survey: Survey) -> str:
    meanings = survey.answers[answers]
    cases = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in meanings.items())
    return f"CASE {compared(text)} {cases} END"
