"""The traps of Decidim's exports: guards, languages, hidden votes, states, authors, what stands in no file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors import decidim
from obverse.connectors.decidim.connector import Decidim
from obverse.evidence.importing.extract import NAME, Extract

SAMPLES = Path(decidim.__path__[0]) / "sample"
SPACE = "https://decidim.example.org/processes/alpha?participatory_process_slug=alpha"
AT = "https://decidim.example.org/processes/alpha/f/1/proposals/"
PROFILE = "https://decidim.example.org/profiles/somebody"
COMMENT = (
    "id;created_at;body;locale;author/id;author/name;alignment;depth;"
    "commentable_id;commentable_type;root_commentable_url"
)
Rows = Sequence[Mapping[str, str]]


def proposal(number: int, **cells: str) -> dict[str, str]:
    known = {
        "id": str(number),
        "title/en": f"Title {number}",
        "body/en": "Words.",
        "component/id": "1",
        "participatory_space/id": "3",
        "participatory_space/url": SPACE,
        "url": f"{AT}{number}",
        "state": "",
        "published_at": "2024-01-10 09:00:00 UTC",
    }
    return known | {name.replace("__", "/"): value for name, value in cells.items()}


def written(rows: Rows, delimiter: str = ";") -> str:
    """Rows as Decidim writes them: the header is the union of all their headings."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Write files into folders of their own and read them together."""

    def given(*files: str | Rows, folder: str = "export", **options: str) -> Extract:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        paths = []
        for number, content in enumerate(files):
            path = place / f"file{number}.csv"
            path.write_text(content if isinstance(content, str) else written(content), encoding="utf-8")
            paths.append(path)
        return Decidim().read(paths, options)

    return given


def table(extract: Extract, name: str) -> dict[str, dict[str, Any]]:
    assert not extract.problems, extract.problems
    return {str(row["id"]): row for row in extract.tables[name].to_pylist()}


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def one(extract: Extract, number: int = 1) -> dict[str, Any]:
    return table(extract, "contribution")[f"proposal-{number}"]


def test_exactly_one_guard_is_taken_from_cells_that_would_be_formulas(read: Any) -> None:
    bodies = ["'=1+1", "''=1", "'tis mine", "'@all", "'-- no", "'+1", "=2", "'"]
    extract = read([proposal(n, title__en="", body__en=body) for n, body in enumerate(bodies, 1)])
    found = [one(extract, number)["text"] for number in range(1, len(bodies) + 1)]
    assert found == ["=1+1", "''=1", "'tis mine", "@all", "-- no", "+1", "=2", "'"]


def test_hidden_votes_are_unknown_and_never_zero(read: Any) -> None:
    extract = read([proposal(1, votes="0"), proposal(2, votes=""), proposal(3, votes="12")])
    found = table(extract, "contribution")
    assert [
        (found[f"proposal-{n}"]["support"], found[f"proposal-{n}"]["support_observed"]) for n in (1, 2, 3)
    ] == [
        ("0", "yes"),
        ("", "no"),
        ("12", "yes"),
    ]
    assert extract.hidden == {"contribution": ("support",)}
    assert "unknown, not zero" in notes(extract)


def test_votes_that_no_column_holds_are_not_exported_rather_than_hidden(read: Any) -> None:
    extract = read([proposal(1)])
    assert one(extract)["support_observed"] == ""
    assert extract.hidden == {}
    assert "support" in extract.not_exported["contribution"]


@pytest.mark.parametrize("heading", ["votes", "supports", "votes_count"])
def test_votes_are_read_whatever_a_generation_calls_them(heading: str, read: Any) -> None:
    assert one(read([proposal(1, **{heading: "7"})]))["support"] == "7"


