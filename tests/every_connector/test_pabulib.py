"""Participatory budgets in the .pb format: the traps of the format, and eight real elections with their counts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from obverse.connectors.pabulib.connector import Pabulib
from obverse.connectors.pabulib.winners import Standing, winners
from obverse.evidence.importing.extract import Extract

META = {
    "description": "Municipal PB in Exampleville",
    "unit": "Exampleville",
    "instance": "2031",
    "budget": "100",
    "vote_type": "approval",
    "rule": "greedy",
    "date_begin": "03.03.2031",
    "date_end": "17.03.2031",
    "currency": "EUR",
}
PROJECTS = "project_id;cost;votes;name;selected\n1;60;2;Trees;1\n2;50;1;Benches;0\n"
VOTES = "voter_id;vote;age;sex\n7;1,2;34;F\n8;1;9;M\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a .pb file from its sections."""

    def file(projects: str = PROJECTS, votes: str = VOTES, name: str = "a.pb", **meta: str) -> Path:
        said = {
            "num_projects": str(projects.count("\n") - 1),
            "num_votes": str(votes.count("\n") - 1),
            **META,
            **meta,
        }
        head = "".join(f"{key};{value}\n" for key, value in said.items() if value)
        path = tmp_path / name
        path.write_text(f"META\nkey;value\n{head}PROJECTS\n{projects}VOTES\n{votes}", encoding="utf-8")
        return path

    return file


def read(*files: Path, **options: str) -> Extract:
    return Pabulib().read(list(files), options)


def rows(extract: Extract, table: str) -> list[dict[str, Any]]:
    return extract.tables[table].to_pylist() if table in extract.tables else []


def kinds(extract: Extract) -> list[str]:
    return [problem.kind for problem in extract.problems]


def said(extract: Extract, part: str) -> list[str]:
    return [note.en for note in extract.notes if part in note.en]


def left_out(extract: Extract) -> dict[str, int]:
    return {reason.en: count for reason, count in extract.left_out.get("vote", {}).items()}


def values(extract: Extract) -> dict[tuple[str, str], str]:
    return {
        (row["actor"].rsplit("-", 1)[1], row["contribution"].rsplit("-", 1)[1]): row["value"]
        for row in rows(extract, "vote")
    }


def test_a_file_is_recognised_by_its_first_lines_and_not_by_its_name(write: Write, tmp_path: Path) -> None:
    file = write(name="export.txt")
    assert Pabulib().recognises([file]).sure == 1.0
    assert Pabulib().recognises([file]).generation == "approval"
    strange = tmp_path / "strange.pb"
    for content in (b"", b"a;b\n1;2\n", b"META\nwhatever\n", b"\xff\xfe\x00META", b"META"):
        strange.write_bytes(content)
        assert Pabulib().recognises([strange]).sure == 0.0, content
    assert 0.5 < Pabulib().recognises([file, strange]).sure < 1.0
    assert Pabulib().recognises([tmp_path / "nowhere.pb"]).sure == 0.0


def test_every_row_tells_the_line_of_the_file_that_it_stands_in(write: Write) -> None:
    file = write()
    lines = file.read_text(encoding="utf-8").split("\n")
    extract = read(file)
    for row in rows(extract, "vote"):
        assert lines[row["read_from_row"] - 1].startswith(row["actor"].rsplit("-", 1)[1] + ";")
    for row in rows(extract, "contribution"):
        assert lines[row["read_from_row"] - 1].startswith(row["id"].rsplit("-", 1)[1] + ";")
    assert len(rows(extract, "vote")) == 3


def test_windows_line_ends_a_byte_order_mark_and_cells_filled_up_by_a_spreadsheet_change_nothing(
    write: Write, tmp_path: Path
) -> None:
    plain = write()
    padded = tmp_path / "b.pb"
    lines = [line + ";" * (5 - line.count(";")) for line in plain.read_text(encoding="utf-8").splitlines()]
    padded.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    for table in ("actor", "contribution", "vote"):
        first, second = rows(read(plain), table), rows(read(padded), table)
        for row in (*first, *second):
            del row["read_from_file"]
        assert first == second


