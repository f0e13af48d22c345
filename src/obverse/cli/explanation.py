"""The rows behind a figure, and those that were left out, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obverse.auditing import audit, measure
from obverse.evidence.dossier import open_dossier
from obverse.evidence.problems import EvidenceProblems, Problem, did_you_mean

_WORDS = {
    "en": {
        "files": "Files",
        "left": "Left out",
        "rows": "{shown} of {total} rows that were looked at",
        "counted": "counted",
        "method": "Method",
        "line": "Threshold",
        "flip": "The verdict would flip at",
        "none": "Nothing was recorded, so there are no rows.",
    },
    "fr": {
        "files": "Fichiers",
        "left": "Écartées",
        "rows": "{shown} lignes sur {total} examinées",
        "counted": "retenue",
        "method": "Méthode",
        "line": "Seuil",
        "flip": "Le verdict changerait à",
        "none": "Rien n’a été consigné, il n’y a donc pas de lignes.",
    },
}


def explain(directory: Path, figure: str, limit: int | None, language: str) -> Iterator[str]:
    """The way back from a figure to its rows, line by line.

    Raises:
        EvidenceProblems: there is no such indicator or no such figure.
    """
    words = _WORDS[language]
    identifier, _, subject = figure.partition(":")
    dossier = open_dossier(directory)
    indicator, measurement, evidence = measure(dossier, identifier)
    content = audit(dossier, language=language, only=[identifier]).content["findings"]
    if subject and subject not in measurement.results:
        hint = did_you_mean(figure, [item["key"] for item in content])
        raise EvidenceProblems(
            [Problem("unknown_figure", directory.name, details={"word": figure, "hint": hint})]
        )
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
        yield f"  {use.file or use.table}: {use.rows}, sha256 {use.sha256[:16]}…, {use.source}"
    if provenance.left_out:
        yield words["left"]
        texts = indicator.texts(language).left_out
        for reason, rows in provenance.left_out.items():
            yield f"  {rows}: {texts.get(reason, reason)}"
    rows = evidence.rows_behind().to_pylist()
    chosen = [row for row in rows if _belongs(row, subject)]
    shown = chosen if limit is None else chosen[:limit]
    yield ""
    yield words["rows"].format(shown=len(shown), total=len(chosen))
    for row in shown:
        place = f"{row.pop('source_table')} {row.pop('source_row')}"
        state = row.pop("left_out") or words["counted"]
        rest = ", ".join(f"{key} = {value}" for key, value in row.items() if value is not None)
        yield f"  {place} ({state}): {rest}"


def _belongs(row: dict[str, Any], subject: str) -> bool:
    # Rows that say which subject they belong to are filtered by it; the others stand behind every subject.
    own = row.get("subject")
    return not subject or own is None or subject == own or subject.startswith(f"{own}.")


def _figure(item: dict[str, Any], words: dict[str, str]) -> Iterator[str]:
    yield f"  {item['verdict_label']}: {item['sentence']}"
    result = item["result"]
    if "value" in result:
        yield f"    {result['text']} ({result['interval_text']}), n = {result['n']}"
        yield f"    {words['method']}: {result['method_text']}"
    if item["threshold"]:
        line = item["threshold"]
        yield f"    {words['line']}: {line['text']} ({line['klass_label']}; {line['source']})"
    for flip in item["flips_at"]:
        yield f"    {words['flip']} {flip['text']}: {flip['verdict_label']}"