def test_likes_and_endorsements_are_no_votes_and_their_names_go_nowhere(read: Any) -> None:
    endorsed = proposal(1, likes__total_count="9", likes__user_likes="Person Nine, Person Ten", votes="2") | {
        "endorsements/user_endorsements": "Person Eleven"
    }
    extract = read([endorsed])
    assert one(extract)["support"] == "2"
    assert "actor" not in extract.tables
    assert "Person" not in repr(extract.tables["contribution"].to_pylist()) + notes(extract)
    assert extract.unknown == {}


def test_a_machine_translation_never_takes_the_place_of_what_somebody_wrote(read: Any) -> None:
    row = proposal(1, body__en="") | {
        "title/machine_translations/fr": "[auto] Titre",
        "title/en": "Title",
        "body/machine_translations/en": "[auto]",
        "body/pt-BR": "Corpo",
    }
    for language in ("", "fr", "en"):
        extract = read([row], language=language) if language else read([row])
        assert one(extract)["text"] == "Title\nCorpo"
        assert extract.unknown == {}


def test_the_preferred_language_comes_first_and_others_fill_the_gaps(read: Any) -> None:
    rows = [proposal(1) | {"title/ca": "Títol"}, proposal(2, title__en="") | {"title/ca": "Dos"}]
    plain, chosen = read(rows), read(rows, language="ca")
    assert [one(plain)["text"], one(plain, 2)["text"]] == ["Title 1\nWords.", "Dos\nWords."]
    assert one(chosen)["text"].startswith("Títol")


def test_a_heading_may_stand_alone_and_with_languages_in_one_header(read: Any) -> None:
    header = COMMENT.replace(
        "commentable_id", "user_group/id;user_group/name/ca;user_group/name/es;commentable_id"
    )
    text = f"{header};user_group/name\n" + "\n".join(
        f"{n};2024-01-01;Yes;en;1{n};Person {n};0;0;{group};{ca};;7;Decidim::Meetings::Meeting;{AT};{plain}"
        for n, group, ca, plain in ((1, "", "", ""), (2, "90", "Grup", ""), (3, "91", "", "Group"))
    )
    actors = table(read(text), "actor")
    assert {row[NAME]: row["kind"] for row in actors.values()} == {
        "Person 1": "platform_account",
        "Grup\nPerson 2": "organisation",
        "Group\nPerson 3": "organisation",
    }
    assert set(actors) == {"user-11", "user-90", "user-91"}


@pytest.mark.parametrize(
    ("token", "state"),
    [
        ("", "open"),
        ("not_answered", "open"),
        ("evaluating", "evaluating"),
        ("accepted", "accepted"),
        ("rejected", "rejected"),
        ("withdrawn", "withdrawn"),
        ("acceptee_partiellement", "partly"),
        ("Rechazada", "rejected"),
        ("reportée", "deferred"),
        ("the_mayor_likes_it", ""),
    ],
)
def test_states_are_read_by_a_declared_table_and_what_it_lacks_stays_unknown(
    token: str, state: str, read: Any
) -> None:
    extract = read([proposal(1, state=token)])
    assert one(extract)["state"] == state
    assert ("the_mayor_likes_it (1)" in notes(extract)) is (state == "")


def test_a_state_that_an_installation_made_itself_can_be_given_a_meaning(read: Any) -> None:
    rows = [proposal(1, state="the_mayor_likes_it"), proposal(2, state="vertagt_bis_mai")]
    extract = read(rows, states="the_mayor_likes_it=accepted|vertagt_bis_mai=deferred")
    assert [one(extract)["state"], one(extract, 2)["state"]] == ["accepted", "deferred"]
    refused = read(rows, states="the_mayor_likes_it=wonderful")
    assert [problem.kind for problem in refused.problems] == ["wrong_option_value"]


