"""D-1: which public values the process strengthened, weakened, did both to, or left alone, and in whose eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.ambivalence import (
    DEGREES,
    ambivalence,
    ambivalence_by_cluster,
    four_cells,
    four_cells_by_cluster,
)
from obverse.statistics.clusters import clustered_mean, clustered_share
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.shares import wilson_share

SIDES = ("internal", "participant", "non_participant")
PARTIES = ("elected", "administration", "citizens", "associations")
SHARES = ("weakened", "strengthened", "strengthened_only", "weakened_only", "both", "neither")
MEANS = ("mean_strengthened", "mean_weakened", "ambivalence")
CANNOT_SAY = -1
FEWEST_SHOWN = 5
LIMITS = (0.0, 4.0)
Counts = npt.NDArray[np.int64]


class FourCellProfile(Indicator):
    """Share of people who saw a value only strengthened, only weakened, both, or neither."""

    id = "D-1"
    version = 3
    question = "Which public values did the process strengthen, weaken, or both, and in whose eyes?"
    serves = ("D", "E7", "Q2")
    claims = (
        "S7",
        "S32",
        "S89",
        "S121",
        "S129",
        "S140",
        "S143",
        "S144",
        "S151",
        "S166",
        "S173",
        "S179",
    )
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10, "answers_for_a_number": 5}
    references = (
        "Potz & Serval 2023: values are co-created and co-destroyed at the same time",
        "after Kaplan 1972: two unipolar scales instead of one bipolar scale",
        "after Thompson, Zanna & Griffin 1995: ambivalence (S + W)/2 - |S - W|",
    )
    crosses_answers = tuple(f"*.{name}*" for name in SHARES[2:])
    needs = ({"survey_answer": ("public_value", "value")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """One profile for each value over everybody and for each side; both shares for each party that was heard."""
        pairs = samples["pairs"]
        if len(pairs) == 0:
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="ask_both_questions", of="survey_answer.value")
        results: dict[str, Result] = {}
        for (value,), everybody in pairs.groups("public_value"):
            results |= {f"{value}.{name}": result for name, result in self._profile(everybody).items()}
            for side in SIDES:
                part = everybody.where("side", side)
                if len(part):
                    results |= {f"{value}.{name}.{side}": one for name, one in self._profile(part).items()}
            for party in PARTIES:
                part = everybody.where("party", party)
                if len(part):
                    profile = self._profile(part)
                    results |= {f"{value}.{name}.{party}": profile[name] for name in SHARES[:2]}
        return results

    def _profile(self, pairs: Reduction) -> dict[str, Result]:
        silent = (pairs["strengthened"] == CANNOT_SAY) | (pairs["weakened"] == CANNOT_SAY)
        everyone = np.ones(len(pairs), dtype=bool)
        people = _histograms(pairs, ~silent, "people").sum(axis=0)
        n = int(people.sum())
        profile: dict[str, Result]
        if n < self.minimum["answers"]:
            profile = self._of_few(people, n)
        elif _is_complex(pairs):
            profile = _clustered(_histograms(pairs, ~silent, "mass"), n)
        else:
            profile = _independent(people, n)
        return profile | {"cannot_say": self._cannot_say(pairs, silent, everyone)}

    def _of_few(self, people: Counts, n: int) -> dict[str, Result]:
        """Shares without what chance allows, since so few people tell nothing about others; no means."""
        need, least = self.minimum["answers"], self.minimum["answers_for_a_number"]
        means: dict[str, Result] = dict.fromkeys(MEANS, _too_few(n, need))
        if n < least:
            return dict.fromkeys(SHARES, _too_few(n, least)) | means
        profile = _independent(people, n)
        # a true count of these few; the people who did not answer could still give anything
        shares: dict[str, Result] = {
            name: replace(
                one, interval=full_count(one.value), missing=bounds(0.0, 1.0), method="share_of_register"
            )
            for name, one in profile.items()
            if name in SHARES and isinstance(one, Estimate)
        }
        return shares | means

    def _cannot_say(
        self, pairs: Reduction, silent: npt.NDArray[np.bool_], everyone: npt.NDArray[np.bool_]
    ) -> Result:
        asked, quiet = int(pairs["people"].sum()), int(pairs["people"][silent].sum())
        if asked < self.minimum["answers"]:
            return _too_few(asked, self.minimum["answers"])
        if not _is_complex(pairs):
            return wilson_share(quiet, asked)
        masses = (_by_unit(pairs, silent, "mass"), _by_unit(pairs, everyone, "mass"))
        return clustered_share(*masses, cases=asked)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Both sides of every value next to each other, never their difference."""
        values = [subject.split(".")[0] for subject in results if subject.endswith(".weakened")]
        shares = {
            name: [results[f"{value}.{name}"] for value in values] for name in ("strengthened", "weakened")
        }
        if not any(isinstance(result, Estimate) for column in shares.values() for result in column):
            return {}
        chart = Chart(
            kind="two_sided",
            unit=Unit.SHARE,
            categories=tuple(values),
            series=tuple(
                Series(
                    name=name,
                    values=tuple(one.value if isinstance(one, Estimate) else None for one in column),
                    low=tuple(one.envelope.low if isinstance(one, Estimate) else None for one in column),
                    high=tuple(one.envelope.high if isinstance(one, Estimate) else None for one in column),
                )
                for name, column in shares.items()
            ),
        )
        return {f"{values[0]}.weakened": chart}


