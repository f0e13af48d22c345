"""L4.1: which documents of the process are public, and how soon they were."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Result, Unit

EXPECTED = ("rules", "agenda", "minutes", "budget", "decision", "synthesis", "evaluation")


class PublishedOnTime(Indicator):
    """Share of the documents of the process that are public, by kind and by delay."""

    id = "L4.1"
    version = 1
    question = "Are the documents of the process public, and were they published early enough?"
    serves = ("L4", "E4")
    claims = ("S60", "S67")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"documents": 1}
    references = (
        "Leach 2006, the ideal of transparency: the rules are clear and public",
        "after OECD 2020, good practice principles: what is published, from the rules to the evaluation",
    )
    needs = ({"document": ("kind",)},)
    also_reads = ("decision",)
    headline = ("published", "published.rules")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Shares of the register of documents; those of which nobody noted it leave bounds."""
        papers = samples["papers"]
        kinds = {str(kind): part for (kind,), part in papers.groups("kind")}
        documents = [part for kind, part in kinds.items() if kind != "reasons"]
        results: dict[str, Result] = {
            "published": _share(*(sum(_number(part, name) for part in documents) for name in _STATES))
        }
        for kind, part in kinds.items():
            results[f"published.{kind}"] = _share(*(_number(part, name) for name in _STATES))
        results["kinds"] = _kinds(kinds)
        for limit, part in samples["waits"].groups("limit_days"):
            results[f"within.{limit[0]}"] = _share(
                *(_number(part, name) for name in ("in_time", "late", "unknown"))
            )
        return results


_STATES = ("published", "hidden", "unknown")


def _number(part: Reduction, name: str) -> int:
    return int(part[name][0])


def _share(yes: int, no: int, unknown: int) -> Result:
    return share_of_known(yes, no, unknown, remedy="note_publication", of="document.published_on")


def _kinds(kinds: Mapping[str, Reduction]) -> Result:
    """A kind is public with one public document, hidden when all are known to be, unknown otherwise."""
    expected = [kinds.get(kind) for kind in EXPECTED]
    public = sum(part is not None and _number(part, "published") > 0 for part in expected)
    hidden = sum(
        part is not None and not _number(part, "published") and not _number(part, "unknown")
        for part in expected
    )
    return _share(public, hidden, len(EXPECTED) - public - hidden)
