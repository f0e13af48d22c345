"""The glance at a table lets nothing through that the walk row by row would refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.evidence.receiving import glance
from obverse.evidence.receiving.delimited_scan import scan_delimited
from obverse.evidence.receiving.glance import is_regular
from obverse.evidence.receiving.limits import limits

NARROW = limits().with_(columns=4, rows=6, cells=15, cell_bytes=12, text_cell_bytes=24)
PIECES = st.lists(
    st.sampled_from(["a", ",", '"', "\n", "\r\n", '""', "bcdefgh", '","', "é", "\r"]), min_size=1, max_size=24
)


@settings(max_examples=300, deadline=None)
@given(pieces=PIECES)
def test_what_is_regular_is_refused_by_no_walk(
    pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "glance.csv"
    file.write_text("id,b\n" + "".join(pieces), encoding="utf-8", newline="")
    if is_regular(file, NARROW):
        assert scan_delimited(file, "glance.csv", NARROW) == []


@pytest.mark.parametrize("block", [1, 7, 64])
def test_where_a_block_ends_makes_no_difference(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "votes.csv"
    file.write_bytes(b'id,said\r\n1,"he said ""no"", twice"\r\n2,"over\r\ntwo lines"\r\n3,\r\n')
    monkeypatch.setattr(glance, "_BLOCK", block)
    assert is_regular(file, limits())
    file.write_bytes(file.read_bytes() + b'4,"open\r\n')
    assert not is_regular(file, limits())