def test_the_word_none_is_a_missing_value_and_never_a_category(write: Write) -> None:
    extract = read(
        write(
            projects="project_id;cost;votes;name;category;selected\n1;60;2;None;None;None\n",
            votes="voter_id;vote;age;sex;education\n7;1;None;none;NONE\n",
        )
    )
    (project,) = rows(extract, "contribution")
    assert (project["text"], project["topic"], project["selected"]) == ("", "", "")
    (voter,) = rows(extract, "actor")
    assert not any(name.startswith("attr_") for name in voter)
    assert not extract.attributes


def test_decimal_commas_in_costs_and_budget_are_decimals(write: Write) -> None:
    extract = read(write(projects="project_id;cost;votes\n1;8000,0;2\n2;12,75;1\n", budget="9000,25"))
    assert [row["cost"] for row in rows(extract, "contribution")] == ["8000", "12.75"]
    assert extract.process["budget"] == 9000.25


def test_a_cost_that_marks_a_withdrawn_project_is_no_cost(write: Write) -> None:
    extract = read(write(projects="project_id;cost;votes\n1;999999999;0\n2;10;2\n"))
    assert [row["cost"] for row in rows(extract, "contribution")] == ["", "10"]
    assert said(extract, "999,999,999")


def test_a_vote_on_an_approval_ballot_is_one_and_the_unnamed_project_has_no_row(write: Write) -> None:
    assert values(read(write())) == {("7", "1"): "1", ("7", "2"): "1", ("8", "1"): "1"}


@pytest.mark.parametrize("vote_type", ["cumulative", "scoring"])
def test_points_stand_with_the_project_they_were_given_to(write: Write, vote_type: str) -> None:
    votes = "voter_id;points;vote\n7;-1,3;2,1\n8;2.5;1\n"
    extract = read(write(votes=votes, vote_type=vote_type))
    assert values(extract) == {("7", "2"): "-1", ("7", "1"): "3", ("8", "1"): "2.5"}


def test_the_first_choice_of_a_ranking_has_most_and_the_letter_says_how(write: Write) -> None:
    votes = "voter_id;vote\n7;2,1\n8;1\n"
    three = read(write(votes=votes, vote_type="ordinal", max_length="3"))
    assert values(three) == {("7", "2"): "3", ("7", "1"): "2", ("8", "1"): "3"}
    assert said(three, "3 + 1 - rank")
    assert values(read(write(votes=votes, vote_type="ordinal"))) == {
        ("7", "2"): "2",
        ("7", "1"): "1",
        ("8", "1"): "2",
    }


def test_points_that_a_ranking_ballot_has_are_kept(write: Write) -> None:
    extract = read(write(votes="voter_id;vote;points\n7;2,1;4,3\n", vote_type="ordinal", max_length="9"))
    assert values(extract) == {("7", "2"): "4", ("7", "1"): "3"}


def test_nothing_is_left_out_without_being_counted(write: Write) -> None:
    votes = "voter_id;vote;points\n7;1,9;2,1\n7;2;1\n8;1,2;3\n;1;1\n9;1,1;2,3\n10;;\n"
    extract = read(write(votes=votes, vote_type="cumulative"))
    assert values(extract) == {("7", "1"): "2", ("9", "1"): "5"}
    assert len(rows(extract, "vote")) == 2
    assert sum(left_out(extract).values()) == len(left_out(extract)) == 5
    assert [row["id"].rsplit("-", 1)[1] for row in rows(extract, "actor")] == ["7", "8", "9", "10"]
    assert extract.coverage["vote"]["complete"] == "unknown"
    assert said(extract, "ballots that name no project")


def test_a_code_of_selected_that_the_format_leaves_to_the_comment_is_unknown_until_somebody_decides(
    write: Write,
) -> None:
    projects = "project_id;cost;votes;selected\n1;60;2;1\n2;50;1;0\n3;1;1;2\n4;1;0;3\n"
    assert [row["selected"] for row in rows(read(write(projects)), "contribution")] == [
        "yes",
        "no",
        "unknown",
        "unknown",
    ]
    assert len(said(read(write(projects)), "in the column selected")) == 2
    decided = read(write(projects), selected="1,2")
    assert [row["selected"] for row in rows(decided, "contribution")] == ["yes", "no", "yes", "unknown"]
    assert len(said(decided, "in the column selected")) == 1


def test_a_file_without_selected_is_silent_about_winners(write: Write) -> None:
    extract = read(write(projects="project_id;cost;votes\n1;60;2\n"))
    assert [row["selected"] for row in rows(extract, "contribution")] == [""]
    assert "selected" in extract.not_exported["contribution"]
    assert not said(extract, "marked as selected")
    assert said(extract, "does not tell which projects won")
    assert not said(read(write()), "does not tell which projects won")
    assert "benefit" not in extract.tables