def test_an_answer_counts_from_the_day_it_was_published_and_only_if_it_decides(read: Any) -> None:
    given = {"answered_at": "2024-02-01 09:00:00 UTC", "state_published_at": "2024-03-01 09:00:00 UTC"}
    unpublished = given | {"state_published_at": ""}
    extract = read(
        [
            proposal(1, state="accepted", **given),
            proposal(2, state="evaluating", **given),
            proposal(3, state="", **unpublished),
            proposal(4, state="rejected", answered_at="2024-02-01 09:00:00 UTC"),
        ]
    )
    assert [one(extract, n)["answered_at"] for n in (1, 2, 3, 4)] == [
        "2024-03-01T09:00:00Z",
        "",
        "",
        "2024-02-01T09:00:00Z",
    ]
    assert "no published decision" in notes(extract)


def test_a_generation_without_days_of_answers_says_so(read: Any) -> None:
    extract = read([proposal(1, state="accepted")])
    assert "answered_at" in extract.not_exported["contribution"]
    assert "how long answers took cannot be told" in notes(extract)


def test_the_address_of_an_author_tells_people_meetings_and_the_organisation_apart(read: Any) -> None:
    meeting = "https://decidim.example.org/processes/alpha/f/2/meetings/5"
    extract = read(
        [
            proposal(1, author__id="5", author__name="Person Five", author__url=PROFILE),
            proposal(2, author__id="5", author__name="A meeting", author__url=meeting),
            proposal(
                3, author__id="5", author__name="Town Delta", author__url="https://decidim.example.org/"
            ),
            proposal(
                4, author__id="6", author__name="Person Six", author__url=PROFILE, created_in_meeting="true"
            ),
        ]
    )
    found = table(extract, "contribution")
    assert [(found[f"proposal-{n}"]["author"], found[f"proposal-{n}"]["origin"]) for n in (1, 2, 3, 4)] == [
        ("user-5", "citizen"),
        ("", "meeting"),
        ("organisation-5", "official"),
        ("user-6", "meeting"),
    ]
    actors = table(extract, "actor")
    assert set(actors) == {"user-5", "organisation-5", "user-6"}
    assert [actors[name]["staff_or_test"] for name in ("user-5", "organisation-5")] == ["", "yes"]


def test_of_several_authors_the_first_is_the_author_and_all_are_actors(read: Any) -> None:
    extract = read(
        [
            proposal(
                1,
                author__id="5, 6",
                author__name="Person Five, Person Six",
                author__url=f"{PROFILE}, {PROFILE}",
            ),
            proposal(2, author__id="7, 8", author__name="Group A, B and C", author__url=PROFILE),
        ]
    )
    assert [one(extract, n)["author"] for n in (1, 2)] == ["user-5", "user-7"]
    names = {row["id"]: row[NAME] for row in extract.tables["actor"].to_pylist()}
    assert names == {
        "user-5": "Person Five",
        "user-6": "Person Six",
        "user-7": "Group A",
        "user-8": "B and C",
    }


def test_where_names_and_authors_do_not_count_the_same_each_may_be_called_by_any_of_them(read: Any) -> None:
    several = proposal(1, author__id="7, 8", author__name="One, Person, Person Two", author__url=PROFILE)
    for row in read([several]).tables["actor"].to_pylist():
        assert set(row[NAME].split("\n")) == {"One", "Person", "Person Two", "One, Person, Person Two"}


def test_what_projects_lack_is_not_exported_rather_than_not_kept() -> None:
    projects = next((SAMPLES / "open_data_0_2x").glob("*projects.csv"))
    alone = Decidim().read([projects], {})
    assert {"author", "state", "answered_at"} <= set(alone.not_exported["contribution"])
    # Proposals beside them have states, and fill the column.
    beside = sample("open_data_0_2x").not_exported["contribution"]
    assert ("state" in beside, "answered_at" in beside) == (False, True)


def test_costs_without_a_currency_and_of_several_budgets_are_asked_about(read: Any) -> None:
    said = notes(sample("open_data_0_31"))
    assert "Contributions with a cost: 4. No file of Decidim says in which currency." in said
    assert "The projects stand in 2 budgets" in said
    one_budget = notes(sample("open_data_0_2x"))
    assert "currency" in one_budget
    assert "budgets" not in one_budget
    assert "currency" not in notes(read([proposal(1)]))


