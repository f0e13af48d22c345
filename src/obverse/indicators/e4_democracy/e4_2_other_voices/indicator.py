"""E4.2: whether voices outside the process are still heard as they were before it began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from obverse.evidence.facts import Facts
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import roles_to_show, share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.dispersion import dispersion_of_counts
from obverse.statistics.ratios import rate_ratio

KINDS = ("oversight", "prevention", "judgement")
HARDLY_FREE = 1
MONTH = 30


class OtherVoices(Indicator):
    """Ratio of the yearly occasions since the process began to those before; share who felt hardly free to report."""

    id = "E4.2"
    version = 2
    question = "Are petitions, protests, appeals and criticism from inside still heard as before?"
    serves = ("E4",)
    claims = ("S79", "S92")
    unit = Unit.RATIO
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"days_on_each_side": 365, "answers": 10}
    headline = ("voices.all",)
    references = (
        "Steen, Brandsen & Verschuere 2018, fourth evil: institutionalised involvement may prevent other voices",
        "the ratio of rates and what counts as an occasion are this program's own rule",
    )
    about_things = ("voices.*",)
    needs = ({"complaint": ("kind", "at")}, {"survey_answer": ("item", "value")})
    also_reads = ("survey_answer",)

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Rate ratios over occasions, and shares over answers."""
        answers = samples["answers"]
        results = dict(self._voices(samples))
        need = self.minimum["answers"]
        results["not_free"] = share_of_people(
            answers, answers["degree"] <= HARDLY_FREE, need=need, remedy="ask_inside"
        )
        shown = dict(roles_to_show(answers, need=need))
        for (role,), part in answers.groups("role"):
            results[f"not_free.{role}"] = (
                NotEstimable(why=Why.WITHHELD, remedy="ask_inside", need=need, of="answers")
                if role not in shown and int(part["people"].sum()) >= need
                else share_of_people(part, part["degree"] <= HARDLY_FREE, need=need, remedy="ask_inside")
            )
        return results

    def _voices(self, samples: Samples) -> Mapping[str, Result]:
        occasions, facts = samples["occasions"], samples.facts
        start = facts.process.start
        if start is None:
            remedy, of = "date_the_start", "complaint.at"
            return {"voices.all": NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, of=of)}
        days = occasions["from_start"]
        declared = "complaint" in facts.coverage
        if not declared and not len(occasions):
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_voices", of="complaint")
            return {"voices.all": gap}
        first, last, counts_first = _window(facts, start, int(days.min()) if len(occasions) else 0)
        need = self.minimum["days_on_each_side"]
        before_days, after_days = max(-first, 0), max(last + 1, 0)
        if before_days < need:
            few = NotEstimable(why=Why.TOO_FEW, remedy="longer_before", have=before_days, need=need)
            return {"voices.all": few}
        if after_days < need:
            early = NotEstimable(why=Why.TOO_FEW, remedy="longer_follow_up", have=after_days, need=need)
            return {"voices.all": early}
        seen = (days >= first if counts_first else days > first) & (days <= last)
        results: dict[str, Result] = {}
        for kind in ("all", *KINDS):
            chosen = seen & (occasions["kind"] == kind) if kind != "all" else seen
            after, before = int(np.sum(chosen & (days >= 0))), int(np.sum(chosen & (days < 0)))
            if kind == "all" or after + before:
                waves = dispersion_of_counts(
                    _by_month(days[chosen & (days >= 0)], after_days),
                    _by_month(-1 - days[chosen & (days < 0)], before_days),
                )
                results[f"voices.{kind}"] = rate_ratio(
                    after, after_days, before, before_days, dispersion=waves
                )
        return results


def _by_month(
    days: np.ndarray[tuple[int, ...], np.dtype[np.int64]], length: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Occasions in each whole span of thirty days, counted from the start of the process."""
    spans = length // MONTH
    return np.bincount(days[days < spans * MONTH] // MONTH, minlength=spans)


def _window(facts: Facts, start: dt.date, earliest: int) -> tuple[int, int, bool]:
    """The first and the last day looked at, from the start of the process, and whether the first day's entries count.

    A time that begins with the first entry, for want of a declaration, cannot count that entry as well.
    """
    declared = facts.coverage.get("complaint")
    until = facts.audit.as_of
    if declared is not None and declared.kept_until is not None:
        until = min(until, declared.kept_until)
    last = (until - start).days
    if declared is not None and declared.kept_from is not None:
        return (declared.kept_from - start).days, last, True
    return earliest, last, False
