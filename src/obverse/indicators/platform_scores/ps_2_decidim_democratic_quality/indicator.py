"""PS-2: the bands in which the platform Decidim puts a process, with the gaps between them shown."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.platform_scores import decidim_band

SHARES = {
    "accepted": ("accepted", "proposals"),
    "accepted_from_citizens": ("accepted_from_citizens", "from_citizens"),
    "citizens_among_accepted": ("accepted_from_citizens", "accepted"),
    "answered": ("answered", "proposals"),
}


class DecidimDemocraticQuality(Indicator):
    """Bands from 1 to 5 for four shares of proposals, as Decidim computes them and without its gaps."""

    id = "PS-2"
    version = 1
    question = (
        "Which bands of “democratic quality” would Decidim print, and what do the gaps between them do?"
    )
    serves = ("PS",)
    claims = ("S60",)
    unit = Unit.COUNT
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"proposals": 1}
    references = ("Open code of Decidim: participatory_process_democratic_quality_stats_presenter.rb",)
    needs = ({"contribution": ("kind", "state")},)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """A band for each share; where a gap between two bands was hit, also the band without it."""
        counted = {name: int(column[0]) for name, column in samples["proposals"].columns.items()}
        if not counted["proposals"]:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="record_proposals", have=0, need=1, of="contributions"
            )
        results: dict[str, Result] = {}
        for name, (part, whole) in SHARES.items():
            if not counted[whole]:
                continue
            band = decidim_band(counted[part], counted[whole])
            meant = decidim_band(counted[part], counted[whole], gaps=False)
            results[name] = _band(band, counted[whole])
            if meant != band:
                results[f"{name}.without_gap"] = _band(meant, counted[whole])
        return results


def _band(band: int, n: int) -> Estimate:
    return Estimate(value=band, interval=full_count(band), unit=Unit.COUNT, n=n, method="decidim_band")
