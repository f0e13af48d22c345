"""All figures of an audit looked at together, and with what was released before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from obverse.disclosure.charts import safe_charts
from obverse.disclosure.gate import guarded
from obverse.disclosure.ledger import Release
from obverse.disclosure.measurements import Disclosed
from obverse.disclosure.recomputing import recompute
from obverse.disclosure.released import Released
from obverse.evidence.evidence import Evidence

_ANSWERS = "survey_answer"
_WAVES = (
    f"SELECT wave, COUNT(*) AS answers FROM {_ANSWERS} WHERE wave IS NOT NULL GROUP BY wave ORDER BY wave"
)


def guarded_measurements(
    disclosed: Sequence[Disclosed], evidence: Evidence, earlier: Sequence[Release] = ()
) -> list[Disclosed]:
    """The measurements of an audit, without the figures that would tell too much together or with earlier releases.

    Each wave of a survey asks other people: its name becomes part of whose answers a figure tells. What was guarded
    once stays as it is.
    """
    told = [one for each in disclosed for one in each.released]
    if not told:
        return list(disclosed)
    waves = _waves(evidence) if any(_ANSWERS in one.population for one in told) else ""
    marked = [replace(one, population=_in_wave(one.population, waves)) for one in told]
    safe = {one.key: one for one in guarded(marked, earlier)}
    return [_with(each, safe) for each in disclosed]


def _waves(evidence: Evidence) -> str:
    return "+".join(evidence.reduce(_WAVES)["wave"].astype(str).tolist())


def _in_wave(population: str, waves: str) -> str:
    if not waves or _ANSWERS not in population or population.endswith(f" {waves}"):
        return population
    return f"{population} {waves}"


def _with(disclosed: Disclosed, safe: dict[str, Released]) -> Disclosed:
    if not disclosed.released:
        return disclosed
    measurement, released = disclosed.measurement, tuple(safe[one.key] for one in disclosed.released)
    subjects = {one.key: one.key.partition(":")[2] for one in released}
    results = dict(measurement.results)
    for was, now in zip(disclosed.released, released, strict=True):
        if replace(was, population=now.population) != now:
            results[subjects[now.key]] = recompute(now)
    charts = safe_charts(measurement.charts, results, frozenset(subjects.values()))
    return Disclosed(replace(measurement, results=results, charts=charts), released)
