"""The published counts of seven real conversations come out of the evidence exactly, and every last vote is theirs."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from obverse.connectors.importing import import_files
from obverse.evidence.dossier import Dossier, open_dossier

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "london.youth.policing",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
    "vtaiwan.uberx",
)
SECRET = b"a key of the tests"
SECTION = "polis (published: summary.csv; reproduced)"
MODERATED = {"1": "in", "0": "not_moderated", "-1": "out"}
LAST = (
    "SELECT actor, contribution, value FROM ("
    "SELECT actor, contribution, value, "
    'row_number() OVER (PARTITION BY actor, contribution ORDER BY "at" DESC) AS turn '
    "FROM vote) WHERE turn = 1"
)


@pytest.fixture(params=CONVERSATIONS)
def conversation(
    request: pytest.FixtureRequest, open_data: Path, empty_dossier: Any
) -> tuple[Dossier, Path, Any]:
    source = open_data / "polis" / request.param
    directory = empty_dossier()
    files = sorted(source.glob("*.csv"))
    import_files(directory, files, secret=SECRET, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    checks = json.loads((open_data / "CHECKS.json").read_text(encoding="utf-8"))[SECTION][request.param]
    return open_dossier(directory), source, checks


def one(dossier: Dossier, query: str) -> int:
    return int(dossier.engine.execute(query).column(0)[0].as_py())


def pseudonym(person: str) -> str:
    named = f"polis:participant-{person}".encode()
    return "p-" + hmac.new(SECRET, named, hashlib.sha256).hexdigest()[:20]


def counted(dossier: Dossier, query: str) -> dict[str, int]:
    return {row["what"]: row["rows"] for row in dossier.engine.execute(query).to_pylist()}


def test_the_published_counts_come_out_exactly(conversation: tuple[Dossier, Path, Any]) -> None:
    dossier, source, checks = conversation
    assert one(dossier, "SELECT count(*) FROM vote") == checks["vote_events"]
    assert one(dossier, f"SELECT count(*) FROM ({LAST})") == checks["distinct_votes"]
    assert one(dossier, "SELECT count(DISTINCT actor) FROM vote") == int(checks["summary"]["voters"])
    participants = "(SELECT id, attr_opinion_group FROM actor WHERE attr_opinion_group IS NOT NULL)"
    assert one(dossier, f"SELECT count(*) FROM {participants}") == checks["participants"]
    groups = counted(
        dossier,
        f"SELECT attr_opinion_group AS what, count(*) AS rows FROM {participants} GROUP BY what ORDER BY what",
    )
    assert groups == checks["groups"]
    moderated = counted(
        dossier, "SELECT moderated AS what, count(*) AS rows FROM contribution GROUP BY what ORDER BY what"
    )
    assert moderated == {MODERATED[code]: count for code, count in checks["moderated"].items()}
    authors = "SELECT count(DISTINCT author) FROM contribution WHERE author IN (SELECT actor FROM vote)"
    assert one(dossier, authors) == checks["commenters"]
    assert one(dossier, "SELECT count(*) FROM contribution") == sum(checks["moderated"].values())
    assert (source / "votes.csv").is_file()


def test_the_last_vote_of_everybody_on_everything_is_the_published_one(
    conversation: tuple[Dossier, Path, Any],
) -> None:
    dossier, source, checks = conversation
    wide = duckdb.connect()
    wide.execute(
        "CREATE TABLE wide AS SELECT * FROM read_csv(?, header = true, all_varchar = true)",
        [str(source / "participants-votes.csv")],
    )
    names = [
        row[0]
        for row in wide.execute("SELECT column_name FROM (DESCRIBE wide)").fetchall()
        if row[0].isdigit()
    ]
    listed = ", ".join(f'"{name}"' for name in names)
    wide.register("votes_here", dossier.engine.execute(LAST))
    people = [row[0] for row in wide.execute("SELECT participant FROM wide").fetchall()]
    wide.execute("CREATE TABLE people (number VARCHAR, pseudonym VARCHAR)")
    wide.execute(
        "INSERT INTO people SELECT unnest(?), unnest(?)", [people, [pseudonym(person) for person in people]]
    )
    published = (
        "SELECT pseudonym AS actor, 'statement-' || statement AS contribution, CAST(vote AS DOUBLE) AS value "
        f"FROM wide UNPIVOT (vote FOR statement IN ({listed})) JOIN people ON number = participant"
    )
    here = "SELECT actor, contribution, value FROM votes_here"
    assert wide.execute(f"SELECT count(*) FROM ({published})").fetchall() == [(checks["distinct_votes"],)]
    assert wide.execute(f"({published}) EXCEPT ({here})").fetchall() == []
    assert wide.execute(f"({here}) EXCEPT ({published})").fetchall() == []


def test_agreement_is_plus_one_as_the_counts_per_participant_say(
    conversation: tuple[Dossier, Path, Any],
) -> None:
    dossier, source, _ = conversation
    published = duckdb.execute(
        'SELECT sum(CAST("n-agree" AS BIGINT)), sum(CAST("n-disagree" AS BIGINT)) '
        "FROM read_csv(?, header = true, all_varchar = true)",
        [str(source / "participants-votes.csv")],
    ).fetchall()
    here = dossier.engine.execute(
        "SELECT count(*) FILTER (WHERE value = 1) AS agree, count(*) FILTER (WHERE value = -1) AS disagree "
        f"FROM ({LAST})"
    ).to_pylist()[0]
    assert published == [(here["agree"], here["disagree"])]


def test_moments_are_those_of_the_export(conversation: tuple[Dossier, Path, Any]) -> None:
    dossier, source, _ = conversation
    first = duckdb.execute(
        'SELECT min(make_timestamp(CAST("timestamp" AS BIGINT) * 1000)) '
        "FROM read_csv(?, header = true, all_varchar = true)",
        [str(source / "votes.csv")],
    ).fetchall()[0][0]
    assert dossier.engine.execute('SELECT min("at") AS first FROM vote').column(0)[0].as_py() == first
