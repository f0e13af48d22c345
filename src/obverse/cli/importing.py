"""What ``obverse import`` prints: the letter about the files, what can be asked now, and what to get next."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import click

from obverse.auditing import Readiness, readiness
from obverse.connectors.importing import import_files, suggest_mapping
from obverse.evidence.facts import FILE
from obverse.evidence.importing.progress import KEEPING, READING, Show
from obverse.evidence.receiving.limits import Limits, limits
from obverse.vocabulary.texts import texts

_SHOWN = 5
_WORDS = {
    "en": {
        "possible": "{count} of {total} indicators find their registers and columns "
        "(whether there are enough cases, the audit tells){more}. See them: obverse audit {directory}",
        "more": " ({count} more than before)",
        "next": "Worth getting next:",
        "opens": "  {remedy} It stands first before {count} more: {ids}.",
        "other": " and one other",
        "others": " and {count} others",
        READING: "reading: {percent} %, {rows:,} rows",
        KEEPING: "checking and writing {rows:,} rows: {percent} %",
        "left": ", some {minutes}:{seconds:02d} of reading left",
    },
    "fr": {
        "possible": "{count} indicateurs sur {total} trouvent leurs registres et leurs colonnes "
        "(s’il y a assez de cas, l’audit le dira){more}. "
        "Pour les voir : obverse audit {directory}",
        "more": " ({count} de plus qu’avant)",
        "next": "À obtenir ensuite :",
        "opens": "  {remedy} C’est ce qui manque d’abord à {count} autres : {ids}.",
        "other": " et un autre",
        "others": " et {count} autres",
        READING: "lecture : {percent} %, {rows} lignes",
        KEEPING: "contrôle et écriture de {rows} lignes : {percent} %",
        "left": ", encore {minutes}:{seconds:02d} de lecture environ",
    },
}


def bring_in(
    directory: Path,
    files: Sequence[Path],
    *,
    platform: str | None,
    mapping: Path | None,
    replace: bool,
    options: Mapping[str, str],
    bounds: Mapping[str, str],
    encoding: str,
    keep_originals: bool,
    new_key: bool,
    language: str,
) -> Iterator[str]:
    """Import files and yield the lines of the letter."""
    before = readiness(directory) if (directory / FILE).is_file() else None
    letter = import_files(
        directory,
        files,
        platform,
        mapping,
        replace,
        options=options or None,
        encoding=encoding,
        keep_originals=keep_originals,
        new_key=new_key,
        limited=_limited(bounds),
        show=_on_a_terminal(language),
    )
    yield letter.in_words(language)
    if not letter.unchanged:
        yield from _what_now(directory, before, readiness(directory), language)


def suggestions(
    files: Sequence[Path],
    *,
    options: Mapping[str, str] | None = None,
    encoding: str,
    bounds: Mapping[str, str],
    language: str,
) -> Iterator[str]:
    """Yield a mapping to begin with for each file."""
    for file in files:
        yield suggest_mapping(file, language, options=options, encoding=encoding, limited=_limited(bounds))


def _on_a_terminal(language: str) -> Show | None:
    """What tells a person before a terminal how far a long import is, and how long reading will still take."""
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()

    def show(done: int, total: int, rows: int, step: str) -> None:
        words = _WORDS[language]
        said = words[step].format(rows=rows, percent=100 * done // max(1, total))
        if step == READING and done:
            minutes, seconds = divmod(round((time.monotonic() - began) * (total - done) / done), 60)
            said += words["left"].format(minutes=minutes, seconds=seconds)
        click.echo(f"\r\033[K{said}", nl=False, err=True)
        if step != READING and done >= total:
            click.echo("\r\033[K", nl=False, err=True)

    return show


def _limited(bounds: Mapping[str, str]) -> Limits:
    known = {field.name for field in fields(Limits)}
    for name, value in bounds.items():
        if name not in known or not value.isdigit():
            raise click.BadParameter(
                f"{name}={value}: known are {', '.join(sorted(known))}, each with a whole number.",
                param_hint="--limit",
            )
    return limits().with_(**{name: int(value) for name, value in bounds.items()})


def _what_now(directory: Path, before: Readiness | None, now: Readiness, language: str) -> Iterator[str]:
    words = _WORDS[language]
    new = len(set(now.possible) - set(before.possible)) if before else 0
    yield ""
    yield words["possible"].format(
        count=len(now.possible),
        total=len(now.possible) + len(now.gaps),
        more=words["more"].format(count=new) if new else "",
        directory=directory,
    )
    worth = now.worth_getting()[:_SHOWN]
    if worth:
        yield words["next"]
    for gap, ids in worth:
        beyond = len(ids) - _SHOWN
        others = words["other" if beyond == 1 else "others"].format(count=beyond) if beyond > 0 else ""
        yield words["opens"].format(
            remedy=texts(language).remedy(gap.remedy, of=gap.of),
            count=len(ids),
            ids=", ".join(ids[:_SHOWN]) + others,
        )
