"""Reports to look at: one that holds every kind of finding, and the real ones of the examples."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

import pytest

from obverse.auditing import audit
from obverse.evidence.counter_statements import CounterStatement
from obverse.evidence.coverage import Coverage
from obverse.evidence.declarations import tables
from obverse.evidence.facts import Amendment, Audit, Facts, LocalThreshold, Process
from obverse.evidence.importing.imports import Import, Unread
from obverse.evidence.provenance import Provenance, TableUse
from obverse.findings.finding import findings_of
from obverse.findings.report import Report, compose
from obverse.findings.wording import Wording
from obverse.indicators.indicator import Indicator, Measurement, Samples
from obverse.indicators.texts import Texts
from obverse.indicators.threshold import Direction, Klass, Threshold
from obverse.quantities import (
    Basis,
    Chart,
    Estimate,
    Interval,
    NotEstimable,
    Result,
    Series,
    Unit,
    Why,
    bounds,
    full_count,
)
from obverse.reports.html.render import render
from obverse.vocabulary.text import Text
from tests.audits.audited import EXAMPLES, report_of

LANGUAGES = ("en", "fr")
# What somebody could type into a register or a dossier to deceive readers or to break a page.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><!-- & &amp; ]]>",
    "safe\u202eevil\u2066 \u200f\x07\x1b[31m",
    "{{ 7 * 7 }} {% raw %}",
)


MEETINGS = """
id,kind,start,hours,attendees,decision,text_changed,new_fact,question_closed,commitment_made,relationship_aim_met
m01,meeting,2024-01-01,3,10,no,no,no,no,no,no
m02,meeting,2024-01-02,3,10,no,no,no,no,no,no
m03,meeting,2024-01-03,3,10,no,no,no,no,no,no
m04,meeting,2024-01-04,3,10,no,no,no,no,no,no
m05,meeting,2024-01-05,2,10,yes,no,no,no,no,no
m06,meeting,2024-01-06,2,10,no,yes,no,no,no,no
m07,meeting,2024-01-07,2,10,no,no,yes,no,no,no
m08,meeting,2024-01-08,2,10,no,no,no,yes,no,no
m09,meeting,2024-01-09,2,10,no,no,no,no,yes,no
m10,meeting,2024-01-10,2,10,no,,,,,
"""


class Invented(Indicator):
    """An indicator whose figures are made up, to see how reports show them."""

    id: ClassVar[str] = "E1.1"
    version = 1
    question = "What would a figure of this kind look like?"
    serves: ClassVar[tuple[str, ...]] = ("E1",)
    claims: ClassVar[tuple[str, ...]] = ("S19", "S20")
    unit = Unit.SHARE
    direction = Direction.HIGH_IS_BAD
    stage: ClassVar[frozenset[str]] = frozenset({"during", "after"})
    minimum: ClassVar[Mapping[str, int]] = {}
    references = ("Invented for the tests of reports",)
    needs = ({"event": ("id",)},)
    lines: tuple[Threshold, ...] = ()
    words: Mapping[str, str] = {}

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The lines given to it."""
        return self.lines

    def texts(self, language: str) -> Texts:
        """The same few words in either language; ``words`` are its subjects and labels."""
        mark = "Invented" if language == "en" else "Inventé"
        return Texts(
            name=f"{mark} {self.id}",
            question=f"{mark}: {self.question}",
            definition=f"{mark}: a definition.",
            sentence={"*": "{value} from {low} to {high}, n {n}."},
            meaning={"concern": f"{mark}: a meaning."},
            subjects=self.words,
            labels=self.words,
            left_out={"late": f"{mark}: too late"},
            caveats={"one": f"{mark}: a caveat.", "two": f"{mark}: another caveat."},
            remedies={"ask_more": f"{mark}: ask {{need}}, have {{have}}."},
        )

    def estimate(self, samples: Samples) -> Result:
        """Nothing is computed here."""
        raise NotImplementedError(samples)


@dataclass
class Made:
    """What to say about one invented indicator."""

    id: str
    serves: tuple[str, ...]
    results: Mapping[str, Result]
    lines: tuple[Threshold, ...] = ()
    charts: Mapping[str, Chart] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    grade: str = "A"
    stage: frozenset[str] = frozenset({"during", "after"})

    def measurement(self) -> Measurement:
        kind = type(
            f"Invented_{self.id}", (Invented,), {"id": self.id, "serves": self.serves, "stage": self.stage}
        )
        indicator = kind()
        indicator.lines, indicator.words = self.lines, self.words
        use = TableUse(
            table="event",
            file="evidence/event.csv",
            sha256="ab" * 32,
            rows=40,
            grade=self.grade,
            source="minutes",
            complete="yes",
        )
        provenance = Provenance(
            tables=(use,),
            counted=37,
            left_out={"late": 3},
            grade=self.grade,
            seed=2**63,
            indicator_version=1,
            program_version="0",
        )
        return Measurement(
            indicator=indicator, results=self.results, provenance=provenance, charts=self.charts
        )


