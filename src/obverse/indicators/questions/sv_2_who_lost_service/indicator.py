"""SV-2: which areas and groups are left with less of a service, and what became of its public sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Chart, Estimate, NotEstimable, Result, Series, Unit, Why, bounds, full_count
from obverse.statistics.changes import relative_level
from obverse.statistics.shares import share_of_register

COMMUNITY = ("association", "volunteers")
UNKNOWN = ("unknown_operator", "absent")
FLOWS = {
    "public.closed": (("public",), ("closed",)),
    "public.handed_over": (("public",), COMMUNITY),
    "public.commissioned_out": (("public",), ("commissioned",)),
    "commissioned.closed": (("commissioned",), ("closed",)),
    "commissioned.handed_over": (("commissioned",), COMMUNITY),
    "commissioned.taken_back": (("commissioned",), ("public",)),
    "community.closed": (COMMUNITY, ("closed",)),
    "community.taken_back": (COMMUNITY, ("public", "commissioned")),
}
WITH_SHARE = ("public.closed", "public.handed_over", "commissioned.closed", "community.closed")
LOSERS_NAMED = 5
MANY_AREAS = 24
Part = Mapping[str, Any]


class WhoLostService(Indicator):
    """Areas and groups of which the sites or the volume of a service fell, and the flows between operators."""

    id = "SV-2"
    version = 1
    question = "Who is left with less of a service, and what became of the public sites?"
    serves = ("Q5",)
    claims = ("S7", "S15", "S58")
    unit = Unit.RATIO
    direction = Direction.NONE
    stage = frozenset({"during", "after"})
    minimum = {"periods": 2}
    references = ("Steen, Brandsen & Verschuere 2018: who benefits and who loses out",)
    needs = (
        {"service_volume": ("site", "period_start")},
        {"service_volume": ("group", "volume")},
        {"service_volume": ("area", "volume")},
    )
    also_reads = ("neighbourhood", "stakeholder_group")

    def estimate(self, samples: Samples) -> Mapping[str, Result]:
        """Flows of sites, then the areas and the groups that lost, the largest losers by name."""
        results: dict[str, Result] = {}
        for service, rows in _services(samples["flows"]):
            results |= dict(_flows(service, rows))
        for service, rows in _services(samples["areas"]):
            results |= dict(_areas(service, rows))
        for service, rows in _services(samples["volumes"]):
            for kind in ("area", "group"):
                results |= dict(_volumes(service, kind, rows.where("kind", kind)))
        return results or {"": NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=0, need=2)}

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Open sites of each area before and now, in the order of deprivation where it is known."""
        charts = {}
        for service, rows in _services(samples["areas"]):
            subject = f"{service}.areas_that_lost"
            parts = [part for part in _parts(rows) if part["area"]]
            if isinstance(results.get(subject), Estimate) and len(parts) <= MANY_AREAS:
                charts[subject] = _before_and_now(parts)
        return charts


def _services(rows: Reduction) -> Iterator[tuple[str, Reduction]]:
    """Each service by a name without dots, which separate the parts of a subject."""
    for (service,), part in rows.groups("service"):
        yield _undotted(str(service)), part


def _undotted(name: str) -> str:
    return name.replace(".", " ")


