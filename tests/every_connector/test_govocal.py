"""The traps of Go Vocal exports: titles for statuses, sheets by phase, ballots without names, sign-ups, deletions."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from obverse.connectors import govocal
from obverse.connectors.govocal.connector import GoVocal
from obverse.connectors.importing import import_files
from obverse.evidence.importing.extract import EMAIL, NAME, Extract

SAMPLES = Path(govocal.__path__[0]) / "sample"
HEADER = (
    "ID",
    "Title",
    "Description",
    "Author name",
    "Author email",
    "Author ID",
    "Submitted at",
    "Comments",
)
IDEATION = (*HEADER, "Likes", "Dislikes", "URL", "Project", "Status")
VOTING = (*HEADER, "Picks", "Budget", "URL", "Project", "Status")
NINE = dt.datetime(2024, 7, 1, 9, 0)  # noqa: DTZ001 - a spreadsheet knows no time zone


@pytest.fixture
def page(tmp_path: Path) -> Any:
    """Save a page of the API under a name that tells nothing."""
    made: list[Path] = []

    def write(root: str, *items: dict[str, Any], current: int = 1, total: int = 1) -> Path:
        file = tmp_path / f"download {len(made)}"
        content = {root: list(items), "meta": {"current_page": current, "total_pages": total}}
        file.write_text(json.dumps(content), encoding="utf-8")
        made.append(file)
        return file

    return write


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """Write a workbook, texts as texts whatever they begin with."""
    made: list[Path] = []

    def write(**sheets: Sequence[Sequence[object]]) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, lines in sheets.items():
            sheet = workbook.create_sheet(name)
            for number, line in enumerate(lines, start=1):
                for place, value in enumerate(line, start=1):
                    cell = sheet.cell(number, place)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
        file = tmp_path / f"workbook {len(made)}.xlsx"
        workbook.save(file)
        made.append(file)
        return file

    return write


def read(*files: Path, **options: str) -> Extract:
    return GoVocal().read(list(files), options)


def rows(extract: Extract, table: str) -> dict[str, dict[str, Any]]:
    assert not extract.problems
    return {row["id"]: row for row in extract.tables[table].to_pylist()}


def votes(extract: Extract) -> list[tuple[str, str, str]]:
    assert not extract.problems
    return sorted(
        (row["actor"], row["contribution"], row["value"]) for row in extract.tables["vote"].to_pylist()
    )


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def left_out(extract: Extract, table: str) -> dict[str, int]:
    return {reason.en: count for reason, count in extract.left_out.get(table, {}).items()}


def idea(identity: str, **more: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "title": "T",
        "body": "<p>B</p>",
        "author_id": "a",
        "likes_count": 3,
        "dislikes_count": 1,
        "publication_status": "published",
        "created_at": "2024-03-01T09:00:00.000Z",
        "updated_at": "2024-03-01T09:00:00.000Z",
    } | more


def line(identity: str, *tail: object, author: str = "a", title: str = "T") -> list[object]:
    return [identity, title, "B", "Person One", "one@example.org", author, NINE, 0, *tail]


def test_both_generations_of_the_api_give_the_same_inputs_and_votes(page: Any) -> None:
    new = read(
        page("ideas", idea("1")),
        page(
            "reactions",
            {"id": "r", "mode": "down", "user_id": "u", "reactable_id": "1", "reactable_type": "idea"},
        ),
    )
    old_idea = {
        key: value for key, value in idea("1").items() if key not in {"body", "likes_count", "dislikes_count"}
    }
    old_idea |= {"body_html": "<p>B</p>", "upvotes_count": 3, "downvotes_count": 1}
    old = read(
        page("ideas", old_idea),
        page("votes", {"id": "r", "mode": "down", "user_id": "u", "votable_id": "1", "votable_type": "idea"}),
    )
    assert votes(new) == votes(old) == [("user-u", "idea-1", "-1")]
    found = [rows(extract, "contribution")["idea-1"] for extract in (new, old)]
    assert [(row["text"], row["support"], row["against"]) for row in found] == [("T\n\nB", "3", "1")] * 2


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Accepted", "accepted"),
        ("mise en place", "done"),
        ("Afgewezen", "rejected"),
        ("unzulässig", "rejected"),
        ("bajo consideración", "evaluating"),
        ("set", "open"),
        ("answered", ""),
    ],
)
def test_a_status_is_known_by_its_title_in_several_languages(title: str, state: str, page: Any) -> None:
    extract = read(page("ideas", idea("1", status=title)))
    assert rows(extract, "contribution")["idea-1"]["state"] == state
    assert "status that is not known" not in notes(extract)


def test_a_status_of_ones_own_is_left_open_and_told(page: Any) -> None:
    extract = read(page("ideas", idea("1", status="On the desk"), idea("2", status="On the desk")))
    assert rows(extract, "contribution")["idea-1"]["state"] == ""
    assert "(2 times): On the desk" in notes(extract)


def test_official_feedback_is_a_number_without_day_and_so_no_answer(page: Any) -> None:
    extract = read(
        page("ideas", idea("1", official_feedbacks_count=2), idea("2", official_feedbacks_count=0))
    )
    assert "answered_at" in extract.not_exported["contribution"]
    assert "official feedback: 1" in notes(extract)


def test_of_two_states_the_later_one_counts_and_without_a_date_nobody_decides(page: Any) -> None:
    later = idea("1", likes_count=9, updated_at="2024-03-05T09:00:00.000Z")
    assert (
        rows(read(page("ideas", later), page("ideas", idea("1"))), "contribution")["idea-1"]["support"] == "9"
    )
    second = page("ideas", idea("1", likes_count=4))
    unclear = read(page("ideas", idea("1")), second)
    assert [(p.kind, p.column) for p in unclear.problems] == [("contradicting_rows", "likes")]
    assert not unclear.tables


def test_missing_pages_are_told_and_make_the_register_incomplete(page: Any) -> None:
    torn = read(page("ideas", idea("1"), current=1, total=2))
    assert torn.coverage["contribution"]["complete"] == "no"
    assert "ideas" in notes(torn)
    whole = read(page("ideas", idea("1"), current=1, total=2), page("ideas", idea("2"), current=2, total=2))
    assert whole.coverage["contribution"]["complete"] == "unknown"
    assert "missing" not in notes(whole)


def test_comments_answer_inputs_and_comments_and_lost_parents_are_told(page: Any) -> None:
    comment = {"body": "b", "author_id": "a", "publication_status": "published"}
    extract = read(
        page("ideas", idea("1")),
        page(
            "comments",
            {"id": "7", "post_id": "1", "post_type": "idea", **comment},
            {"id": "8", "post_id": "1", "parent_id": "7", **comment},
            {"id": "9", "post_id": "99", **comment},
        ),
    )
    found = rows(extract, "contribution")
    assert [found[f"comment-{n}"]["parent"] for n in (7, 8, 9)] == ["idea-1", "comment-7", ""]
    assert "not among the files: 1" in notes(extract)


def test_votes_without_account_or_target_are_left_out_and_counted(page: Any) -> None:
    vote = {"mode": "up", "reactable_type": "idea", "reactable_id": "1", "user_id": "u"}
    extract = read(
        page("ideas", idea("1")),
        page(
            "reactions",
            {"id": "1", **vote},
            {"id": "2", **vote, "user_id": None},
            {"id": "3", **vote, "reactable_id": "99"},
        ),
    )
    assert votes(extract) == [("user-u", "idea-1", "1")]
    assert sorted(left_out(extract, "vote").values()) == [1, 1]


def test_baskets_count_once_handed_in_and_money_is_not_points(page: Any) -> None:
    extract = read(
        page("ideas", idea("1", budget=5000, baskets_count=1), idea("2")),
        page("baskets", {"id": "b", "user_id": "u", "phase_id": "p", "submitted_at": "2024-04-01T09:00:00Z"},
             {"id": "c", "user_id": "v", "phase_id": "p", "submitted_at": None}),
        page("basket_ideas", {"basket_id": "b", "idea_id": "1", "votes": 5000},
             {"basket_id": "b", "idea_id": "2", "votes": 3}, {"basket_id": "c", "idea_id": "2", "votes": 1}),
    )  # fmt: skip
    assert votes(extract) == [("user-u", "idea-1", "1"), ("user-u", "idea-2", "3")]
    assert list(left_out(extract, "vote").values()) == [1]
    assert (
        rows(extract, "contribution")["idea-1"] | {"support": "1", "cost": "5000"}
        == rows(extract, "contribution")["idea-1"]
    )
    assert rows(extract, "actor")["user-v"]["participant"] == ""


def test_roles_are_staff_invited_people_have_not_joined_and_names_stand_only_where_they_are_forgotten(
    page: Any,
) -> None:
    account = {"registration_completed_at": "2024-02-01T23:30:00.000+02:00", "status": "active", "roles": []}
    extract = read(
        page(
            "users",
            {"id": "1", "first_name": "Person", "last_name": "One", "email": "one@example.org", **account},
            {"id": "2", **account, "roles": [{"type": "project_moderator", "project_id": "p"}]},
            {"id": "3", **account, "registration_completed_at": None, "status": "invited"},
        )
    )
    found = rows(extract, "actor")
    assert (found["user-1"][NAME], found["user-1"][EMAIL]) == ("Person One", "one@example.org")
    assert [found[f"user-{n}"]["staff_or_test"] for n in (1, 2, 3)] == ["", "yes", ""]
    assert [found[f"user-{n}"]["joined_on"] for n in (1, 2, 3)] == ["2024-02-01", "2024-02-01", ""]
    assert [found[f"user-{n}"]["participant"] for n in (1, 2, 3)] == ["", "", "no"]


def test_what_people_said_about_themselves_is_taken_only_when_it_is_named(page: Any) -> None:
    users = page("users", *({"id": str(n), "roles": [], "registration_completed_at": None, "status": "active",
                             "custom_field_values": {"gender": "female" if n < 3 else "male", "diary": f"d{n}"}}
                            for n in range(50)))  # fmt: skip
    silent = read(users)
    assert not silent.attributes
    assert "custom_field_values/gender" in silent.unknown[users.name]
    told = read(users, attributes="Gender, diary, shoe size")
    assert list(told.attributes) == ["gender"]
    assert told.attributes["gender"]["categories"] == ["female", "male"]
    assert rows(told, "actor")["user-1"]["attr_gender"] == "female"
    assert "attr_diary" not in told.tables["actor"].column_names
    assert "diary has 50" in notes(told)
    assert "shoe size" in notes(told)


def test_deliveries_become_counts_by_group_and_returned_mails_inform_nobody(page: Any) -> None:
    person: dict[str, Any] = {"roles": [], "status": "active", "registration_completed_at": None}
    users = page(
        "users", *({"id": str(n), **person, "custom_field_values": {"gender": "f"}} for n in range(3))
    )
    sent = {"email_campaign_id": "c", "sent_at": "2024-04-01T07:00:00Z"}
    mails = page("email_campaign_deliveries", {"id": "1", "user_id": "0", "delivery_status": "opened", **sent},
                 {"id": "2", "user_id": "0", "delivery_status": "sent", **sent},
                 {"id": "3", "user_id": "1", "delivery_status": "bounced", **sent})  # fmt: skip
    campaign = page("email_campaigns", {"id": "c", "subject": "Vote", "deliveries_count": 3})
    extract = read(users, mails, campaign, attributes="gender")
    counted = extract.tables["group_count"].to_pylist()
    assert [(row["stage"], row["variable"], row["category"], row["count"]) for row in counted] == [
        ("informed", "gender", "f", "1")
    ]
    assert rows(extract, "event")["mailing-c"]["start"] == "2024-04-01T07:00:00Z"
    assert "group_count" not in read(users, mails, campaign).tables


def test_signing_up_is_not_known_to_be_coming(page: Any) -> None:
    events = page("events", {"id": "e", "start_at": "2024-03-10T18:00:00+01:00", "end_at": "2024-03-10T20:30:00+01:00",
                             "attendees_count": 1})  # fmt: skip
    attendance = page("event_attendances", {"id": "1", "event_id": "e", "attendee_id": "u"})
    extract = read(events, attendance)
    event = rows(extract, "event")["event-e"]
    assert (event["start"], event["hours"]) == ("2024-03-10T17:00:00Z", "2.5")
    assert [(row["actor"], row["certainty"]) for row in extract.tables["participation"].to_pylist()] == [
        ("user-u", "unknown")
    ]
    assert "sign-up" in notes(extract)
    assert "participation" not in read(events, attendance, signups="leave").tables


def test_what_was_deleted_is_counted_and_makes_no_row(page: Any) -> None:
    extract = read(
        page("ideas", idea("1")),
        page(
            "deleted_items", *({"id": n, "type": "Idea", "deleted_at": "2024-03-05T10:00:00Z"} for n in "89")
        ),
    )
    assert set(rows(extract, "contribution")) == {"idea-1"}
    assert list(left_out(extract, "contribution").values()) == [2]
    assert "Idea" in next(iter(left_out(extract, "contribution")))


def test_topics_areas_and_phases_of_the_api_are_joined(page: Any) -> None:
    extract = read(
        page("ideas", idea("1")),
        page("input_topics", {"id": "t", "title": "Green"}, {"id": "s", "title": "Old age"}),
        page("ideas_input_topics", {"idea_id": "1", "input_topic_id": "s"}, {"idea_id": "1", "input_topic_id": "t"}),
        page("areas", {"id": "q", "title": "Quartier Alpha", "project_id": None}),
        page("users", {"id": "a", "roles": [], "registration_completed_at": None, "status": "active",
                       "custom_field_values": {"domicile": "q"}}),
        page("phases", {"id": "p", "project_title": "Made up", "participation_method": "ideation",
                        "start_at": "2024-03-01", "end_at": "2024-03-31"}),
    )  # fmt: skip
    assert rows(extract, "contribution")["idea-1"]["topic"] == "Green, Old age"
    assert rows(extract, "actor")["user-a"]["area"] == "area-q"
    assert rows(extract, "event")["phase-p"]["kind"] == "online"
    assert extract.process == {
        "title": "Made up",
        "start": dt.date(2024, 3, 1),
        "end": dt.date(2024, 3, 31),
    }


@pytest.mark.parametrize("end", [None, "2024-13-31", "soon"])
def test_a_process_whose_last_phase_tells_no_end_is_not_said_to_have_ended(end: Any, page: Any) -> None:
    phase = {"project_title": "Made up", "participation_method": "ideation"}
    closed = {"id": "p", "start_at": "2024-03-01", "end_at": "2024-03-31"}
    extract = read(
        page("phases", phase | closed, phase | {"id": "q", "start_at": "2024-04-01", "end_at": end})
    )
    assert extract.process == {"title": "Made up", "start": dt.date(2024, 3, 1)}


def test_a_dossier_can_begin_with_pages_of_the_api(tmp_path: Path) -> None:
    import_files(tmp_path / "dossier", [SAMPLES / "api"], at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC))
    begun = tomllib.loads((tmp_path / "dossier" / "dossier.toml").read_text("utf-8"))
    told = {key: begun["process"][key] for key in ("title", "start", "end")}
    assert told == {"title": "Made-up project", "start": dt.date(2024, 3, 1), "end": dt.date(2024, 4, 30)}


def test_sheets_of_several_phases_are_put_together_and_people_who_chose_outweigh_likes(book: Any) -> None:
    file = book(
        Collect=[IDEATION, line("1", 7, 2, "u", "P", "Accepted")],
        Vote=[VOTING, line("1", 4, 800, "u", "P", "Accepted")],
    )
    found = rows(read(file), "contribution")["idea-1"]
    assert (found["support"], found["against"], found["cost"], found["kind"]) == ("4", "", "800", "project")
    alone = rows(read(file, phase="Collect"), "contribution")["idea-1"]
    assert (alone["support"], alone["against"], alone["cost"], alone["kind"]) == ("7", "2", "", "proposal")


def test_different_counts_in_two_voting_phases_are_left_empty_until_one_is_named(book: Any) -> None:
    file = book(
        First=[VOTING, line("1", 4, 800, "u", "P", "Accepted")],
        Second=[VOTING, line("1", 6, 800, "u", "P", "Accepted")],
    )
    extract = read(file)
    assert rows(extract, "contribution")["idea-1"]["support"] == ""
    assert "--option phase" in notes(extract)
    assert rows(read(file, phase="Second"), "contribution")["idea-1"]["support"] == "6"


def test_an_apostrophe_against_formulas_is_taken_off_once(book: Any) -> None:
    file = book(
        Collect=[
            IDEATION,
            line("1", 0, 0, "u", "P", "", title="'=1+1"),
            line("2", 0, 0, "u", "P", "", title="''a"),
        ]
    )
    found = rows(read(file), "contribution")
    assert [found[f"idea-{n}"]["text"] for n in (1, 2)] == ["=1+1\n\nB", "''a\n\nB"]


def test_times_in_spreadsheets_are_local_when_the_zone_is_told_and_the_letter_asks_for_it(book: Any) -> None:
    file = book(Collect=[IDEATION, line("1", 0, 0, "u", "P", "")])
    assert rows(read(file), "contribution")["idea-1"]["created_at"] == "2024-07-01T09:00:00Z"
    assert "--option timezone" in notes(read(file))
    told = read(file, timezone="Europe/Brussels")
    assert rows(told, "contribution")["idea-1"]["created_at"] == "2024-07-01T07:00:00Z"


@pytest.mark.parametrize(
    ("headings", "votes_in"),
    [
        (("ID", "Titre", "Description", "ID de l'auteur", "Soumis le", "Nombre de « likes »", "Statut"), "5"),
        (
            (
                "ID",
                "Titel",
                "Beschreibung",
                "ID des Autors / der Autorin",
                "Eingereicht am",
                "Likes",
                "Status",
            ),
            "5",
        ),
        (("ID", "Naam", "Beschrijving", "ID auteur", "Ingediend om", "Keuzes / Deelnemers", "Status"), "5"),
        (("ID", "Otsikko", "Kuvaus", "Tekijän tunnus", "Lähetetty klo", "Tykkää", "Tila"), "5"),
        (("ID", "Tytuł", "Opis", "ID autora", "Zgłoszone", "Lubi", "Status"), "5"),
    ],
)
def test_headings_are_known_in_the_languages_of_the_platform(
    headings: tuple[str, ...], votes_in: str, book: Any
) -> None:
    file = book(Phase=[list(reversed(headings)), list(reversed(["1", "T", "B", "a", NINE, 5, ""]))])
    assert GoVocal().recognises([file]).sure == 1.0
    extract = read(file)
    found = rows(extract, "contribution")["idea-1"]
    assert (found["text"], found["author"], found["support"]) == ("T\n\nB", "user-a", votes_in)
    assert not extract.unknown


def test_an_anonymous_author_is_nobody_and_an_assignee_is_staff(book: Any) -> None:
    header = (*IDEATION, "Assignee", "Assignee email")
    anonymous = ["2", "T", "B", "Anonym", None, None, NINE, 0, 0, 0, "u", "P", "", "Desk", "desk@example.org"]
    extract = read(
        book(Collect=[header, [*line("1", 0, 0, "u", "P", ""), "Person One", "ONE@example.org"], anonymous])
    )
    assert rows(extract, "contribution")["idea-2"]["author"] == ""
    assert {name: row["staff_or_test"] for name, row in rows(extract, "actor").items()} == {
        "user-a": "yes",
        "email:desk@example.org": "yes",
    }
    assert rows(extract, "actor")["email:desk@example.org"]["participant"] == "no"
    assert "without an author: 1" in notes(extract)


def test_ballots_are_rows_of_people_without_names_and_columns_are_inputs_by_their_titles(book: Any) -> None:
    inputs = book(
        Vote=[
            VOTING,
            line("1", 1, 800, "u", "P", "", title="Bench"),
            line("2", 1, 0, "u", "P", "", title="Tap"),
        ]
    )
    ballots = book(
        Vote=[
            ["Gender", "Tap", "Bench", "Gone", "Submitted at"],
            ["f", 2, 800, 0, NINE],
            ["m", 0, 800, 1, NINE],
        ]
    )
    assert GoVocal().recognises([ballots]).sure == 0.0
    assert GoVocal().recognises([inputs, ballots]).sure == 1.0
    extract = read(inputs, ballots, attributes="Gender")
    assert votes(extract) == [
        ("ballot-Vote-2", "idea-1", "1"),
        ("ballot-Vote-2", "idea-2", "2"),
        ("ballot-Vote-3", "idea-1", "1"),
    ]
    people = rows(extract, "actor")
    assert (people["ballot-Vote-2"]["kind"], people["ballot-Vote-2"]["attr_gender"]) == ("person", "f")
    assert "fit the title of no input, or of several: 1" in notes(extract)


def test_a_list_of_attendees_needs_to_be_told_its_event_and_knows_authors_by_their_address(book: Any) -> None:
    header = ("First name(s)", "Last name", "Email", "Registration completed at")
    inputs = book(Collect=[IDEATION, line("1", 0, 0, "u", "P", "")])
    listed = book(
        Users=[header, ["Person", "One", "one@example.org", NINE], ["Person", "Two", "two@example.org", NINE]]
    )
    silent = read(inputs, listed)
    assert "participation" not in silent.tables
    assert "--option event" in notes(silent)
    told = read(inputs, listed, event="7")
    came = {(row["actor"], row["event"]) for row in told.tables["participation"].to_pylist()}
    assert came == {("user-a", "event-7"), ("email:two@example.org", "event-7")}
    assert rows(told, "actor")["email:two@example.org"]["joined_on"] == "2024-07-01"
    # Nobody was entered as taking part, or nobody was to be: nor are they participants.
    left = read(inputs, listed, event="7", signups="leave")
    took_part = [rows(one, "actor")["email:two@example.org"]["participant"] for one in (silent, told, left)]
    assert took_part == ["", "yes", ""]
    assert rows(silent, "actor")["user-a"]["participant"] == "yes"


def test_a_person_with_several_names_is_screened_for_under_each(book: Any) -> None:
    header = ("First name(s)", "Last name", "Email", "Registration completed at")
    inputs = book(Collect=[IDEATION, line("1", 0, 0, "u", "P", "")])
    listed = book(Users=[header, ["Other", "Name", "one@example.org", NINE]])
    assert rows(read(inputs, listed), "actor")["user-a"][NAME] == "Other Name\nPerson One"


def test_answers_to_surveys_are_no_contributions(book: Any, page: Any) -> None:
    survey = book(
        Survey=[["ID", "Content?", "Author ID", "Submitted at", "Project"], ["5", "yes", "a", NINE, "P"]]
    )
    extract = read(survey, page("ideas", idea("1"), idea("2", type="survey")))
    assert set(rows(extract, "contribution")) == {"idea-1"}
    assert list(left_out(extract, "contribution").values()) == [2]


def test_a_heading_that_stands_twice_is_told_and_nothing_is_read(book: Any) -> None:
    file = book(Collect=[(*IDEATION, "Why?", "Why?"), line("1", 0, 0, "u", "P", "", "a", "b")])
    extract = read(file)
    assert [(p.kind, p.sheet) for p in extract.problems] == [("repeated_header", "Collect")]
    assert not extract.tables


def test_an_empty_list_of_the_api_is_a_true_zero(page: Any) -> None:
    extract = read(page("ideas", idea("1")), page("reactions"))
    assert extract.tables["vote"].num_rows == 0
    assert "vote" not in read(page("ideas", idea("1"))).tables


def test_options_that_are_not_known_are_refused(page: Any) -> None:
    file = page("ideas", idea("1"))
    for options in ({"signups": "maybe"}, {"timezone": "Europe/Nowhere"}):
        assert [p.kind for p in read(file, **options).problems] == ["wrong_choice"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04 no archive",
        b'{"comments": [{"id": 1, "text": "x"}]}',
        b'{"data": {"comments": {"nodes": [{"id": "1", "publicAuthor": null}]}}}',
        b'{"project": {"name": "x", "slug": "y", "description": "z"}, "modules": []}',
        b"id,title,summary\n1,T,S\n",
    ],
)
def test_files_of_others_and_no_files_at_all_are_not_claimed(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(content)
    assert GoVocal().recognises([file]).sure == 0.0
    assert [p.kind for p in GoVocal().read([file], {}).problems] == ["strange_file"]


def test_damaged_pages_are_problems_and_no_exceptions(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for content in ('{"ideas": [{"id": "1", "project_id"', '{"ideas": [{"id": "\\ud800", "project_id": 1}]}'):
        file.write_text(content, encoding="utf-8")
        assert GoVocal().recognises([file]).sure == 1.0
        assert [p.file for p in GoVocal().read([file], {}).problems] == ["a"]
    file.write_text(
        '{"ideas": [1, null, {"id": "1", "project_id": {"x": []}}], "meta": "no"}', encoding="utf-8"
    )
    assert not GoVocal().read([file], {}).problems
