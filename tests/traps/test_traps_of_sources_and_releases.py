"""Traps of counting one source twice, and of two releases that tell together what each of them hides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from obverse.auditing import audit
from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Estimate, NotEstimable, Result, Why

Judged = Callable[..., dict[str, Finding]]
Figure = Callable[[Result], Estimate]
Table = Callable[[str, Iterable[str]], str]

HARM = {
    "indicator": "E7.3",
    "subject": "harm",
    "value": 0.5,
    "smallest_difference": 0.1,
    "unit": "per_thousand",
    "klass": "promise",
    "source": "worked case: a charter",
    "set_by": "worked case",
    "frozen_on": dt.date(2023, 1, 1),
}


@pytest.mark.parametrize(
    ("source_of_hours", "expected"),
    [
        ("organiser", (Verdict.NOT_ENOUGH_EVIDENCE, Reason.SECOND_SOURCE)),
        ("insurer", (Verdict.CONCERN, Reason.INTERVAL)),
    ],
)
def test_two_registers_of_one_organiser_are_one_source(
    source_of_hours: str, expected: tuple[Verdict, Reason], judged: Judged, figure: Figure, table: Table
) -> None:
    """Trap 25: indicator correlation treated as independent confirmation."""
    sources = {"complaint": "organiser", "service_volume": source_of_hours}
    naive_confirmations = len(sources)
    assert naive_confirmations == 2
    incidents = [f"k{number},incident,2024-03-01T09:00:00Z,yes" for number in range(30)]
    found = judged(
        "E7.3",
        {
            "complaint": table("id,kind,at,third_party_harm", incidents),
            "service_volume": "service,period_start,period_end,volunteer_hours\n"
            "kitchen,2024-01-01,2024-12-31,3000\n",
        },
        coverage={
            name: {
                "kept_from": dt.date(2024, 1, 1),
                "kept_until": dt.date(2024, 12, 31),
                "grade": "A",
                "source": source,
            }
            for name, source in sources.items()
        },
        threshold=[HARM],
    )["harm"]
    assert figure(found.result).interval.low > 0.6
    assert (found.verdict, found.judgement.reason) == expected


def complaints_until(many: int) -> str:
    """Seven complaints about redress, of which the first ``many`` were made before the middle of the year."""
    days = ["2024-03-01"] * many + ["2024-09-01"] * (7 - many)
    return "id,kind,at,admissible\n" + "".join(
        f"k{number},redress,{day}T09:00:00Z,{'no' if number == 3 else 'yes'}\n"
        for number, day in enumerate(days)
    )


def test_a_release_about_four_cases_prints_neither_their_number_nor_their_fate(
    build_dossier: Callable[..., Path],
) -> None:
    """Trap 26: figures about fewer than five are withheld, so that no later release is set against them."""
    printed = {}
    for name, as_of in (("first", dt.date(2024, 6, 30)), ("second", dt.date(2024, 12, 31))):
        directory = build_dossier({"complaint": complaints_until(4)}, name=name, audit={"as_of": as_of})
        report = audit(directory, only=["E2.5"])
        (printed[name],) = [one for one in report.content["findings"] if one["subject"] == "admissible"]
    # what two releases without a rule would tell: three of the four, then six of the seven
    naive = (6 / 7 * 7 - 3 / 4 * 4, 7 - 4)
    assert naive == pytest.approx((3, 3))

    later, earlier = printed["second"]["result"], printed["first"]["result"]
    assert (later["value"], later["n"]) == (pytest.approx(6 / 7), 7)
    assert earlier["why"] == "withheld"
    assert earlier["have"] is None
    assert not {"value", "n"} & earlier.keys()
    shown = json.dumps({key: printed["first"][key] for key in ("result", "sentence", "meaning", "chart")})
    assert "4" not in shown


@pytest.mark.parametrize("refused", [0, 4])
def test_none_and_all_of_four_people_look_alike(refused: int, judged: Judged, table: Table) -> None:
    """Trap 26: what is withheld about fewer than five does not depend on what they said or got."""
    requests = [
        f"a{number},{'refused' if number < refused else 'admitted'},2024-03-01" for number in range(4)
    ]
    naive = sum(",refused," in row for row in requests) / len(requests)
    assert naive in {0.0, 1.0}
    found = judged("NP-1", {"applicant": table("id,outcome,asked_on", requests)})
    silence = found["refused"].result
    assert isinstance(silence, NotEstimable)
    assert (silence.why, silence.have, silence.need) == (Why.WITHHELD, None, 5)
    assert found["withdrew"].result == silence


def test_how_few_of_a_role_answered_is_not_told(judged: Judged, table: Table) -> None:
    """Trap 26: total minus published cells; one or four of a role read the same, and so tell nobody apart."""
    parties = "id,label,side,role\na,Volunteers (synthetic),external,volunteer\n"
    parties += "b,Opposition (synthetic),internal,elected_opposition\n"
    told = []
    for many in (1, 4):
        asked = [(f"v{number}", "volunteer") for number in range(20)]
        asked += [(f"o{number}", "elected_opposition") for number in range(many)]
        rows = [
            f"{name},post,{role},{item},equity,1"
            for name, role in asked
            for item in ("strengthened", "weakened")
        ]
        found = judged(
            "D-7",
            {
                "stakeholder_group": parties,
                "survey_answer": table("respondent,wave,role,item,public_value,value", rows),
            },
        )
        told.append(found["people.elected_opposition"].result)
    naive = [(20 + many) - 20 for many in (1, 4)]
    assert naive == [1, 4]
    assert told[0] == told[1]
    assert isinstance(told[0], NotEstimable)
    assert told[0].why is Why.WITHHELD
