"""An empty dossier: the facts to fill in, an empty folder of evidence, and a workbook with one sheet a table."""

from __future__ import annotations

import datetime as dt
import re
from importlib import resources
from pathlib import Path

from obverse.connectors.texts import FolderTexts
from obverse.connectors.workbook.layout import empty_workbook
from obverse.evidence import storing
from obverse.evidence.facts import FILE
from obverse.evidence.problems import EvidenceProblems
from obverse.vocabulary.text import known_language

WORKBOOK = "workbook.xlsx"
_problem = FolderTexts(__package__).problem


def new_dossier(
    directory: Path | str, language: str = "en", *, as_of: dt.date | None = None
) -> tuple[Path, ...]:
    """Write an empty dossier into ``directory`` and return the paths of its dossier.toml, evidence and workbook.

    ``as_of`` is the date from which the audit looks (today, if it is not given).

    Raises:
        EvidenceProblems: there is a dossier already.
        UnknownId: there is no such language.
    """
    directory = Path(directory)
    known_language(language)
    targets = (directory / FILE, directory / "evidence", directory / WORKBOOK)
    found = [target.name for target in targets if target.exists()]
    if found:
        details = {"files": ", ".join(found)}
        raise EvidenceProblems([_problem("dossier_exists", directory.name or ".", details=details)])
    title = directory.resolve().name
    day = as_of or dt.datetime.now(dt.UTC).date()
    template = resources.files(__package__).joinpath("templates", f"dossier.{language}.toml")
    text = template.read_text(encoding="utf-8")
    text = text.replace("{id}", _identifier(title)).replace(
        "{title}", title.replace("\\", "\\\\").replace('"', '\\"')
    )
    (directory / "evidence").mkdir(parents=True)
    with storing.change(directory) as change:
        change.file(FILE).write_text(text.replace("{as_of}", day.isoformat()), encoding="utf-8")
        change.file(WORKBOOK).write_bytes(empty_workbook(language))
    return targets


def _identifier(title: str) -> str:
    """The title as an identifier: small letters, digits and hyphens.

    >>> _identifier("My Process (2026)")
    'my-process-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "process"
