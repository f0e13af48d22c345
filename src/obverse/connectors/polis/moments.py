"""The column ``timestamp`` of an export: seconds or milliseconds since 1970, told apart by size."""

from __future__ import annotations

# A number of seconds above this lies beyond the year 5000; one of milliseconds below it, before 1974.
_MILLISECONDS_FROM = 100_000_000_000
_LAST_MOMENT = 253_402_300_799_999
# A spreadsheet writes 1.70E+12 for such a number and loses the day: that is no moment.
_WRITTEN = r"[0-9]{1,15}(\.0+)?"


def microseconds(column: str = '"timestamp"') -> str:
    """The moment in millionths of a second since 1970, as SQL; NULL where the cell holds none until the year 9999."""
    number = _number(column)
    return f"({number} * {_factor(number)})"


def moment(later: str = "0", column: str = '"timestamp"') -> str:
    """The moment as a text, ``later`` millionths of a second added; the cell as it is where it holds no moment.

    What stays as it is fails the check of the evidence, which names its row.
    """
    number = _number(column)
    read = f"make_timestamp({microseconds(column)} + {later})"
    return f"""COALESCE(CASE WHEN {later} > 0 THEN strftime({read}, '%Y-%m-%dT%H:%M:%S.%fZ')
        WHEN {number} >= {_MILLISECONDS_FROM} THEN strftime({read}, '%Y-%m-%dT%H:%M:%S.%gZ')
        ELSE strftime({read}, '%Y-%m-%dT%H:%M:%SZ') END, {column})"""


def _number(column: str) -> str:
    read = f"TRY_CAST({column} AS BIGINT)"
    return f"CASE WHEN regexp_full_match({column}, '{_WRITTEN}') AND {read} <= {_LAST_MOMENT} THEN {read} END"


def _factor(number: str) -> str:
    return f"CASE WHEN {number} >= {_MILLISECONDS_FROM} THEN 1000 ELSE 1000000 END"
