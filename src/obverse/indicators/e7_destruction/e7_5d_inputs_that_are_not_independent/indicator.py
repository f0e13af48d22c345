"""E7.5d: which of the inputs are not independent of each other, and whether the result rests on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds, full_count
from obverse.statistics.arrivals import unexplained_arrivals
from obverse.statistics.near_duplicates import near_duplicates

_HOURS_AFTER_A_MAILING = 24
_MOST_AT_MIDNIGHT = 0.3


class InputsThatAreNotIndependent(Indicator):
    """Near-duplicate texts, bursts of voters, shared origins, votes of staff and test accounts; with and without."""

    id = "E7.5d"
    version = 2
    question = "Which inputs are not independent of each other, and does the result rest on them?"
    serves = ("E7",)
    claims = ("S153", "S154", "S155")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"texts": 30, "votes": 50, "voters": 200, "ranks": 5}
    headline = (
        "texts.copies",
        "arrivals.unexplained",
        "votes.not_eligible",
        "origins.shared",
        "outcome.changed",
    )
    references = (
        "Broder 1997, On the resemblance and containment of documents",
        "Balla and others on mass comments to United States agencies: campaigns are mostly legitimate advocacy",
    )
    about_things = ("outcome.changed", "arrivals.bursts")
    needs = ({"contribution": ("text",)}, {"vote": ("value",)})
    also_reads = ("vote", "contribution", "actor", "event")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Each kind of dependence by itself; none of them is called fraud."""
        results: dict[str, Result] = {}
        if len(samples["texts"]):
            results |= self._texts(samples)
        votes = {name: int(samples["eligibility"][name][0]) for name in ("barred", "allowed", "unknown")}
        if sum(votes.values()):
            results["arrivals.unexplained"], bursts = self._arrivals(samples)
            if bursts is not None:
                results["arrivals.bursts"] = bursts
            results["votes.not_eligible"] = share_of_known(
                votes["barred"],
                votes["allowed"],
                votes["unknown"],
                remedy="mark_accounts",
                of="actor.staff_or_test",
                need=self.minimum["votes"],
            )
            origins = {name: int(samples["origins"][name][0]) for name in ("shared", "own", "unknown")}
            results["origins.shared"] = share_of_known(
                origins["shared"],
                origins["own"],
                origins["unknown"],
                remedy="keep_origins",
                of="vote.origin_key",
                need=self.minimum["votes"],
            )
            results["outcome.changed"] = self._outcome(samples)
        gap = NotEstimable(
            why=Why.TOO_FEW, remedy="record_texts", have=0, need=self.minimum["texts"], of="contribution.text"
        )
        return results or {"texts.copies": gap}

    def _texts(self, samples: Samples) -> dict[str, Result]:
        """Texts that repeat one of another author, less one original for each group."""
        words, authors = samples["texts"]["words"].tolist(), samples["texts"]["person"].tolist()
        found = near_duplicates(words)
        compared = int((~found.too_short).sum())
        if compared < self.minimum["texts"]:
            need = self.minimum["texts"]
            gap = NotEstimable(
                why=Why.TOO_FEW, remedy="record_texts", have=compared, need=need, of="contribution.text"
            )
            return {"texts.copies": gap}
        copies = unclear = largest = 0
        for group in range(int(found.group.max()) + 1):
            members = [authors[place] for place in np.flatnonzero(found.group == group).tolist()]
            known = len({author for author in members if author is not None})
            nameless = members.count(None)
            copies += max(0, known - 1)
            unclear += nameless if known else nameless - 1
            largest = max(largest, known)
        share = share_of_known(copies, compared - copies, remedy="record_texts", of="contribution.text")
        results: dict[str, Result] = {"texts.copies": share}
        if isinstance(share, Estimate):
            missing = bounds(share.value, (copies + unclear) / compared) if unclear else None
            results["texts.copies"] = replace(share, method="near_duplicates", missing=missing)
        if largest > 1:
            results["texts.largest"] = Estimate(
                value=largest,
                interval=full_count(largest),
                unit=Unit.COUNT,
                n=compared,
                method="near_duplicates",
            )
        return results

    def _arrivals(self, samples: Samples) -> tuple[Result, Result | None]:
        hour, arrived = samples["arrivals"]["hour"], samples["arrivals"]["arrived"]
        need = self.minimum["voters"]
        voters = int(arrived.sum())
        if voters < need:
            few = NotEstimable(why=Why.TOO_FEW, remedy="keep_times", have=voters, need=need, of="vote.at")
            return few, None
        if int(samples["arrivals"]["midnight"].sum()) > _MOST_AT_MIDNIGHT * voters:
            return NotEstimable(why=Why.REJECTED, remedy="keep_times", have=0, need=need, of="vote.at"), None
        first = int(hour.min())
        per_hour = np.bincount(hour - first, weights=arrived).astype(np.int64)
        sent = (
            samples["mailings"]["hour"][:, np.newaxis] + np.arange(_HOURS_AFTER_A_MAILING)
        ).ravel() - first
        explained = np.unique(sent[(sent >= 0) & (sent < len(per_hour))]).astype(np.int64)
        found = unexplained_arrivals(per_hour, first_hour=first % 168, explained=explained)
        if isinstance(found, NotEstimable):
            return replace(found, remedy="more_hours", of="vote.at"), None
        number = len(found.bursts)
        bursts = Estimate(
            value=number,
            interval=full_count(number),
            unit=Unit.COUNT,
            n=voters,
            method="unexplained_arrivals",
        )
        kept = int(samples["occasions"]["events"][0]) > 0 or "event" in samples.facts.coverage
        if number and not kept:
            # that nothing on record explains a burst says nothing where nothing was recorded
            return NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_events", of="event"), bursts
        return found.unexplained, bursts

    def _outcome(self, samples: Samples) -> Result:
        """How many of the first fall out once staff do not count and a shared origin counts once."""
        standings = samples["standings"]
        set_aside = int(standings["set_aside"].sum())
        ranks = int(standings["selected"].sum()) or self.minimum["ranks"]
        if len(standings) < 2 * ranks:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_contributions", have=len(standings), need=2 * ranks
            )
        votes = sum(int(samples["eligibility"][name][0]) for name in ("barred", "allowed", "unknown"))
        origins = samples["origins"]
        if not int(origins["shared"][0]) + int(origins["own"][0]) and not set_aside:
            return NotEstimable(
                why=Why.NOT_COLLECTED,
                remedy="keep_origins",
                have=0,
                need=self.minimum["votes"],
                of="vote.origin_key",
            )
        first = np.argsort(-standings["support"], kind="stable")[:ranks]
        mark = np.sort(standings["independent"])[::-1][ranks - 1]
        fallen = int((standings["independent"][first] < mark).sum())
        return Estimate(
            value=fallen, interval=full_count(fallen), unit=Unit.COUNT, n=votes, method="count_of_register"
        )