def _parts(rows: Reduction) -> list[Part]:
    names = list(rows.columns)
    columns = (rows[name].tolist() for name in names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _names(parts: list[Part], identifier: str, name: str) -> dict[str, str]:
    """What to call each part: its name, with its id where two have the same one."""
    often = Counter(part[name] for part in parts)
    return {
        part[identifier]: _undotted(
            part[name] if often[part[name]] == 1 else f"{part[name]} ({part[identifier]})"
        )
        for part in parts
    }


def _flows(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    moves = {
        (first, last): sites
        for first, last, sites in zip(
            rows["at_first"].tolist(), rows["at_last"].tolist(), rows["sites"].tolist(), strict=True
        )
    }
    if all(last == "absent" for _, last in moves):
        yield f"{service}.public.closed", NotEstimable(why=Why.TOO_FEW, remedy="two_periods", have=1, need=2)
        return

    def count(origins: tuple[str, ...], ends: tuple[str, ...]) -> int:
        return sum(sites for (first, last), sites in moves.items() if first in origins and last in ends)

    for name, (origins, ends) in FLOWS.items():
        moved = count(origins, ends)
        unknown = count(origins, ("absent",) if "closed" in ends else UNKNOWN)
        there = sum(sites for (first, _), sites in moves.items() if first in origins)
        if not there or not moved + unknown:
            continue
        yield (
            f"{service}.{name}",
            Estimate(
                value=float(moved),
                interval=full_count(float(moved)),
                unit=Unit.COUNT,
                n=there,
                method="count_of_register",
                missing=bounds(float(moved), float(moved + unknown)) if unknown else None,
            ),
        )
        if name in WITH_SHARE:
            yield f"{service}.{name}_share", share_of_register(moved, there - unknown, unknown)


def _areas(service: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    parts = _parts(rows)
    placed = [part for part in parts if part["area"]]
    if not placed or not any(part["now"] or part["gone"] for part in placed):
        return
    lost = [part for part in placed if part["now"] + part["maybe_now"] < part["before"]]
    kept = [part for part in placed if part["now"] >= part["before"] + part["maybe_before"]]
    # a site of unknown area that went (or came) may turn one area that kept (or lost) its number
    gone, come = (sum(part[name] for part in parts if not part["area"]) for name in ("gone", "come"))
    unsure = len(placed) - len(lost) - len(kept)
    low, high = max(0, len(lost) - come), min(len(placed), len(lost) + unsure + gone)
    share = len(lost) / len(placed)
    yield (
        f"{service}.areas_that_lost",
        Estimate(
            value=share,
            interval=full_count(share),
            unit=Unit.SHARE,
            n=len(placed),
            method="share_of_register",
            missing=bounds(low / len(placed), high / len(placed)) if low < high else None,
        ),
    )
    names = _names(placed, "area", "area_name")
    for part in sorted(lost, key=lambda part: (part["now"] - part["before"], part["area"]))[:LOSERS_NAMED]:
        yield (
            f"{service}.lost_most.{names[part['area']]}",
            relative_level(
                part["now"],
                part["before"],
                now_bounds=(part["now"], part["now"] + part["maybe_now"]) if part["maybe_now"] else None,
                n=part["before"],
            ),
        )


def _volumes(service: str, kind: str, rows: Reduction) -> Iterator[tuple[str, Result]]:
    if not rows["known"].any():
        return
    changes: list[tuple[float, str, Part, Part]] = []
    parts = _parts(rows)
    names = _names([part for part in parts if part["era"] == "before"], "part", "part_name")
    by_era = {(part["part"], part["era"]): part for part in parts}
    unknown = 0
    for part in names:
        before, now = by_era[part, "before"], by_era.get((part, "now"))
        complete = now and now["known"] == now["entries"] and before["known"] == before["entries"]
        if not now or not complete or not before["shortest_days"] or not now["shortest_days"]:
            unknown += 1
        elif before["amount"]:
            change = (now["amount"] / now["days"]) / (before["amount"] / before["days"])
            changes.append((change, part, before, now))
    lost = [change for change in changes if change[0] < 1]
    subject = f"{service}.{kind}s_with_less"
    if not changes:
        yield subject, NotEstimable(why=Why.TOO_FEW, remedy="complete_amounts", have=0, need=len(names))
        return
    yield subject, share_of_register(len(lost), len(changes), unknown)
    for _, part, before, now in sorted(lost, key=lambda change: change[:2])[:LOSERS_NAMED]:
        yield (
            f"{service}.{kind}.{names[part]}",
            relative_level(now["amount"] / now["days"], before["amount"] / before["days"], n=now["entries"]),
        )


def _before_and_now(parts: list[Part]) -> Chart:
    ordered = sorted(parts, key=lambda part: (part["place"], part["area"]))
    names = _names(ordered, "area", "area_name")
    series = tuple(
        Series(name=name, values=tuple(float(part[name]) for part in ordered)) for name in ("before", "now")
    )
    categories = tuple(names[part["area"]] for part in ordered)
    return Chart(kind="bars", unit=Unit.COUNT, categories=categories, series=series)
