"""The rows behind a figure, and those that were left out, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from obverse.auditing import audit, measure
from obverse.disclosure.people import is_about_people, is_protected
from obverse.disclosure.reporting import rounded
from obverse.evidence.dossier import open_dossier
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean

_WORDS = {
    "en": {
        "colon": ":",
        "described": "described, without a verdict",
        "files": "Files",
        "left": "Left out",
        "rows": "{shown} of {total} rows that were looked at",
        "rows_of_people": "{total} rows that were looked at",
        "others": " and {number} more that count alike",
        "counted": "counted",
        "method": "Method",
        "line": "Threshold",
        "flip": "The verdict would flip at",
        "people": "Rows about single people are not printed, and their numbers are rounded.",
        "none": "Nothing was recorded, so there are no rows.",
        "few": "fewer than ten",
    },
    "fr": {
        "colon": "\u00a0:",
        "described": "décrit, sans verdict",
        "files": "Fichiers",
        "left": "Écartées",
        "rows": "{shown} lignes sur {total} examinées",
        "rows_of_people": "{total} lignes examinées",
        "others": " et {number} autres qui comptent de même",
        "counted": "retenue",
        "method": "Méthode",
        "line": "Seuil",
        "flip": "Le verdict changerait à",
        "people": "Les lignes sur des personnes ne sont pas affichées, et leurs nombres sont arrondis.",
        "none": "Rien n’a été consigné, il n’y a donc pas de lignes.",
        "few": "moins de dix",
    },
}


def explain(directory: Path, figure: str, limit: int | None, language: str) -> Iterator[str]:
    """The way back from a figure to its rows, line by line.

    Raises:
        EvidenceProblems: the dossier has to be mended first.
        click.BadParameter: there is no such indicator or no such figure.
    """
    words = _WORDS[language]
    identifier, _, subject = figure.partition(":")
    dossier = open_dossier(directory)
    try:
        indicator, measurement, evidence = measure(dossier, identifier)
    except EvidenceProblems as unknown:
        raise _no_such(unknown.problems[0], language) from None
    content = audit(dossier, language=language, only=[identifier]).content["findings"]
    if subject and subject not in measurement.results:
        hint = did_you_mean(figure, [item["key"] for item in content], language)
        unknown_figure = Problem("unknown_figure", directory.name, details={"word": figure, "hint": hint})
        raise _no_such(unknown_figure, language)
    yield f"{identifier} {indicator.texts(language).name}"
    for item in content:
        if subject and item["subject"] != subject:
            continue
        yield from _figure(item, words)
    provenance = measurement.provenance
    if not provenance.tables:
        yield words["none"]
        return
    yield ""
    yield words["files"]
    for use in provenance.tables:
        yield f"  {use.file or use.table}: {_number(use.rows, words)}, sha256 {use.sha256[:16]}…, {use.source}"
    if provenance.left_out:
        yield words["left"]
        texts = indicator.texts(language).left_out
        for reason, rows in provenance.left_out.items():
            yield f"  {_number(rows, words)}: {texts.get(reason, reason)}"
    total, behind = evidence.rows_behind(subject.split(".") if subject else (), limit)
    protected = {use.table for use in provenance.tables if is_protected(use.table, dossier.coverage)}
    shown = [row for row in behind.to_pylist() if row["source_table"] not in protected]
    yield ""
    if protected:
        yield words["rows_of_people"].format(total=_number(rounded(total), words))
    else:
        yield words["rows"].format(shown=sum(row.get("source_rows") or 1 for row in shown), total=total)
    for row in shown:
        table, number = row.pop("source_table"), row.pop("source_row")
        others = (row.pop("source_rows", 1) or 1) - 1
        state = row.pop("left_out") or words["counted"]
        content = ", ".join(f"{key} = {value}" for key, value in row.items() if value is not None)
        place = f"{table} {number}" + (words["others"].format(number=others) if others > 0 else "")
        # where rows are public, too, what single people did or said is read there and not here
        yield f"  {place} ({state})" + ("" if is_about_people(table) else f": {content}")
    if protected:
        yield words["people"]


def _number(rows: int | None, words: dict[str, str]) -> str:
    return words["few"] if rows is None else str(rows)


def _no_such(problem: Problem, language: str) -> click.BadParameter:
    """The word is at fault, not the evidence."""
    return click.BadParameter(problem.letter(language), param_hint="FIGURE")


def _figure(item: dict[str, Any], words: dict[str, str]) -> Iterator[str]:
    label = words["described"] if item["reason"] == "described" else item["verdict_label"]
    yield f"  {label}{words['colon']} {item['sentence']}"
    result = item["result"]
    if "value" in result:
        yield f"    {result['text']} ({result['interval_text']}), n = {result['n']}"
        yield f"    {words['method']}{words['colon']} {result['method_text']}"
    if item["threshold"]:
        line = item["threshold"]
        yield f"    {words['line']}{words['colon']} {line['text']} ({line['klass_label']}). {line['source']}"
    for flip in item["flips_at"]:
        yield f"    {words['flip']} {flip['text']}{words['colon']} {flip['verdict_label']}"