def line(
    value: float,
    smallest: float = 0.0,
    direction: Direction = Direction.HIGH_IS_BAD,
    klass: Klass = Klass.PROMISE,
    subject: str = "*",
) -> Threshold:
    return Threshold(
        value=value,
        smallest_difference=smallest,
        direction=direction,
        klass=klass,
        source={"en": "A source", "fr": "Une source"},
        frozen_on=dt.date(2024, 2, 1),
        subject=subject,
    )


def sampled(
    value: float, low: float, high: float, n: int = 40, unit: Unit = Unit.SHARE, **more: Any
) -> Estimate:
    return Estimate(
        value=value,
        interval=Interval(low, high, 0.95, Basis.SAMPLING),
        unit=unit,
        n=n,
        method="wilson_share",
        **more,
    )


def times(value: float, low: float, high: float) -> Estimate:
    return sampled(value, low, high, n=500, unit=Unit.RATIO)


def counted(value: float, unit: Unit = Unit.COUNT, n: int = 12, **more: Any) -> Estimate:
    return Estimate(
        value=value, interval=full_count(value), unit=unit, n=n, method="count_of_register", **more
    )


def _made() -> list[Made]:
    bars = Chart(
        kind="bars",
        unit=Unit.SHARE,
        categories=(
            "north",
            "south",
            "a name that is so long that it cannot stand on one line of the drawing at all",
        ),
        series=(
            Series(name="before", values=(0.2, None, 0.0), low=(0.1, None, 0.0), high=(0.3, None, 0.2)),
            Series(name="after", values=(0.5, 0.4, None), low=(0.4, 0.4, None), high=(0.6, 0.4, None)),
        ),
        reference=0.25,
    )
    curve = Chart(
        kind="curve",
        unit=Unit.SHARE,
        categories=tuple(str(day) for day in range(0, 120, 10)),
        series=(
            Series(
                name="answered",
                values=(0.0, 0.1, 0.2, 0.3, None, 0.4, 0.5, 0.5, 0.55, 0.6, None, None),
                low=(0.0, 0.05, 0.1, 0.2, None, 0.3, 0.4, 0.4, 0.4, 0.4, None, None),
                high=(0.0, 0.2, 0.3, 0.4, None, 0.5, 0.6, 0.6, 0.7, 0.8, None, None),
            ),
        ),
        reference=0.8,
    )
    in_words = Chart(
        kind="curve",
        unit=Unit.RATIO,
        categories=("one", "two", "three"),
        series=(Series(name="before", values=(0.5, 1.0, 3.0), low=(0.1, None, 2.0), high=(0.9, None, None)),),
    )
    two_sided = Chart(
        kind="two_sided",
        unit=Unit.SHARE,
        categories=("V01", "V02", "V03"),
        series=(
            Series(name="strengthened", values=(0.5, 0.2, None), low=(0.4, 0.1, None), high=(0.6, 0.3, None)),
            Series(name="weakened", values=(0.3, None, 0.9), low=(0.2, None, 0.8), high=(0.4, None, 1.0)),
        ),
    )
    hostile = {f"h{number}": text for number, text in enumerate(HOSTILE)}
    too_few = NotEstimable(why=Why.TOO_FEW, remedy="ask_more", have=3, need=10)
    return [
        Made(
            "E1.1",
            ("E1", "Q5"),
            {"": sampled(0.5, 0.4, 0.6, missing=bounds(0.35, 0.7))},
            (line(0.25, 0.05),),
            {"": bars},
        ),
        Made(
            "E2.3",
            ("E2",),
            {
                "in_time": sampled(0.5, 0.4, 0.6, 258, coding=Interval(0.45, 0.56, 1.0, Basis.JUDGEMENT)),
                "late": sampled(0.9, 0.85, 0.95, 258),
                "half": NotEstimable(why=Why.UNDEFINED, remedy="longer_follow_up"),
            },
            (line(0.8, 0.05, Direction.LOW_IS_BAD),),
            {"in_time": curve, "late": in_words},
        ),
        Made(
            "E3.4", ("E3",), {"": sampled(0.5, 0.4, 0.6)}, (line(0.2, 0.1, klass=Klass.CONVENTION),), grade=""
        ),
        Made(
            "E5.2",
            ("E5", "Q2"),
            {
                "closed": times(3.0, 1.6, 7.0),
                "opened": times(1.0, 0.0, math.inf),
                "moved": times(1.05, 1.01, 1.1),
                "kept": times(0.9, 0.4, 2.0),
                "lent": times(1.2, 0.5, 3.0),
                "sold": times(0.7, 0.3, 1.9),
            },
            (line(1.0, 0.25, Direction.AWAY_IS_BAD, Klass.NULL_MODEL),),
            {"closed": bars, "kept": bars},
            grade="B",
        ),
        Made(
            "E6.2",
            ("E6",),
            {**{f"h{number}": sampled(0.1, 0.05, 0.2) for number in range(len(HOSTILE))}, "h0.h1": too_few},
            (line(0.3, subject="h1"),),
            {
                "h2": Chart(
                    kind="bars",
                    unit=Unit.COUNT,
                    categories=("h0", "h3"),
                    series=(Series(name="h1", values=(1, None)),),
                )
            },
            hostile,
            grade="C",
        ),
        Made(
            "E7.5a",
            ("E7",),
            {"count": counted(0, missing=bounds(0, 3)), "share": counted(1.0, Unit.SHARE)},
            (line(0.0, klass=Klass.LAW, subject="count"),),
        ),
        Made(
            "L1.2",
            ("L1", "E4", "Q1"),
            {"": NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_register", of="group_count")},
        ),
        Made("L3.1", ("L3", "E4"), {"": sampled(0.5, 0.4, 0.6)}, (line(0.3),), grade="D"),
        Made(
            "L7.1",
            ("L7", "E4"),
            {"": sampled(0.1, 0.05, 0.15)},
            (line(0.3, 0.1),),
            stage=frozenset({"after"}),
        ),
        Made("G-1", ("Q4",), {"": sampled(0.6, 0.3, 0.8, unit=Unit.COEFFICIENT)}, (line(0.5),)),
        Made(
            "SV-1",
            ("Q5",),
            {
                "money": counted(1234567.0, Unit.MONEY),
                "hours": sampled(37.8, 30.0, math.inf, unit=Unit.HOURS_A_WEEK),
                "closed": sampled(-0.125, -0.2, 0.0, unit=Unit.DIFFERENCE),
                "days": sampled(40.0, -math.inf, math.inf, unit=Unit.DAYS),
            },
        ),
        Made(
            "D-1",
            ("D", "E7", "Q2"),
            {
                **{f"V{number:02}.weakened": sampled(0.1, 0.05, 0.2) for number in range(1, 15)},
                **{f"V{number:02}.both": too_few for number in range(1, 4)},
                "V01.withheld": NotEstimable(why=Why.WITHHELD, remedy="ask_more", have=2, need=5),
            },
            (),
            {"V01.weakened": two_sided},
        ),
    ]


def invented_imports() -> tuple[Import, ...]:
    """An import of many files with many remarks, one without any, and one from before remarks were kept."""
    same = {"read": 1200, "added": 1000, "replaced": 0, "already_there": 200}
    return (
        Import(
            at="2024-12-01T09:30:00Z",
            connector="pabulib",
            generation=HOSTILE[1],
            files=tuple((f"{number} {HOSTILE[number % 5]}", f"{number:064x}") for number in range(8)),
            rows={"event": same, "a_table_of_old": same},
            left_out={"event": {Text(en=HOSTILE[0], fr=HOSTILE[0]): 4}},
            unread={HOSTILE[2]: Unread((HOSTILE[3], "Colour"), 5)},
            flagged={"tests": 1},
            screened={"e_mail": 1234, "name": 2},
            pseudonyms={"actor": 30},
            notes=tuple(
                Text(en=f"Remark {n} {HOSTILE[4]}", fr=f"Remarque {n} {HOSTILE[4]}") for n in range(8)
            ),
        ),
        Import(at="2024-12-02T09:30:00Z", connector="polis", rows={"event": same}, notes=()),
        Import(at="2024-12-03T09:30:00Z", connector="mapping", rows={"event": same}),
    )


def invented_statements() -> tuple[CounterStatement, ...]:
    """A statement to every kind of finding, to a whole indicator, and to none; with and without group and day."""
    addresses = (
        "E1.1",
        "E2.3",
        "E2.3:late",
        "E5.2:kept",
        "E6.2:h1",
        "E6.2:h0.h1",
        "L1.2",
        "D-1:V03.weakened",
    )
    return tuple(
        CounterStatement(
            id=f"said-{number}",
            finding=finding,
            text=f"Statement {number} {HOSTILE[number % 5]}",
            group=f"group-{number}" if number % 3 else "",
            label=f"Group {number} {HOSTILE[number % 5]}" if number % 3 else "",
            stated_on=dt.date(2024, 7, 1 + number) if number % 2 else None,
        )
        for number, finding in enumerate((*addresses, "E2.3:no_such_figure", f"X {HOSTILE[0]}"))
    )


@cache
def rich_report(language: str) -> Report:
    """A report with every kind of figure, silence, interval, chart, verdict and ill will."""
    facts = Facts(
        process=Process(
            id="invented",
            title=f"Invented {HOSTILE[0]}",
            body=HOSTILE[1],
            territory=HOSTILE[3],
            start=dt.date(2024, 1, 1),
            stage="during",
            currency="EUR",
            budget=1200000.5,
            participation_level_promised=3,
            problem=HOSTILE[2],
            requested_by=HOSTILE[4],
            synthetic=True,
        ),
        audit=Audit(
            as_of=dt.date(2025, 1, 1),
            auditor=HOSTILE[2],
            primary=("E1.1", "E5.2:closed"),
            not_applicable={"G-1": HOSTILE[0]},
        ),
        thresholds=(
            LocalThreshold(
                indicator="E2.3",
                subject="late",
                value=0.8,
                smallest_difference=0.1,
                klass="set_locally",
                source=HOSTILE[0],
                set_by=HOSTILE[1],
                frozen_on=dt.date(2024, 3, 1),
            ),
        ),
        amendments=tuple(
            Amendment(
                indicator=indicator,
                subject=subject,
                value=value,
                smallest_difference=0.05,
                klass="set_locally",
                source=HOSTILE[0],
                reason=HOSTILE[2],
                set_by=HOSTILE[1],
                amended_on=dt.date(2024, 6, day),
            )
            for day, (indicator, subject, value) in enumerate(
                (
                    ("E2.3", "late", 0.95),
                    ("E2.3", "*", 0.3),
                    ("E5.2", "*", 1.5),
                    ("L1.2", "*", 0.9),
                    ("E7.5a", "no_such_figure", 1.0),
                ),
                start=1,
            )
        ),
    )
    kept: dict[str, dict[str, Any]] = {
        "event": {
            "declared": True,
            "rows": 40,
            "grade": "A",
            "source": HOSTILE[0],
            "file": "evidence/event.csv",
            "sha256": "ab" * 32,
            "kept_from": dt.date(2024, 1, 1),
            "complete": "yes",
        },
        "complaint": {
            "declared": True,
            "rows": 0,
            "declared_by": HOSTILE[1],
            "kept_until": dt.date(2024, 12, 31),
        },
    }
    coverage = {
        name: Coverage(table=name, **kept.get(name, {"declared": False, "rows": 0}))
        for name in tables()
        if name != "process"
    }
    findings = findings_of([made.measurement() for made in _made()], facts)
    methods = {
        name: {"en": f"Invented method {name}.", "fr": f"Méthode inventée {name}."}
        for name in ("wilson_share", "count_of_register")
    }
    return compose(
        findings,
        facts,
        coverage,
        Wording(language, facts, methods),
        "0.0.0",
        imports=invented_imports(),
        statements=invented_statements(),
    )


def _names() -> Iterable[str]:
    return sorted(file.parent.name for file in EXAMPLES.glob("*/dossier.toml"))


# Audits and pages are made once and only read.
_reports: dict[tuple[str, str], Report] = {}
_pages: dict[int, ET.Element] = {}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of a report."""
    return str(request.param)


@pytest.fixture
def rich(language: str) -> Report:
    """The report that holds every kind of finding."""
    return rich_report(language)


INVENTED = ("every kind of finding", "an empty dossier", "a small dossier")
# An example is large and is audited in one language only, in turn; the invented report is there in both.
REPORTS = [(name, language) for name in INVENTED for language in LANGUAGES]
REPORTS += [(name, LANGUAGES[place % len(LANGUAGES)]) for place, name in enumerate(_names())]


@pytest.fixture(params=REPORTS, ids=", ".join)
def report(request: pytest.FixtureRequest, build_dossier: Callable[..., Path]) -> Report:
    """Reports of all sizes: invented, of an empty dossier, of a small one, and those of the examples."""
    name, language = request.param
    if (name, language) not in _reports:
        match name:
            case "every kind of finding":
                found = rich_report(language)
            case "an empty dossier":
                found = audit(build_dossier(), language=language)
            case "a small dossier":
                kept = {"complaint": {"complete": "yes"}}
                found = audit(build_dossier({"event": MEETINGS}, coverage=kept), language=language)
            case _:
                found = report_of(name, language)
        _reports[name, language] = found
    return _reports[name, language]


def _parsed(report: Report) -> ET.Element:
    if id(report) not in _pages:
        _pages[id(report)] = ET.fromstring(render(report))  # noqa: S314 - made here, not fetched
    return _pages[id(report)]


@pytest.fixture
def page(report: Report) -> ET.Element:
    """The page of each of the reports, to be read only."""
    return _parsed(report)


@pytest.fixture
def rich_page(rich: Report) -> ET.Element:
    """The page of the report that holds every kind of finding, to be read only."""
    return _parsed(rich)


@pytest.fixture
def french_page() -> ET.Element:
    """The page of the report that holds every kind of finding, in French."""
    return _parsed(rich_report("fr"))
