"""E7.5c: whether the official summary says what the contributions said, the critical ones included."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.cluster_differences import clustered_difference, clustered_difference_within
from obverse.statistics.clusters import clustered_share
from obverse.statistics.distances import total_variation_excess
from obverse.statistics.shares import difference_of_shares

_SAME_GRID = 0.5
_MOST_SHOWN = 12


class FidelityOfTheSynthesis(Indicator):
    """Topic shares of contributions against those of the official summary; critical statements kept."""

    id = "E7.5c"
    version = 2
    question = "Does the official summary say what the contributions said, the critical ones included?"
    serves = ("E7",)
    claims = ("S153", "S154", "S155")
    unit = Unit.INDEX
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"contributions": 20, "passages": 10, "critical": 5}
    headline = ("topics.distance", "kept.difference", "critical.difference")
    references = (
        "Bouchard 2016, a consultation that legitimated an orientation adopted long before",
        "total variation distance beyond chance; differences after Newcombe 1998 and Zou & Donner 2008",
    )
    needs = (
        {"coded_statement": ("code",), "document": ("kind",)},
        {"contribution": ("in_synthesis",)},
    )
    also_reads = ("contribution", "document")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Topics, direction and what was kept are three looks at the same summary."""
        results: dict[str, Result] = {}
        if int(samples["topics"]["summary"].sum()):
            results |= self._topics(samples)
        if len(samples["passages"]):
            results["critical.difference"] = self._critical(samples["passages"])
        writers = samples["writers"]
        if int((writers["critical_told"] + writers["other_told"]) @ writers["writers"]):
            results |= self._kept(samples)
        need = self.minimum["passages"]
        gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="code_both", need=need, of="coded_statement.code")
        return results or {"topics.distance": gap}

    def _topics(self, samples: Samples) -> dict[str, Result]:
        of_people, of_summary = self._sides(samples)
        fewest, passages = self.minimum["contributions"], self.minimum["passages"]
        if of_people.sum() < fewest:
            have = int(of_people.sum())
            gap = NotEstimable(why=Why.TOO_FEW, remedy="code_topics", have=have, need=fewest)
            return {"topics.distance": gap}
        if of_summary.sum() < passages:
            have = int(of_summary.sum())
            gap = NotEstimable(why=Why.TOO_FEW, remedy="code_both", have=have, need=passages)
            return {"topics.distance": gap}
        if of_summary[of_people > 0].sum() < _SAME_GRID * of_summary.sum():
            return {"topics.distance": NotEstimable(why=Why.REJECTED, remedy="same_grid")}
        absent = int(of_people[of_summary == 0].sum())
        return {
            "topics.distance": total_variation_excess(of_people, of_summary, samples.rng()),
            "topics.absent": share_of_known(
                absent, int(of_people.sum()) - absent, remedy="code_topics", of="contribution.topic"
            ),
        }

    def _sides(self, samples: Samples) -> tuple[np.ndarray, np.ndarray]:
        """What people spoke about (a coded sample where there is one) and what the summary speaks about."""
        topics = samples["topics"]
        coded = int(topics["sampled"].sum()) >= self.minimum["contributions"]
        return topics["sampled" if coded else "contributions"], topics["summary"]

    def _critical(self, passages: Reduction) -> Result:
        """Contributions of one author are one cluster; passages of the summary stand for themselves."""
        critical, known = (
            {
                side: np.repeat(part[name], part["writers"])
                for side in ("sample", "summary")
                for part in (passages.where("measure", side),)
            }
            for name in ("critical", "known")
        )
        sample, summary = int(known["sample"].sum()), int(known["summary"].sum())
        if sample < self.minimum["contributions"] or summary < self.minimum["passages"]:
            have, need = min(sample, summary), self.minimum["contributions"]
            return NotEstimable(why=Why.TOO_FEW, remedy="code_directions", have=have, need=need)
        if (known["sample"] > 1).any():
            return clustered_difference(
                critical["sample"], known["sample"], critical["summary"], known["summary"]
            )
        return difference_of_shares(
            int(critical["sample"].sum()), sample, int(critical["summary"].sum()), summary
        )

    def _kept(self, samples: Samples) -> dict[str, Result]:
        writers = samples["writers"]
        spread = {name: np.repeat(writers[name], writers["writers"]) for name in writers.columns}
        results: dict[str, Result] = {}
        for side in ("critical", "other"):
            told = int(spread[f"{side}_told"].sum())
            if told < self.minimum["critical"]:
                need = self.minimum["critical"]
                gap = NotEstimable(why=Why.TOO_FEW, remedy="follow_contributions", have=told, need=need)
                results["kept.difference"] = gap
                continue
            results[f"kept.{side}"] = clustered_share(spread[f"{side}_kept"], spread[f"{side}_told"])
        if "kept.difference" not in results:
            results["kept.difference"] = clustered_difference_within(
                spread["other_kept"], spread["other_told"], spread["critical_kept"], spread["critical_told"]
            )
        return results

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The most frequent topics of the contributions beside their share of the summary."""
        if not isinstance(results.get("topics.distance"), Estimate):
            return {}
        of_people, of_summary = self._sides(samples)
        first = np.argsort(-of_people, kind="stable")[:_MOST_SHOWN]
        series = tuple(
            Series(name=name, values=tuple((side[first] / side.sum()).tolist()))
            for name, side in (("contributions", of_people), ("summary", of_summary))
        )
        names = tuple(str(topic) for topic in samples["topics"]["topic"][first])
        return {"topics.distance": Chart(kind="bars", unit=Unit.SHARE, categories=names, series=series)}
