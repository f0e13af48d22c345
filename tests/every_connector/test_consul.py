"""The traps of Consul exports: nested lists, hidden authors, prices within texts, words of twelve languages, forks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.consul.connector import Consul
from obverse.evidence.importing.extract import EMAIL, NAME, Extract

ENGLISH = (
    "ID,Title,Supports,Administrator,Valuator,Valuation Group,Scope of operation,Feasibility,Val. Fin.,Selected,"
    "Show to valuators,Author username"
)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Write a file of an export under a name that tells nothing."""
    made: list[Path] = []

    def write(content: str | dict[str, Any] | list[Any]) -> Path:
        file = tmp_path / f"download {len(made)}.txt"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        made.append(file)
        return file

    return write


def rows(extract: Extract, table: str) -> dict[str, dict[str, Any]]:
    assert not extract.problems
    return {row["id"]: row for row in extract.tables[table].to_pylist()}


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def answer(**fields: Any) -> dict[str, Any]:
    return {"data": fields}


def nodes(*items: dict[str, Any], more: bool | None = None) -> dict[str, Any]:
    page = {} if more is None else {"pageInfo": {"hasNextPage": more}}
    return {"nodes": list(items), **page}


def investments(
    written: Any, *lines: str, header: str = ENGLISH, **options: str
) -> dict[str, dict[str, Any]]:
    return rows(Consul().read([written("\n".join([header, *lines]) + "\n")], options), "contribution")


def test_edges_and_nodes_camel_case_and_snake_case_say_the_same(written: Any) -> None:
    item = {"id": "1", "title": "T", "cachedVotesUp": 3, "publicCreatedAt": "2023-03-01 09:00:00 +0100"}
    old = {"id": "1", "title": "T", "cached_votes_up": 3, "public_created_at": "2023-03-01 09:00:00 +0100"}
    new = Consul().read([written(answer(proposals={"edges": [{"node": item}]}))], {})
    plain = Consul().read([written(answer(proposals=nodes(old)))], {})
    found = [rows(extract, "contribution")["proposal-1"] for extract in (new, plain)]
    assert [(row["text"], row["support"], row["created_at"]) for row in found] == [
        ("T", "3", "2023-03-01T08:00:00Z")
    ] * 2


def test_an_item_on_two_pages_is_read_once_and_its_parts_are_put_together(written: Any) -> None:
    first = written(answer(proposals=nodes({"id": "1", "title": "T", "summary": ""})))
    second = written(
        answer(user={"id": "5", "username": "person", "publicProposals": nodes({"id": "1", "summary": "S"})})
    )
    extract = Consul().read([first, second], {})
    assert [row["text"] for row in rows(extract, "contribution").values()] == ["T\n\nS"]


def test_two_answers_that_contradict_each_other_are_not_decided_by_the_program(written: Any) -> None:
    files = [written(answer(proposals=nodes({"id": "1", "cachedVotesUp": count}))) for count in (3, 4)]
    extract = Consul().read(files, {})
    assert [(p.kind, p.file, p.column) for p in extract.problems] == [
        ("contradicting_rows", files[1].name, "cached_votes_up")
    ]
    assert not extract.tables
    assert files[0].name in extract.problems[0].letter()


def test_a_list_that_goes_on_is_not_complete(written: Any) -> None:
    first = written(answer(proposals=nodes({"id": "1", "title": "T"}, more=True)))
    torn = Consul().read([first], {})
    assert torn.coverage["contribution"]["complete"] == "no"
    assert "proposals" in notes(torn)
    last = written(answer(proposals=nodes({"id": "2", "title": "U"}, more=False)))
    assert Consul().read([first, last], {}).coverage["contribution"]["complete"] == "unknown"


