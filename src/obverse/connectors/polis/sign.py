"""Which sign means agreement in the votes of an export.

The server stores agreement as -1 and writes 1 into its exports; some versions forgot to turn the sign. A declaration
decides; without one, the counts of agreements that stand beside the votes do.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

AGREE, TURNED = 1, -1


@dataclass(frozen=True, slots=True)
class Fit:
    """How many lines of counts fit the votes if agreement is 1 (``as_written``) or -1 (``turned``), of how many.

    ``short`` lines count more votes than there are, ``over`` ones fewer, whatever the sign.
    """

    file: str
    as_written: int
    turned: int
    lines: int
    short: int = 0
    over: int = 0

    @property
    def fitting(self) -> int:
        """How many lines fit with the sign that more of them fit."""
        return max(self.as_written, self.turned)

    @property
    def sign(self) -> int:
        """The sign of agreement that more lines fit; 0 where as many fit the one as the other."""
        if self.as_written == self.turned:
            return 0
        return AGREE if self.as_written > self.turned else TURNED


def declared_sign(convention: str) -> int:
    """The sign of agreement that a declaration states; 0 where it cannot be understood.

    >>> declared_sign("agree=+1;disagree=-1;pass=0;format=polis-export/1")
    1
    >>> declared_sign("agree=-1;disagree=+1;pass=0")
    -1
    """
    stated = dict(part.split("=", 1) for part in convention.replace(" ", "").split(";") if "=" in part)
    pair = (stated.get("agree", "").lstrip("+"), stated.get("disagree", "").lstrip("+"))
    return {("1", "-1"): AGREE, ("-1", "1"): TURNED}.get(pair, 0)


def fit_to_statements(connection: duckdb.DuckDBPyConnection, file: str) -> Fit:
    """Compare the votes with agrees and disagrees per statement, which count every vote event."""
    return _fit(
        connection,
        file,
        """
        SELECT COALESCE(plus, 0) AS plus, COALESCE(minus, 0) AS minus,
               TRY_CAST(agrees AS BIGINT) AS agreed, TRY_CAST(disagrees AS BIGINT) AS disagreed
        FROM comments LEFT JOIN (
            SELECT "comment-id" AS statement, count(*) FILTER (WHERE vote = '1') AS plus,
                   count(*) FILTER (WHERE vote = '-1') AS minus
            FROM votes GROUP BY "comment-id") ON statement = "comment-id"
        """,
    )


def fit_to_participants(connection: duckdb.DuckDBPyConnection, file: str) -> Fit:
    """Compare the votes with n-agree and n-disagree per participant, which count the last votes."""
    return _fit(
        connection,
        file,
        """
        SELECT COALESCE(plus, 0) AS plus, COALESCE(minus, 0) AS minus,
               TRY_CAST("n-agree" AS BIGINT) AS agreed, TRY_CAST("n-disagree" AS BIGINT) AS disagreed
        FROM participants LEFT JOIN (
            SELECT voter, count(*) FILTER (WHERE vote = '1') AS plus, count(*) FILTER (WHERE vote = '-1') AS minus
            FROM (
                SELECT "voter-id" AS voter, vote, row_number() OVER (
                    PARTITION BY "voter-id", "comment-id"
                    ORDER BY TRY_CAST("timestamp" AS BIGINT) DESC, row_in_file DESC) AS turn
                FROM votes)
            WHERE turn = 1 GROUP BY voter) ON voter = participant
        """,
    )


def _fit(connection: duckdb.DuckDBPyConnection, file: str, lines: str) -> Fit:
    row = connection.execute(f"""
        SELECT count(*) FILTER (WHERE plus = agreed AND minus = disagreed),
               count(*) FILTER (WHERE minus = agreed AND plus = disagreed), count(*),
               count(*) FILTER (WHERE plus + minus < agreed + disagreed),
               count(*) FILTER (WHERE plus + minus > agreed + disagreed)
        FROM ({lines})
    """).fetchall()[0]
    return Fit(file, *(int(number) for number in row))
