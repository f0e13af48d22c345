"""Two states of the same installation: which is the earlier one, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from obverse.connectors.decidim.export import BEFORE, FOLLOWED, NOW, Export, last_date, look_again, overlap
from obverse.connectors.decidim.files import GRAPHQL
from obverse.connectors.texts import FolderTexts
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.problems import Problem
from obverse.evidence.typed_cells import quoted

IDS = {"proposals": "proposal-", "comments": "comment-", "projects": "project-", "debates": "debate-"}
# The fields that people wrote, and what they are called in the table of revisions.
_WRITTEN = {
    "proposals": {"title": "title", "body": "text"},
    "comments": {"body": "text"},
    "projects": {"title": "title", "description": "text", "budget_amount": "cost"},
    "debates": {"title": "title", "description": "text"},
}
_ORDER = ("first", "second")
_problem = FolderTexts(__package__).problem
# Cells are told apart by a sign that no text holds.
_BETWEEN = " || chr(31) || "


def find_earlier(export: Export, told: str) -> tuple[frozenset[int], list[Problem]]:
    """The places of the parts that belong to an earlier state, where the files hold two states of the same things.

    Files of one folder (of one archive) belong together; otherwise, of two files of a kind that share ids the one
    with the earlier last date is the earlier one. ``told`` is a part of the path of the earlier files, or their place
    among the files as they were given (``first`` or ``second``).
    """
    shared = _shared(export)
    if not shared:
        return frozenset(), []
    files = ", ".join(sorted({export.parts[place].file.name for pair in shared for place in pair}))
    first = export.parts[shared[0][0]].file.name
    unclear = [_problem("which_is_earlier", first, details={"files": files})]
    folders = sorted({export.parts[place].file.parent for pair in shared for place in pair})
    if told in _ORDER and len(folders) == 2:
        chosen = _folder(
            export, (min if told == _ORDER[0] else max)(place for pair in shared for place in pair)
        )
        earlier = {place for place in range(len(export.parts)) if _folder(export, place) == chosen}
    elif told in _ORDER:
        earlier = {(min if told == _ORDER[0] else max)(pair) for pair in shared}
    elif told:
        earlier = {place for place, part in enumerate(export.parts) if told in str(part.file)}
    elif len(folders) == 2 and all(_folder(export, a) != _folder(export, b) for a, b in shared):
        groups = [
            [place for place in range(len(export.parts)) if _folder(export, place) == folder]
            for folder in folders
        ]
        ends = [last_date(export, group) for group in groups]
        if ends[0] == ends[1]:
            return frozenset(), unclear
        earlier = set(groups[ends.index(min(ends))])
    else:
        earlier = set()
        for one, other in shared:
            ends = [last_date(export, [place]) for place in (one, other)]
            if ends[0] == ends[1]:
                return frozenset(), unclear
            earlier.add(one if ends[0] < ends[1] else other)
    together = [pair for pair in shared if (pair[0] in earlier) == (pair[1] in earlier)]
    if together and told:
        return frozenset(), unclear
    if together:
        return frozenset(), [_problem("too_many_states", first, details={"files": files})]
    return frozenset(earlier), []


def _folder(export: Export, place: int) -> Path:
    return export.parts[place].file.parent


def _shared(export: Export) -> list[tuple[int, int]]:
    """Pairs of parts of one kind that hold the same thing; a saved answer beside a table is but another view of it."""
    return [
        (first, second)
        for kind in FOLLOWED
        for first, second in combinations([n for n, part in enumerate(export.parts) if part.kind == kind], 2)
        if export.parts[first].file != export.parts[second].file
        and (export.parts[first].form == GRAPHQL) == (export.parts[second].form == GRAPHQL)
        and overlap(export, first, second)
    ]


def find_revisions(export: Export) -> str:
    """The query for the rows of the table revision."""
    seen = f"'{export.seen[BEFORE][:10]}' AS seen_before, '{export.seen[NOW][:10]}' AS seen_after"
    hidden = _hidden(NOW)
    selects = []
    for kind, prefix in IDS.items():
        if not (export.sides(kind, BEFORE) and export.sides(kind, NOW)):
            continue
        ours = f"'{prefix}' || old.id"
        selects.append(
            f"SELECT {ours} AS contribution, CASE WHEN {ours} IN (SELECT id FROM ({hidden})) THEN 'hidden' "
            f"ELSE 'deleted' END AS kind, '' AS field, {seen}, old.{FILE}, old.{ROW} FROM gone_{kind} AS old"
        )
        asked = [*_WRITTEN[kind], *(["answer"] if kind == "proposals" else [])]
        comparable = _remember_cells(export, kind, asked)
        both = (
            f"FROM before_{kind} AS old JOIN now_{kind} AS new ON new.id = old.id "
            f"JOIN cells_before_{kind} AS was ON was.id = old.id JOIN cells_now_{kind} AS is_now ON is_now.id = old.id"
        )
        selects += [
            f"SELECT {ours}, 'edited', '{field}', {seen}, new.{FILE}, new.{ROW} {both} "
            f"WHERE was.{name} <> is_now.{name}"
            for name, field in _WRITTEN[kind].items()
            if name in comparable
        ]
        if kind == "proposals":
            selects += _answers(f"{seen}, new.{FILE}, new.{ROW} {both}", "answer" in comparable)
    if not selects:
        return ""
    return (
        f"SELECT DISTINCT ON (contribution, kind, field) * FROM ({' UNION ALL '.join(selects)}) ORDER BY ALL"
    )


def _answers(stem: str, compared: bool) -> list[str]:
    """What happened to the answers and the states of proposals."""
    before, after = (
        f"({side}.answered_at <> '' OR one_line({side}.answer) <> '')" for side in ("old", "new")
    )
    selects = [f"SELECT 'proposal-' || old.id, 'answered', '', {stem} WHERE NOT {before} AND {after}"]
    if compared:
        selects.append(
            f"SELECT 'proposal-' || old.id, 'answer_edited', 'answer', {stem} "
            f"WHERE {before} AND was.answer <> is_now.answer"
        )
    state = "CASE WHEN truth({0}.withdrawn) THEN 'withdrawn' ELSE COALESCE(NULLIF({0}.state, ''), 'not_answered') END"
    selects.append(
        f"SELECT 'proposal-' || old.id, 'state_changed', 'state', {stem} "
        f"WHERE {state.format('old')} <> {state.format('new')}"
    )
    return selects


def _remember_cells(export: Export, kind: str, names: Iterable[str]) -> list[str]:
    """Make ``cells_before`` and ``cells_now`` of a kind: ids, and for each field a digest of what stands in it.

    Only headings that all files have are looked at: an installation that gains a language, or machine translations,
    has edited nothing. Returns the fields that can be compared.
    """
    places = {side: export.sides(kind, side) for side in (BEFORE, NOW)}
    every = [export.parts[place].match.columns for side in places.values() for place in side]
    common = {
        name: sorted(
            heading
            for heading in set.intersection(*(set(theirs.get(name, ())) for theirs in every))
            if "machine" not in heading.casefold()
        )
        for name in names
    }
    comparable = [name for name, headings in common.items() if headings]
    for side in (BEFORE, NOW):
        for place in places[side]:
            look_again(export, place)
            own_id = quoted(export.parts[place].match.columns["id"][0])
            digests = [
                f"md5({_BETWEEN.join(map(_as_compared, common[name]))}) AS {name}" for name in comparable
            ]
            export.connection.execute(
                f"CREATE TABLE cells_{place} AS SELECT {', '.join([f'{own_id} AS id', *digests])} FROM raw_{place}"
            )
            export.connection.unregister(f"raw_{place}")
        union = " UNION ALL ".join(f"SELECT * FROM cells_{place}" for place in places[side])
        export.connection.execute(f"CREATE OR REPLACE VIEW cells_{side}_{kind} AS {union}")
    return comparable


def _as_compared(heading: str) -> str:
    # Marked-up and plain versions of the same words are the same.
    return f"one_line(unguarded(COALESCE({quoted(heading)}, '')))"


def _hidden(side: str) -> str:
    return (
        f"SELECT thing(reportable_type) || reportable_id AS id FROM {side}_moderations "
        "WHERE thing(reportable_type) <> ''"
    )


def changed_results(export: Export) -> dict[str, int]:
    """Of the results in both states: how many changed their end date or their progress; and how many are gone."""
    both = "FROM before_results AS old JOIN now_results AS new ON new.id = old.id WHERE"
    return {
        "moved": export.count(f"SELECT count(*) {both} day(old.end_date) <> day(new.end_date)"),
        "progress": export.count(
            f"SELECT count(*) {both} number(old.progress) <> number(new.progress) "
            "OR old.status_key <> new.status_key"
        ),
        "gone": export.count("SELECT count(*) FROM gone_results"),
    }