def test_an_author_who_keeps_their_activity_private_is_hidden_and_one_who_was_not_asked_for_is_not_exported(
    written: Any,
) -> None:
    hidden = Consul().read(
        [written(answer(proposals=nodes({"id": "1", "title": "T", "publicAuthor": None})))], {}
    )
    assert hidden.hidden == {"contribution": ("author",)}
    assert rows(hidden, "contribution")["proposal-1"]["author"] == ""
    silent = Consul().read([written(answer(proposals=nodes({"id": "1", "title": "T"})))], {})
    assert not silent.hidden
    assert "author" in silent.not_exported["contribution"]


def test_comments_know_what_they_are_about_and_replies_what_they_answer(written: Any) -> None:
    comments = nodes({"id": "7", "body": "a"}, {"id": "8", "body": "b", "ancestry": "6/7"})
    other = {"id": "9", "body": "c", "commentableId": 99, "commentableType": "Budget::Investment"}
    file = written(
        answer(proposals=nodes({"id": "1", "title": "T", "comments": comments}), comments=nodes(other))
    )
    extract = Consul().read([file], {})
    found = rows(extract, "contribution")
    assert found["comment-7"]["parent"] == "proposal-1"
    assert found["comment-8"]["parent"] == "comment-7"
    assert found["comment-9"]["parent"] == ""
    assert "not among the files: 1" in notes(extract)


def test_votes_without_voters_are_counted_where_no_count_is_given_and_never_become_rows(written: Any) -> None:
    votes = nodes(
        {"id": "1", "voteFlag": True}, {"id": "2", "voteFlag": False}, {"id": "3", "voteFlag": True}
    )
    file = written(
        answer(debates=nodes({"id": "5", "title": "D", "votesFor": votes}, {"id": "6", "title": "E"}))
    )
    extract = Consul().read([file], {})
    found = rows(extract, "contribution")
    assert (found["debate-5"]["support"], found["debate-5"]["against"]) == ("2", "1")
    assert (found["debate-6"]["support"], found["debate-6"]["against"]) == ("", "")
    assert "vote" not in extract.tables
    assert sum(extract.left_out["vote"].values()) == 3


def test_a_count_of_the_platform_outweighs_the_votes_in_the_files(written: Any) -> None:
    votes = nodes({"id": "1", "voteFlag": True})
    file = written(answer(proposals=nodes({"id": "1", "title": "T", "cachedVotesUp": 40, "votesFor": votes})))
    assert rows(Consul().read([file], {}), "contribution")["proposal-1"]["support"] == "40"


def test_a_milestone_is_a_notice_and_neither_a_promise_nor_a_plan(written: Any) -> None:
    stones = nodes({"id": "9", "title": "Works began", "publicationDate": "2024-02-01"})
    project = {"id": "7", "title": "Fountain", "price": 300, "feasibility": "feasible", "milestones": stones}
    extract = Consul().read(
        [written(answer(budgets=nodes({"id": "1", "name": "B", "investments": nodes(project)})))], {}
    )
    assert set(extract.tables) == {"contribution", "document"}
    notice = rows(extract, "document")["milestone-9"]
    assert (notice["kind"], notice["published_on"], notice["public"]) == ("notice", "2024-02-01", "yes")
    assert extract.process == {"title": "B"}


def test_a_list_that_the_query_renamed_is_known_by_its_type(written: Any) -> None:
    file = written(answer(mine=nodes({"__typename": "Proposal", "id": "1", "title": "T"})))
    assert Consul().recognises([file]).sure == 1.0
    assert set(rows(Consul().read([file], {}), "contribution")) == {"proposal-1"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Feasible (€12,000)", "12000"),
        ("Viable (12.000 €)", "12000"),
        ("Réalisable (12 000 €)", "12000"),
        ("Durchführbar (12.000,50 €)", "12000.50"),
        ("Feasible (1,250,000.5 $)", "1250000.5"),
        ("Feasible", ""),
    ],
)
def test_the_price_within_the_feasibility_is_read_in_every_notation(
    text: str, amount: str, written: Any
) -> None:
    found = investments(written, f'1,T,5,-,-,-,A,"{text}",Yes,Yes,Yes,person')
    assert found["investment-1"]["cost"] == amount
    assert found["investment-1"]["feasible"] == "yes"
    assert found["investment-1"]["state"] == ""


