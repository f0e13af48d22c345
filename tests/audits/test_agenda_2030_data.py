"""The synthetic dossier of Exampleton holds what its README says, and its null version holds none of it.

Every measure here is computed from the CSV files with plain NumPy, apart from the generator and from Obverse.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from obverse.evidence.dossier import open_dossier

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "agenda-2030"
DECLARATIONS = ROOT / "src" / "obverse" / "evidence" / "tables.toml"
COMMITTED_SEED = 2030
SEEDS = range(1, 11)

Rows = list[dict[str, str]]
Dossier = dict[str, Rows]
Numbers = NDArray[np.float64]


@cache
def _generate() -> Callable[..., None]:
    specification = importlib.util.spec_from_file_location("agenda_2030_generate", EXAMPLE / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    function: Callable[..., None] = module.generate
    return function


def _files(directory: Path) -> dict[str, bytes]:
    evidence = directory / "evidence"
    return {"dossier.toml": (directory / "dossier.toml").read_bytes()} | {
        f"evidence/{file.name}": file.read_bytes() for file in sorted(evidence.iterdir())
    }


def _read(directory: Path) -> Dossier:
    tables = {}
    for file in sorted((directory / "evidence").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            tables[file.stem] = list(csv.DictReader(lines))
    return tables


@cache
def town(seed: int, planted: bool) -> Dossier:
    with TemporaryDirectory() as folder:
        _generate()(Path(folder), seed, planted)
        return _read(Path(folder))


@cache
def facts() -> dict[str, Any]:
    return tomllib.loads((EXAMPLE / "dossier.toml").read_text(encoding="utf-8"))


# --- the files ------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        _generate()(tmp_path / name, seed, planted=True)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert _files(tmp_path / "one") != _files(tmp_path / "three")


def test_the_committed_dossier_is_what_the_program_writes(tmp_path: Path) -> None:
    _generate()(tmp_path, COMMITTED_SEED, planted=True)
    assert _files(EXAMPLE) == _files(tmp_path)


def test_the_null_version_differs_from_the_planted_one_in_evidence_only(tmp_path: Path) -> None:
    _generate()(tmp_path, COMMITTED_SEED, planted=False)
    null, planted = _files(tmp_path), _files(EXAMPLE)
    assert null.keys() == planted.keys()
    assert null["dossier.toml"] == planted["dossier.toml"]
    assert null["evidence/neighbourhood.csv"] == planted["evidence/neighbourhood.csv"]
    assert null["evidence/contribution.csv"] != planted["evidence/contribution.csv"]


def test_obverse_opens_the_committed_town_and_its_null_version_without_a_problem(tmp_path: Path) -> None:
    _generate()(tmp_path, COMMITTED_SEED, planted=False)
    for directory in (EXAMPLE, tmp_path):
        coverage = open_dossier(directory).coverage
        assert all(table.rows and table.declared for table in coverage.values())


def test_every_title_says_that_the_town_is_synthetic() -> None:
    assert facts()["process"]["synthetic"] is True
    assert "synthetic" in str(facts()["process"]["title"])
    assert all("(synthetic)" in row["title"] for row in town(COMMITTED_SEED, planted=True)["document"])
    assert all("(synthetic)" in row["name"] for row in town(COMMITTED_SEED, planted=True)["neighbourhood"])


# --- against the declared tables --------------------------------------------------------------------------------

_NUMBER = r"-?\d+(\.\d+)?(e[+-]?\d+)?"
_PATTERNS = {
    "flag": "yes|no|unknown",
    "int": r"-?\d+",
    "share": r"0(\.\d+)?|1(\.0+)?",
    "date": r"\d{4}-\d{2}-\d{2}",
    "moment": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
    "id": r"\S+",
    "text": r"\S(.*\S)?",
    **dict.fromkeys(("number", "money", "hours", "days"), _NUMBER),
}


@cache
def _declared() -> dict[str, dict[str, Any]]:
    content = tomllib.loads(DECLARATIONS.read_text(encoding="utf-8"))
    shared = content.pop("every_table")
    return {name: {**shared, **body} for name, body in content.items()}


def _fits(kind: str, cell: str) -> bool:
    word = kind.partition(";")[0].strip()
    if word.startswith("ref("):
        return True
    pattern = re.escape(word[5:-1]).replace(r"\|", "|") if word.startswith("code(") else _PATTERNS[word]
    if re.fullmatch(pattern, cell) is None:
        return False
    try:
        return word not in {"date", "moment"} or bool(dt.datetime.fromisoformat(cell))
    except ValueError:
        return False


def _problems(tables: Dossier) -> Iterator[str]:
    attributes = facts()["attributes"]
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items() if rows and "id" in rows[0]}
    for name, rows in tables.items():
        body = _declared()[name]
        required, key = body["required"], body.get("key", ["id"])
        seen: Counter[tuple[str, ...]] = Counter()
        for number, row in enumerate(rows, start=2):
            place = f"{name}, row {number}"
            yield from (f"{place}: {column} is empty" for column in required if not row[column])
            for column, cell in row.items():
                if column.startswith("attr_"):
                    if cell and cell not in attributes[column.removeprefix("attr_")]["categories"]:
                        yield f"{place}: {column} holds {cell}"
                    continue
                kind = body.get(column)
                if kind is None:
                    yield f"{place}: no column {column} is declared"
                elif cell and not _fits(kind, cell):
                    yield f"{place}: {column} holds {cell}"
                elif cell and kind.startswith("ref(") and cell not in ids[kind.split(")")[0][4:]]:
                    yield f"{place}: {column} refers to {cell}"
            if key:
                seen[tuple(row.get(column, "") for column in key)] += 1
        yield from (f"{name}: {parts} stands {count} times" for parts, count in seen.items() if count > 1)


@pytest.mark.parametrize("planted", [True, False])
@pytest.mark.parametrize("seed", [COMMITTED_SEED, 1])
def test_every_declared_table_is_filled_with_valid_rows_and_unique_keys(seed: int, planted: bool) -> None:
    tables = town(seed, planted)
    assert set(tables) == set(_declared())
    assert all(tables.values())
    assert list(_problems(tables)) == []


def test_the_own_validation_finds_seeded_faults() -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in town(1, planted=True).items()}
    tables["event"][0]["decision"] = "perhaps"
    tables["vote"][0]["actor"] = "P999"
    tables["actor"][1]["id"] = tables["actor"][0]["id"]
    tables["benefit"][0]["amount"] = ""
    tables["contribution"][3]["answered_at"] = "2021-02-30"
    words = " ".join(_problems(tables))
    for fault in ("holds perhaps", "refers to P999", "stands 2 times", "amount is empty", "holds 2021-02-30"):
        assert fault in words


def test_every_register_is_declared_and_every_threshold_was_frozen_before_the_start() -> None:
    content = facts()
    assert set(content["coverage"]) == set(_declared())
    for declared in content["coverage"].values():
        assert set(declared) == {"kept_from", "kept_until", "complete", "grade", "source", "declared_by"}
    thresholds, start = content["threshold"], content["process"]["start"]
    assert all(threshold["frozen_on"] < start for threshold in thresholds)
    assert {threshold["klass"] for threshold in thresholds} == {"promise", "set_locally"}
    assert 3 <= len(content["audit"]["primary"]) <= 5


def test_the_register_of_contributions_holds_each_promised_delay_after_the_moment_it_counts_from() -> None:
    promise = next(row for row in town(1, planted=True)["commitment"] if row["kind"] == "answer")
    due, announced = (dt.date.fromisoformat(promise[column]) for column in ("due_on", "announced_on"))
    assert (due - announced).days == 60
    for row in town(1, planted=True)["contribution"]:
        ended = row["answered_at"] or row["withdrawn_at"]
        assert not ended or row["created_at"] < ended <= "2026-06-30T23:59:59Z"
        assert bool(row["answered_at"]) == (
            row["state"] in {"done", "accepted", "partly", "deferred", "rejected"}
        )


def test_each_half_of_each_variant_gets_each_pair_of_values_equally_often() -> None:
    values: dict[tuple[str, str, str], set[str]] = {}
    for row in town(1, planted=True)["survey_answer"]:
        if row["item"] == "importance":
            person = (row["variant"], row["half"], row["respondent"])
            values.setdefault(person, set()).add(row["public_value"])
    assert all(len(chosen) == 7 for chosen in values.values())
    for variant in ("internal", "participant", "non_participant"):
        for half in "ab":
            asked = [chosen for (of, at, _), chosen in values.items() if (of, at) == (variant, half)]
            short_list = sorted(set.union(*asked))
            assert len(short_list) == 14
            pairs = {
                sum(first in chosen and second in chosen for chosen in asked)
                for first in short_list
                for second in short_list
                if first < second
            }
            assert pairs == {6 * len(asked) // 26}


def test_the_survey_keeps_those_who_cannot_say_and_those_who_prefer_not_to_answer() -> None:
    rows = town(COMMITTED_SEED, planted=True)["survey_answer"]
    counts = Counter(row["value"] for row in rows)
    assert 0.04 < counts["cannot_say"] / len(rows) < 0.08
    assert 0.02 < counts["no_answer"] / len(rows) < 0.04
    asked_before = {row["respondent"] for row in rows if row["item"] == "before"}
    asked_after = {row["respondent"] for row in rows if row["item"] == "strengthened"}
    assert asked_before.isdisjoint(asked_after)


# --- the planted effects ----------------------------------------------------------------------------------------


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column]) for row in rows])


def _after_by_before(rows: Rows, amount: str, time: str, *, real: bool = False) -> float:
    """Mean over the years from 2022 of amount per eligible user, against the mean of 2019 and 2020."""
    years = np.array([int(row[time][:4]) for row in rows])
    amounts = _numbers(rows, amount) / (_numbers(rows, "deflator") if real else 1.0)
    eligible = _numbers(rows, "eligible")
    level = {year: amounts[years == year].sum() / eligible[years == year].sum() for year in range(2019, 2026)}
    before = np.mean([level[2019], level[2020]])
    return float(np.mean([level[year] for year in level if year >= 2022]) / before)


def paid_hours(tables: Dossier) -> float:
    rows = [row for row in tables["service_volume"] if row["service"] == "home_support"]
    return _after_by_before(rows, "paid_hours", "period_start")


def real_outturn(tables: Dossier) -> float:
    rows = [row for row in tables["budget_line"] if row["service"] == "home_support"]
    return _after_by_before(rows, "outturn", "year", real=True)


def outturn_of_the_twenty_others(tables: Dossier) -> float:
    rows = [row for row in tables["budget_line"] if row["comparison"] == "yes"]
    services = sorted({row["service"] for row in rows})
    assert len(services) == 20
    ratios = [
        _after_by_before([row for row in rows if row["service"] == name], "outturn", "year", real=True)
        for name in services
    ]
    return float(np.mean(ratios))


def visits_of_renting_users(tables: Dossier) -> float:
    rows = [row for row in tables["service_volume"] if row["group"] == "G05"]
    return _after_by_before(rows, "volume", "period_start")


def _substitution(tables: Dossier, *, shopping: bool) -> float:
    def change(paid: str) -> float:
        rows = [
            row
            for row in tables["task_hours"]
            if row["paid"] == paid and (row["task"] == "accompanied_shopping") == shopping
        ]
        years = np.array([row["period_start"][:4] for row in rows])
        hours = _numbers(rows, "hours")
        return float(hours[years == "2022"].sum() - hours[years == "2020"].sum())

    return -change("yes") / change("no")


def substitution(tables: Dossier) -> float:
    return _substitution(tables, shopping=True)


def substitution_in_the_other_tasks(tables: Dossier) -> float:
    return _substitution(tables, shopping=False)


def moved_duties_with_fallback(tables: Dossier) -> float:
    known = [row["fallback"] for row in tables["duty"] if row["moved_on"] and row["fallback"] != "unknown"]
    return known.count("yes") / len(known)


def moved_duties_without_money(tables: Dossier) -> float:
    moved = [float(row["resource_moved"]) for row in tables["duty"] if row["moved_on"]]
    return moved.count(0.0) / len(moved)


def savings_stated_by_booked(tables: Dossier) -> float:
    rows = [row for row in tables["budget_line"] if row["savings_booked"]]
    return float(_numbers(rows, "savings_stated").sum() / _numbers(rows, "savings_booked").sum())


def _answered_within(rows: Rows, days: int) -> float:
    """Cumulative incidence of a reasoned answer (Aalen-Johansen), all other ends competing."""
    as_of = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    duration, cause = [], []
    for row in rows:
        start = dt.datetime.fromisoformat(row["created_at"])
        ended = row["answered_at"] or row["withdrawn_at"]
        end = dt.datetime.fromisoformat(ended) if ended else as_of
        duration.append((end - start).total_seconds() / 86_400)
        cause.append(0 if not ended else 1 if row["reasoned"] == "yes" else 2)
    time, kind = np.array(duration), np.array(cause)
    surviving, incidence = 1.0, 0.0
    for day in np.unique(time[(kind > 0) & (time <= days)]):
        at_risk = (time >= day).sum()
        incidence += surviving * ((time == day) & (kind == 1)).sum() / at_risk
        surviving *= 1 - ((time == day) & (kind > 0)).sum() / at_risk
    return float(incidence)


def reasoned_within_60_days(tables: Dossier) -> float:
    return _answered_within(tables["contribution"], 60)


def _of_areas(tables: Dossier, *, poorer: bool) -> Rows:
    halves = {row["id"]: int(row["deprivation_rank"]) <= 10 for row in tables["neighbourhood"]}
    return [row for row in tables["contribution"] if halves[row["area"]] == poorer]


def reasoned_within_60_days_in_poorer_areas(tables: Dossier) -> float:
    return _answered_within(_of_areas(tables, poorer=True), 60)


def reasoned_within_60_days_in_better_off_areas(tables: Dossier) -> float:
    return _answered_within(_of_areas(tables, poorer=False), 60)


def adopted_of_the_answered(tables: Dossier) -> float:
    states = [row["state"] for row in tables["contribution"] if row["answered_at"]]
    return sum(state in {"done", "accepted"} for state in states) / len(states)


def _closures_a_month(tables: Dossier, operator: str) -> float:
    last = dt.date(2026, 6, 30)
    ends: dict[str, tuple[str, str]] = {}
    for row in tables["service_volume"]:
        if row["site"] and row["operator"] == operator:
            ends[row["site"]] = (row["opened_on"], row["closed_on"])
    closed = sum(bool(end) for _, end in ends.values())
    for row in tables["initiative"]:
        if row["operator"] == operator:
            ends[row["id"]] = (row["start"], row["ended_on"])
            closed += row["end_kind"] == "abandoned"
    spans = [
        ((dt.date.fromisoformat(end) if end else last) - dt.date.fromisoformat(start)).days
        for start, end in ends.values()
    ]
    return closed / (sum(spans) / 365.25 * 12)


def closures_a_month_if_public(tables: Dossier) -> float:
    return _closures_a_month(tables, "public")


def closures_a_month_if_association(tables: Dossier) -> float:
    return _closures_a_month(tables, "association")


OUTCOMES = (
    "decision",
    "text_changed",
    "new_fact",
    "question_closed",
    "commitment_made",
    "relationship_aim_met",
)


def _person_hours(tables: Dossier, chosen: Callable[[dict[str, str]], bool]) -> float:
    events = {row["id"] for row in tables["event"] if chosen(row)}
    hours = _numbers(tables["participation"], "hours")
    inside = np.array([row["event"] in events for row in tables["participation"]])
    return float(hours[inside].sum() / hours.sum())


def person_hours_without_value(tables: Dossier) -> float:
    return _person_hours(tables, lambda row: all(row[name] == "no" for name in OUTCOMES))


def person_hours_of_unknown_value(tables: Dossier) -> float:
    return _person_hours(
        tables,
        lambda row: (
            all(row[name] != "yes" for name in OUTCOMES) and any(row[name] == "unknown" for name in OUTCOMES)
        ),
    )


def _step(tables: Dossier, variable: str, category: str, stages: tuple[str, str]) -> float:
    def passed(wanted: bool) -> float:
        first, second = (
            sum(
                int(row["count"])
                for row in tables["group_count"]
                if row["stage"] == stage
                and row["variable"] == variable
                and (row["category"] == category) == wanted
            )
            for stage in stages
        )
        return second / first

    return passed(True) / passed(False)


def _steps_by_choice(tables: Dossier, variable: str, category: str) -> float:
    steps = [
        ("invited", "registered"),
        ("registered", "attended"),
        ("attended", "spoke"),
        ("attended", "returned"),
    ]
    ratios = [_step(tables, variable, category, pair) for pair in steps]
    return float(np.exp(np.mean(np.log(ratios))))


def step_of_tenants(tables: Dossier) -> float:
    return _steps_by_choice(tables, "tenure", "tenant")


def step_of_lower_education(tables: Dossier) -> float:
    return _steps_by_choice(tables, "education", "lower")


def step_of_women(tables: Dossier) -> float:
    return _steps_by_choice(tables, "sex", "woman")


def invitation_of_tenants(tables: Dossier) -> float:
    return _step(tables, "tenure", "tenant", ("affected", "invited"))


def _odds_of_taking_part(tables: Dossier, variable: str, category: str) -> float:
    """Participation propensity of a category against the others, from the accounts and the population."""
    among = [
        row[f"attr_{variable}"]
        for row in tables["actor"]
        if row["participant"] == "yes" and row["staff_or_test"] == "no" and row[f"attr_{variable}"]
    ]
    people = {
        row["category"]: int(row["count"])
        for row in tables["reference_population"]
        if row["variable"] == variable
    }
    inside = among.count(category)
    return (inside / people[category]) / ((len(among) - inside) / (sum(people.values()) - people[category]))


def propensity_of_tenants(tables: Dossier) -> float:
    return _odds_of_taking_part(tables, "tenure", "tenant")


def propensity_of_lower_education(tables: Dossier) -> float:
    return _odds_of_taking_part(tables, "education", "lower")


def moderation_of_group_b(tables: Dossier) -> float:
    """Mantel-Haenszel risk ratio of being moderated out, group B against the others, within topics."""
    group = {row["id"]: row["attr_opinion_group"] for row in tables["actor"]}
    above = below = 0.0
    for topic in {row["topic"] for row in tables["contribution"]}:
        rows = [row for row in tables["contribution"] if row["topic"] == topic]
        out = np.array([row["moderated"] == "out" for row in rows])
        of_b = np.array([group[row["author"]] == "B" for row in rows])
        above += (out & of_b).sum() * (~of_b).sum() / len(rows)
        below += (out & ~of_b).sum() * of_b.sum() / len(rows)
    return float(above / below)


def benefit_concentration(tables: Dossier) -> float:
    """Concentration index of money over areas ranked from the poorest, people being counted."""
    areas = sorted(tables["neighbourhood"], key=lambda row: int(row["deprivation_rank"]))
    people = _numbers(areas, "population")
    rank = (np.cumsum(people) - people / 2) / people.sum()
    money = {row["id"]: 0.0 for row in areas}
    for row in tables["benefit"]:
        money[row["area"]] += float(row["amount"])
    share = np.array([money[row["id"]] for row in areas]) / sum(money.values())
    return float(2 * (share * rank).sum() - 1)


def _unbiased_hhi(tables: Dossier, table: str, column: str) -> float:
    counts = np.array(list(Counter(row[column] for row in tables[table]).values()))
    return float((counts * (counts - 1)).sum() / (counts.sum() * (counts.sum() - 1)))


def concentration_of_authors(tables: Dossier) -> float:
    return _unbiased_hhi(tables, "contribution", "author")


def concentration_of_voters(tables: Dossier) -> float:
    return _unbiased_hhi(tables, "vote", "actor")


def unjustified_services(tables: Dossier) -> float:
    services = {row["service"] for row in tables["access_case"]}
    unjustified = {
        row["service"]
        for row in tables["access_case"]
        if row["condition_stated"] == "yes" and row["justified"] == "no"
    }
    assert len(services) == 8
    return float(len(unjustified))


def _pressed(tables: Dossier, incomes: set[str]) -> float:
    rows = tables["survey_answer"]
    income = {row["respondent"]: row["value"] for row in rows if row["item"] == "attr_income_band"}
    said = [
        row["value"]
        for row in rows
        if row["item"] == "loss_if_stopped"
        and row["value"] not in {"cannot_say", "no_answer"}
        and income[row["respondent"]] in incomes
    ]
    assert all(word in {"none", "some", "much"} for word in said)
    return sum(word != "none" for word in said) / len(said)


def pressed_users(tables: Dossier) -> float:
    return _pressed(tables, {"low", "middle", "high", "cannot_say", "no_answer"})


def pressed_poorer_minus_others(tables: Dossier) -> float:
    return _pressed(tables, {"low"}) - _pressed(tables, {"middle", "high"})


def foreclosed_decisions(tables: Dossier) -> float:
    return float(
        sum(
            row["irreversible"] == "yes" and row["date"] < row["input_closed_on"]
            for row in tables["decision"]
        )
    )


DUAL = {"V06", "V10", "V33"}
MANAGERS = {"senior_public_manager", "project_manager"}


def _answers(
    tables: Dossier, item: str, values: set[str], chosen: Callable[[dict[str, str]], bool]
) -> dict[tuple[str, str], int]:
    return {
        (row["respondent"], row["public_value"]): int(row["value"])
        for row in tables["survey_answer"]
        if row["item"] == item and row["public_value"] in values and row["value"].isdigit() and chosen(row)
    }


def both_strengthened_and_weakened(tables: Dossier) -> float:
    strengthened = _answers(tables, "strengthened", DUAL, lambda _: True)
    weakened = _answers(tables, "weakened", DUAL, lambda _: True)
    pairs = strengthened.keys() & weakened.keys()
    return sum(strengthened[pair] > 0 and weakened[pair] > 0 for pair in pairs) / len(pairs)


def _share_of_transparency(tables: Dossier, item: str, chosen: Callable[[dict[str, str]], bool]) -> float:
    degrees = _answers(tables, item, {"V15"}, chosen).values()
    return sum(degree > 0 for degree in degrees) / len(degrees)


def transparency_strengthened_for_managers(tables: Dossier) -> float:
    return _share_of_transparency(tables, "strengthened", lambda row: row["role"] in MANAGERS)


def transparency_weakened_for_managers(tables: Dossier) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["role"] in MANAGERS)


def transparency_weakened_for_participants(tables: Dossier) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["variant"] == "participant")


def transparency_weakened_for_non_participants(tables: Dossier) -> float:
    return _share_of_transparency(tables, "weakened", lambda row: row["variant"] == "non_participant")


def net_change_per_starting_degree(tables: Dossier) -> float:
    """Slope over the fourteen values of mean strengthened - mean weakened (half b) on mean before (half a)."""
    degrees: dict[tuple[str, str], list[int]] = {}
    for row in tables["survey_answer"]:
        if row["item"] in {"before", "strengthened", "weakened"} and row["value"].isdigit():
            degrees.setdefault((row["item"], row["public_value"]), []).append(int(row["value"]))
    names = sorted(name for item, name in degrees if item == "before")

    def means(item: str) -> Numbers:
        return np.array([np.mean(degrees[item, name]) for name in names])

    before, net = means("before"), means("strengthened") - means("weakened")
    return float(np.cov(before, net)[0, 1] / before.var(ddof=1))


def _concordance(tables: Dossier, chosen: Callable[[str], bool]) -> float:
    """Kendall's W without ties."""
    ranks: dict[str, dict[str, int]] = {}
    for row in tables["goal_rank"]:
        if chosen(row["role"]):
            ranks.setdefault(row["respondent"], {})[row["goal"]] = int(row["rank"])
    matrix = np.array([[judge[goal] for goal in sorted(judge)] for judge in ranks.values()])
    judges, goals = matrix.shape
    deviations = matrix.sum(axis=0) - judges * (goals + 1) / 2
    return float(12 * (deviations**2).sum() / (judges**2 * (goals**3 - goals)))


