"""L3.1: whether contributions are moderated, accepted and answered alike, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, Interval, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.cluster_differences import clustered_difference
from obverse.statistics.clusters import clustered_share
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.shares import share_of_register

Amounts = npt.NDArray[np.float64]

OUTCOMES = ("moderation", "acceptance", "answer")
LARGEST_WIDENING = 3.5
"""An interval that prolific authors make wider than so many times rests on too few of them."""


class EqualTreatment(Indicator):
    """Odds ratios of removal, acceptance and timely answer, group against rest, within topics and kinds."""

    id = "L3.1"
    version = 3
    question = "Are contributions treated alike, whoever wrote them?"
    serves = ("L3", "E4")
    claims = ("S60", "S65", "S87", "S95", "S101")
    unit = Unit.RATIO
    direction = Direction.AWAY_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 10, "authors": 5}
    references = (
        "Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986, Biometrics 42",
        "after Rao & Scott 1992 for widening by a design effect",
        "Leach 2006, the ideal of impartiality",
    )
    needs = (
        {"contribution": ("author", "moderated"), "actor": ("id",)},
        {"contribution": ("author", "state"), "actor": ("id",)},
    )
    also_reads = ("commitment",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """For each outcome and attribute: every group against the rest, within strata."""
        results: dict[str, Result] = {}
        cells = _by_attribute(samples["cells"])
        for group in _groups(samples["authors"]):
            place = f"{group.outcome}.{group.variable}.{group.category}"
            gap = self._too_small(group)
            if gap is not None:
                results[place] = gap
                continue
            compared = _Compared.of(cells[group.outcome, group.variable], group.category)
            if compared.same_for_all:
                results[group.outcome] = NotEstimable(why=Why.NOT_APPLICABLE, remedy="same_for_all")
                continue
            difference = compared.difference()
            ratio = compared.odds_ratio(difference)
            results[place] = ratio
            if isinstance(ratio, Estimate) and not ratio.interval.contains(1.0):
                results[f"difference.{place}"] = difference
        if not results:
            return {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="record_groups")}
        return results | _sizes(samples)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The share of each group, beside the first comparison of its outcome and attribute."""
        charts: dict[str, Chart] = {}
        shown: set[tuple[str, str]] = set()
        cells = _by_attribute(samples["cells"])
        for group in _groups(samples["authors"]):
            place = f"{group.outcome}.{group.variable}.{group.category}"
            if (group.outcome, group.variable) in shown or not isinstance(results.get(place), Estimate):
                continue
            shown.add((group.outcome, group.variable))
            ordered = samples["authors"].where("outcome", group.outcome).where("variable", group.variable)
            own = cells[group.outcome, group.variable]
            charts[place] = _shares(own, ordered["category"].tolist(), group.outcome)
        return charts

    def _too_small(self, group: _Group) -> NotEstimable | None:
        for what, have in (("contributions", group.fewest_contributions), ("authors", group.fewest_authors)):
            need = self.minimum[what]
            if have < need:
                return NotEstimable(why=Why.TOO_FEW, remedy=f"more_{what}", have=have, need=need)
        if group.dominated:
            return NotEstimable(why=Why.TOO_FEW, remedy="prolific_authors")
        return None