@pytest.mark.parametrize(
    ("word", "finished", "feasible", "state"),
    [
        ("Unfeasible", "Yes", "no", "rejected"),
        ("Unfeasible", "No", "no", "evaluating"),
        ("Undecided", "No", "", "open"),
        ("Inviable", "Sí", "no", "rejected"),
        ("Niewykonalne", "Tak", "no", "rejected"),
        ("Undurchführbar", "Nein", "no", "evaluating"),
        ("Ej beslutat", "Nej", "", "open"),
        ("Nem megvalósítható", "Igen", "no", "rejected"),
    ],
)
def test_an_investment_is_rejected_only_once_its_valuation_is_finished(
    word: str, finished: str, feasible: str, state: str, written: Any
) -> None:
    found = investments(written, f"1,T,5,-,-,-,A,{word},{finished},No,Yes,person")["investment-1"]
    assert (found["feasible"], found["state"]) == (feasible, state)


def test_a_word_that_nobody_knows_is_left_empty_and_told(written: Any) -> None:
    file = written(f"{ENGLISH}\n1,T,5,-,-,-,A,Perhaps,Yes,No,Yes,person\n")
    extract = Consul().read([file], {})
    assert rows(extract, "contribution")["investment-1"]["feasible"] == ""
    assert "Perhaps" in notes(extract)


def test_selected_for_the_final_vote_is_not_won(written: Any) -> None:
    lines = ("1,T,5,-,-,-,A,Feasible,Yes,Yes,Yes,person", "2,U,5,-,-,-,A,Feasible,Yes,No,Yes,person")
    open_budget = investments(written, *lines)
    assert {row["selected"] for row in open_budget.values()} == {""}
    ended = investments(written, *lines, ended="yes")
    assert [row["selected"] for row in ended.values()] == ["", "no"]
    with_winners = investments(
        written, "1,T,5,-,-,-,A,Feasible,Yes,Yes,Yes,person,Yes", header=f"{ENGLISH},Winner"
    )
    assert (with_winners["investment-1"]["selected"], with_winners["investment-1"]["state"]) == (
        "yes",
        "accepted",
    )


def test_columns_are_known_by_their_headings_and_not_by_their_place(written: Any) -> None:
    turned = ",".join(reversed(ENGLISH.split(",")))
    found = investments(written, "person,Yes,No,Yes,Unfeasible,A,-,-,-,5,T,1", header=turned)
    assert found["investment-1"]["support"] == "5"
    assert found["investment-1"]["text"] == "T"


def test_without_the_column_of_supports_they_are_not_exported_and_not_zero(written: Any) -> None:
    header = ENGLISH.replace("Supports,", "Description,").replace(
        "Val. Fin.,", "Val. Fin.,Unfeasibility explanation,"
    )
    lines = ("1,T,D,-,-,-,A,Unfeasible,Yes,No money.,No,Yes,p", "2,T,D,-,-,-,A,Unfeasible,Yes,-,No,Yes,p")
    extract = Consul().read([written("\n".join([header, *lines]) + "\n")], {})
    found = rows(extract, "contribution")
    assert [row["support"] for row in found.values()] == ["", ""]
    assert [row["reasoned"] for row in found.values()] == ["yes", "no"]
    assert "support" in extract.not_exported["contribution"]
    assert "answered_at" in extract.not_exported["contribution"]


