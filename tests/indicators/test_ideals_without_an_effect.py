"""Where the ideals are kept their indicators seldom raise a concern, and where one is broken they see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence, Reduction
from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.finding import threshold_for
from obverse.findings.verdict import Standing, Verdict, judge
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator, Samples

FACTS = Facts(
    process=Process(id="simulated", title="Simulated (synthetic)", start=dt.date(2024, 1, 1), stage="after"),
    audit=Audit(as_of=dt.date(2025, 1, 1)),
)
STANDING = Standing(grade="A", sources=2, stage="after", stages=frozenset({"after"}))
Simulated = Callable[[np.random.Generator], dict[str, Reduction]]


def table(**columns: object) -> Reduction:
    return Reduction({name: np.asarray(values) for name, values in columns.items()})


def words(values: list[str]) -> Any:
    return np.array(values, dtype=object)


def indicator(identifier: str) -> Indicator:
    (found,) = (item for item in indicators() if item.id == identifier)
    return found


def concerns(identifier: str, subject: str, simulate: Simulated, seed: int, draws: int = 200) -> float:
    """How often the subject raises a concern."""
    judged = indicator(identifier)
    threshold = threshold_for(judged, subject, FACTS)
    assert threshold is not None
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        results = judged.estimate(Samples(simulate(rng), FACTS, 1))
        assert isinstance(results, dict)
        found.append(judge(results[subject], threshold, STANDING).verdict is Verdict.CONCERN)
    return float(np.mean(found))


def felt(item: str, gap: float, *, groups: int = 0) -> Simulated:
    """Forty worst-off people and forty others rate from 0 to 4; in meeting groups they lean together."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        worst = np.arange(80) % 2
        lean = (
            rng.normal(0, 0.5, max(groups, 1))[np.arange(80) // 2 % max(groups, 1)]
            if groups
            else np.zeros(80)
        )
        degree = np.clip(np.rint(rng.normal(2.5 + lean - gap * worst, 1.0)), 0, 4).astype(np.int64)
        unit = words([f"g{place // 2 % groups}" if groups else "" for place in range(80)])
        one = {
            "unit": unit,
            "degree": degree,
            "people": np.ones(80, dtype=np.int64),
            "mass": np.full(80, 10**6),
        }
        both = {"item": words([item] * 80), **one}
        return {
            "answers": table(role=words(["volunteer"] * 80), said=np.ones(80, dtype=np.int64), **both),
            "standing": table(variable=words(["income"] * 80), worst_off=worst, **both),
        }

    return simulate


@pytest.mark.parametrize(("identifier", "item"), [("L3.2", "evenhanded"), ("L7.4", "experienced_influence")])
@pytest.mark.parametrize("groups", [0, 10])
def test_people_who_feel_alike_are_seldom_called_unequal_and_a_whole_degree_is_found(
    identifier: str, item: str, groups: int
) -> None:
    subject = f"worst_off.income.{item}"
    assert concerns(identifier, subject, felt(item, 0.0, groups=groups), seed=1) <= 0.05
    assert concerns(identifier, subject, felt(item, 1.0, groups=groups), seed=2, draws=50) >= 0.8


def network(across: float) -> Simulated:
    """Twenty people in two groups; each of forty new pairs lies across the groups with the chance given."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < 40:
            one = int(rng.integers(20))
            same = rng.random() >= across
            candidates = [other for other in range(20) if other != one and (other % 2 == one % 2) == same]
            other = int(rng.choice(candidates))
            pairs.add((min(one, other), max(one, other)))
        ends = sorted(pairs)
        zeros, ones = np.zeros(40, dtype=np.int64), np.ones(40, dtype=np.int64)
        return {
            "pairs": table(
                one=words([f"p{one:02}" for one, _ in ends]),
                other=words([f"p{other:02}" for _, other in ends]),
                in_first=zeros,
                in_last=ones,
            ),
            "people": table(
                variable=words(["group"] * 20),
                person=words([f"p{place:02}" for place in range(20)]),
                category=words(["a" if place % 2 == 0 else "b" for place in range(20)]),
            ),
            "waves": table(only_one=np.array([0])),
        }

    return simulate


def test_new_ties_that_ask_for_no_group_are_seldom_a_concern_and_closed_groups_are() -> None:
    assert concerns("L5.6", "new.group", network(10 / 19), seed=3, draws=60) <= 0.05
    assert concerns("L5.6", "new.group", network(0.1), seed=4, draws=10) >= 0.9


def knowledge(before: float, after: float) -> Simulated:
    """Thirty people with four questions each; all that a person knows leans together."""

    def simulate(rng: np.random.Generator) -> dict[str, Reduction]:
        able = rng.beta(4, 4, 30) * 2
        knew = [rng.binomial(4, np.clip(chance * able, 0, 1)) * 10**6 for chance in (before, after)]
        return {
            "answers": table(answers=np.array([240])),
            "pairs": table(
                side=words(["participant"] * 30),
                unit=words([f"person {place}" for place in range(30)]),
                people=np.ones(30, dtype=np.int64),
                mass=np.full(30, 4 * 10**6),
                before_mass=knew[0],
                after_mass=knew[1],
            ),
        }

    return simulate


def test_people_who_know_as_much_as_before_are_seldom_a_concern_and_a_loss_is() -> None:
    assert concerns("L5.5", "gained.participant", knowledge(0.5, 0.5), seed=5) <= 0.05
    assert concerns("L5.5", "gained.participant", knowledge(0.6, 0.3), seed=6, draws=50) >= 0.9


RULES = """
id,kind,published,since,announced_on
R1,eligibility,yes,2023-12-01,2023-12-01
R2,document,{published},2024-05-01,{announced}
"""
REQUESTS = """
id,outcome,asked_on,rule,n
a1,admitted,2024-06-01,,30
a2,refused,2024-06-01,R1,2
a3,refused,2024-06-01,R2,1
"""
PAPERS = """
id,kind,date,public,published_on
D1,rules,2023-12-01,{public},{published_on}
D2,minutes,2024-03-01,no,
"""
RIGHTS = """
step,actor_class,level,basis
agenda,citizens,consulted,practised
draft,citizens,{draft},practised
decide,citizens,none,practised
decide,elected,decides,practised
draft,citizens,shared,promised
"""


Words = dict[str, str]
PUBLIC: Words = {"public": "yes", "published_on": "2023-12-05"}
HIDDEN: Words = {"public": "no", "published_on": ""}
TIMELY: Words = {"published": "yes", "announced": "2024-04-01"}


@pytest.mark.parametrize(
    ("address", "register", "kept", "broken"),
    [
        ("L1.1:refused_without_rule", ("applicant", REQUESTS), TIMELY, {"published": "no", "announced": ""}),
        ("L4.2:unannounced", ("", ""), TIMELY, {"published": "yes", "announced": "2024-05-20"}),
        ("L4.1:published.rules", ("document", PAPERS), PUBLIC, HIDDEN),
        ("L7.2:levels_short", ("decision_right", RIGHTS), {"draft": "shared"}, {"draft": "consulted"}),
        ("L7.2:steps_short", ("decision_right", RIGHTS), {"draft": "shared"}, {"draft": "consulted"}),
    ],
)
def test_a_kept_promise_gives_no_sign_and_one_broken_promise_is_a_concern(
    address: str, register: tuple[str, str], kept: Words, broken: Words, build_dossier: Any
) -> None:
    identifier, _, subject = address.partition(":")
    name_of_table, text = register
    found = {}
    for name, words_in in (("kept", kept), ("broken", broken)):
        tables = {"access_rule": RULES.format_map({**TIMELY, **words_in})}
        if text:
            tables[name_of_table] = text.format_map(words_in)
        directory = build_dossier(
            tables,
            name=name,
            process={"start": dt.date(2024, 1, 1), "participation_level_promised": 3, "stage": "after"},
        )
        evidence = Evidence(open_dossier(directory))
        judged = indicator(identifier)
        line = threshold_for(judged, subject, evidence.facts)
        found[name] = judge(judged.measure(evidence).results[subject], line, STANDING).verdict
    assert found == {"kept": Verdict.NO_SIGN, "broken": Verdict.CONCERN}


def test_an_independent_evaluator_is_no_sign_and_none_at_all_only_a_convention(build_dossier: Any) -> None:
    verdicts = {}
    for evaluator in ("A university (synthetic)", "City (synthetic)"):
        process = {"body": "City (synthetic)", "synthesis_by": "City (synthetic)", "evaluator": evaluator}
        evidence = Evidence(open_dossier(build_dossier(name=evaluator[:4], process=process)))
        judged = indicator("L3.3")
        line = threshold_for(judged, "apart", evidence.facts)
        verdicts[evaluator] = judge(judged.measure(evidence).results["apart"], line, STANDING)
    assert verdicts["A university (synthetic)"].verdict is Verdict.NO_SIGN
    assert verdicts["City (synthetic)"].verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert verdicts["City (synthetic)"].reason == "convention_only"
