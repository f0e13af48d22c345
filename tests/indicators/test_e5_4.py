"""E5.4: the published concentration of seven Polis conversations, and the null model of equal chances."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence, Reduction
from obverse.findings.verdict import Verdict, by_interval
from obverse.indicators.e5_inequalities.e5_4_concentration_of_voice_and_agenda.indicator import (
    ConcentrationOfVoiceAndAgenda,
)
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.concentration import histogram

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "london.youth.policing",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
    "vtaiwan.uberx",
)
Build = Callable[..., Path]


def measured(directory: Path) -> Measurement:
    return ConcentrationOfVoiceAndAgenda().measure(Evidence(open_dossier(directory)))


def estimate(measurement: Measurement, subject: str) -> Estimate:
    result = measurement.results[subject]
    assert isinstance(result, Estimate), result
    return result


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def conversation(folder: Path) -> dict[str, str]:
    """The listed participants, their statements and every vote event, as evidence tables."""
    people = [line["participant"] for line in lines(folder / "participants-votes.csv")]
    listed = set(people)
    statements = [
        f"s{line['comment-id']},statement,{line['author-id'] if line['author-id'] in listed else ''}"
        for line in lines(folder / "comments.csv")
    ]
    known = {statement.split(",")[0] for statement in statements}
    votes = [
        f"{line['voter-id']},s{line['comment-id']},{line['vote']},2020-01-01T00:00:00.{number:06d}Z"
        for number, line in enumerate(lines(folder / "votes.csv"))
        if line["voter-id"] in listed and f"s{line['comment-id']}" in known
    ]
    return {
        "actor": "\n".join(["id,kind", *[f"{person},platform_account" for person in people]]) + "\n",
        "contribution": "\n".join(["id,kind,author", *statements]) + "\n",
        "vote": "\n".join(["actor,contribution,value,at", *votes]) + "\n",
    }


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_polis_conversation_gives_its_published_coefficients(
    name: str, open_data: Path, build_dossier: Build
) -> None:
    content = json.loads((open_data / "CHECKS.json").read_text(encoding="utf-8"))
    published = content["polis (published: summary.csv; reproduced)"][name]
    measurement = measured(build_dossier(conversation(open_data / "polis" / name)))
    votes, agenda = estimate(measurement, "votes.gini"), estimate(measurement, "agenda.gini")
    assert votes.n == agenda.n == published["participants"]
    assert round(votes.value, 4) == published["gini_votes"]
    assert round(agenda.value, 4) == published["gini_comments"]
    left_out = measurement.provenance.left_out
    assert left_out.get("changed_later", 0) == published["vote_events"] - published["distinct_votes"]


def test_105_of_1921_people_wrote_the_agenda_of_vtaiwan(open_data: Path, build_dossier: Build) -> None:
    measurement = measured(build_dossier(conversation(open_data / "polis" / "vtaiwan.uberx")))
    authors = estimate(measurement, "agenda.authors")
    assert (round(authors.value * authors.n), authors.n) == (105, 1921)
    top = estimate(measurement, "agenda.top_author")
    assert (round(top.value * top.n), top.n) == (46, 197)


def test_the_plain_excess_would_acquit_where_events_are_rarer_than_people(
    open_data: Path, build_dossier: Build
) -> None:
    measurement = measured(build_dossier(conversation(open_data / "polis" / "vtaiwan.uberx")))
    observed, chance = estimate(measurement, "agenda.gini"), estimate(measurement, "agenda.gini_by_chance")
    line = ConcentrationOfVoiceAndAgenda().thresholds[0]
    assert observed.value - chance.value < line.smallest_difference
    excess = estimate(measurement, "agenda.excess")
    assert by_interval(excess.envelope, line, excess.unit).verdict is Verdict.CONCERN
    assert excess.value == pytest.approx((0.9682 - 0.9070) / (1920 / 1921 - 0.9070), abs=0.002)


def samples(events_per_person: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Reduction:
    events, persons = histogram(events_per_person)
    return Reduction({"events": events, "persons": persons})


@pytest.mark.parametrize(("people", "events"), [(15, 60), (8, 20), (80, 110), (100, 25)])
def test_equal_chances_are_rarely_called_a_concern(people: int, events: int) -> None:
    rng = np.random.default_rng(20261122)
    indicator = ConcentrationOfVoiceAndAgenda()
    line = indicator.thresholds[0]
    worlds, alarms = 150, 0
    for _ in range(worlds):
        table = samples(rng.multinomial(events, np.full(people, 1 / people)))
        result = indicator._concentration("agenda", table, rng)["agenda.excess"]
        if isinstance(result, NotEstimable):  # more even than chance, in one world of forty
            assert result.remedy == "by_design"
            continue
        alarms += by_interval(result.envelope, line, result.unit).verdict is Verdict.CONCERN
    # the interval is conservative
    assert alarms / worlds <= 0.05


def dominated(author: int, seed: str, others: int = 30) -> dict[str, str]:
    """One person wrote half of 60 contributions, 15 others two each; ``seed`` is what is said of each."""
    rows = [f"c{n},proposal,p{author if n % 2 else n % others},{seed}" for n in range(60)]
    return {
        "actor": "id,kind\n" + "".join(f"p{number},person\n" for number in range(others)),
        "contribution": "\n".join(["id,kind,author,seed", *rows]) + "\n",
    }


def verdict_of(excess: Estimate) -> Verdict:
    line = ConcentrationOfVoiceAndAgenda().thresholds[0]
    return by_interval(excess.envelope, line, excess.unit).verdict


def test_a_person_who_says_half_of_everything_is_found(build_dossier: Build) -> None:
    measurement = measured(build_dossier(dominated(0, "no")))
    assert verdict_of(estimate(measurement, "agenda.excess")) is Verdict.CONCERN
    assert estimate(measurement, "agenda.top_author").value > 0.5


def test_an_organiser_whose_seeds_nobody_marked_is_no_concern_about_the_others(build_dossier: Build) -> None:
    untold = estimate(measured(build_dossier(dominated(0, ""), name="untold")), "agenda.excess")
    told = estimate(measured(build_dossier(dominated(0, "no"))), "agenda.excess")
    assert (untold.value, untold.interval) == (told.value, told.interval)
    assert verdict_of(untold) is Verdict.NOT_ENOUGH_EVIDENCE
    assert untold.missing is not None
    assert untold.missing.high == untold.value


def test_a_concern_that_holds_without_the_most_active_author_needs_no_marked_seeds(
    build_dossier: Build,
) -> None:
    rows = [f"c{number},proposal,p{number % 3},," for number in range(90)]
    actors = "id,kind\n" + "".join(f"p{number},person\n" for number in range(60))
    table = "\n".join(["id,kind,author,seed,state", *rows]) + "\n"
    excess = estimate(measured(build_dossier({"actor": actors, "contribution": table})), "agenda.excess")
    assert verdict_of(excess) is Verdict.CONCERN


def test_when_nobody_but_the_most_active_author_wrote_much_nothing_is_sure(build_dossier: Build) -> None:
    rows = [f"c{number},proposal,p0" for number in range(40)]
    actors = "id,kind\n" + "".join(f"p{number},person\n" for number in range(30))
    table = "\n".join(["id,kind,author", *rows]) + "\n"
    excess = estimate(measured(build_dossier({"actor": actors, "contribution": table})), "agenda.excess")
    assert excess.value == 1.0
    assert verdict_of(excess) is Verdict.NOT_ENOUGH_EVIDENCE


def voted(kind: str, cast: list[int]) -> dict[str, str]:
    """People of whom each casts so many votes on contributions of one kind."""
    votes = [f"p{person},c{place},1" for person, many in enumerate(cast) for place in range(many)]
    return {
        "actor": "id,kind\n" + "".join(f"p{person},person\n" for person in range(len(cast))),
        "contribution": "id,kind\n" + "".join(f"c{place},{kind}\n" for place in range(max(cast))),
        "vote": "\n".join(["actor,contribution,value", *votes]) + "\n",
    }


UNEQUAL = [1] * 40 + [20] * 8


@pytest.mark.parametrize(
    ("kind", "cast", "remedy"),
    [
        ("project", [4] * 30 + [0] * 10, "ballot"),
        ("project", UNEQUAL, "ballot"),
        # four of five voted: the index stands near 0, which says nothing about a few
        ("statement", [8] * 32 + [0] * 8, "turnout"),
        ("statement", [1] * 40, "turnout"),
    ],
)
def test_the_form_of_a_ballot_is_no_clean_bill_and_no_concern(
    kind: str, cast: list[int], remedy: str, build_dossier: Build
) -> None:
    result = measured(build_dossier(voted(kind, cast))).results["votes.excess"]
    assert isinstance(result, NotEstimable), result
    assert (result.why, result.remedy) == ("not_applicable", remedy)


def test_votes_on_statements_are_judged_beside_a_ballot_on_projects(build_dossier: Build) -> None:
    tables = voted("statement", UNEQUAL)
    tables["contribution"] += "k1,project\n"
    tables["vote"] += "".join(f"p{person},k1,1\n" for person in range(48))
    measurement = measured(build_dossier(tables))
    assert verdict_of(estimate(measurement, "votes.excess")) is Verdict.CONCERN
    assert measurement.provenance.left_out["on_a_ballot"] == 48


def test_three_voters_with_as_many_votes_each_are_still_a_few(build_dossier: Build) -> None:
    measurement = measured(build_dossier(voted("statement", [20] * 3 + [0] * 60)))
    assert verdict_of(estimate(measurement, "votes.excess")) is Verdict.CONCERN


def test_four_contributions_each_are_a_rule_and_no_sign_of_equality(build_dossier: Build) -> None:
    rows = [f"c{number},proposal,p{number % 10},no" for number in range(40)]
    table = "\n".join(["id,kind,author,seed", *rows]) + "\n"
    actors = "id,kind\n" + "".join(f"p{number},person\n" for number in range(10))
    measurement = measured(build_dossier({"actor": actors, "contribution": table}))
    result = measurement.results["agenda.excess"]
    assert isinstance(result, NotEstimable)
    assert (result.why, result.remedy) == ("not_applicable", "by_design")
    assert estimate(measurement, "agenda.gini").value == 0.0


def test_leaving_the_silent_out_would_change_the_figure(build_dossier: Build) -> None:
    rows = [f"c{number},proposal,p{number % 10}" for number in range(40)]
    table = "\n".join(["id,kind,author", *rows]) + "\n"
    few = "id,kind\n" + "".join(f"p{number},person\n" for number in range(10))
    all_of_them = "id,kind\n" + "".join(f"p{number},person\n" for number in range(40))
    spoken = measured(build_dossier({"actor": few, "contribution": table}, name="few"))
    registered = measured(build_dossier({"actor": all_of_them, "contribution": table}))
    assert estimate(spoken, "agenda.gini").value == 0.0
    assert estimate(registered, "agenda.gini").value == pytest.approx(0.75)


def test_votes_that_nobody_kept_are_silence(build_dossier: Build) -> None:
    rows = (
        "\n".join(["id,kind,author", *[f"c{number},proposal,p{number % 10}" for number in range(40)]]) + "\n"
    )
    actors = "id,kind\n" + "".join(f"p{number},person\n" for number in range(10))
    result = measured(build_dossier({"actor": actors, "contribution": rows})).results["votes.excess"]
    assert isinstance(result, NotEstimable)
    assert result.why == "not_collected"