def _independent(people: Counts, n: int) -> dict[str, Result]:
    cells, degree = four_cells(people), np.arange(DEGREES)
    return {
        "weakened": wilson_share(int(people[:, 1:].sum()), n),
        "strengthened": wilson_share(int(people[1:, :].sum()), n),
        **{name: getattr(cells, name) for name in SHARES[2:]},
        "mean_strengthened": mean_of_histogram(degree, people.sum(axis=1), unit=Unit.DEGREE, limits=LIMITS),
        "mean_weakened": mean_of_histogram(degree, people.sum(axis=0), unit=Unit.DEGREE, limits=LIMITS),
        "ambivalence": ambivalence(people),
    }


def _clustered(masses: Counts, n: int) -> dict[str, Result]:
    cells, total, degree = four_cells_by_cluster(masses), masses.sum(axis=(1, 2)), np.arange(DEGREES)
    sums = {"strengthened": masses.sum(axis=2) @ degree, "weakened": masses.sum(axis=1) @ degree}
    profile = {
        "weakened": clustered_share(masses[:, :, 1:].sum(axis=(1, 2)), total),
        "strengthened": clustered_share(masses[:, 1:, :].sum(axis=(1, 2)), total),
        **{name: getattr(cells, name) for name in SHARES[2:]},
        **{
            f"mean_{name}": clustered_mean(one, total, unit=Unit.DEGREE, limits=LIMITS)
            for name, one in sums.items()
        },
        "ambivalence": ambivalence_by_cluster(masses),
    }
    # the masses are weights: people are what is counted
    return {name: replace(one, n=n) if isinstance(one, Estimate) else one for name, one in profile.items()}


def _is_complex(pairs: Reduction) -> bool:
    return bool((pairs["unit"] != "").any())


def _by_unit(pairs: Reduction, chosen: npt.NDArray[np.bool_], column: str) -> Counts:
    names, place = np.unique(pairs["unit"].astype(str), return_inverse=True)
    totals = np.zeros(len(names), dtype=np.int64)
    np.add.at(totals, place[chosen], pairs[column][chosen])
    return totals


def _histograms(pairs: Reduction, chosen: npt.NDArray[np.bool_], column: str) -> Counts:
    """One 5 by 5 table for each cluster of answers."""
    names, place = np.unique(pairs["unit"].astype(str), return_inverse=True)
    tables = np.zeros((len(names), DEGREES, DEGREES), dtype=np.int64)
    where = (place[chosen], pairs["strengthened"][chosen], pairs["weakened"][chosen])
    np.add.at(tables, where, pairs[column][chosen])
    return tables


def _too_few(have: int, need: int) -> NotEstimable:
    if 0 < have < FEWEST_SHOWN:
        # how many exactly could tell who answered
        return NotEstimable(why=Why.WITHHELD, remedy="more_cases", need=need, of="answers")
    return NotEstimable(why=Why.TOO_FEW, remedy="more_cases", have=have, need=need, of="answers")