def test_comments_hang_on_what_they_answer_or_else_on_what_the_page_is_about(read: Any) -> None:
    lines = [
        f"1;2024-01-11;Yes;en;11;Person;1;0;1;Decidim::Proposals::Proposal;{AT}1",
        f"2;2024-01-11;No;en;12;Person;0;1;1;Decidim::Comments::Comment;{AT}1",
        f"3;2024-01-11;Well;en;13;Person;0;1;999;Decidim::Comments::Comment;{AT}1",
        "4;2024-01-11;Hm;en;14;Person;0;0;5;Decidim::Meetings::Meeting;https://x.example/processes/alpha/f/2/meetings/5",
        f"5;2024-01-11;Gone;en;15;Person;-1;0;77;Decidim::Proposals::Proposal;{AT}77",
    ]
    extract = read([proposal(1)], "\n".join([COMMENT, *lines]))
    found = table(extract, "contribution")
    kinds = [(found[f"comment-{n}"]["kind"], found[f"comment-{n}"]["parent"]) for n in range(1, 6)]
    assert kinds == [
        ("comment", "proposal-1"),
        ("comment", "comment-1"),
        ("comment", "proposal-1"),
        ("statement", ""),
        ("statement", ""),
    ]
    assert (found["comment-1"]["alignment"], found["comment-5"]["alignment"]) == ("1", "")
    assert "(a meeting, a result, something hidden): 2." in notes(extract)


def test_an_amendment_hangs_on_the_proposal_whose_address_it_names(read: Any) -> None:
    extract = read([proposal(1), proposal(2, is_amend="true", original_proposal__url=f"{AT}1?locale=en")])
    assert (one(extract, 2)["kind"], one(extract, 2)["parent"]) == ("amendment", "proposal-1")
    assert one(extract)["kind"] == "proposal"


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2018-01-09 15:33:00 +0100", "2018-01-09T14:33:00Z"),
        ("2018-01-09T00:30:00.000+02:00", "2018-01-08T22:30:00Z"),
        ("2018-01-09 15:33:00", "2018-01-09T15:33:00Z"),
        ("2018-01-09", "2018-01-09"),
        ("yesterday", "yesterday"),
    ],
)
def test_moments_come_out_in_universal_time_and_what_is_none_is_left_to_the_check(
    told: str, moment: str, read: Any
) -> None:
    assert one(read([proposal(1, published_at=told)]))["created_at"] == moment


def test_what_was_hidden_is_read_from_the_moderations_with_its_reasons() -> None:
    extract = sample("open_data_0_31")
    found = table(extract, "contribution")
    hidden = {name: row["moderation_reason"] for name, row in found.items() if row["moderated"] == "out"}
    assert hidden == {"proposal-207": "offensive, spam", "comment-34": ""}
    assert {row["moderated"] for row in found.values()} == {"out", "not_moderated"}
    assert {row["moderated"] for row in table(sample("open_data_0_2x"), "contribution").values()} == {""}


def test_an_account_that_wrote_nothing_is_no_actor_and_a_deleted_one_keeps_the_name_others_may_tell() -> None:
    extract = sample("open_data_0_31")
    actors = table(extract, "actor")
    assert "user-88" not in actors
    assert {reason.en: n for reason, n in extract.left_out["actor"].items()} == {
        "accounts that wrote nothing of what was read": 1
    }
    assert (actors["user-22"][NAME], actors["user-21"][NAME]) == ("Personne Deux", "Personne Une")
    assert actors["user-24"]["kind"] == "organisation"


