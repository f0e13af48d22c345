"""``obverse survey plan`` and ``draw`` from the table of strata to the ids, as somebody would type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from obverse.cli.main import main
from obverse.survey.sampling.drawing import DRAWN, PROTOCOL

SEED = "3 6 1 1 5 2 4 4 6 2"


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["survey", *(str(word) for word in words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "strata.csv").write_text("stratum,eligible\nneighbours,3000\ncouncil,8\n", encoding="utf-8")
    rows = [f"n{number},neighbours" for number in range(3000)] + [f"c{number},council" for number in range(8)]
    (tmp_path / "frame.csv").write_text("\n".join(["id,stratum", *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_a_plan_becomes_a_draw_that_anyone_can_check(folder: Path) -> None:
    planned = typed("plan", folder / "strata.csv", "--asked", "1", "--out", folder / "sizes.csv")
    assert planned.exit_code == 0, planned.output
    assert "interview all of them" in planned.output
    digest = typed("draw", folder / "frame.csv").output.split()[4]
    call = ("draw", folder / "frame.csv", "--seed", SEED, "--sizes", folder / "sizes.csv")
    made = typed(*call, "--out", folder / "made")
    assert made.exit_code == 0, made.output
    protocol = json.loads((folder / "made" / PROTOCOL).read_text(encoding="utf-8"))
    ids = (folder / "made" / DRAWN).read_text(encoding="utf-8").split()
    assert protocol["digest_of_list"] == digest
    assert protocol["sizes"]["council"] == 0
    assert ids[0] == "id"
    assert len(ids) - 1 == protocol["drawn"] == protocol["sizes"]["neighbours"]
    assert not any(one in (folder / "made" / PROTOCOL).read_text(encoding="utf-8") for one in ids[1:])
    check = (*call, "--digest", digest, "--check", folder / "made" / DRAWN)
    assert typed(*check).exit_code == 0
    (folder / "made" / DRAWN).write_text("\n".join(ids[:-1]) + "\n", encoding="utf-8")
    spoiled = typed(*check, "--lang", "fr")
    assert spoiled.exit_code == 3
    assert ids[-1] in spoiled.output


def test_nothing_is_overwritten(folder: Path) -> None:
    call = ("plan", folder / "strata.csv", "--out", folder / "sizes.csv")
    assert typed(*call).exit_code == 0
    before = (folder / "sizes.csv").read_bytes()
    assert typed(*call, "--difference", "0.3").exit_code == 3
    assert (folder / "sizes.csv").read_bytes() == before


def test_a_broken_list_is_told_with_exit_code_three_and_a_wrong_call_with_two(folder: Path) -> None:
    (folder / "bad.csv").write_text("id,stratum\n1,a\n1,a\n", encoding="utf-8")
    refused = typed("draw", folder / "bad.csv")
    assert refused.exit_code == 3
    assert "bad.csv, row 3, column id" in refused.output
    assert typed("draw", folder / "frame.csv", "--seed", SEED).exit_code == 2
    assert typed("plan", folder / "strata.csv", "--difference", "3").exit_code == 2


def test_streets_give_a_route(folder: Path) -> None:
    (folder / "streets.csv").write_text("street,stratum,doors\nLong Row,centre,30\n", encoding="utf-8")
    (folder / "starts.csv").write_text("stratum,size\ncentre,2\n", encoding="utf-8")
    made = typed(
        "draw",
        folder / "streets.csv",
        "--seed",
        SEED,
        "--sizes",
        folder / "starts.csv",
        "--out",
        folder / "r",
    )
    assert made.exit_code == 0, made.output
    assert "Long Row, door" in (folder / "r" / "route.txt").read_text(encoding="utf-8")
