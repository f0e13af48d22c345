"""L1.1: who asked to take part and was refused, on which rule, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count

FORMAL = ("eligibility", "expertise", "document", "fee", "digital", "condition_of_service")


class Openness(Indicator):
    """Share of requests to join that were refused without a published rule; conditions and barriers as facts."""

    id = "L1.1"
    version = 1
    question = "Could all who asked to take part do so, and does a published rule stand behind each refusal?"
    serves = ("L1", "E4", "Q1")
    claims = ("S5", "S60", "S63", "S86", "S108")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"requests": 5}
    references = (
        "Leach 2006, the ideal of inclusiveness",
        "reading a refusal without a published rule as one too many is this program's own",
    )
    about_things = ("barriers", "by_kind.*")
    needs = ({"applicant": ("outcome",)}, {"access_rule": ("kind",)})

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Refusals without a published rule among all requests, then what the rules and barriers are."""
        declared = samples.facts.coverage.get("applicant")
        complete = declared is not None and declared.complete == "yes"
        counted = {name: int(column[0]) for name, column in samples["requests"].columns.items()}
        return {
            **self._requests(counted, kept=declared is not None, complete=complete),
            **_facts(samples["rules"]),
        }

    def _requests(self, counted: Mapping[str, int], *, kept: bool, complete: bool) -> Mapping[str, Result]:
        asked, need = counted["asked"], self.minimum["requests"]
        if not asked:
            why, remedy = (Why.UNDEFINED, "nobody_asked") if kept else (Why.NOT_COLLECTED, "record_requests")
            return {"refused_without_rule": NotEstimable(why=why, remedy=remedy, of="applicant.outcome")}
        if asked < need:
            return {
                "refused_without_rule": NotEstimable(
                    why=Why.WITHHELD, remedy="few_requests", need=need, of="applicants"
                )
            }
        without = counted["not_published"] + (counted["uncited"] if complete else 0)
        unknown = counted["unclear"] + (0 if complete else counted["uncited"])
        return {
            "refused_without_rule": share_of_known(
                without, asked - without - unknown, unknown, remedy="cite_rules", of="applicant.rule"
            ),
            "refused": share_of_known(
                counted["refused"],
                asked - counted["refused"],
                remedy="record_requests",
                of="applicant.outcome",
            ),
        }


def _facts(rules: Reduction) -> Mapping[str, Result]:
    total = int(rules["rules"].sum())
    if not total:
        return {}
    of_kind = {kind: part for (kind,), part in rules.groups("kind")}
    formal = [part for kind, part in of_kind.items() if kind in FORMAL]
    restrictions = sum(int(part["rules"][0]) for part in formal)
    results: dict[str, Result] = {
        "restrictions": _count(restrictions, total),
        "barriers": _count(total - restrictions, total),
    }
    if restrictions:
        hidden, public, unknown = (
            sum(int(part[name][0]) for part in formal) for name in ("not_published", "published", "unknown")
        )
        results["unpublished"] = share_of_known(
            hidden, public, unknown, remedy="publish_flags", of="access_rule.published"
        )
    for kind, part in of_kind.items():
        results[f"by_kind.{kind}"] = _count(int(part["rules"][0]), total)
    return results


def _count(value: int, of: int) -> Estimate:
    return Estimate(
        value=value, interval=full_count(value), unit=Unit.COUNT, n=of, method="count_of_register"
    )