def test_ages_leave_as_bands_only_and_impossible_ones_not_at_all(write: Write) -> None:
    votes = "voter_id;vote;age\n1;1;15\n2;1;16\n3;1;65\n4;1;175\n5;1;\n6;1;40 - 59\n"
    extract = read(write(votes=votes))
    found = [row["attr_age_band"] for row in rows(extract, "actor")]
    assert found == ["0-15", "16-24", "65+", "", "", "40-59"]
    assert extract.attributes["age_band"]["categories"] == [
        *("0-15", "16-24", "25-39", "40-64", "65+"),
        "40-59",
    ]
    assert said(extract, "more than 122 years old: 1.")
    other = read(write(votes=votes), ages="18, 75")
    assert [row["attr_age_band"] for row in rows(other, "actor")][:3] == ["0-17", "0-17", "18-74"]
    assert kinds(read(write(votes=votes), ages="18-75")) == ["not_an_int"]


def test_a_cell_that_names_several_districts_gives_no_area(write: Write) -> None:
    votes = "voter_id;vote;district\n1;1;Quarter Alpha\n2;1;Quarter Alpha,Quarter Beta\n3;1;\n"
    extract = read(write(votes=votes))
    assert [row["area"] for row in rows(extract, "actor")] == ["Exampleville/Quarter Alpha", "", ""]
    assert [row["name"] for row in rows(extract, "neighbourhood")] == ["Quarter Alpha"]
    assert said(extract, "several districts in one cell, or with a name that holds a comma: 1 of 2 with")


def test_the_district_of_a_district_budget_is_the_area_of_its_projects_and_not_of_its_voters(
    write: Write,
) -> None:
    extract = read(write(district="Northquarter"))
    assert {row["area"] for row in rows(extract, "contribution")} == {"Exampleville/Northquarter"}
    assert {row["area"] for row in rows(extract, "actor")} == {""}


@pytest.mark.parametrize("heading", ["beneficiaries", "target"])
def test_money_for_several_groups_is_not_divided_by_guess(write: Write, heading: str) -> None:
    projects = (
        f"project_id;cost;votes;selected;{heading};district\n"
        "1;60;2;1;youth,adults;Quarter Alpha\n2;5;1;1;seniors;\n3;50;1;0;children;Quarter Alpha\n4;9;1;1;;\n"
    )
    extract = read(write(projects))
    benefits = {row["id"][-1]: (row["amount"], row["group"], row["area"]) for row in rows(extract, "benefit")}
    assert benefits == {"1": ("60", "", "Exampleville/Quarter Alpha"), "2": ("5", "group-seniors", "")}
    assert {row["label"] for row in rows(extract, "stakeholder_group")} == {
        "youth",
        "adults",
        "seniors",
        "children",
    }


def test_how_a_vote_was_cast_is_its_channel_and_unknown_only_where_the_file_says_something_else(
    write: Write,
) -> None:
    votes = "voter_id;vote;voting_method\n1;1;internet\n2;1;paper\n3;1;carrier pigeon\n4;1;\n"
    extract = read(write(votes=votes))
    assert [row["channel"] for row in rows(extract, "vote")] == ["online", "paper", "unknown", ""]
    assert "channel" in read(write()).not_exported["vote"]


def test_the_same_number_in_two_files_is_two_voters(write: Write) -> None:
    first, second = write(), write(name="b.pb", subunit="Northquarter")
    extract = read(first, second)
    assert len({row["id"] for row in rows(extract, "actor")}) == 4
    assert len({row["id"] for row in rows(extract, "contribution")}) == 4
    assert extract.process["budget"] == 200.0


def test_district_budgets_of_one_town_are_called_after_the_town_and_not_after_one_of_them(
    write: Write,
) -> None:
    first = write(subunit="South", description="District PB in Exampleville, South")
    second = write(name="b.pb", subunit="North", description="District PB in Exampleville, North")
    assert read(first).process["title"] == "District PB in Exampleville, South"
    assert read(first, second).process["title"] == "Exampleville 2031"
    assert "title" not in read(first, write(name="c.pb", instance="2032", description="PB again")).process


def test_two_files_of_the_same_election_are_refused(write: Write) -> None:
    assert kinds(read(write(), write(name="b.pb"))) == ["same_election"]


