"""Who opened a conversation: participant 0, whose first statements are usually seeds that no file marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb

from obverse.connectors.polis.checks import columns
from obverse.connectors.polis.moments import microseconds
from obverse.vocabulary.text import Text

# Polis numbers participants as they come, from 0. In the seven conversations of the openData repository all statements
# that are older than the first vote of anybody else are by participant 0; where they are marked, all 20 are seeds.
_OPENER = "0"


class Opening:
    """The statements of participant 0, and which of them are taken for seeds.

    ``infers`` says whether statements may be taken for seeds where no file marks any.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, present: Sequence[str], *, infers: bool
    ) -> None:
        self.connection = connection
        self.present = present
        self.told = "comments" in present and marks_seeds(connection)
        self.before = self._first_vote_of_others() if infers and not self.told else None

    @property
    def seed(self) -> str:
        """Whether a statement is a seed, as SQL over ``comments``; an empty text where nobody knows."""
        if self.told:
            return (
                "CASE lower(\"is-seed\") WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE \"is-seed\" END"
            )
        if self.before is None:
            return "''"
        opened = f"\"author-id\" = '{_OPENER}' AND {microseconds()} < {self.before}"
        return f"CASE WHEN {opened} THEN 'yes' ELSE '' END"

    def remarks(self, say: Callable[..., Text], staff: Sequence[str]) -> list[Text]:
        """How many statements were taken for seeds, and how many more participant 0 wrote."""
        if "comments" not in self.present:
            return []
        seeds, further, everything = (
            str(number)
            for number in self.connection.execute(f"""
                SELECT count(*) FILTER (WHERE seeded), count(*) FILTER (WHERE own AND NOT seeded), count(*)
                FROM (SELECT "author-id" = '{_OPENER}' AS own, {self.seed} = 'yes' AS seeded FROM comments)
            """).fetchall()[0]
        )
        said = []
        if seeds != "0" and not self.told:
            said.append(say("opening", count=seeds, all=everything))
        if further != "0" and _OPENER not in staff:
            said.append(say("opener_wrote", count=further, all=everything))
        return said

    def _first_vote_of_others(self) -> int | None:
        if "votes" not in self.present:
            return None
        found = self.connection.execute(
            f"SELECT min({microseconds()}) FROM votes WHERE \"voter-id\" NOT IN ('', '{_OPENER}')"
        ).fetchall()[0][0]
        return None if found is None else int(found)


def marks_seeds(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the statements say which of them are seeds."""
    if "is-seed" not in columns(connection, "comments"):
        return False
    return bool(connection.execute("SELECT bool_or(\"is-seed\" <> '') FROM comments").fetchall()[0][0])
