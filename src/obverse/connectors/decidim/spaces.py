"""Participatory spaces: an installation holds many, a dossier is about one."""

from __future__ import annotations

import datetime as dt

from obverse.connectors.decidim.export import IN_SPACES, NOW, Export, gather
from obverse.evidence.importing.stored import literal

_SHOWN = 40


def count_spaces(export: Export) -> list[tuple[str, int]]:
    """The spaces of the later state, each with its number of rows, the fullest first."""
    union = " UNION ALL ".join(f"SELECT space FROM {NOW}_{kind}" for kind in IN_SPACES)
    rows = export.rows(
        f"SELECT space, count(*) AS n FROM ({union}) WHERE space <> '' GROUP BY space ORDER BY n DESC, space"
    )
    return [(str(space), int(str(n))) for space, n in rows]


def choose_spaces(export: Export, told: str) -> tuple[set[str], list[str]]:
    """The spaces that ``told`` names (slug, id or address, several separated by |), and the words that name none."""
    known = {space: set[str]() for space, _ in count_spaces(export)}
    ids = " UNION ALL ".join(
        f"SELECT DISTINCT space, space_id AS id FROM {NOW}_{kind}"
        for kind in ("proposals", "projects", "meetings", "debates")
    )
    ids += " UNION ALL SELECT space, id FROM now_processes"
    for space, number in export.rows(ids):
        known.setdefault(str(space), set()).add(str(number))
    known.pop("", None)
    chosen: set[str] = set()
    nothing = []
    for word in filter(None, (part.strip() for part in told.split("|"))):
        within = export.rows(f"SELECT space_of({literal(word if '/' in word[1:] else '')})")[0][0]
        short = word.strip("/").casefold()
        found = {
            space
            for space, numbers in known.items()
            if short in {space.casefold(), space.partition("/")[2].casefold()}
            or word in numbers
            or space == within
        } or {space for space in known if "/" in short and short in space.casefold()}
        chosen |= found
        if not found:
            nothing.append(word)
    return chosen, nothing


def keep_spaces(export: Export, chosen: set[str]) -> dict[str, int]:
    """Leave only the rows of some spaces, in both states; returns how many left each kind of the later one."""
    before = {kind: export.count(f"SELECT count(*) FROM now_{kind}") for kind in IN_SPACES}
    export.chosen = frozenset(chosen)
    gather(export)
    return {kind: count - export.count(f"SELECT count(*) FROM now_{kind}") for kind, count in before.items()}


def in_words(spaces: list[tuple[str, int]]) -> str:
    """The spaces with their numbers of rows, the fullest first, not more than a letter can hold."""
    told = ", ".join(f"{space} ({n})" for space, n in spaces[:_SHOWN])
    return told + (f", ... ({len(spaces) - _SHOWN})" if len(spaces) > _SHOWN else "")


def about_process(export: Export, spaces: list[tuple[str, int]]) -> dict[str, object]:
    """What the files say of the one space that was read: title, start and end, or at least its slug."""
    if len(spaces) > 1:
        return {}
    wanted = literal(spaces[0][0]) if spaces else "space"
    rows = export.rows(
        f"SELECT DISTINCT one_line(title), day(start_date), day(end_date) FROM now_processes WHERE space = {wanted}"
    )
    slug = spaces[0][0].partition("/")[2] if spaces else ""
    title, start, end = (str(value or "") for value in rows[0]) if len(rows) == 1 else ("", "", "")
    proposed: dict[str, object] = {"title": title or slug} if title or slug else {}
    for key, told in (("start", start), ("end", end)):
        try:
            proposed[key] = dt.date.fromisoformat(told)
        except ValueError:
            continue
    return proposed