def _sizes(samples: Samples) -> dict[str, Result]:
    """How many of all registered people belong to each group, so that none vanishes behind those who wrote."""
    compared = set(samples["authors"]["variable"].tolist())
    sizes: dict[str, Result] = {}
    for (variable,), table in samples["people"].groups("variable"):
        if variable in compared:
            everyone = int(table["persons"].sum())
            for category, persons in zip(table["category"].tolist(), table["persons"].tolist(), strict=True):
                sizes[f"people.{variable}.{category}"] = share_of_register(int(persons), everyone)
    return sizes


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of authors, with the smaller number of contributions and authors of it and of the rest.

    ``dominated``: one author wrote more than half of what the group or the rest wrote.
    """

    outcome: str
    variable: str
    category: str
    fewest_contributions: int
    fewest_authors: int
    dominated: bool


def _groups(authors: Reduction) -> Iterator[_Group]:
    """Every category against the rest; of two categories only the first, since the other is its mirror."""
    for outcome in OUTCOMES:
        for (variable,), table in authors.where("outcome", outcome).groups("variable"):
            categories = table["category"].tolist()
            compared = categories[:1] if len(categories) == 2 else categories
            for place, category in enumerate(compared if len(categories) > 1 else ()):
                rest = np.arange(len(categories)) != place
                sides = [table["contributions"][~rest].sum(), table["contributions"][rest].sum()]
                most = [table["most_of_one_author"][~rest].max(), table["most_of_one_author"][rest].max()]
                yield _Group(
                    outcome,
                    variable,
                    category,
                    fewest_contributions=int(min(sides)),
                    fewest_authors=int(min(table["authors"][~rest].sum(), table["authors"][rest].sum())),
                    dominated=any(
                        2 * one > all_of_them for one, all_of_them in zip(most, sides, strict=True)
                    ),
                )


def _by_attribute(cells: Reduction) -> dict[tuple[str, str], Reduction]:
    """The cells of each outcome and attribute, strata and writers numbered from 0: cut once, for a nation."""
    found: dict[tuple[str, str], Reduction] = {}
    for (outcome, variable), own in cells.groups("outcome", "variable"):
        numbered = {name: np.unique(own[name], return_inverse=True)[1] for name in ("stratum", "writer")}
        found[outcome, variable] = Reduction({**own.columns, **numbered})
    return found


def _by_writer(writer: npt.NDArray[np.int64], amounts: npt.NDArray[np.generic]) -> Amounts:
    """The total of each writer that occurs, in the order of their numbers, which are small."""
    return np.bincount(writer, amounts)[np.bincount(writer) > 0].astype(np.float64)


@dataclass(frozen=True, eq=False)
class _Compared:
    """Cells of one comparison: who (0 the rest, 1 the group), stratum, writer, outcome met, contributions."""

    inside: npt.NDArray[np.int64]
    stratum: npt.NDArray[np.int64]
    writer: npt.NDArray[np.int64]
    met: npt.NDArray[np.int64]
    contributions: npt.NDArray[np.int64]

    @classmethod
    def of(cls, cells: Reduction, category: str) -> _Compared:
        """The comparison of a category with all others; ``cells`` are those of one outcome and attribute."""
        return cls(
            inside=(cells["category"] == category).astype(np.int64),
            stratum=cells["stratum"],
            writer=cells["writer"],
            met=cells["met"],
            contributions=cells["contributions"],
        )

    @property
    def same_for_all(self) -> bool:
        """Nobody met the outcome, or everybody did: then nobody was treated differently."""
        return int(self.met.sum()) in {0, int(self.contributions.sum())}

    @cached_property
    def tables(self) -> npt.NDArray[np.int64]:
        """(strata, 2, 2): the group with and without the outcome, then the rest."""
        strata = int(self.stratum.max()) + 1
        row = 2 * self.stratum + (1 - self.inside)
        columns = [
            np.bincount(row, amounts, minlength=2 * strata)
            for amounts in (self.met, self.contributions - self.met)
        ]
        return np.stack(columns, axis=-1).round().astype(np.int64).reshape(strata, 2, 2)

    @cached_property
    def weights(self) -> Amounts:
        """(strata, 2): what a contribution counts, so that group and rest weigh the same within each stratum."""
        sizes = self.tables.sum(axis=2)
        # the group, which stands first, weighs what the rest has, and the rest what the group has
        return np.asarray(sizes[:, ::-1] / sizes.sum(axis=1, keepdims=True), dtype=np.float64)

    def difference(self) -> Result:
        """How much more often the group met the outcome, strata alike, with authors as clusters."""
        weights = self.weights[self.stratum, 1 - self.inside]
        sides: list[Amounts] = []
        for side in (1, 0):
            own = self.inside == side
            sides += [
                _by_writer(self.writer[own], part[own] * weights[own])
                for part in (self.met, self.contributions)
            ]
        return _kept(clustered_difference(*sides, cases=int(self.contributions.sum())))

    def difference_of_single_contributions(self) -> Result:
        """The same as if every contribution had an author of its own."""
        weights, nothing = self.weights, np.zeros(len(self.weights))
        group, rest = (
            (np.concatenate((own, nothing)), np.concatenate((own, own)))
            for own in (weights[:, 0], weights[:, 1])
        )
        # contributions of a stratum that met the outcome are alike, and so are those that did not
        alike = (self.tables[:, 0].T.ravel(), self.tables[:, 1].T.ravel())
        cases = int(self.contributions.sum())
        return _kept(clustered_difference(*group, *rest, alike=alike, cases=cases))

    def odds_ratio(self, by_author: Result) -> Result:
        """The Mantel-Haenszel odds ratio, its interval as many times wider as authors make the difference's."""
        single = self.difference_of_single_contributions()
        if isinstance(by_author, NotEstimable):
            return by_author
        if isinstance(single, NotEstimable):
            return single
        wider = max(1.0, _width(by_author) / _width(single))
        if wider > LARGEST_WIDENING:
            return NotEstimable(why=Why.TOO_FEW, remedy="prolific_authors")
        level = by_author.interval.level
        normal = NormalDist()
        result = odds_ratio_mantel_haenszel(
            self.tables, level=2 * normal.cdf(wider * normal.inv_cdf(0.5 + level / 2)) - 1
        )
        if isinstance(result, NotEstimable):
            return NotEstimable(why=result.why, remedy="same_topics")
        interval = Interval(result.interval.low, result.interval.high, level, result.interval.basis)
        return replace(result, interval=interval)


def _width(result: Estimate) -> float:
    return result.interval.high - result.interval.low


def _kept(result: Result) -> Result:
    """Too few clusters after weighting means that group and rest hardly ever write on the same thing."""
    return NotEstimable(why=result.why, remedy="same_topics") if isinstance(result, NotEstimable) else result


def _shares(cells: Reduction, ordered: list[str], outcome: str) -> Chart:
    found: list[Result] = []
    for category in ordered:
        own = cells.where("category", category)
        found.append(
            clustered_share(*(_by_writer(own["writer"], own[part]) for part in ("met", "contributions")))
        )
    shares = [one if isinstance(one, Estimate) else None for one in found]
    return Chart(
        kind="bars",
        unit=Unit.SHARE,
        categories=tuple(ordered),
        series=(
            Series(
                name=outcome,
                values=tuple(None if one is None else one.value for one in shares),
                low=tuple(None if one is None else one.interval.low for one in shares),
                high=tuple(None if one is None else one.interval.high for one in shares),
            ),
        ),
    )
