"""What of a measurement may leave the program: its figures about people, made from safe counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from obverse.disclosure.charts import safe_charts
from obverse.disclosure.figures import Address, hidden, released_of
from obverse.disclosure.people import fewest_for, group_and_item, is_protected, protected_registers
from obverse.disclosure.recomputing import recompute, withheld
from obverse.disclosure.released import FEWEST, Released, safe_count
from obverse.evidence.coverage import Coverage
from obverse.evidence.evidence import Evidence
from obverse.evidence.facts import Facts
from obverse.evidence.provenance import Provenance
from obverse.indicators.indicator import Indicator, Measurement
from obverse.quantities import NotEstimable, Result, Why

# What a figure that was not made says it lacks, where that is counted in people.
_PEOPLE = frozenset({"answers", "applicants", "cases", "participants", "persons", "respondents", "users"})


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A measurement that may be printed, and the safe numbers from which its figures about people follow."""

    measurement: Measurement
    released: tuple[Released, ...] = ()


def measured(indicator: Indicator, evidence: Evidence, coverage: Mapping[str, Coverage]) -> Disclosed:
    """Measure an indicator so that nothing but what may be printed comes out, its charts included."""
    released: tuple[Released, ...] = ()

    def disclose(exact: Measurement) -> Measurement:
        nonlocal released
        made_safe = safe(exact, evidence.facts, coverage)
        released = made_safe.released
        return made_safe.measurement

    drawn = indicator.measure(evidence, disclose)
    # what was drawn from the samples instead of the results is still exact
    charts = safe_charts(drawn.charts, drawn.results, about_people(drawn, coverage))
    return Disclosed(replace(drawn, charts=charts), released)


def about_people(measurement: Measurement, coverage: Mapping[str, Coverage]) -> frozenset[str]:
    """The subjects of a measurement whose figures have to be made safe."""
    return frozenset(
        subject
        for subject in measurement.results
        if protected_registers(measurement.indicator, subject, coverage)
    )


def safe(measurement: Measurement, facts: Facts, coverage: Mapping[str, Coverage]) -> Disclosed:
    """Replace the figures about people by what follows from safe counts; the others stay as they are.

    The provenance is rounded with them, and a chart beside a figure about people is kept only if its numbers are
    published.
    """
    indicator, results, released = measurement.indicator, dict(measurement.results), []
    protected = about_people(measurement, coverage)
    for subject in (one for one in measurement.results if one in protected):
        result = measurement.results[subject]
        registers = protected_registers(indicator, subject, coverage)
        group, item = group_and_item(indicator, subject, facts)
        address = Address(
            key=f"{indicator.id}:{subject}" if subject else indicator.id,
            population="+".join(registers),
            group=group,
            item=item,
        )
        if isinstance(result, NotEstimable):
            safe_numbers, told = None, _hushed(result)
        else:
            safe_numbers = released_of(address, result, fewest=fewest_for(indicator, subject))
            told = recompute(safe_numbers)
        results[subject] = told
        if isinstance(told, NotEstimable) and told == withheld(safe_count(0)):
            safe_numbers = hidden(address, indicator.unit)
        if safe_numbers is not None:
            released.append(safe_numbers)
    charts = safe_charts(measurement.charts, results, protected)
    return Disclosed(
        replace(
            measurement,
            results=results,
            charts=charts,
            provenance=safe_provenance(measurement.provenance, coverage),
        ),
        tuple(released),
    )


def safe_provenance(provenance: Provenance, coverage: Mapping[str, Coverage]) -> Provenance:
    """The way back to the rows, with no exact number of rows of a register about people (None: fewer than ten)."""
    if not any(is_protected(use.table, coverage) for use in provenance.tables):
        return provenance
    tables = tuple(
        replace(use, rows=_rounded(use.rows)) if is_protected(use.table, coverage) else use
        for use in provenance.tables
    )
    left_out = {reason: _rounded(rows) for reason, rows in provenance.left_out.items()}
    return replace(provenance, tables=tables, counted=_rounded(provenance.counted), left_out=left_out)


def _rounded(rows: int | None) -> int | None:
    return None if rows is None else safe_count(rows).shown


def _hushed(result: Result) -> Result:
    """Why there is no figure, without saying how few people there are: none, four and nine are told alike."""
    if not isinstance(result, NotEstimable):
        return result
    is_few = result.have is not None and result.have < FEWEST
    if result.why is Why.WITHHELD or (result.why is Why.TOO_FEW and is_few and result.of in _PEOPLE):
        return withheld(safe_count(0))
    if result.have is None:
        return result
    if is_few:
        return replace(result, have=None)
    return replace(result, have=float(safe_count(round(result.have)).shown or FEWEST))
