"""Makes the dossier of a synthetic national process of any size.

python -m benchmarks.scale.nation DIR --events 1e7 [--seed 1] [--regions 13] [--csv] [--memory 2GB]

Votes are 80 of 100 events, attendances 15, contributions 5; there is one person for every twenty events. The cells
are arithmetic on the numbers of the rows, so the same size and seed give the same dossier everywhere. Registers are
written range by range, in memory that does not grow with them. Everything in it is invented and says so.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from benchmarks.scale.plan import Plan, cut
from benchmarks.scale.registers import actor, contribution, macros, participation, vote
from benchmarks.scale.surroundings import declaration, occasion, small

# rows of one file, and of contributions, which are long
_ROWS, _LONG_ROWS = 10_000_000, 5_000_000
_PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
_CSV = "FORMAT csv, HEADER true"


def make(folder: Path, plan: Plan, *, csv: bool = False, memory: str = "2GB") -> Path:
    """Write the dossier into a folder that does not exist yet, or is empty; return the folder."""
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    with duckdb.connect(":memory:", config={"memory_limit": memory, "threads": 2}) as connection:
        for statement in macros(plan):
            connection.execute(statement)
        connection.execute("CREATE TABLE seats (number BIGINT, seats BIGINT)")
        rows = ", ".join(f"({number}, {seats})" for number, seats in enumerate(plan.seats()))
        connection.execute(f"INSERT INTO seats VALUES {rows}")
        connection.execute(f"CREATE TABLE occasion AS {occasion(plan)}")
        for name, statement in small(plan).items():
            _write(connection, statement, evidence / name, csv=csv)
        statements: list[tuple[str, Path]] = []
        for name, register, ranges in _large(plan):
            if csv:
                statements.append((register(0, ranges[-1][1], plan), evidence / name))
                continue
            (evidence / name).mkdir()
            for number, (first, last) in enumerate(ranges):
                statements.append((register(first, last, plan), evidence / name / f"part-{number:03d}"))
        # numbers are drawn by one thread in each query, so two files are written at a time
        with ThreadPoolExecutor(2) as writers:
            list(writers.map(lambda one: _write(connection.cursor(), *one, csv=csv), statements))
    (folder / "dossier.toml").write_text(declaration(plan), encoding="utf-8")
    return folder


def _large(plan: Plan) -> list[tuple[str, Callable[[int, int, Plan], str], list[tuple[int, int]]]]:
    meetings = -(-plan.participations // _ROWS)
    by_occasion = [
        (plan.occasions * part // meetings, plan.occasions * (part + 1) // meetings)
        for part in range(meetings)
    ]
    return [
        ("actor", actor, cut(plan.actors, _ROWS)),
        ("contribution", contribution, cut(plan.contributions, _LONG_ROWS)),
        ("participation", participation, by_occasion),
        ("vote", vote, cut(plan.votes, _ROWS)),
    ]


def _write(connection: duckdb.DuckDBPyConnection, statement: str, stem: Path, *, csv: bool) -> None:
    if csv:
        columns = [
            f'CASE WHEN "{name}" THEN \'yes\' WHEN NOT "{name}" THEN \'no\' END AS "{name}"'
            if kind == "BOOLEAN"
            else f'"{name}"'
            for name, kind, *_ in connection.execute(f"DESCRIBE {statement}").fetchall()
        ]
        statement = f"SELECT {', '.join(columns)} FROM ({statement})"
    file = stem.with_suffix(".csv" if csv else ".parquet")
    connection.execute(f"COPY ({statement}) TO '{file}' ({_CSV if csv else _PARQUET})")


def main() -> int:
    """Make the dossier that the call asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.nation", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=float, default=1e6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regions", type=int, default=13, help="number of categories of one attribute")
    parser.add_argument("--csv", action="store_true", help="one CSV file for each register")
    parser.add_argument("--memory", default="2GB")
    call = parser.parse_args()
    plan = Plan(events=round(call.events), seed=call.seed, regions=call.regions)
    make(call.folder, plan, csv=call.csv, memory=call.memory)
    size = sum(file.stat().st_size for file in call.folder.rglob("*") if file.is_file())
    print(f"{call.folder}: {plan.events} events, {plan.actors} people, {size / 2**20:.1f} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
