"""E7.4: whether personal data serve, reach or outlast what people were told."""

from __future__ import annotations

from collections.abc import Mapping

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.register_counts import share_of_known
from obverse.indicators.threshold import Direction
from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why, full_count

UNKNOWN = -1


class DataUsedBeyondTheNotice(Indicator):
    """Shares of uses beyond the notice and of data kept too long, the longest overrun and the recipients."""

    id = "E7.4"
    version = 1
    question = "Do personal data serve, reach or outlast more than people were told?"
    serves = ("E7",)
    claims = ("S150", "S152")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"uses": 1}
    references = (
        "Steen, Brandsen & Verschuere 2018, seventh evil: data may be abused by public or private actors",
        "Regulation (EU) 2016/679, article 5(1)(b) and (e)",
    )
    needs = ({"data_use": ("within_notice",)}, {"data_use": ("retention_end", "deleted_on")})

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Uses beyond the notice, data kept too long, and to whom they went."""
        uses = samples["uses"]
        if not len(uses):
            nothing = NotEstimable(why=Why.NOT_APPLICABLE, remedy="note_notice")
            return {"outside_notice": nothing}

        def count(column: str, value: int) -> int:
            return int(uses["uses"][uses[column] == value].sum())

        results: dict[str, Result] = {
            "outside_notice": share_of_known(
                count("outside", 1),
                count("outside", 0),
                count("outside", UNKNOWN),
                remedy="note_notice",
                of="data_use.within_notice",
            )
        }
        late, in_time, not_noted = (count("overrun", value) for value in (1, 0, UNKNOWN))
        if late + in_time + not_noted:
            results["kept_too_long"] = share_of_known(
                late, in_time, not_noted, remedy="note_deletion", of="data_use.deleted_on"
            )
        if late:
            longest = float(uses["longest_days"].max())
            results["longest_overrun"] = _counted(longest, late + in_time, Unit.DAYS)
        recipients = samples["recipients"]
        known = int(recipients["recipients"][recipients["outside"] != UNKNOWN].sum())
        if known:
            beyond = float(recipients["recipients"][recipients["outside"] == 1].sum())
            results["recipients_outside"] = _counted(beyond, known, Unit.COUNT)
        return results


def _counted(value: float, n: int, unit: Unit) -> Estimate:
    return Estimate(value=value, interval=full_count(value), unit=unit, n=n, method="count_of_register")