def test_an_election_without_a_single_ballot_is_a_zero_and_not_a_damaged_file(write: Write) -> None:
    file = write(votes="voter_id;vote\n", num_votes="0")
    file.write_text(file.read_text(encoding="utf-8").split("VOTES\n")[0], encoding="utf-8")
    extract = read(file)
    assert not extract.problems
    assert extract.tables["vote"].num_rows == extract.tables["actor"].num_rows == 0
    assert extract.coverage["vote"]["complete"] == "yes"


def test_a_year_alone_is_no_day(write: Write) -> None:
    extract = read(write(date_begin="2031", date_end="2031"))
    assert "end" not in extract.process
    assert said(extract, "not given to the day")
    assert not said(extract, "the vote began")


def test_the_first_day_of_the_vote_is_not_taken_for_the_start_of_the_process(write: Write) -> None:
    extract = read(write())
    assert "start" not in extract.process
    assert str(extract.process["end"]) == "2031-03-17"
    assert said(extract, "the vote began on 2031-03-03")


def test_a_file_of_ballots_is_no_complete_register_of_people_or_of_proposals(write: Write) -> None:
    coverage = read(write()).coverage
    assert {table: coverage[table]["complete"] for table in ("actor", "contribution", "vote")} == {
        "actor": "no",
        "contribution": "unknown",
        "vote": "yes",
    }


def test_a_project_of_several_categories_is_of_no_topic_of_its_own(write: Write) -> None:
    projects = "project_id;cost;category\n1;60;culture,education\n2;50;culture\n"
    extract = read(write(projects))
    assert [row["topic"] for row in rows(extract, "contribution")] == ["", "culture"]
    assert said(extract, "projects with several categories: 1.")
    assert not said(read(write()), "categories")


def test_a_comment_in_the_head_is_pointed_out_and_not_repeated(write: Write) -> None:
    extract = read(write(comment="#1: the cost of project 2 was set to 1"))
    assert said(extract, "its head has a comment")
    assert "project 2 was set" not in str([note.en for note in extract.notes])
    assert not said(read(write()), "comment")


def test_who_proposed_a_project_is_named_nowhere_but_where_names_become_pseudonyms(write: Write) -> None:
    extract = read(write(projects="project_id;cost;name;proposer\n1;60;Trees;Person One\n"))
    (proposer,) = (row for row in rows(extract, "actor") if row["read_name"])
    assert proposer["read_name"] == "Person One"
    (project,) = rows(extract, "contribution")
    assert project["author"] == proposer["id"]
    kept = {key: value for key, value in project.items() if key != "author"}
    assert "Person One" not in str(kept) + str([note.en for note in extract.notes])


def test_coordinates_do_not_survive_and_unknown_headings_are_told(write: Write) -> None:
    projects = "project_id;cost;latitude;longitude;shoe_size\n1;60;52.13147;21.05679;44\n"
    extract = read(write(projects, colour="blue"))
    assert "52.13147" not in str([rows(extract, table) for table in extract.tables])
    assert set(extract.unknown["a.pb"]) == {"shoe_size", "colour"}


def test_counts_that_the_file_prints_and_does_not_hold_are_told(write: Write) -> None:
    extract = read(write(projects="project_id;cost;votes\n1;60;5\n2;50;1\n", num_votes="3"))
    assert said(extract, "num_votes 3, but it holds 2. The file may have been cut off")
    assert said(extract, "whose printed votes")
    assert extract.coverage["vote"]["complete"] == "unknown"
    assert [row["support"] for row in rows(extract, "contribution")] == ["5", "1"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: text.replace("VOTES\n", "BALLOTS\n"), "section_missing"),
        (lambda text: text.replace("vote_type;approval\n", ""), "meta_missing"),
        (lambda text: text.replace("vote_type;approval", "vote_type;aproval"), "not_a_code"),
        (lambda text: text.replace("7;1,2;34;F", "7;1,2;34"), "cells_missing"),
        (lambda text: text.replace("8;1;9;M", "8;1;9;M;5;5"), "cells_too_many"),
        (lambda text: text.replace("voter_id;vote;age;sex", "voter_id;choice;age;sex"), "missing_column"),
        (lambda text: text.replace("voter_id;vote;age;sex", "voter_id;vote;age;age"), "repeated_header"),
        (lambda text: text.replace("project_id;cost;votes", "project_id;;votes"), "empty_header"),
        (
            lambda text: text.replace("voter_id;vote;age;sex", "voter_id;vote;age;row_in_file"),
            "repeated_header",
        ),
    ],
)
def test_a_damaged_file_is_a_problem_and_no_traceback(
    write: Write, change: Callable[[str], str], kind: str
) -> None:
    file = write()
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    extract = read(file)
    assert kinds(extract) == [kind]
    assert not extract.tables


