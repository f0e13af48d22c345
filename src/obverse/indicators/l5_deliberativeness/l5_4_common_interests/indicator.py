"""L5.4: whether people who differ found something that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.l5_deliberativeness.l5_4_common_interests.tallies import Tally, tallies
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import (
    Basis,
    Chart,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Series,
    Unit,
    Why,
    bounds,
    full_count,
)
from obverse.statistics.group_consensus import group_informed_consensus
from obverse.statistics.shares import wilson_limits, wilson_share

LETTERS = "abcdefgh"
HALF = 0.5
_METHOD = "support_of_every_group"


class CommonInterests(Indicator):
    """Issues on which an agreement is recorded; statements that every opinion group supports."""

    id = "L5.4"
    version = 1
    question = "Did people who see things differently find interests that they share?"
    serves = ("L5", "E4")
    claims = ("S60", "S70")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {
        "issues": 5,
        "meetings": 5,
        "people_of_a_group": 5,
        "votes_of_a_group": 10,
        "statements_shown": 5,
    }
    headline = ("issues.agreed", "statements.shared")
    references = (
        "Leach 2006, the ideal of deliberativeness",
        "Small, Bjorkegren, Erkkila, Shaw & Megill 2021, Polis: group-informed consensus",
        "Hubert & Arabie 1985; Rousseeuw 1987",
    )
    about_things = ("meetings.settled", "issues.agreed")
    needs = ({"coded_statement": ("code",)}, {"event": ("question_closed",)}, {"vote": ("value",)})
    also_reads = ("document", "event", "vote", "actor", "contribution")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """What was recorded and what was voted are kept apart; no group is averaged away."""
        results: dict[str, Result] = {}
        if len(samples["issues"]):
            results["issues.agreed"] = self._issues(samples)
        settled, still, unknown = (
            int(samples["meetings"][name][0]) for name in ("settled", "open_still", "not_noted")
        )
        if settled + still:
            results["meetings.settled"] = share_of_known(
                settled,
                still,
                unknown,
                remedy="note_what_was_settled",
                of="event.question_closed",
                need=self.minimum["meetings"],
            )
        if int(samples["totals"]["votes"][0]):
            results |= self._votes(samples)
        gap = NotEstimable(
            why=Why.NOT_COLLECTED,
            remedy="code_issues",
            have=0,
            need=self.minimum["issues"],
            of="coded_statement.code",
        )
        return results or {"issues.agreed": gap}

    def _issues(self, samples: Samples) -> Result:
        coders, saw = samples["issues"]["coders"], samples["issues"]["saw_agreement"]
        issues = len(coders)
        if issues < self.minimum["issues"]:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="code_issues", have=issues, need=self.minimum["issues"]
            )
        share = share_of_known(
            int((2 * saw > coders).sum()), int((2 * saw <= coders).sum()), remedy="", of=""
        )
        if isinstance(share, NotEstimable) or (coders < 2).all():
            return share
        all_say, one_says = int((saw == coders).sum()) / issues, int((saw > 0).sum()) / issues
        return replace(share, coding=Interval(all_say, one_says, 1.0, Basis.JUDGEMENT))

    def _votes(self, samples: Samples) -> dict[str, Result]:
        found = tallies(samples)
        if isinstance(found, NotEstimable):
            return {"statements.shared": found}
        results: dict[str, Result] = {
            "statements.shared": self._across(found, wanted="agrees"),
            "statements.divided": self._divided(found),
        }
        for number, tally in enumerate(found, start=1):
            of = "" if len(found) == 1 else f".conversation {number}"
            for letter, people in zip(LETTERS, tally.people.tolist(), strict=False):
                results[f"people{of}.{letter}"] = self._people(people)
            results |= self._best(tally, of)
        return results

    def _people(self, people: int) -> Result:
        if people < self.minimum["people_of_a_group"]:
            need = self.minimum["people_of_a_group"]
            return NotEstimable(why=Why.WITHHELD, remedy="small_group", need=need, of="persons")
        count = full_count(people)
        return Estimate(value=people, interval=count, unit=Unit.COUNT, n=people, method="count_of_register")

    def _judged(self, tally: Tally) -> npt.NDArray[np.bool_]:
        """Statements on which every group that may be shown has enough votes, (s,)."""
        shown = tally.people >= self.minimum["people_of_a_group"]
        if shown.sum() < 2:
            return np.zeros(len(tally.statements), dtype=bool)
        fewest = np.minimum(self.minimum["votes_of_a_group"], tally.people[shown])
        enough: npt.NDArray[np.bool_] = np.all(tally.votes[shown] >= fewest[:, np.newaxis], axis=0)
        return enough

    def _across(self, found: tuple[Tally, ...], wanted: str) -> Result:
        """Statements that more than half of each group's voters support; its ends are those of every group's share."""
        shared, surely, perhaps, judged, hidden = 0, 0, 0, 0, False
        for tally in found:
            places = np.flatnonzero(self._judged(tally))
            shown = tally.people >= self.minimum["people_of_a_group"]
            hidden = hidden or not shown.all()
            for place in places.tolist():
                yes, cast = getattr(tally, wanted)[shown, place], tally.votes[shown, place]
                limits = [
                    wilson_limits(part, whole, 0.95)
                    for part, whole in zip(yes.tolist(), cast.tolist(), strict=True)
                ]
                shared += bool((yes / cast > HALF).all())
                surely += all(low > HALF for low, _ in limits)
                perhaps += all(high > HALF for _, high in limits)
            judged += len(places)
        if not judged:
            return NotEstimable(
                why=Why.TOO_FEW,
                remedy="more_voters",
                have=0,
                need=self.minimum["votes_of_a_group"],
                of="votes",
            )
        value = shared / judged
        return Estimate(
            value=value,
            interval=Interval(surely / judged, perhaps / judged, 0.95, Basis.SAMPLING),
            unit=Unit.SHARE,
            n=judged,
            method=_METHOD,
            # a group too small to be shown may be against any of them
            missing=bounds(0.0, value) if hidden else None,
        )

    def _divided(self, found: tuple[Tally, ...]) -> Result:
        """Statements that most of one group support and most of another one oppose."""
        divided = judged = 0
        for tally in found:
            places = self._judged(tally)
            shown = tally.people >= self.minimum["people_of_a_group"]
            half = HALF * tally.votes[shown][:, places]
            for_it = (tally.agrees[shown][:, places] > half).any(axis=0)
            against = (tally.disagrees[shown][:, places] > half).any(axis=0)
            divided += int((for_it & against).sum())
            judged += int(places.sum())
        return share_of_known(divided, judged - divided, remedy="more_voters", of="votes")

    def _best(self, tally: Tally, of: str) -> dict[str, Result]:
        """The statements with the highest group-informed consensus, each group's share by itself."""
        consensus = group_informed_consensus(tally.agrees, tally.votes)
        places = np.flatnonzero(self._judged(tally))
        ranked = sorted(places.tolist(), key=lambda place: (-consensus[place], tally.statements[place]))
        results: dict[str, Result] = {}
        for place in ranked[: self.minimum["statements_shown"]]:
            name = tally.statements[place].replace(".", "·")
            value = float(consensus[place])
            results[f"consensus{of}.{name}"] = Estimate(
                value=value,
                interval=full_count(value),
                unit=Unit.INDEX,
                n=int(tally.votes[:, place].sum()),
                method="group_informed_consensus",
            )
            for row, letter in zip(range(len(tally.people)), LETTERS, strict=False):
                yes, cast = int(tally.agrees[row, place]), int(tally.votes[row, place])
                results[f"support{of}.{name}.{letter}"] = self._support(yes, cast, int(tally.people[row]))
        return results

    def _support(self, yes: int, cast: int, people: int) -> Result:
        if people < self.minimum["people_of_a_group"] or cast < self.minimum["people_of_a_group"]:
            need = self.minimum["people_of_a_group"]
            return NotEstimable(why=Why.WITHHELD, remedy="small_group", need=need, of="persons")
        return wilson_share(yes, cast)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Support group by group for the statements shown."""
        shown = [key.partition(".")[2] for key in results if key.startswith("consensus.")]
        letters = [x for x in LETTERS if any(f"support.{name}.{x}" in results for name in shown)]
        series = [
            Series(
                name=letter, values=tuple(_value(results.get(f"support.{name}.{letter}")) for name in shown)
            )
            for letter in letters
        ]
        if not series:
            return {}
        names = tuple(name.rpartition(".")[2] for name in shown)
        bars = Chart(kind="bars", unit=Unit.SHARE, categories=names, series=tuple(series), reference=HALF)
        return {"statements.shared": bars}


def _value(result: Result | None) -> float | None:
    return result.value if isinstance(result, Estimate) else None
