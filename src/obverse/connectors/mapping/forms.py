"""The forms in which numbers and dates are written, and which of them the cells of a column fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import duckdb

from obverse.evidence.importing.stored import literal

_DAYS = {
    "iso": ("%Y-%m-%d",),
    "day_first": (
        "%d.%m.%Y",
        "%d.%m.%y",
        "%d/%m/%Y",
        "%d/%m/%y",
        "%d-%m-%Y",
        "%d-%m-%y",
        "%d %B %Y",
        "%d %b %Y",
    ),
    "month_first": ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y"),
    "year_first": ("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
}
_CLOCKS = (
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    ", %H:%M",
    ", %H:%M:%S",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
)
_MARKED = ("T%H:%M:%SZ", "T%H:%M:%S.%fZ", " %H:%M:%S UTC", " at %I:%M %p (GMT)")
_TIMES = ("", *_CLOCKS, *_MARKED, " %I:%M %p", " %I:%M:%S %p", ", %I:%M %p", " at %I:%M %p")
_AS_OURS = re.compile(r"%Y-%m-%d([T ]%H:%M(:%S(\.%f)?)?Z?)?")
_NUMBERS = {
    # decimal and thousands as a mapping says them: what such numbers look like
    ("", ""): r"-?[0-9]+(\.[0-9]+)?",
    (",", ""): r"-?[0-9]+(,[0-9]+)?",
    (",", "."): r"-?[0-9]{1,3}(\.[0-9]{3})*(,[0-9]+)?",
    (".", ","): r"-?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?",
    (",", " "): r"-?[0-9]{1,3}( [0-9]{3})*(,[0-9]+)?",
    (",", "\u00a0"): "-?[0-9]{1,3}(\u00a0[0-9]{3})*(,[0-9]+)?",
    (",", "\u202f"): "-?[0-9]{1,3}(\u202f[0-9]{3})*(,[0-9]+)?",
    (".", " "): r"-?[0-9]{1,3}( [0-9]{3})*(\.[0-9]+)?",
    (".", "'"): r"-?[0-9]{1,3}('[0-9]{3})*(\.[0-9]+)?",
    (".", "’"): r"-?[0-9]{1,3}(’[0-9]{3})*(\.[0-9]+)?",
}
# Of how many filled cells a column of numbers or dates has to consist.
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers: how they are written, what stands beside them, their bounds.

    ``whole`` is ``yes``, ``no``, or ``written`` where whole numbers are written as 3.0; ``other`` are cells that are no
    number; ``unsure`` says that 1.234 or 1,234 may be one or a thousand.
    """

    decimal: str = ""
    thousands: str = ""
    unit: str = ""
    whole: str = "no"
    low: float = 0.0
    high: float = 0.0
    other: tuple[str, ...] = ()
    unsure: bool = False

    @property
    def years(self) -> bool:
        """Whether all of them would be years."""
        return self.whole != "no" and self.low >= 1800 and self.high <= 2100 and not self.unit


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of dates: the forms in which they are written; ``unsure`` where day and month could be exchanged."""

    forms: tuple[str, ...]
    timed: bool = False
    unsure: bool = False
    other: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """Whether they are written as the evidence writes them."""
        return all(_AS_OURS.fullmatch(form) for form in self.forms)


def find_numbers(
    connection: duckdb.DuckDBPyConnection, cells: Mapping[str, int], units: Sequence[str]
) -> Numbers | None:
    """How a column's cells (``cell``, ``times`` in the relation ``cells``) are numbers; None where they are not."""
    if not cells:
        return None
    if not any(sign.isdigit() for cell in list(cells)[:50] for sign in cell):
        return None
    unit = _unit(list(cells), units)
    bare = f"trim(replace(cell, {literal(unit)}, ''), ' \u00a0\u202f')" if unit else "cell"
    counted = ", ".join(
        f"sum(times) FILTER (WHERE regexp_full_match({bare}, {literal(form)}))" for form in _NUMBERS.values()
    )
    row = connection.execute(f"SELECT sum(times), {counted} FROM cells").fetchall()[0]
    filled, found = int(row[0]), [int(count or 0) for count in row[1:]]
    best = max(found)
    if best < _MOST * filled or best == 0:
        return None
    fitting = [form for form, count in zip(_NUMBERS, found, strict=True) if count == best]
    decimal, thousands = fitting[0]
    text = f"replace({bare}, {literal(thousands)}, '')" if thousands else bare
    text = f"replace({text}, {literal(decimal)}, '.')" if decimal not in {"", "."} else text
    fits = f"regexp_full_match({bare}, {literal(_NUMBERS[decimal, thousands])})"
    low, high, plain, written, thousand = connection.execute(
        f"SELECT min(TRY_CAST({text} AS DOUBLE)), max(TRY_CAST({text} AS DOUBLE)), "
        f"bool_and(regexp_full_match({text}, '-?[0-9]+')), "
        f"bool_and(regexp_full_match({text}, '-?[0-9]+(\\.0+)?')), "
        f"bool_and(regexp_full_match({bare}, '-?[0-9]{{1,3}}([.,][0-9]{{3}})*')) AND "
        f"bool_or(regexp_matches({bare}, '[.,]')) FROM cells WHERE {fits}"
    ).fetchall()[0]
    others = connection.execute(
        f"SELECT cell FROM cells WHERE NOT {fits} ORDER BY times DESC, cell LIMIT 9"
    ).fetchall()
    return Numbers(
        decimal="" if decimal == "." and not thousands else decimal,
        thousands=thousands,
        unit=unit,
        whole="yes" if plain else "written" if written and not thousands else "no",
        low=float(low or 0),
        high=float(high or 0),
        other=tuple(str(cell) for (cell,) in others),
        unsure=bool(thousand),
    )


