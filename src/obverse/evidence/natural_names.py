"""What names a row in registers of natural types: keys that stand twice, and references to rows that are not there."""

from __future__ import annotations

from collections.abc import Iterable

from obverse.evidence.checking import SHOWN, short
from obverse.evidence.declarations import tables
from obverse.evidence.natural import Ask, Opened, RowTest, at_row, more_like_this, tested
from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW
from obverse.evidence.sharing import listing_views, shared_views
from obverse.evidence.typed_cells import Source, quoted


def check_keys(ask: Ask, opened: Opened) -> list[Problem]:
    """Every row that repeats the key of an earlier one."""
    key = [name for name in opened.table.key if name in opened.columns]
    if not key or ("id" in opened.table.key and "id" not in key):
        return []
    names = ", ".join(quoted(name) for name in key)
    # Where a shared reduction holds the few rows that can be double, they alone are looked at.
    few = f"repeated_{opened.table.name}"
    relation = quoted(few if few in shared_views() else opened.table.name)
    twice = f"SELECT {names}, COUNT(*) AS times FROM {relation} GROUP BY {names} HAVING COUNT(*) > 1"
    total = ask(f"SELECT COALESCE(SUM(times - 1), 0) AS extra FROM ({twice}) AS twice").to_pylist()
    extra = int(total[0]["extra"])
    if not extra:
        return []
    same = " AND ".join(
        f"(row_here.{quoted(name)} = twice.{quoted(name)} "
        f"OR (row_here.{quoted(name)} IS NULL AND twice.{quoted(name)} IS NULL))"
        for name in key
    )
    cells = ", ".join(f"CAST(row_here.{quoted(name)} AS STRING) AS {quoted(name)}" for name in key)
    group = ", ".join(f"twice.{quoted(name)}" for name in key)
    ranked = (
        f"SELECT row_here.{ROW}, {cells}, MIN(row_here.{ROW}) OVER (PARTITION BY {group}) AS first_row "
        f"FROM {relation} AS row_here JOIN (SELECT {names} FROM ({twice}) AS found ORDER BY {names} LIMIT {SHOWN}) "
        f"AS twice ON {same}"
    )
    rows = ask(
        f"SELECT {ROW}, first_row, {names} FROM ({ranked}) AS ranked WHERE {ROW} <> first_row "
        f"ORDER BY {ROW} LIMIT {SHOWN}"
    ).to_pylist()
    problems = []
    for row in rows:
        value = short(", ".join(f"'{row[name]}'" for name in key))
        first = str(opened.dataset.place(row["first_row"])[1])
        details = {"value": value, "first": first, "columns": ", ".join(key)}
        problems.append(at_row(opened, row[ROW], "duplicate_key", ", ".join(key), details))
    if extra > len(rows):
        problems.append(more_like_this(opened, ", ".join(key), extra - len(rows)))
    return problems


def check_references(
    ask: Ask,
    source: Source | Opened,
    present: Iterable[str],
    unread: Iterable[str] = (),
    *,
    sound: bool = False,
) -> list[Problem]:
    """Cells that refer to a row that is not there, where one of the two tables is opened by the engine.

    Both tables stand in the engine under their names, typed; what refers into an ``unread`` one is not judged.
    Where the rows are ``sound``, their own cells being right, shared reductions that list a column's words are asked.
    """
    table = source.table if isinstance(source, Opened) else tables()[source.relation]
    present, unread = set(present), set(unread)
    problems: list[Problem] = []
    for name in source.columns:
        column = table.column(name)
        if column is None or column.kind != "ref":
            continue
        cell = quoted(name)
        if column.refers_to not in present:
            if isinstance(source, Opened) and column.refers_to not in unread:
                test = RowTest("refers_to_no_table", name, f"{cell} IS NOT NULL", {"table": column.refers_to})
                problems += tested(ask, source, [test])
            continue
        # DISTINCT first: otherwise the many rows, not the few names, would be held in memory.
        listed = listing_views().get((table.name, name)) if sound else None
        lost = (
            f"SELECT mentioned.cell FROM (SELECT DISTINCT {cell} AS cell FROM {quoted(listed or table.name)} "
            f"WHERE {cell} IS NOT NULL) AS mentioned LEFT JOIN {quoted(column.refers_to)} AS known "
            "ON known.id = mentioned.cell WHERE known.id IS NULL"
        )
        total = int(ask(f"SELECT COUNT(*) AS lost FROM ({lost}) AS lost").to_pylist()[0]["lost"])
        if not total:
            continue
        rows = ask(
            f"SELECT MIN({ROW}) AS {ROW}, CAST({cell} AS STRING) AS cell FROM {quoted(table.name)} "
            f"WHERE {cell} IN ({lost}) GROUP BY {cell} ORDER BY {ROW} LIMIT {SHOWN}"
        ).to_pylist()
        for row in rows:
            details = {"table": column.refers_to, "value": f"'{short(row['cell'])}'"}
            if isinstance(source, Opened):
                problems.append(at_row(source, row[ROW], "refers_to_nothing", name, details))
            else:
                problems.append(Problem("refers_to_nothing", source.file, row[ROW], name, "", details))
        if total > len(rows):
            more = {"count": str(total - len(rows))}
            problems.append(Problem("more_like_this", _label(source), 0, name, "", more))
    return problems


def _label(source: Source | Opened) -> str:
    return source.label if isinstance(source, Opened) else source.file
