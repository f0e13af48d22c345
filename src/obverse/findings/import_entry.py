"""An import as plain data: what was read, what was left out, and what was remarked, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from babel.numbers import format_decimal

from obverse.evidence.importing.imports import COUNTS, Import
from obverse.vocabulary import texts as shared_texts

_WORDS = {
    "en": {
        "flagged": "Accounts flagged as staff, organiser or test by the rule {name}: {count}. "
        "They are left out wherever the public is counted.",
        "e_mail": "Cells of free text in which e-mail addresses were blotted out: {count}.",
        "telephone": "Cells of free text in which what looks like a telephone number was blotted out: {count}.",
        "name": "Cells of free text in which participants’ names were blotted out: {count}.",
        "something": "Cells of free text in which something was blotted out: {count}.",
        "unread": "Not read in {name}: {headings}.",
        "more": " and {count} more",
        "pseudonyms": "Ids of people that became pseudonyms: {tables}.",
        "in_table": "{count} ({table})",
        "few": "fewer than ten",
    },
    "fr": {
        "flagged": "Comptes signalés comme agents, organisateur ou tests par la règle {name}\u00a0: {count}. "
        "Ils sont laissés de côté partout où l’on compte le public.",
        "e_mail": "Cellules de texte libre où des adresses électroniques ont été masquées\u00a0: {count}.",
        "telephone": "Cellules de texte libre où ce qui ressemble à un numéro de téléphone a été masqué\u00a0: "
        "{count}.",
        "name": "Cellules de texte libre où des noms de participants ont été masqués\u00a0: {count}.",
        "something": "Cellules de texte libre où quelque chose a été masqué\u00a0: {count}.",
        "unread": "Non lu dans {name}\u00a0: {headings}.",
        "more": " et {count} de plus",
        "pseudonyms": "Identifiants de personnes devenus des pseudonymes\u00a0: {tables}.",
        "in_table": "{count} ({table})",
        "few": "moins de dix",
    },
}


def import_entry(imported: Import, language: str) -> dict[str, Any]:
    """What an import read, left out and remarked; ``notes_kept`` is false where the journal did not keep remarks."""
    return {
        "at": imported.at,
        "connector": imported.connector,
        "generation": imported.generation,
        "files": [{"name": name, "sha256": sha256} for name, sha256 in imported.files],
        "tables": [
            {"table": table, "label": _label(table, language)} | {name: counts[name] for name in COUNTS}
            for table, counts in imported.rows.items()
        ],
        "left_out": [
            {
                "table": table,
                "label": _label(table, language),
                "reason": reason.in_language(language),
                "rows": rows,
            }
            for table, reasons in imported.left_out.items()
            for reason, rows in reasons.items()
        ],
        "notes": list(_notes(imported, language)),
        "notes_kept": imported.notes is not None,
    }


def _notes(imported: Import, language: str) -> Iterator[str]:
    words = _WORDS[language]

    def number(count: int | None) -> str:
        if count is None:
            return words["few"]
        return str(format_decimal(count, locale=language))

    yield from (note.in_language(language) for note in imported.notes or ())
    for rule, count in imported.flagged.items():
        yield words["flagged"].format(name=rule, count=number(count))
    for kind, count in imported.screened.items():
        yield words[kind if kind in {"e_mail", "telephone", "name"} else "something"].format(
            count=number(count)
        )
    for file, unread in imported.unread.items():
        beyond = unread.count - len(unread.shown)
        more = words["more"].format(count=number(beyond)) if beyond > 0 else ""
        yield words["unread"].format(name=file, headings=", ".join(unread.shown) + more)
    if imported.pseudonyms:
        told = (
            words["in_table"].format(count=number(count), table=_label(table, language))
            for table, count in imported.pseudonyms.items()
        )
        yield words["pseudonyms"].format(tables=", ".join(told))


def _label(table: str, language: str) -> str:
    # A journal may be older than the names of the tables.
    return shared_texts(language).get(f"table.{table}.label", table)
