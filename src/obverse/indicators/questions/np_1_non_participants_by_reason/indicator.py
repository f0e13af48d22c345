"""NP-1: why those who did not take part stayed away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.survey_answers import share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why
from obverse.statistics.shares import share_of_register

KINDS = {
    "not_reached": ("not_told",),
    "could_not": ("no_time", "could_not"),
    "would_not": ("not_for_me", "no_point", "other_ways", "not_interested"),
}
CANNOT_SAY = "cannot_say"


class NonParticipantsByReason(Indicator):
    """Shares of those who stayed away by their main reason, and of those refused, gone or never informed."""

    id = "NP-1"
    version = 1
    question = (
        "Why did those who did not take part stay away: not reached, could not, would not, refused, or gone?"
    )
    serves = ("Q1",)
    claims = ("S5", "S53", "S123", "S184")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10, "people_for_a_number": 5}
    references = ("the kinds and the question are this program's own; Wilson 1927 for the interval",)
    needs = (
        {"survey_answer": ("item", "value")},
        {"applicant": ("outcome",)},
        {"actor": ("exit_kind",)},
        {"group_count": ("stage", "count")},
    )
    also_reads = ("applicant", "actor", "group_count", "survey_answer")
    headline = ("kind.not_reached", "kind.could_not")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """The kinds and reasons that people gave, then what the registers say."""
        return dict(self._said(samples["answers"])) | dict(self._registers(samples))

    def _said(self, answers: Reduction) -> Iterator[tuple[str, Result]]:
        need, remedy = self.minimum["answers"], "ask_outsiders"
        said = _where(answers, answers["reason"] != CANNOT_SAY)
        if not len(answers):
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy=remedy, have=0, need=need, of="answers")
            yield "kind.not_reached", gap
            return
        for kind, reasons in KINDS.items():
            given = np.isin(said["reason"].astype(str), reasons)
            yield f"kind.{kind}", share_of_people(said, given, need=need, remedy=remedy)
        for reason in (reason for reasons in KINDS.values() for reason in reasons):
            given = said["reason"] == reason
            yield f"reason.{reason}", share_of_people(said, given, need=need, remedy=remedy)
        silent = answers["reason"] == CANNOT_SAY
        yield CANNOT_SAY, share_of_people(answers, silent, need=need, remedy=remedy)

    def _registers(self, samples: Samples) -> Iterator[tuple[str, Result]]:
        registers = samples["registers"]
        asked, members = (_counted(registers.where("part", part)) for part in ("request", "member"))
        if asked:
            for outcome in ("refused", "withdrew"):
                yield (
                    outcome,
                    self._share(
                        asked.get(outcome, 0),
                        sum(asked.values()) - asked.get(outcome, 0),
                        0,
                        "keep_requests",
                        "applicant.outcome",
                    ),
                )
        # a register in which nobody ever left may just not note who leaves
        if members.get("dropped_out", 0) + members.get("unknown", 0):
            yield (
                "dropped_out",
                self._share(
                    members.get("dropped_out", 0),
                    members.get("stayed", 0),
                    members.get("unknown", 0),
                    "record_exits",
                    "actor.exit_kind",
                ),
            )
        steps = samples["steps"]
        for place, variable in enumerate(steps["variable"].tolist()):
            affected, informed = int(steps["affected"][place]), int(steps["informed"][place])
            if steps["stages"][place] == 2 and affected:
                address = f"never_informed.{str(variable).replace('.', '·')}"
                if informed > affected:
                    yield (
                        address,
                        NotEstimable(why=Why.REJECTED, remedy="count_informed", of="persons"),
                    )
                else:
                    yield address, share_of_register(affected - informed, affected)

    def _share(self, yes: int, no: int, unknown: int, remedy: str, of: str) -> Result:
        need = self.minimum["people_for_a_number"]
        if 0 < yes + no + unknown < need:
            return NotEstimable(why=Why.WITHHELD, remedy="more_people", need=need, of="persons")
        return share_of_known(yes, no, unknown, remedy=remedy, of=of)

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """The three kinds of reasons."""
        found = [results.get(f"kind.{kind}") for kind in KINDS]
        shares = [one for one in found if isinstance(one, Estimate)]
        if len(shares) < len(KINDS):
            return {}
        series = Series(
            name="kind",
            values=tuple(share.value for share in shares),
            low=tuple(share.envelope.low for share in shares),
            high=tuple(share.envelope.high for share in shares),
        )
        return {
            "kind.not_reached": Chart(kind="bars", unit=Unit.SHARE, categories=tuple(KINDS), series=(series,))
        }


def _counted(rows: Reduction) -> dict[str, int]:
    return dict(zip(rows["reason"].tolist(), rows["people"].tolist(), strict=True))


def _where(rows: Reduction, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Reduction:
    return Reduction({name: column[chosen] for name, column in rows.columns.items()})
