"""L7.3: whether what people said can be found again in what was decided, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.text_similarity import SHARED_WORDING, closest_texts, passages


class TraceOfContributions(Indicator):
    """Share of final clauses traced to contributions, and of contributions traced to clauses."""

    id = "L7.3"
    version = 1
    question = "Can what people contributed be found again in what was decided?"
    serves = ("L7", "E4")
    claims = ("S60", "S74")
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"after"})
    minimum = {"clauses": 5, "contributions": 20, "texts": 20}
    headline = ("contributions.traced", "clauses.traced")
    references = (
        "Leach 2006, the ideal of empowerment",
        "Font, Smith, Galais & Alarcon 2018, the fate of 571 proposals of participatory processes",
        "Salton & Buckley 1988; Cavnar & Trenkle 1994, wording in common",
    )
    needs = ({"trace": ("kind",)},)
    also_reads = ("contribution", "decision")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """What the register declares comes first; wording in common is a hint for a reader."""
        clauses = {name: int(samples["clauses"][name][0]) for name in ("traced", "elsewhere", "unnamed")}
        told = {name: int(samples["contributions"][name][0]) for name in ("traced", "refused", "untold")}
        declared = samples.facts.coverage.get("trace")
        complete = declared is not None and declared.complete == "yes"
        results: dict[str, Result] = {
            "clauses.traced": share_of_known(
                clauses["traced"],
                clauses["elsewhere"],
                clauses["unnamed"],
                remedy="trace_clauses",
                of="trace.clause",
                need=self.minimum["clauses"],
            ),
            # in a complete register, what has no link has none; otherwise nobody knows
            "contributions.traced": share_of_known(
                told["traced"],
                told["refused"] + (told["untold"] if complete else 0),
                0 if complete else told["untold"],
                remedy="trace_contributions",
                of="trace.contribution",
                need=self.minimum["contributions"],
            ),
        }
        measured = int(samples["clauses"]["measured"][0])
        if measured >= self.minimum["clauses"] and int(samples["clauses"]["millionths"][0]):
            share = min(1.0, int(samples["clauses"]["millionths"][0]) / 1e6 / measured)
            results["text.share"] = Estimate(
                value=share,
                interval=full_count(share),
                unit=Unit.SHARE,
                n=measured,
                method="mean_of_register",
            )
        if len(samples["clause_texts"]):
            results |= self._wording(samples)
        return results

    def _wording(self, samples: Samples) -> dict[str, Result]:
        """Contributions whose wording stands in the final text, and declared links that share none."""
        texts = samples["contribution_texts"]
        need = self.minimum["texts"]
        if len(texts) < need:
            gap = NotEstimable(
                why=Why.TOO_FEW, remedy="record_texts", have=len(texts), need=need, of="contribution.text"
            )
            return {"wording.shared": gap}
        final: list[str] = []
        clause: list[tuple[str, str]] = []
        columns = (samples["clause_texts"][name].tolist() for name in ("decision", "clause", "words"))
        for decision, name, words in zip(*columns, strict=True):
            cut = passages(words)
            final += cut
            clause += [(decision, name)] * len(cut)
        near = closest_texts(texts["words"].tolist(), final)
        shared = near.nearness >= SHARED_WORDING
        names = texts["contribution"].tolist()
        found = {
            name: clause[place] for name, place in zip(names, near.place.tolist(), strict=True) if place >= 0
        }
        links = samples["declared"]
        declared = {
            (contribution, (decision, part))
            for contribution, decision, part in zip(
                *(links[name].tolist() for name in ("contribution", "decision", "clause")), strict=True
            )
        }
        hits = [name for name, is_shared in zip(names, shared.tolist(), strict=True) if is_shared]
        undeclared = sum((name, found[name]) not in declared for name in hits)
        results: dict[str, Result] = {
            "wording.shared": share_of_known(
                len(hits), len(names) - len(hits), remedy="record_texts", of="contribution.text"
            ),
            "wording.undeclared": Estimate(
                value=undeclared,
                interval=full_count(undeclared),
                unit=Unit.COUNT,
                n=len(names),
                method="wording_in_common",
            ),
        }
        adopted = set(links["contribution"][links["adopted"] == 1].tolist())
        of_adopted = np.array([name in adopted for name in names])
        if of_adopted.sum() >= self.minimum["clauses"]:
            without = int((of_adopted & ~shared).sum())
            results["wording.absent"] = share_of_known(
                without, int(of_adopted.sum()) - without, remedy="record_texts", of="contribution.text"
            )
        return results