def concordance_inside(tables: Dossier) -> float:
    return _concordance(tables, lambda role: role in {"project_manager", "front_line_staff"})


def concordance_outside(tables: Dossier) -> float:
    return _concordance(tables, lambda role: role not in {"project_manager", "front_line_staff"})


def concordance_of_all(tables: Dossier) -> float:
    return _concordance(tables, lambda _: True)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, its true size in the planted and in the null town, and how far rounding may move its mean."""

    of: Callable[[Dossier], float]
    planted: float
    null: float
    slack: float = 0.0


MEASURES = {
    measure.of.__name__: measure
    for measure in (
        Measure(paid_hours, 0.78, 1.0, 0.001),
        Measure(real_outturn, 0.78, 1.0, 0.001),
        Measure(outturn_of_the_twenty_others, 1.0, 1.0, 0.001),
        Measure(visits_of_renting_users, 0.65, 1.0, 0.001),
        Measure(substitution, 0.90, 0.0),
        Measure(substitution_in_the_other_tasks, 0.0, 0.0),
        Measure(moved_duties_with_fallback, 2 / 8, 1.0),
        Measure(moved_duties_without_money, 5 / 9, 0.0),
        Measure(savings_stated_by_booked, 0.30, 1.0),
        Measure(reasoned_within_60_days, 0.45, 0.8556),
        Measure(reasoned_within_60_days_in_poorer_areas, 0.25, 0.8556),
        Measure(reasoned_within_60_days_in_better_off_areas, 0.65, 0.8556),
        Measure(adopted_of_the_answered, 0.16, 0.40),
        Measure(closures_a_month_if_public, 0.004, 0.004),
        Measure(closures_a_month_if_association, 0.020, 0.004, 0.0005),
        Measure(person_hours_without_value, 0.35, 0.05),
        Measure(person_hours_of_unknown_value, 0.075, 0.025),
        Measure(step_of_tenants, 0.577, 1.0, 0.001),
        Measure(step_of_lower_education, 0.577, 1.0, 0.001),
        Measure(step_of_women, 1.0, 1.0),
        Measure(invitation_of_tenants, 1.0, 1.0),
        Measure(propensity_of_tenants, 1 / 3, 1.0, 0.01),
        Measure(propensity_of_lower_education, 1 / 3, 1.0, 0.01),
        Measure(moderation_of_group_b, 3.0, 1.0, 0.1),
        Measure(benefit_concentration, 0.3325, 0.0),
        Measure(concentration_of_authors, 0.0325, 1 / 260),
        Measure(concentration_of_voters, 0.0038, 0.0038, 0.0001),
        Measure(unjustified_services, 2.0, 0.0),
        Measure(pressed_users, 0.401, 0.05),
        Measure(pressed_poorer_minus_others, 0.57, 0.0),
        Measure(foreclosed_decisions, 1.0, 0.0),
        Measure(both_strengthened_and_weakened, 0.50, 0.0525),
        Measure(transparency_strengthened_for_managers, 0.90, 0.35),
        Measure(transparency_weakened_for_managers, 0.15, 0.15),
        Measure(transparency_weakened_for_participants, 0.30, 0.15),
        Measure(transparency_weakened_for_non_participants, 0.85, 0.15),
        Measure(net_change_per_starting_degree, 0.65, 0.0),
        Measure(concordance_inside, 0.69, 0.69, 0.02),
        Measure(concordance_outside, 0.69, 0.69, 0.02),
        Measure(concordance_of_all, 0.03, 0.69, 0.02),
    )
}


@cache
def _over_seeds(name: str, planted: bool) -> tuple[float, float]:
    values = np.array([MEASURES[name].of(town(seed, planted)) for seed in SEEDS])
    return float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5)


@pytest.mark.parametrize("planted", [True, False])
@pytest.mark.parametrize("name", MEASURES)
def test_over_ten_seeds_each_figure_averages_to_its_true_size(name: str, planted: bool) -> None:
    measure = MEASURES[name]
    truth = measure.planted if planted else measure.null
    mean, error = _over_seeds(name, planted)
    assert abs(mean - truth) <= 4 * error + measure.slack + 1e-9


@pytest.mark.parametrize(
    "name", [name for name, measure in MEASURES.items() if measure.planted != measure.null]
)
def test_each_planted_effect_stands_out_from_the_null_version(name: str) -> None:
    measure = MEASURES[name]
    (planted, error), (null, null_error) = (_over_seeds(name, version) for version in (True, False))
    assert (planted - null) * (measure.planted - measure.null) > 0
    assert abs(planted - null) > 4 * float(np.hypot(error, null_error))


@pytest.mark.parametrize("name", MEASURES)
def test_the_committed_town_is_a_typical_draw_of_the_planted_one(name: str) -> None:
    measure = MEASURES[name]
    _, error = _over_seeds(name, planted=True)
    spread = error * len(SEEDS) ** 0.5
    assert (
        abs(measure.of(town(COMMITTED_SEED, planted=True)) - measure.planted)
        <= 3 * spread + measure.slack + 1e-9
    )


def test_the_readme_states_every_true_size_and_what_the_committed_town_came_to() -> None:
    lines = (EXAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| [A-Z]+", line)
    ]
    stated = {row[1].replace(" ", "_"): row[3:6] for row in table[1:] if len(row) == 7}
    assert set(stated) == set(MEASURES)
    for name, measure in MEASURES.items():
        found = (measure.planted, measure.of(town(COMMITTED_SEED, planted=True)), measure.null)
        for cell, figure in zip(stated[name], found, strict=True):
            last_digit = 10.0 ** -len(cell.partition(".")[2])
            assert abs(float(cell) - figure) <= 0.51 * last_digit, name
