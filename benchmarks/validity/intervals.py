"""Coverage of every interval method: how often the interval holds a truth that is known."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from obverse.quantities import Estimate, Result

FOLDER = Path(__file__).parent / "experiments"
Draw = Callable[[np.random.Generator, int], tuple[Result, float]]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Draws of data whose truth is known, with the interval that a method gives.

    Attributes:
        name: what is drawn, unique.
        methods: the keys of methods.toml that it covers.
        sizes: numbers of people, clusters or events.
        draw: gives a result and the truth that its interval should hold.
        conservative: whether the method is meant to hold the truth more often than it says.
        floor: the lowest coverage that it promises; below 0.93 only with a note.
        note: where it falls short, in the words that its own documentation uses.
    """

    name: str
    methods: tuple[str, ...]
    sizes: tuple[int, ...]
    draw: Draw
    conservative: bool = False
    floor: float = 0.93
    note: str = ""


def experiments() -> Iterator[Experiment]:
    """Every experiment of the folder's modules, module by module; nobody keeps a list."""
    for file in sorted(FOLDER.glob("*.py")):
        if file.stem != "__init__":
            yield from importlib.import_module(f"benchmarks.validity.experiments.{file.stem}").EXPERIMENTS


def coverage_of(experiment: Experiment, size: int, runs: int, seed: int) -> dict[str, Any]:
    """How many of the runs gave an interval, and how many of those held the truth."""
    given = held = below = above = 0
    for run in range(runs):
        result, truth = experiment.draw(np.random.default_rng([seed, size, run]), size)
        if not isinstance(result, Estimate):
            continue
        given += 1
        # a truth beside an end by no more than rounding is held
        slack = 1e-12 * max(1.0, abs(truth))
        below += truth < result.interval.low - slack
        above += truth > result.interval.high + slack
        held = given - below - above
    return {"runs": runs, "given": given, "held": held, "below": below, "above": above}
