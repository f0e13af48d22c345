"""The least that any audit counts: each large register grouped by person, by item, by group and by area, no more.

python -m benchmarks.scale.bare_group_bys DIR [--engine duckdb|spark] [--master M] [--memory 8GB]

The statements are what anybody would type. Per person and per item only the histogram comes back, as any audit needs
it; groups and areas are those of the person. Nothing is checked: no key, no reference, no date, no second vote of a
person on a proposal. How long the distinct pairs of person and proposal take, which every audit has to find to count
the last vote only, is told beside the sum and is no part of it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.scale.measuring import peak_memory_mib

REGISTERS = ("vote", "participation", "contribution", "actor")
_PERSON = {"vote": "actor", "participation": "actor", "contribution": "author"}
_ITEM = {"vote": "contribution", "participation": "event", "contribution": "parent"}
_SUM = {"vote": "SUM(value)", "participation": "SUM(hours)", "contribution": "COUNT(answered_at)"}
PAIRS = "SELECT COUNT(*) AS pairs FROM (SELECT actor, contribution FROM vote GROUP BY actor, contribution) AS pairs"


def statements() -> dict[str, str]:
    """Every statement by what it counts.

    >>> len(statements())
    12
    """
    found = {}
    for register, person in _PERSON.items():
        for what, column in (("person", person), ("item", _ITEM[register])):
            found[f"{register} by {what}"] = (
                f"SELECT events, COUNT(*) AS many, SUM(total) AS total FROM (SELECT {column}, COUNT(*) AS events, "
                f"{_SUM[register]} AS total FROM {register} WHERE {column} IS NOT NULL GROUP BY {column}) AS counted "
                "GROUP BY events ORDER BY events"
            )
        for what, column in (("group", "attr_education"), ("area", "area")):
            found[f"{register} by {what}"] = (
                f"SELECT actor.{column}, COUNT(*) AS events, {_SUM[register]} AS total FROM {register} "
                f"JOIN actor ON actor.id = {register}.{person} GROUP BY actor.{column} ORDER BY actor.{column}"
            )
    return found


def main() -> int:
    """Count, and say what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.bare_group_bys", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--master", default="local-cluster[2,1,4096]")
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--pairs", action="store_true", help="also count the distinct pairs, beside the sum")
    call = parser.parse_args()
    start = _duckdb if call.engine == "duckdb" else _spark
    execute = start(call.folder, call.master, call.memory)
    taken, rows = {}, {}
    began = time.perf_counter()
    for name, statement in statements().items():
        before = time.perf_counter()
        table = execute(statement)
        taken[name] = round(time.perf_counter() - before, 4)
        if name.endswith("by person"):
            events, many = table.column("events").to_pylist(), table.column("many").to_pylist()
            rows[name.split()[0]] = sum(one * other for one, other in zip(events, many, strict=True))
    seconds = time.perf_counter() - began
    beside = 0.0
    if call.pairs:
        before = time.perf_counter()
        execute(PAIRS)
        beside = time.perf_counter() - before
    print(
        json.dumps(
            {
                "seconds": seconds,
                "memory_mib": peak_memory_mib(),
                "many_processes": call.engine == "spark",
                "version": duckdb.__version__ if call.engine == "duckdb" else version("pyspark"),
                "each": taken,
                "rows": rows,
                "pairs_seconds": beside,
            }
        )
    )
    return 0


def _duckdb(folder: Path, _master: str, memory: str) -> Callable[[str], pa.Table]:
    connection = duckdb.connect(":memory:", config={"memory_limit": memory})
    connection.execute("SET preserve_insertion_order = false")
    for name in REGISTERS:
        files = folder / "evidence" / name / "*.parquet"
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}')")
    return lambda statement: connection.sql(statement).to_arrow_table()


def _spark(folder: Path, master: str, _memory: str) -> Callable[[str], pa.Table]:
    from obverse.evidence.engines import spark  # noqa: PLC0415 - only where Spark is installed

    engine = spark.connect(master)
    for name in REGISTERS:
        found = engine.dataset(str(folder / "evidence" / name))
        engine.open_parquet(name, found, found.columns)
    engine.execute("SELECT COUNT(*) AS warm FROM actor")
    return engine.execute


if __name__ == "__main__":
    raise SystemExit(main())
