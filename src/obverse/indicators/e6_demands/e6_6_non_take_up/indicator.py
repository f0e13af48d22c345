"""E6.6: how many of those who are entitled to a service go without it, and whether more do than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.survey_answers import share_of_people
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, bounds
from obverse.statistics.shares import difference_of_shares, share_of_register

MODERATELY = ("2", "3", "4")
GROUPS = 3
FEWEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """Eligible people of a period, at the least, at the best guess and at the most, and the recipients."""

    recipients: int
    low: int
    eligible: int
    high: int
    starts: int
    before_process: bool

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest share that goes without."""
        # Where perhaps nobody was eligible, and nobody came, all of the few who might be go without.
        return 1 - self.recipients / max(self.low, 1), 1 - self.recipients / max(self.high, 1)

    @property
    def without(self) -> int:
        """Eligible people who go without."""
        return self.eligible - self.recipients


class NonTakeUp(Indicator):
    """Share of eligible people who are not among the recipients, its change, and the reasons."""

    id = "E6.6"
    version = 2
    question = "How many of those who are entitled to a service go without it, and do more than before?"
    serves = ("E6",)
    claims = ("S128", "S133")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"answers": 10, "periods_for_a_change": 2}
    references = (
        "after Warin: types of non-take-up",
        "after van Oorschot: non-take-up as one less recipients over eligible people",
        "Steen, Brandsen & Verschuere 2018, sixth evil: indebtedness inhibits asking for help",
    )
    needs = (
        {"service_volume": ("recipients", "eligible")},
        {"service_volume": ("recipients", "eligible_low")},
        {"survey_answer": ("item", "value")},
    )
    also_reads = ("survey_answer", "stakeholder_group")

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Each service's level and change, its groups, then what people said."""
        results: dict[str, Result] = {}
        for (service,), periods in samples["periods"].groups("service"):
            results |= dict(_service(str(service).replace(".", " "), periods))
        answers = samples["answers"]
        need = self.minimum["answers"]
        debt = answers.where("item", "indebted")
        debt = _only(debt, "cannot_say")
        if len(debt):
            yes = np.isin(debt["answer"].astype(str), MODERATELY)
            results["indebted"] = share_of_people(debt, yes, need=need, remedy="more_answers")
        reasons = _only(answers.where("item", "not_taken_up"), "cannot_say")
        for (reason,), _ in reasons.groups("answer"):
            results[f"reason.{reason}"] = share_of_people(
                reasons, reasons["answer"] == reason, need=need, remedy="more_answers"
            )
        return results or NotEstimable(
            why=Why.NOT_COLLECTED, remedy="count_eligible", of="service_volume.eligible"
        )


def _service(service: str, periods: Reduction) -> Iterator[tuple[str, Result]]:
    level = int(periods["part_level"].min())
    whole = periods.where("part_level", level)
    reaches = _reaches(whole)
    now = reaches[-1]
    subject = f"{service}.not_reached"
    yield subject, _share(now)
    if level == GROUPS:
        found = {
            str(group): reach
            for (group,), part in whole.groups("concerned")
            for reach in _reaches(part)
            if reach.starts == now.starts
        }
        hidden = _hidden(found)
        for group, reach in found.items():
            address = f"{subject}.{group.replace('.', ' ')}"
            yield address, _withheld() if group in hidden else _share(reach)
    earlier = [reach for reach in reaches[:-1] if reach.before_process] or reaches[:1]
    before = earlier[-1]
    if before.starts == now.starts:
        yield (
            f"{service}.change",
            NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=1, need=2, of="periods"),
        )
    else:
        yield f"{service}.change", _change(now, before)


def _reaches(periods: Reduction) -> list[Reach]:
    found = []
    for (starts,), rows in sorted(periods.groups("starts"), key=lambda pair: int(pair[0][0])):
        recipients, low, eligible, high = (
            int(rows[name].sum()) for name in ("recipients", "eligible_low", "eligible", "eligible_high")
        )
        # nobody can be served who is not eligible, so that the recipients are the least there can be
        eligible = max(low, min(eligible, high)) if low <= high else eligible
        least, most = max(min(low, eligible), min(recipients, high)), max(high, eligible)
        found.append(
            Reach(
                recipients,
                least,
                max(eligible, least),
                most,
                int(starts),
                bool(rows["before_process"].all()),
            )
        )
    return found


def _share(reach: Reach) -> Result:
    if reach.high < FEWEST_SHOWN:
        return _withheld()
    if reach.recipients > reach.high:
        return NotEstimable(
            why=Why.REJECTED, remedy="eligible_too_small", have=reach.recipients, need=reach.high
        )
    share = share_of_register(reach.without, reach.eligible)
    if isinstance(share, Estimate) and reach.low < reach.high:
        return replace(share, missing=bounds(*reach.ends))
    return share


def _hidden(groups: Mapping[str, Reach]) -> set[str]:
    """Groups of fewer than five, with the next smallest where one alone could be told from the whole."""
    by_size = sorted(groups, key=lambda group: (groups[group].high, group))
    small = sum(reach.high < FEWEST_SHOWN for reach in groups.values())
    return set(by_size[: 2 if small == 1 else small])


def _withheld() -> NotEstimable:
    return NotEstimable(why=Why.WITHHELD, remedy="larger_groups", need=FEWEST_SHOWN, of="persons")


def _change(now: Reach, before: Reach) -> Result:
    if min(now.high, before.high) < FEWEST_SHOWN:
        return _withheld()
    for reach in (now, before):
        if reach.recipients > reach.high:
            return NotEstimable(
                why=Why.REJECTED, remedy="eligible_too_small", have=reach.recipients, need=reach.high
            )
    change = difference_of_shares(now.without, now.eligible, before.without, before.eligible)
    unsure = now.low < now.high or before.low < before.high
    if isinstance(change, Estimate) and unsure:
        low, high = now.ends[0] - before.ends[1], now.ends[1] - before.ends[0]
        return replace(change, missing=bounds(low, high))
    return change


def _only(answers: Reduction, left_out: str) -> Reduction:
    said = answers["answer"] != left_out
    return Reduction({name: column[said] for name, column in answers.columns.items()})