def test_administrators_and_valuators_are_staff_and_nobody_assigned_is_nobody(written: Any) -> None:
    lines = (
        '1,T,5,Person Staff,"Valuator One, Valuator Two",G,A,Feasible,Yes,No,Yes,person',
        "2,U,5,No admin assigned,-,-,A,Feasible,Yes,No,Yes,Person Staff",
    )
    extract = Consul().read([written("\n".join([ENGLISH, *lines]) + "\n")], {})
    people = rows(extract, "actor")
    assert {name: row["staff_or_test"] for name, row in people.items()} == {
        "name:person": "",
        "name:Person Staff": "yes",
        "name:Valuator One": "yes",
        "name:Valuator Two": "yes",
    }
    assert people["name:Valuator One"]["participant"] == "no"
    assert people["name:Person Staff"]["participant"] == "yes"


def test_headings_are_areas_unless_they_are_said_to_be_topics(written: Any) -> None:
    line = "1,T,5,-,-,-,Sport,Feasible,Yes,Yes,Yes,person"
    assert investments(written, line)["investment-1"]["area"] == "zone:Sport"
    topics = investments(written, line, headings="topic")["investment-1"]
    assert (topics["area"], topics["topic"]) == ("", "Sport")


def test_an_option_that_is_not_known_is_refused_with_those_that_are(written: Any) -> None:
    file = written(f"{ENGLISH}\n1,T,5,-,-,-,A,Feasible,Yes,No,Yes,person\n")
    for options in ({"headings": "areas"}, {"timezone": "Europe/Nowhere"}):
        extract = Consul().read([file], options)
        assert [problem.kind for problem in extract.problems] == ["wrong_choice"]
        assert extract.problems[0].letter("fr")


def test_the_fork_with_hungarian_headings_and_day_first_is_read(written: Any) -> None:
    header = "Azonosító,Cím,Összes szavazat,Helyszín,Kezdeti dátum,Befejezési dátum,Összefoglaló,Leírás"
    extract = Consul().read(
        [written(f"{header}\n7,Pad,15,Alfa tér 1.,01/03/2023-09:30,,Kevés.,<p>Több</p>\n")], {}
    )
    found = rows(extract, "contribution")["proposal-7"]
    assert (found["text"], found["support"], found["created_at"]) == ("Pad\n\nKevés.\n\nTöbb", "15", "")
    assert "Alfa tér" not in str(extract.tables)
    assert not extract.unknown


def test_the_fork_that_separates_by_semicolons_and_writes_the_day_first_is_read(written: Any) -> None:
    header = "ID;Title;Author username;Milestones;Supports;Created at;SDG;Tags;Selected"
    found = rows(
        Consul().read([written(f"{header}\n1;a;person;1;15;03/04/2023;-;-;Yes\n")], {}), "contribution"
    )
    assert found["proposal-1"]["created_at"] == "2023-04-03"
    assert (found["proposal-1"]["topic"], found["proposal-1"]["selected"]) == ("", "")


def test_the_address_of_an_author_stands_nowhere_but_where_it_is_forgotten(written: Any) -> None:
    extract = Consul().read([written("ID,Title,Author,Summary\n1,T,person@example.org,S\n")], {})
    person = rows(extract, "actor")["email:person@example.org"]
    assert (person[NAME], person[EMAIL]) == ("", "person@example.org")
    assert rows(extract, "contribution")["proposal-1"]["author"] == person["id"]


def test_a_name_is_the_account_of_that_name_where_another_file_tells_it(written: Any) -> None:
    users = written(answer(users=nodes({"id": "11", "username": "person"})))
    table = written(f"{ENGLISH}\n1,T,5,-,-,-,A,Feasible,Yes,No,Yes,person\n")
    extract = Consul().read([users, table], {})
    assert rows(extract, "contribution")["investment-1"]["author"] == "user-11"
    assert set(rows(extract, "actor")) == {"user-11"}


