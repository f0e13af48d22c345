"""Five hundred groups on a puzzle: how many improved, who had the floor, and who answered others.

Checks: delidata

That 43.8 % of the groups which ended with the right answer had nobody with that answer before cannot come out: the copy
holds the mean performance of a group, not the first answer of each member.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest

from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.concentration import gini
from obverse.statistics.shares import share_of_register

ROWS = "read_csv(?, delim = '\t', header = true, all_varchar = true)"
PEOPLE = """
    SELECT DISTINCT group_id AS event, concat(group_id, ' ', name) AS actor
    FROM (
        SELECT group_id, unnest(string_split(split_part(original_text, '&&', 1), ',')) AS name
        FROM corpus WHERE message_type = 'INITIAL'
        UNION ALL
        SELECT group_id, origin AS name FROM corpus WHERE message_type = 'MESSAGE'
    )
    WHERE name <> 'SYSTEM'
    ORDER BY actor
"""
# Probing, agreeing, disagreeing and naming somebody are taken as answers to another member. No message was coded twice.
SPEECHES = """
    SELECT
        group_id AS event,
        concat(group_id, ' ', origin) AS actor,
        line AS "order",
        len(string_split_regex(trim(coalesce(original_text, '')), '\\s+')) AS words,
        CASE annotation_target WHEN 'Reasoning' THEN 2 WHEN 'Solution' THEN 1 ELSE 0 END AS justification,
        CASE
            WHEN annotation_type = 'Probing' OR annotation_target IN ('Agree', 'Disagree')
                OR contains(coalesce(annotation_additional, ''), 'specific_addressee') THEN 'yes'
            ELSE 'no'
        END AS engages_other
    FROM corpus WHERE message_type = 'MESSAGE' ORDER BY line
"""


@pytest.fixture(scope="module")
def corpus(open_data: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE corpus AS SELECT row_number() OVER () AS line, * FROM {ROWS}",
        [str(open_data / "delidata" / "delidata.tsv.gz")],
    )
    return connection


@pytest.fixture
def dossier(corpus: duckdb.DuckDBPyConnection, build_dossier: Callable[..., Path]) -> Path:
    directory = build_dossier({})
    evidence = directory / "evidence"
    for table, query in (
        ("event", "SELECT DISTINCT group_id AS id, 'online' AS kind FROM corpus ORDER BY id"),
        ("actor", f"SELECT actor AS id, 'person' AS kind FROM ({PEOPLE})"),
        ("participation", PEOPLE),
        ("speech", SPEECHES),
    ):
        corpus.execute(f"COPY ({query}) TO '{evidence / f'{table}.csv'}' (HEADER)")
    return directory


def test_500_groups_wrote_14003_messages_and_64_per_cent_of_them_improved(
    corpus: duckdb.DuckDBPyConnection, estimate: Callable[[Result], Estimate]
) -> None:
    assert corpus.execute("SELECT count(*) FROM corpus WHERE message_type = 'MESSAGE'").fetchall() == [
        (14003,)
    ]
    groups, improved = corpus.execute(
        "SELECT count(*), count(*) FILTER (WHERE at_last > at_first) FROM ("
        "SELECT arg_min(CAST(team_performance AS DOUBLE), line) AS at_first, "
        "arg_max(CAST(team_performance AS DOUBLE), line) AS at_last FROM corpus GROUP BY group_id)"
    ).fetchall()[0]
    share = estimate(share_of_register(improved, groups))
    assert share.n == 500
    assert round(100 * share.value, 1) == 63.6


def test_the_floor_of_the_groups_goes_to_a_few_beyond_chance(
    dossier: Path,
    corpus: duckdb.DuckDBPyConnection,
    measure: Callable[[str, Path], Measurement],
    estimate: Callable[[Result], Estimate],
) -> None:
    results = measure("L5.7", dossier).results
    words: dict[str, list[int]] = {}
    for event, held in corpus.execute(
        f"SELECT person.event, coalesce(sum(said.words), 0) FROM ({PEOPLE}) AS person "
        f"LEFT JOIN ({SPEECHES}) AS said ON said.actor = person.actor GROUP BY person.event, person.actor"
    ).fetchall():
        words.setdefault(event, []).append(int(held))
    whole = [gini(held) for held in words.values() if len(held) > 1 and sum(held) > 0]
    found = estimate(results["gini"])
    assert found.value == pytest.approx(float(np.mean([estimate(one).value for one in whole])))
    assert found.n == sum(len(held) for held in words.values())
    silent = estimate(results["silent"])
    assert round(silent.value * silent.n) == sum(held.count(0) for held in words.values())
    assert estimate(results["excess"]).interval.low > 0


def test_reasons_that_one_coder_saw_are_not_counted_and_answers_are(
    dossier: Path,
    corpus: duckdb.DuckDBPyConnection,
    measure: Callable[[str, Path], Measurement],
    estimate: Callable[[Result], Estimate],
) -> None:
    reasoned = measure("L5.2", dossier).results["reasoned"]
    assert isinstance(reasoned, NotEstimable)
    assert reasoned.remedy == "second_coder"
    (answers,) = corpus.execute(f"SELECT count(*) FROM ({SPEECHES}) WHERE engages_other = 'yes'").fetchall()[
        0
    ]
    turns = estimate(measure("L5.3", dossier).results["turns"])
    assert turns.n == 14003
    assert turns.value == pytest.approx(answers / 14003)
