"""Evil 5: where nothing is planted hardly anything is alarmed, and what is planted is found with ordinary evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.threshold import Threshold

Tables: TypeAlias = dict[str, str]
Facts: TypeAlias = dict[str, Any]
World: TypeAlias = Callable[[np.random.Generator, bool], tuple[Tables, Facts]]
MANY = 40
DOSSIERS = 20
AREAS = 10
START = {"start": dt.date(2024, 1, 1)}


def csv(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def areas() -> str:
    return csv("id,population,deprivation_rank", [f"A{n:02d},2000,{n}" for n in range(1, AREAS + 1)])


def participation(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """150 people of five bands of income; planted: the best off come three times as often as the worst off."""
    lean = np.linspace(1, 3, 5) if planted else np.ones(5)
    population, attended = [], []
    for town in range(MANY):
        counts = rng.multinomial(150, lean / lean.sum())
        population += [f"income{town},band{band},3000" for band in range(5)]
        attended += [f"attended,decide,income{town},band{band},{count}" for band, count in enumerate(counts)]
    attributes = {
        f"income{town}": {
            "label": "income",
            "categories": [f"band{band}" for band in range(5)],
            "order": "worst_to_best",
        }
        for town in range(MANY)
    }
    tables = {
        "reference_population": csv("variable,category,count", population),
        "group_count": csv("stage,activity,variable,category,count", attended),
    }
    return tables, {"attributes": attributes}


def projects(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """60 projects before and 60 since, of very unequal size; planted: since then they follow affluence."""
    rows = []
    even = np.full(AREAS, 1 / AREAS)
    lean = np.linspace(0, 2, AREAS) / AREAS if planted else even
    for unit in range(MANY):
        for date, chances in (("2023-05-01", even), ("2024-05-01", lean)):
            places = rng.choice(AREAS, size=60, p=chances) + 1
            amounts = np.round(rng.lognormal(8, 0.7, size=60), 2)
            rows += [
                f"b{unit}-{date}-{n},A{place:02d},{amount},unit {unit},{date}"
                for n, (place, amount) in enumerate(zip(places, amounts, strict=True))
            ]
    return {"neighbourhood": areas(), "benefit": csv("id,area,amount,unit,date", rows)}, {"process": START}


def comparison_services(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """Many services and six comparison services whose spread drifts; planted: the own ones drift to the affluent."""
    rows = []
    tilt = np.linspace(-1, 1, AREAS)
    for number in range(MANY + 6):
        compared = number >= MANY
        for year, drift in ((2023, 0.0), (2024, rng.normal(0, 0.05))):
            push = 0.5 if planted and not compared and year == 2024 else 0.0
            volume = 100 * np.maximum(0, 1 + (drift + push) * tilt)
            rows += [
                f"service {number},A{place:02d},{year}-01-01,{year}-12-31,{'yes' if compared else 'no'},{amount:.2f}"
                for place, amount in enumerate(volume, start=1)
            ]
    header = "service,area,period_start,period_end,comparison,volume"
    return {"neighbourhood": areas(), "service_volume": csv(header, rows)}, {
        "process": START,
        "audit": {"as_of": dt.date(2025, 6, 1)},
    }


def requests(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """80 requests in two rounds of different strictness, where ties are more common in the easier round."""
    rows = []
    for term, let_in, tied in (("one", 0.7, 0.6), ("two", 0.3, 0.3)):
        tie = rng.random(40) < tied
        chance = np.where(tie, 0.9, 0.2) if planted else np.full(40, let_in)
        admitted = rng.random(40) < chance
        rows += [
            f"{term}{n},{term},{'admitted' if a else 'refused'},{'yes' if t else 'no'},{'no' if t else 'yes'}"
            for n, (t, a) in enumerate(zip(tie, admitted, strict=True))
        ]
    return {"applicant": csv("id,round,outcome,prior_tie,newcomer", rows)}, {}


def calls(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """Ten calls with three requirements each on average; planted: the later five ask for nine."""
    rows = []
    for call in range(10):
        asked = int(rng.poisson(9 if planted and call >= 5 else 3))
        rows.append(f"r{call},other,call {call},20{10 + call}-01-01")
        rows += [f"r{call}-{n},document,call {call},20{10 + call}-01-01" for n in range(asked)]
    return {"access_rule": csv("id,kind,call,since", rows)}, {}


def ability(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """120 people who take part in clusters, many variables; planted: the worst placed feel two steps less able."""
    rows = []
    poor = rng.random((120, MANY)) < 0.4
    poor[:, 1:] = np.where(planted, poor[:, :1], poor[:, 1:])
    group = np.arange(120) % 20
    mood = rng.normal(2.5, 0.5, size=20)[group]
    felt = np.clip(np.round(mood + rng.normal(0, 0.8, 120) - (2 * poor[:, 0] if planted else 0)), 0, 4)
    for person in range(120):
        key = f"p{person},post,participant,volunteer"
        rows.append(f"{key},able,{felt[person]:.0f},g{group[person]}")
        rows += [
            f"{key},attr_v{variable},{'poor' if poor[person, variable] else 'other'},g{group[person]}"
            for variable in range(MANY)
        ]
    attributes = {
        f"v{variable}": {"label": "income", "categories": ["poor", "other"], "order": "worst_to_best"}
        for variable in range(MANY)
    }
    tables = {"survey_answer": csv("respondent,wave,variant,role,item,value,cluster", rows)}
    return tables, {"attributes": attributes}


def results(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """60 results before and since, three in ten for individuals; planted: since then seven in ten."""
    rows = [
        f"b{date}{n},1,{'individual' if draw < chance else 'collective'},{date}"
        for date, chance in (("2023-05-01", 0.3), ("2024-05-01", 0.7 if planted else 0.3))
        for n, draw in enumerate(rng.random(60))
    ]
    return {"benefit": csv("id,amount,kind,date", rows)}, {"process": START}


def practice(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """Twelve units of 30 cases in each of many services; planted: their true shares spread widely."""
    rows = []
    for service in range(MANY):
        for unit in range(12):
            share = rng.beta(1.5, 1.5) if planted else 0.5
            served = int(rng.binomial(30, share))
            rows += [
                f"c{service}-{unit}-{word},service {service}/u{unit},{word},{count}"
                for word, count in (("yes", served), ("no", 30 - served))
                if count
            ]
    return {"access_case": csv("id,service,served,n", rows)}, {}


def priorities(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """60 who take part and 150 who do not name one of five priorities; planted: other ones."""
    even, lean = np.full(5, 0.2), np.array([0.5, 0.3, 0.1, 0.05, 0.05])
    rows = []
    for side, role, people, chances in (
        ("participant", "volunteer", 60, lean if planted else even),
        ("non_participant", "never_reached", 150, even),
    ):
        rows += [
            f"{side}{n},post,{side},{role},priority,topic {topic}"
            for n, topic in enumerate(rng.choice(5, size=people, p=chances))
        ]
    return {"survey_answer": csv("respondent,wave,variant,role,item,value", rows)}, {}


def reports(rng: np.random.Generator, planted: bool) -> tuple[Tables, Facts]:
    """400 problems in ten areas, more of them in deprived ones; planted: slower reporting there."""
    rows = []
    speed = 0.1 * rng.gamma(30, 1 / 30, size=AREAS)
    if planted:
        speed = speed * np.linspace(0.5, 1.5, AREAS)
    problems = np.linspace(1.5, 0.5, AREAS)
    for problem, place in enumerate(rng.choice(AREAS, size=400, p=problems / problems.sum())):
        first = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=int(rng.integers(0, 200)))
        open_days = int(rng.integers(2, 40))
        answer = first + dt.timedelta(days=open_days)
        rows.append(
            f"p{problem},report,A{place + 1:02d},{first:%Y-%m-%dT%H:%M:%S},{answer:%Y-%m-%dT%H:%M:%S},"
        )
        for n in range(int(rng.poisson(speed[place] * open_days))):
            again = first + dt.timedelta(days=float(rng.uniform(0, open_days)))
            rows.append(
                f"p{problem}-{n},report,A{place + 1:02d},{again.isoformat(timespec='seconds')},,p{problem}"
            )
    header = "id,kind,area,created_at,answered_at,merged_into"
    return {"neighbourhood": areas(), "contribution": csv(header, rows)}, {}


WORLDS: Mapping[str, tuple[World, str, str, int]] = {
    "participation": (participation, "E5.1", "decide.*.index", 1),
    "projects": (projects, "E5.3", "benefit*.change", 1),
    "comparison services": (comparison_services, "E5.3", "*.net", 1),
    "requests": (requests, "E5.6", "odds.*", DOSSIERS),
    "calls": (calls, "E5.7", "requirements.rise", DOSSIERS),
    "ability": (ability, "E5.8", "gap.*", 1),
    "results": (results, "E5.9", "individual.change", DOSSIERS),
    "practice": (practice, "E5.10", "units.*.spread", 1),
    "priorities": (priorities, "E5.11", "*.distance", DOSSIERS),
    "reports": (reports, "E5.13", "speed.index", DOSSIERS),
}


@pytest.fixture
def verdicts_in(build_dossier: Any) -> Any:
    def run(name: str, planted: bool, dossiers: int) -> list[Verdict]:
        world, identifier, pattern, _ = WORLDS[name]
        indicator = next(one for one in indicators() if one.id == identifier)
        (line,) = [one for one in indicator.thresholds if one.subject == pattern]
        rng = np.random.default_rng(sum(map(ord, name)))
        found: list[Verdict] = []
        for number in range(dossiers):
            tables, facts = world(rng, planted)
            directory = build_dossier(tables, name=f"{number}", **facts)
            measured = indicator.measure(Evidence(open_dossier(directory))).results
            found += _judged(line, measured)
        return found

    return run


def _judged(line: Threshold, measured: Mapping[str, Any]) -> list[Verdict]:
    return [
        judge(result, line, Standing(grade="A")).verdict
        for subject, result in measured.items()
        if line.fits(subject) and subject != "gap.not_taking_part"
    ]


@pytest.mark.parametrize("name", WORLDS)
def test_without_an_effect_at_most_one_finding_of_twenty_is_a_concern(name: str, verdicts_in: Any) -> None:
    verdicts = verdicts_in(name, planted=False, dossiers=WORLDS[name][3])
    assert len(verdicts) >= DOSSIERS
    assert np.mean([verdict is Verdict.CONCERN for verdict in verdicts]) <= 0.05


@pytest.mark.parametrize("name", WORLDS)
def test_a_strong_effect_is_found_in_four_of_five_findings_or_more(name: str, verdicts_in: Any) -> None:
    verdicts = verdicts_in(name, planted=True, dossiers=min(6, WORLDS[name][3]))
    assert np.mean([verdict is Verdict.CONCERN for verdict in verdicts]) >= 0.8
