"""What is to be said about parts of an export that no table of the evidence takes as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb

from obverse.connectors.polis.checks import check_groups, coarsest_layer, columns, count_important
from obverse.connectors.polis.parts import Export
from obverse.evidence.typed_cells import quoted
from obverse.vocabulary.text import Text


class Beside:
    """Importance, sums by group, clusters, and what the programming interface leaves out."""

    def __init__(
        self,
        say: Callable[..., Text],
        connection: duckdb.DuckDBPyConnection,
        export: Export,
        present: Sequence[str],
        sign: int,
    ) -> None:
        self.say = say
        self.connection = connection
        self.export = export
        self.present = present
        self.sign = sign

    def remarks(self) -> list[Text]:
        """Everything that is to be said, in the order of the parts."""
        said = []
        parts = self.export.parts
        if important := count_important(self.connection, list(parts)):
            said.append(self.say("important", count=str(important)))
        if "groups" in parts and {"votes", "participants"} <= set(self.present):
            check = check_groups(self.connection, self.sign)
            if check.sums:
                key = "groups_agree" if check.fitting == check.sums else "groups_differ"
                fitting, sums = str(check.fitting), str(check.sums)
                said.append(self.say(key, file=parts["groups"].name, fitting=fitting, all=sums))
        if "clusters" in parts and "comments" in self.present:
            layer, count = coarsest_layer(self.connection)
            key = "clusters" if count else "no_clusters"
            said.append(self.say(key, file=parts["clusters"].name, layer=str(layer), count=str(count)))
        if "votes" in self.export.interface:
            said.append(self.say("last_votes_only", file=parts["votes"].name))
        return said


def not_exported(connection: duckdb.DuckDBPyConnection, export: Export) -> dict[str, tuple[str, ...]]:
    """Our columns, by table, that Polis could fill and these files leave out."""
    if "comments" not in export.parts:
        return {}
    theirs = {"seed": "is-seed", "moderated": "moderated"}
    present = columns(connection, "comments")
    lacking = [ours for ours, name in theirs.items() if name not in present]
    if "comments" in export.interface:
        lacking = [
            ours
            for ours, name in theirs.items()
            if not connection.execute(f"SELECT count(*) FROM comments WHERE {quoted(name)} <> ''").fetchall()[
                0
            ][0]
        ]
    return {"contribution": tuple(lacking)} if lacking else {}