def test_who_wrote_for_a_group_is_called_by_name_with_it_and_is_no_actor_of_their_own(read: Any) -> None:
    header = COMMENT.replace("commentable_id", "user_group/id;user_group/name;commentable_id")
    stem = "1;Decidim::Proposals::Proposal;"
    lines = [
        f"1;2024-01-11 09:00:00 UTC;Yes;en;13;Person Three;0;0;90;Group Nine;{stem}{AT}1",
        f"2;2024-01-12 09:00:00 UTC;No;en;14;Person Four;0;0;90;Group Nine;{stem}{AT}1",
    ]
    extract = read([proposal(1)], "\n".join([header, *lines]) + "\n")
    (group,) = extract.tables["actor"].to_pylist()
    assert (group["id"], group["kind"]) == ("user-90", "organisation")
    assert group[NAME].split("\n") == ["Group Nine", "Person Four", "Person Three"]


def test_names_that_only_the_earlier_of_two_states_tells_are_screened_for_too(
    read: Any, tmp_path: Path
) -> None:
    said = f"{COMMENT}\n1;2024-01-11 09:00:00 UTC;Yes;en;13;{{}};0;0;1;Decidim::Proposals::Proposal;{AT}1\n"
    read([proposal(1, updated_at="2024-01-12 09:00:00 UTC")], said.format("Person Three"), folder="january")
    read([proposal(1, updated_at="2024-06-12 09:00:00 UTC")], said.format(""), folder="june")
    extract = Decidim().read(sorted(tmp_path.glob("*/*.csv")), {})
    assert not extract.problems
    assert [row[NAME] for row in extract.tables["actor"].to_pylist()] == ["Person Three"]


def test_nobody_counted_is_not_an_empty_room() -> None:
    extract = sample("open_data_0_31")
    events = table(extract, "event")
    assert {name: row["attendees"] for name, row in events.items()} == {"meeting-61": "0", "meeting-62": ""}
    assert (events["meeting-62"]["hours"], events["meeting-62"]["mode"]) == ("1.5", "in_person")
    assert list(extract.left_out["event"].values()) == [1]


def test_a_project_is_unselected_only_where_its_budget_was_decided() -> None:
    found = table(sample("open_data_0_31"), "contribution")
    assert [found[f"project-{n}"]["selected"] for n in (401, 402, 403)] == ["yes", "no", ""]
    old = sample("open_data_0_2x")
    assert table(old, "contribution")["project-301"]["selected"] == ""
    assert "selected" in old.not_exported["contribution"]


def test_topics_and_places_come_from_taxonomies_by_the_name_of_their_root() -> None:
    extract = sample("open_data_0_31")
    found = table(extract, "contribution")["proposal-201"]
    assert (found["topic"], found["area"]) == ("Nature", "taxonomy-7")
    assert {row["name"] for row in extract.tables["neighbourhood"].to_pylist()} == {"Quartier Alpha"}


def test_scopes_are_places_only_where_categories_say_what_a_row_is_about(read: Any) -> None:
    scope = {"scope/id": "6", "scope/name/en": "Culture"}
    alone = read([proposal(1) | scope])
    assert one(alone)["area"] == ""
    assert "option scopes=areas" in notes(alone)
    both = read([proposal(1) | scope | {"category/name/en": "Parks"}])
    assert (one(both)["area"], one(both)["topic"]) == ("scope-6", "Parks")
    told = read([proposal(1) | scope], scopes="topics")
    assert (one(told)["area"], one(told)["topic"]) == ("", "Culture")
    assert one(read([proposal(1) | scope], scopes="areas"))["area"] == "scope-6"


def test_names_of_taxonomies_are_read_from_hashes_of_ruby_where_there_is_no_list_of_them(read: Any) -> None:
    row = proposal(1) | {
        "taxonomies/id": "5, 7",
        "taxonomies/name": '{"en"=>"Parks, roads", "ca"=>"Parcs"}, {"en"=>"X"}',
    }
    assert one(read([row]))["topic"] == "Parks, roads"


def sample(case: str, **options: str) -> Extract:
    return Decidim().read(sorted((SAMPLES / case).iterdir()), options)