def test_a_cell_too_few_is_told_with_its_line(write: Write) -> None:
    file = write(votes="voter_id;vote;age;sex\n7;1,2;34;F\n8;1\n")
    (problem,) = read(file).problems
    assert file.read_text(encoding="utf-8").split("\n")[problem.row - 1] == "8;1"


@pytest.mark.parametrize("content", [b"", b"\x00" * 10, b"META\nkey;value\n", b"\xff\xfeM", b'META\nkey;"'])
def test_whatever_the_bytes_are_nothing_is_raised(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.pb"
    file.write_bytes(content)
    assert read(file).problems


def test_a_file_cut_off_anywhere_is_read_or_refused(write: Write) -> None:
    file = write()
    content = file.read_bytes()
    for end in range(0, len(content), 7):
        file.write_bytes(content[:end])
        extract = read(file)
        assert bool(extract.tables) != bool(extract.problems)


def test_the_greedy_rules_differ_in_what_follows_a_project_that_is_too_dear() -> None:
    projects = [
        Standing("a", 60, 9, selected=True),
        Standing("b", 50, 8, selected=False),
        Standing("c", 30, 7, selected=True),
        Standing("d", 5, 2, selected=False),
    ]
    assert winners("greedy", projects, 100) == {"a", "c", "d"}
    assert winners("greedy-no-skip", projects, 100) == {"a"}
    assert winners("greedy-threshold", projects, 100, threshold=5) == {"a", "c"}


def test_a_tie_is_broken_as_the_file_breaks_it() -> None:
    tied = [Standing("a", 60, 9, selected=False), Standing("b", 60, 9, selected=True)]
    assert winners("greedy", tied, 60) == {"b"}


def test_winners_that_do_not_follow_from_the_rule_are_told_and_kept(write: Write) -> None:
    extract = read(write(projects="project_id;cost;votes;selected\n1;60;2;0\n2;50;1;1\n"))
    assert [row["selected"] for row in rows(extract, "contribution")] == ["no", "yes"]
    assert said(extract, "would take 1 that are not marked, and would not take 1 that are")
    assert said(read(write()), "are those that its rule (greedy) takes")


# The real elections: no row of them is in this project.


def elections() -> tuple[Path, Mapping[str, str]]:
    folder = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "no-licence"
    if not folder.is_dir():
        pytest.skip("the folder with the data sets without a licence is not on this machine")
    checks = json.loads((folder / "CHECKS.json").read_text(encoding="utf-8"))
    (section,) = (value for key, value in checks.items() if key.startswith("pabulib"))
    return folder / "pabulib", section


NAMES = (
    "Poland_Wroclaw_2018",
    "Poland_Warszawa_2019_Ursynow",
    "Poland_Warszawa_2019_Praga-Polnoc",
    "Poland_Gdynia_2020",
    "Poland_Katowice_2023",
    "Poland_Swiecie_2023",
    "France_Toulouse_2022",
    "Switzerland_Zurich_S5",
)


def count(extract: Extract, query: str) -> int:
    connection = duckdb.connect(":memory:")
    for name, table in extract.tables.items():
        connection.register(name, table)
    return int(connection.execute(query).fetchall()[0][0])


@pytest.mark.parametrize("name", NAMES)
def test_voters_projects_winners_and_cost_are_those_published(name: str) -> None:
    folder, checks = elections()
    extract = read(folder / f"{name}.pb")
    assert not extract.problems
    assert not extract.left_out
    # "53801 voters, 39 projects, 4 selected, cost 4000000": what is said beyond these four is left aside.
    parts = [part.split() for part in checks[name].split(",")[:4]]
    numbers = [int(word) for part in parts for word in part[:2] if word.isdigit()]
    assert count(extract, "SELECT count(*) FROM actor") == numbers[0]
    assert count(extract, "SELECT count(DISTINCT actor) FROM vote") == numbers[0]
    assert count(extract, "SELECT count(*) FROM contribution") == numbers[1]
    won = "FROM contribution WHERE selected = 'yes'"
    assert count(extract, f"SELECT count(*) {won}") == (numbers[2] if len(numbers) > 2 else 0)
    if len(numbers) > 3:
        assert count(extract, f"SELECT CAST(sum(CAST(cost AS DOUBLE)) AS BIGINT) {won}") == numbers[3]
    if len(numbers) < 3:
        assert "selected" in extract.not_exported["contribution"]
    assert extract.coverage["vote"]["complete"] == "yes"
    assert {extract.coverage[table]["complete"] for table in ("actor", "contribution")}.isdisjoint({"yes"})
    # The printed sums of votes and scores are those of the ballots, and the greedy winners follow from their rule.
    assert not said(extract, "printed")[0 if len(numbers) < 3 or "Swiecie" in name else 1 :]
    assert bool(said(extract, "are those that its rule")) == (len(numbers) > 2 and "Swiecie" not in name)


def test_the_scores_of_a_cumulative_election_come_out() -> None:
    folder, _ = elections()
    extract = read(folder / "Poland_Katowice_2023.pb")
    assert not said(extract, "whose printed score")
    assert count(extract, "SELECT CAST(max(CAST(value AS DOUBLE)) AS BIGINT) FROM vote") == 3


def equal_shares(
    costs: Mapping[str, float], supporters: Mapping[str, Any], share: float, voters: int
) -> set[str]:
    """The method of equal shares for cost utilities, as Peters, Pierczynski and Skowron describe it."""
    money = np.full(voters, share)
    bought: set[str] = set()
    while True:
        best: tuple[float, str] | None = None
        for project in sorted(costs):
            if project in bought or money[supporters[project]].sum() < costs[project] - 1e-9:
                continue
            purse = np.sort(money[supporters[project]])
            paid, left = 0.0, len(purse)
            for each in purse:
                if each * left >= costs[project] - paid:
                    break
                paid, left = paid + each, left - 1
            rate = (costs[project] - paid) / left / costs[project]
            if best is None or rate < best[0] - 1e-12:
                best = (rate, project)
        if best is None:
            return bought
        rate, project = best
        money[supporters[project]] -= np.minimum(money[supporters[project]], rate * costs[project])
        bought.add(project)


def test_the_winners_by_equal_shares_follow_from_the_ballots_as_they_were_read() -> None:
    folder, _ = elections()
    extract = read(folder / "Poland_Swiecie_2023.pb")
    place = {row["id"]: number for number, row in enumerate(rows(extract, "actor"))}
    projects = rows(extract, "contribution")
    costs = {row["id"]: float(row["cost"]) for row in projects}
    ballots: dict[str, list[int]] = {project: [] for project in costs}
    for vote in rows(extract, "vote"):
        ballots[vote["contribution"]].append(place[vote["actor"]])
    supporters = {project: np.array(people, dtype=np.int64) for project, people in ballots.items()}
    budget = float(str(extract.process["budget"]))
    share = float(int(budget / len(place)))
    taken = equal_shares(costs, supporters, share, len(place))
    # "add1": everybody's share grows by one unit until the next step would cost more than there is.
    while sum(costs[project] for project in taken) <= budget and len(taken) < len(costs):
        last, share = taken, share + 1
        taken = equal_shares(costs, supporters, share, len(place))
    assert last == {row["id"] for row in projects if row["selected"] == "yes"}
    assert said(extract, "equalshares/add1) was not computed")


def test_the_largest_election_is_read_within_seconds() -> None:
    folder, _ = elections()
    start = time.process_time()
    extract = read(folder / "Poland_Wroclaw_2018.pb")
    assert extract.tables["vote"].num_rows == 100_954
    assert time.process_time() - start < 10


def test_two_district_budgets_of_one_town_share_its_areas_and_groups_but_no_voter() -> None:
    folder, _ = elections()
    names = ("Poland_Warszawa_2019_Ursynow", "Poland_Warszawa_2019_Praga-Polnoc")
    extract = read(*(folder / f"{name}.pb" for name in names))
    assert not extract.problems
    assert count(extract, "SELECT count(DISTINCT id) FROM actor") == 7_683 + 1_929
    for table in ("neighbourhood", "stakeholder_group"):
        assert count(extract, f"SELECT count(*) - count(DISTINCT id) FROM {table}") == 0
    assert extract.process["budget"] == 3_000_000.0
