"""The audit of 10^7 events against the same figures written in pandas.

python -m benchmarks.scale.in_pandas [--events 1e7] [--pairs 3] [--memory 1GB]

Both read the same Parquet files in processes of their own, in turn; imports are left out, reading is not. pandas has
an environment of its own (python -m benchmarks.peers.environments pandas). Ours runs twice beside each run of pandas:
the whole audit, by which the goal is judged, and the indicators only that were written in pandas too. Both of ours
end with a report in which figures about people are made safe; the figures of pandas have to agree with ours before.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import obverse
from benchmarks.scale.measuring import (
    ROOT,
    Run,
    dossier,
    in_words,
    paired,
    power_of_ten,
    read_through,
    run,
    write_results,
)
from obverse.auditing import findings
from obverse.evidence.engines.duckdb import DuckDB
from obverse.quantities import NotEstimable

GOAL, MEMORY_GOAL = 20.0, 10.0
SHOWN = 10**7
# the indicators that have figures in pandas too
COMPARED = ("E2.3", "E5.1", "E5.4", "E7.5d", "L2.1", "L5.4", "L7.1")
# a report rounds to nine digits
_TOLERANCE = 1e-8


def interpreter() -> Path:
    """The Python of the environment that holds pandas."""
    return ROOT / ".cache" / "peers" / "pandas" / "bin" / "python"


def differences(ours: Mapping[str, float], theirs: Mapping[str, float]) -> list[str]:
    """The figures of pandas that ours does not have, or has otherwise.

    >>> differences({"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 2.1, "c": 0.0})
    ['b: 2.0 and 2.1', 'c: None and 0.0']
    """
    return [
        f"{name}: {ours.get(name)} and {value}"
        for name, value in theirs.items()
        if name not in ours or abs(ours[name] - value) > _TOLERANCE * max(1.0, abs(value))
    ]


def main() -> int:
    """Run both in turn and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.in_pandas", description=__doc__)
    parser.add_argument("--events", type=float, default=1e7)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--memory", default="1GB", help="what ours may hold before it goes on on disk")
    call = parser.parse_args()
    events = round(call.events)
    folder = dossier(events)
    read_through(folder)
    audit = ("-m", "benchmarks.scale.one_audit", str(folder), "--memory", call.memory)
    script = str(ROOT / "benchmarks" / "scale" / "pandas_audit.py")
    whole, theirs, same = [], [], []
    for _ in range(call.pairs):
        whole.append(run(sys.executable, *audit))
        theirs.append(run(interpreter(), script, str(folder)))
        same.append(run(sys.executable, *audit, "--only", ",".join(COMPARED)))
        print(
            f"ours {whole[-1].seconds:.1f} s, pandas {theirs[-1].seconds:.1f} s, "
            f"ours of the same indicators {same[-1].seconds:.1f} s"
        )
    asked = theirs[-1].answer["figures"]
    unlike = differences(as_counted(folder, call.memory), asked)
    agreed = f"{len(asked) - len(unlike)} of {len(asked)} figures of pandas agree to nine digits with ours as counted"
    rows = [
        row(whole, theirs, agreed, size=events, memory=call.memory, what="the whole audit", goal=GOAL),
        row(
            same,
            theirs,
            agreed,
            size=f"{in_words(events)} events, the same indicators",
            memory=call.memory,
            what=f"only the {len(COMPARED)} indicators that have figures in pandas",
            goal=None,
        ),
    ]
    speed, less = rows[0]["ratio"]["median"], memory_ratio(whole, theirs)
    reached = speed >= GOAL and less >= MEMORY_GOAL and not unlike
    file = write_results(
        f"in_pandas_{power_of_ten(events)}",
        {
            "order": 3,
            "work": f"the same audit written in pandas over {in_words(events)} events",
            "reach": "at least 20x faster, a tenth of the memory",
            "goal": GOAL,
            "sense": "at least",
            "runs": rows,
            "reached": reached,
            "why_not": ""
            if reached
            else f"{speed:.1f} times the speed and {less:.1f} times less memory were measured for the whole audit, "
            f"{rows[1]['ratio']['median']:.1f} and {memory_ratio(same, theirs):.1f} times for the indicators that were "
            "written in pandas. Every row is read and checked, and the text cells of persons and proposals are grouped "
            "several times; an audit of all indicators is more work than the figures that were written in pandas.",
        },
        shown=events == SHOWN,
    )
    print("\n".join(unlike))
    for one in rows:
        print(f"{one['size']}: {one['ratio']['median']} times as fast; {one['note']}")
    print(file.name)
    return 1 if unlike else 0


def row(
    ours: Sequence[Run],
    theirs: Sequence[Run],
    agreed: str,
    *,
    size: object,
    memory: str,
    what: str,
    goal: float | None,
) -> dict[str, Any]:
    """One line of the table: ours and pandas run in turn, and what each of them did."""
    own, asked = (len(runs[-1].answer["figures"]) for runs in (ours, theirs))
    spilled = max(one.spill_mib for one in ours)
    return {
        "peer": "pandas",
        "peer_version": theirs[-1].answer["version"],
        "size": size,
        "ours_seconds": [round(one.seconds, 2) for one in ours],
        "peer_seconds": [round(one.seconds, 2) for one in theirs],
        "ratio": paired([one.seconds for one in theirs], [one.seconds for one in ours]),
        "ours_memory_mib": max(one.memory_mib for one in ours),
        "peer_memory_mib": max(one.memory_mib for one in theirs),
        "same_answer": agreed,
        "note": f"ours runs {what}: {own} figures, with an interval where they have one and made safe where they are "
        f"about people; pandas makes {asked} as counted and no interval. Both check keys, references and codes. "
        f"pandas takes {memory_ratio(ours, theirs):.1f} times the memory; ours may hold {memory} for its tables and "
        f"wrote {spilled:.0f} MiB to disk",
        "goal": goal,
    }


def as_counted(folder: Path, memory: str) -> dict[str, float]:
    """Our figures before those about people are made safe, of the indicators that have figures in pandas."""
    engine = DuckDB(memory=memory)
    found = findings(obverse.open(folder, engine=engine), only=COMPARED, exact=True)
    engine.close()
    return {
        f"{one.indicator.id}:{one.subject}": one.result.value
        for one in found
        if not isinstance(one.result, NotEstimable)
    }


def memory_ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """How many times the memory of ours pandas takes, the worst of ours against the best of pandas."""
    return min(one.memory_mib for one in theirs) / max(one.memory_mib for one in ours)


if __name__ == "__main__":
    raise SystemExit(main())
