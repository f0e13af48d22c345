"""A mapping proposed for a table that nobody described, by looking at its headings and cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from obverse.connectors.mapping.drafting import Drafting
from obverse.connectors.mapping.forming import Draft
from obverse.connectors.mapping.placing import fit_tables, said_kind
from obverse.connectors.mapping.profiling import Table
from obverse.connectors.mapping.sniffing import find_form
from obverse.connectors.mapping.source import read_source
from obverse.connectors.mapping.writing import ENOUGH, Writing, say
from obverse.connectors.texts import FolderTexts
from obverse.evidence.problems import EvidenceProblems, did_you_mean
from obverse.vocabulary.text import known_language

# What may be asked for: tables of the evidence, several of them separated by a bar.
OPTIONS = ("table",)
_problem = FolderTexts(__package__).problem


def suggest(file: Path, language: str = "en", *, tables: Sequence[str] = ()) -> str:
    """A mapping (TOML) for a CSV or XLSX file, with what is unsure marked ``# ?``.

    ``tables`` asks for certain tables of the evidence; without it the likeliest is taken and others are named. Cells
    are shown as examples, but never of columns that look as if they told of people, and never of long texts.

    Raises:
        EvidenceProblems: the file cannot be read at all, or a table that is asked for is none.
        UnknownId: the texts do not exist in that language.
    """
    language = known_language(language)
    _check_tables(tables)
    form = find_form(file)
    rows, sheet, problems = read_source(file, form)
    if rows is None:
        raise EvidenceProblems(problems)
    source = Table(rows)
    names = [file.stem, sheet]
    fits = fit_tables(source, names, tables)
    chosen = [fit for fit in fits if tables or fit.sure >= ENOUGH][: len(tables) or 1]
    kind = said_kind([*names, *source.headings])
    drafting = Drafting(lambda key, **details: say(language, key, **details), source, kind)
    drafts = _once(draft for fit in chosen for draft in drafting.draft(fit))
    return Writing(language, source, drafting, form).text(file, drafts, fits, chosen, problems)


def understood(options: Mapping[str, str]) -> tuple[str, ...]:
    """The tables that options ask for.

    >>> understood({"table": "actor | vote"})
    ('actor', 'vote')

    Raises:
        EvidenceProblems: there is no such option, or no such table.
    """
    unknown = [name for name in options if name not in OPTIONS]
    if unknown:
        raise EvidenceProblems(
            [
                _problem(
                    "no_such_suggest_option",
                    name,
                    details={"word": name, "hint": did_you_mean(name, OPTIONS)},
                )
                for name in unknown
            ]
        )
    wanted = tuple(name.strip() for name in options.get("table", "").split("|") if name.strip())
    _check_tables(wanted)
    return tuple(dict.fromkeys(wanted))


def _check_tables(wanted: Sequence[str]) -> None:
    from obverse.evidence.declarations import tables as declared  # noqa: PLC0415 - the argument has the name

    unknown = [name for name in wanted if name not in declared()]
    if unknown:
        raise EvidenceProblems(
            [
                _problem(
                    "no_table_asked_for",
                    "table",
                    details={"word": name, "hint": did_you_mean(name, declared())},
                )
                for name in unknown
            ]
        )


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without those that an earlier one makes already from the same column."""
    seen: list[tuple[str, object]] = []
    kept = []
    for draft in drafts:
        mark = (draft.name, [rule.body for rule in draft.rules if rule.target == "id"])
        if not draft.distinct or mark not in seen:
            kept.append(draft)
        seen.append(mark)
    return kept
