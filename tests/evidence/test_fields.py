"""What an export does not tell: a column counts as left out only where none of the files given fills it."""

from __future__ import annotations

from obverse.evidence.receiving.fields import Field, FieldMap, Kind, lacking_everywhere


def kind(name: str, **fields: str) -> Kind:
    declared = {
        key: Field(name=key, aliases=(key,), ours=(ours,) if ours else ()) for key, ours in fields.items()
    }
    return Kind(name=name, fields=declared, needed=("id",))


IDEAS = FieldMap(
    {"ideas": kind("ideas", id="contribution.id", votes="contribution.support", at="event.start")}
)
SUMS = FieldMap({"sums": kind("sums", id="", total="contribution.support")})


def test_a_column_that_one_of_several_files_fills_is_not_left_out() -> None:
    ideas, sums = IDEAS.match(["id"]), SUMS.match(["id", "total"])
    assert ideas is not None
    assert sums is not None
    assert lacking_everywhere([ideas], {"contribution"}) == {"contribution": ("support",)}
    assert lacking_everywhere([ideas, sums], {"contribution"}) == {}


def test_of_a_table_that_was_not_read_no_column_is_told() -> None:
    ideas = IDEAS.match(["id"])
    assert ideas is not None
    assert lacking_everywhere([ideas], {"contribution", "event"})["event"] == ("start",)
    assert "event" not in lacking_everywhere([ideas], {"contribution"})