def test_times_without_a_zone_are_local_when_the_zone_is_told_and_the_letter_asks_for_it(
    written: Any,
) -> None:
    header = "id;title;description;created_at;cached_votes_total;cached_votes_up;cached_votes_down"
    file = written(f"{header}\n4;D;x;2019-07-01 09:00:00;12;4;8\n")
    silent = Consul().read([file], {})
    assert rows(silent, "contribution")["debate-4"]["created_at"] == "2019-07-01T09:00:00Z"
    assert "--option timezone" in notes(silent)
    told = Consul().read([file], {"timezone": "Europe/Madrid"})
    assert rows(told, "contribution")["debate-4"]["created_at"] == "2019-07-01T07:00:00Z"
    assert (rows(told, "contribution")["debate-4"]["support"]) == "4"
    assert "--option timezone" not in notes(told)


def test_a_moment_that_cannot_be_read_stays_for_the_letter(written: Any) -> None:
    extract = Consul().read([written("id,title,summary,created_at\n1,T,S,yesterday\n")], {})
    assert rows(extract, "contribution")["proposal-1"]["created_at"] == "yesterday"


def test_headings_that_nobody_reads_are_named(written: Any) -> None:
    file = written("ID,Title,Summary,Colour\n1,T,S,red\n")
    assert Consul().read([file], {}).unknown == {file.name: ("Colour",)}
    answers = written(answer(proposals=nodes({"id": "1", "title": "T", "colour": "red"})))
    assert Consul().read([answers], {}).unknown == {answers.name: ("colour",)}


def test_a_list_of_zones_is_taken_only_in_company(written: Any) -> None:
    zones = written("id,name\n2,Quartier Alpha\n")
    assert Consul().recognises([zones]).sure == 0.0
    table = written("id,title,description,cached_votes_up,geozone_id\n1,T,x,3,2\n")
    extract = Consul().read([table, zones], {})
    assert rows(extract, "neighbourhood")["geozone-2"]["name"] == "Quartier Alpha"
    assert rows(extract, "contribution")["proposal-1"]["area"] == "geozone-2"


def test_the_lists_written_for_machine_learning_are_proposals_too(written: Any) -> None:
    file = written([{"id": 1, "title": "T", "summary": "S", "description": "D"}])
    assert Consul().recognises([file]).generation == "proposals"
    assert set(rows(Consul().read([file], {}), "contribution")) == {"proposal-1"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\x00\x01",
        "{",
        "[[[[",
        '{"data": {"participatoryProcesses": [{"id": 1, "components": [{"proposals": {"nodes": []}}]}]}}',
        '{"ideas": [{"id": "1", "title": "T"}], "meta": {"current_page": 1}}',
        "id;component/id;title/en;state\n1;2;T;accepted\n",
        "id;created_at;body;locale;alignment;depth;commentable_id;commentable_type\n1;2;b;en;0;0;1;X\n",
        "a,b\n1,2\n",
    ],
)
def test_files_of_others_and_no_files_at_all_are_not_claimed(content: str, written: Any) -> None:
    assert Consul().recognises([written(content)]).sure == 0.0


def test_a_strange_file_among_them_makes_it_less_sure_and_is_named(written: Any) -> None:
    mine, strange = written("id,title,summary\n1,T,S\n"), written("dear,sir\n1,2\n")
    assert Consul().recognises([mine, strange]).sure == 0.6
    assert [(p.kind, p.file) for p in Consul().read([mine, strange], {}).problems] == [
        ("strange_file", strange.name)
    ]


def test_damaged_answers_are_problems_and_no_exceptions(written: Any) -> None:
    start = '{"data": {"proposals": {"nodes": ['
    for content in (start, start + '{"id": "\\ud800"}]}}}', start + '{"id": "1", "id": "2"}]}}}'):
        file = written(content)
        assert Consul().recognises([file]).sure > 0.5
        assert [p.file for p in Consul().read([file], {}).problems] == [file.name]
    for content in (start + "1, null, [{}]]}}}", '{"data": {"proposals": [1, {"node": 2}], "user": []}}'):
        assert not Consul().read([written(content)], {}).problems