def _unit(cells: Sequence[str], units: Sequence[str]) -> str:
    """The sign that stands beside most numbers."""
    for unit in sorted(units, key=len, reverse=True):
        beside = [cell for cell in cells if cell.strip().startswith(unit) or cell.strip().endswith(unit)]
        if len(beside) >= _MOST * len(cells):
            return unit
    return ""


def find_dates(connection: duckdb.DuckDBPyConnection, cells: Mapping[str, int]) -> Dates | None:
    """How a column's cells (in the relation ``cells``) are dates or moments; None where they are not."""
    looks = [cell for cell in cells if 6 <= len(cell) <= 40 and sum(sign.isdigit() for sign in cell) >= 3]
    if len(looks) < _MOST * len(cells):
        return None
    tried = looks[:: max(1, len(looks) // 12)][:12]
    listed = ", ".join(f"({literal(cell)}, 1)" for cell in tried)
    forms = [form for form, shape in _shapes().items() if any(shape.fullmatch(cell) for cell in tried)]
    counted = _count(connection, forms, f"(VALUES {listed}) AS tried(cell, times)")
    counted = _count(connection, [form for form in forms if counted[form]], "cells")
    filled = sum(cells.values())
    best = max(counted.values(), default=0)
    if not best:
        return None
    first = next(form for form in counted if counted[form] == best)
    rival = _exchanged(first)
    chosen = [first]
    for form in sorted(counted, key=lambda form: -counted[form]):
        missed = _missed(connection, chosen)
        orders = {_order(item) for item in (*chosen, form)}
        if not missed or orders >= {"day_first", "month_first"}:
            continue
        if _missed(connection, [*chosen, form]) < missed:
            chosen.append(form)
    missed = _missed(connection, chosen)
    if missed > (1 - _MOST) * filled:
        return None
    unfit = " AND ".join(f"NOT {_fits(form)}" for form in chosen)
    others = connection.execute(
        f"SELECT cell FROM cells WHERE {unfit} ORDER BY times DESC, cell LIMIT 9"
    ).fetchall()
    return Dates(
        forms=tuple(chosen),
        timed=any("%H" in form or "%I" in form for form in chosen),
        unsure=counted.get(rival, 0) == best,
        other=tuple(str(cell) for (cell,) in others),
    )


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """For each form, what cells written in it look like: cheaper to ask than whether they are dates."""
    signs = {
        "%Y": r"\d{4}",
        "%f": r"\d+",
        "%B": r"[A-Za-z]+",
        "%b": r"[A-Za-z]+",
        "%p": "[AaPp][Mm]",
        "%y": r"\d\d",
    }
    found = {}
    for form in (day + time for days in _DAYS.values() for day in days for time in _TIMES):
        parts = re.split(r"(%\w)", form)
        shape = "".join(
            signs.get(part, r"\d\d?") if part.startswith("%") else re.escape(part) for part in parts
        )
        found[form] = re.compile(shape)
    return found


def _fits(form: str) -> str:
    moment = f"try_strptime(cell, {literal(form)})"
    # %Y takes 24 for the year 24.
    return f"COALESCE(year({moment}) BETWEEN 1800 AND 2100, FALSE)"


def _count(connection: duckdb.DuckDBPyConnection, forms: Sequence[str], relation: str) -> dict[str, int]:
    """How many cells of a relation fit each form."""
    if not forms:
        return {}
    columns = ", ".join(f"sum(times) FILTER (WHERE {_fits(form)})" for form in forms)
    row = connection.execute(f"SELECT {columns} FROM {relation}").fetchall()[0]
    return {form: int(count or 0) for form, count in zip(forms, row, strict=True)}


def _missed(connection: duckdb.DuckDBPyConnection, forms: Sequence[str]) -> int:
    unfit = " AND ".join(f"NOT {_fits(form)}" for form in forms)
    row = connection.execute(f"SELECT COALESCE(sum(times), 0) FROM cells WHERE {unfit}").fetchall()[0]
    return int(row[0])


def _order(form: str) -> str:
    return next(
        (name for name, days in _DAYS.items() if any(form.startswith(day) for day in days)), "year_first"
    )


def _exchanged(form: str) -> str:
    """The same form with day and month exchanged."""
    if form[:2] == "%d" and form[3:5] == "%m":
        return f"%m{form[2]}%d{form[5:]}"
    if form[:2] == "%m" and form[3:5] == "%d":
        return f"%d{form[2]}%m{form[5:]}"
    return ""
