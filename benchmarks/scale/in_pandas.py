"""The audit of 10^7 events against the same figures written in pandas.

python -m benchmarks.scale.in_pandas [--events 1e7] [--pairs 3] [--memory 1GB]

Both read the same Parquet files in processes of their own, in turn; imports are left out, reading is not. pandas has
an environment of its own (python -m benchmarks.peers.environments pandas). Its figures have to agree with ours; it
makes fewer of them and no interval.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.scale.measuring import (
    ROOT,
    dossier,
    in_words,
    paired,
    power_of_ten,
    read_through,
    run,
    write_results,
)

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
    folder = dossier(round(call.events))
    read_through(folder)
    script = str(ROOT / "benchmarks" / "scale" / "pandas_audit.py")
    ours, theirs = [], []
    for _ in range(call.pairs):
        words = ("-m", "benchmarks.scale.one_audit", str(folder), "--memory", call.memory)
        ours.append(run(sys.executable, *words))
        theirs.append(run(interpreter(), script, str(folder)))
        print(f"ours {ours[-1].seconds:.1f} s, pandas {theirs[-1].seconds:.1f} s")
    unlike = differences(ours[-1].answer["figures"], theirs[-1].answer["figures"])
    ratio = paired([one.seconds for one in theirs], [one.seconds for one in ours])
    memory = max(one.memory_mib for one in ours)
    less = min(one.memory_mib for one in theirs) / memory
    reached = ratio["median"] >= GOAL and less >= MEMORY_GOAL and not unlike
    agreed = len(theirs[-1].answer["figures"]) - len(unlike)
    file = write_results(
        f"in_pandas_{power_of_ten(round(call.events))}",
        {
            "order": 3,
            "work": f"the same audit written in pandas over {in_words(round(call.events))} events",
            "reach": "at least 20x faster, a tenth of the memory",
            "goal": GOAL,
            "sense": "at least",
            "runs": [
                {
                    "peer": "pandas",
                    "peer_version": theirs[-1].answer["version"],
                    "size": round(call.events),
                    "ours_seconds": [round(one.seconds, 2) for one in ours],
                    "peer_seconds": [round(one.seconds, 2) for one in theirs],
                    "ratio": ratio,
                    "ours_memory_mib": memory,
                    "peer_memory_mib": max(one.memory_mib for one in theirs),
                    "same_answer": f"{agreed} of {agreed + len(unlike)} figures of pandas agree to nine digits",
                    "note": f"pandas makes {agreed + len(unlike)} figures without intervals, ours "
                    f"{len(ours[-1].answer['figures'])} with them; pandas takes {less:.1f} times the memory; ours "
                    f"may hold {call.memory} for its tables and wrote {max(one.spill_mib for one in ours):.0f} MiB "
                    "to disk",
                }
            ],
            "reached": reached,
            "why_not": ""
            if reached
            else f"{ratio['median']:.1f} times the speed and {less:.1f} times less memory were measured. Every row is "
            "read and checked, and the text cells of persons and proposals are grouped several times; an audit of all "
            "indicators is more work than the figures that were written in pandas.",
        },
        shown=round(call.events) == SHOWN,
    )
    print("\n".join(unlike))
    print(f"{ratio['median']} times as fast, {less:.1f} times less memory; {file.name}")
    return 1 if unlike else 0


if __name__ == "__main__":
    raise SystemExit(main())
