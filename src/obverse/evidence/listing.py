"""Which dossiers are meant: those that a folder holds, or those that a table names."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from obverse.evidence.problems import EvidenceProblems, Problem, Words
from obverse.vocabulary.text import Text

DECLARATION = "dossier.toml"
_LETTERS_OF_A_NAME = 60
_NOTHING = Words(
    Text(en="there is no dossier here.", fr="il n’y a aucun dossier ici."),
    Text(
        en="Name a folder below which dossiers lie (each with its dossier.toml), or a CSV table with a column “path”.",
        fr="Indiquer un répertoire sous lequel se trouvent des dossiers (chacun avec son dossier.toml), ou un tableau "
        "CSV comportant une colonne « path ».",
    ),
)
_UNREADABLE = Words(
    Text(en="the table cannot be read: {error}.", fr="le tableau ne peut pas être lu : {error}."),
    Text(en="Save it as CSV, in UTF-8.", fr="L’enregistrer au format CSV, en UTF-8."),
)
_NO_PATH = Words(
    Text(en="the table has no column “path”.", fr="le tableau n’a pas de colonne « path »."),
    Text(
        en="Name in it the folder of each dossier, seen from the table.",
        fr="Y indiquer le répertoire de chaque dossier, vu depuis le tableau.",
    ),
)
_EMPTY_PATH = Words(
    Text(en="no dossier is named.", fr="aucun dossier n’est indiqué."),
    Text(en="Name its folder, or delete the row.", fr="Indiquer son répertoire, ou supprimer la ligne."),
)
_TWICE = Words(
    Text(en="“{word}” stands here a second time.", fr="« {word} » figure ici une deuxième fois."),
    Text(
        en="Keep one row for each dossier, each with its own label.",
        fr="Garder une ligne par dossier, chacune avec son propre libellé.",
    ),
)
_NOT_A_SIZE = Words(
    Text(en="“{word}” is not a size.", fr="« {word} » n’est pas une taille."),
    Text(
        en="Write a number above 0, or leave the cell empty.",
        fr="Écrire un nombre supérieur à 0, ou laisser la cellule vide.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One dossier of a list: ``path`` as the list writes it, ``name`` fit for a folder and its own within the list."""

    label: str
    path: str
    directory: Path
    name: str
    size: float | None = None
    columns: Mapping[str, str]


def listed(place: Path) -> list[Listed]:
    """The dossiers below a folder in the order of their paths, or those of a table in the order of its rows.

    Raises:
        EvidenceProblems: there is none, or the table has problems; all of them are listed.
    """
    found = _in_table(place) if place.is_file() else _in_folder(place)
    if not found:
        raise EvidenceProblems([Problem("no_dossier", place.name, words=_NOTHING)])
    return found


def _in_folder(folder: Path) -> list[Listed]:
    paths = []
    for parent, folders, files in os.walk(folder):
        if DECLARATION in files:
            paths.append(Path(parent).relative_to(folder))
            folders.clear()  # what lies inside a dossier belongs to it
        folders[:] = sorted(name for name in folders if not name.startswith("."))
    ordered = sorted(path.as_posix() for path in paths)
    names = _names(ordered)
    return [
        Listed(label=path, path=path, directory=folder / path, name=name, columns={})
        for path, name in zip(ordered, names, strict=True)
    ]


def _in_table(table: Path) -> list[Listed]:
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        problem = Problem("unreadable_table", table.name, words=_UNREADABLE, details={"error": str(error)})
        raise EvidenceProblems([problem]) from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    if "path" not in (reader.fieldnames or ()):
        raise EvidenceProblems([Problem("no_path", table.name, row=1, words=_NO_PATH)])
    problems: list[Problem] = []
    rows: list[tuple[str, str, float | None, dict[str, str]]] = []
    seen: dict[str, set[str]] = {"path": set(), "label": set()}
    for number, row in enumerate(reader, start=2):
        cells = {
            name: (value or "").strip() for name, value in row.items() if name and not isinstance(value, list)
        }
        path = cells.pop("path", "")
        label = cells.pop("label", "") or path
        size, found = _size(cells.pop("size", ""), table.name, number)
        problems += found
        if not path:
            problems.append(Problem("no_dossier_named", table.name, number, "path", words=_EMPTY_PATH))
            continue
        for column, word in (("path", path), ("label", label)):
            if word in seen[column] and (column == "path" or label != path):
                details = {"word": word}
                problems.append(Problem("twice", table.name, number, column, words=_TWICE, details=details))
            seen[column].add(word)
        rows.append((label, path, size, cells))
    if problems:
        raise EvidenceProblems(problems)
    names = _names(label for label, *_ in rows)
    return [
        Listed(label=label, path=path, directory=table.parent / path, name=name, size=size, columns=cells)
        for (label, path, size, cells), name in zip(rows, names, strict=True)
    ]


def _size(written: str, table: str, row: int) -> tuple[float | None, list[Problem]]:
    if not written:
        return None, []
    try:
        size = float(written)
    except ValueError:
        size = math.nan
    if math.isfinite(size) and size > 0:
        return size, []
    return None, [Problem("not_a_size", table, row, "size", words=_NOT_A_SIZE, details={"word": written})]


def _names(labels: Iterable[str]) -> list[str]:
    """A folder's name for each label: plain letters and digits, each of them once.

    >>> _names(["Ville d’Été", "ville d'ete", "../.."])
    ['ville-d-ete', 'ville-d-ete-2', 'process']
    """
    names: list[str] = []
    taken: set[str] = set()
    for label in labels:
        folded = unicodedata.normalize("NFKD", label.replace("’", "-")).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")
        stem = plain[:_LETTERS_OF_A_NAME].strip("-") or "process"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        names.append(name)
    return names
