"""The traps of adhocracy+ exports: languages, emptied comments, numbers instead of voters, items that stand twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from obverse.connectors.adhocracy.connector import Adhocracy
from obverse.evidence.importing.extract import EMAIL, NAME, Extract

LINK = "https://adhocracy.example.org/x/"
ENGLISH: tuple[str, ...] = (
    "Reference No.",
    "Link",
    "Title",
    "Description",
    "Category",
    "Creator",
    "Created",
    "Positive ratings",
)
ENGLISH += ("Negative ratings", "Comment count", "Status", "Feedback", "Remark")
GERMAN: tuple[str, ...] = ("Referenznr.", "Link", "Titel", "Beschreibung", "Kategorie", "Urheber", "Erstellt")
GERMAN += ("Positive Bewertungen", "Negative Bewertungen", "Anzahl Kommentare", "Status", "Feedback", "Notiz")
DUTCH: tuple[str, ...] = ("Referentienr.", "Link", "Titel", "Beschrijving", "Categorie", "Creator", "Datum")
DUTCH += (
    "Positieve beoordelingen",
    "Negatieve beoordelingen",
    "Aantal reacties",
    "Status",
    "Feedback",
    "Opmerking",
)
RUSSIAN: tuple[str, ...] = (
    "Номер ссылки",
    "Ссылка",
    "Заголовок",
    "Описание",
    "Категория",
    "Автор",
    "Создано",
)
RUSSIAN += ("Положительные рейтинги", "Отрицательные рейтинги", "Количество комментариев")
RUSSIAN += ("Статус", "Обратная связь", "Примечание")
KYRGYZ: tuple[str, ...] = (
    "Шилтеменин номери",
    "Шилтеме",
    "Аталышы",
    "Мүнөздөмө",
    "Категория",
    "Автор",
    "Түзүлдү",
)
KYRGYZ += ("Оң рейтингдер", "Терс рейтингдер", "Пикирлердин саны", "Статус", "Кайтарым байланыш", "Эскертүү")
COMMENTS: tuple[str, ...] = (
    "ID",
    "Comment",
    "Created",
    "Link",
    "Creator",
    "Positive ratings",
    "Negative ratings",
)
COMMENTS += ("Reply to Reference", "Reply to Comment")
NOON = "2023-05-02T12:00:00+02:00"


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Write rows as an Excel export, texts as texts whatever they begin with."""

    def write(name: str, rows: Sequence[Sequence[object]]) -> Path:
        book = openpyxl.Workbook()
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                if value not in {"", None}:
                    cell = book.worksheets[0].cell(number, place, value)
                    cell.data_type = "s" if isinstance(value, str) else "n"
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def idea(number: int, status: str = "", *, creator: str = "Person One", feedback: str = "") -> list[object]:
    reference = f"2023-{number:05d}"
    told = [reference, LINK, "Benches", "Three of them.", "Square", creator, NOON, 4, 1, 2]
    return [*told, status, feedback, "a note"]


def comment(number: int, text: str, reference: str = "", above: object = "") -> list[object]:
    return [number, text, NOON, LINK, "Person Two", 1, 0, reference, above]


def read(*files: Path, **options: str) -> Extract:
    extract = Adhocracy().read(files, options)
    assert extract.problems == ()
    return extract


def rows(extract: Extract, table: str) -> dict[str, dict[str, Any]]:
    return {row.get("id", str(place)): row for place, row in enumerate(extract.tables[table].to_pylist())}


def said(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        (ENGLISH, ("Under consideration", "Rejected", "Accepted")),
        (GERMAN, ("wird geprüft", "wird nicht umgesetzt", "wird umgesetzt")),
        (DUTCH, ("In overweging", "Afgewezen", "Geaccepteerd")),
        (RUSSIAN, ("На рассмотрении", "Отклонено", "Принято")),
        (KYRGYZ, ("Каралууда", "Баш тартылды", "Кабыл  алынды ")),
    ],
    ids=["en", "de", "nl", "ru", "ky"],
)
def test_the_same_ideas_come_out_whatever_the_language_of_the_person_who_exported_them(
    header: Sequence[str], labels: Sequence[str], sheet: Any
) -> None:
    file = sheet("a.xlsx", [header, *(idea(n, label) for n, label in enumerate(labels, start=1)), idea(4)])
    assert Adhocracy().recognises([file]).sure == 1.0
    found = rows(read(file), "contribution")
    assert [row["state"] for row in found.values()] == ["evaluating", "rejected", "accepted", "open"]
    assert {row["text"] for row in found.values()} == {"Benches\nThree of them."}
    assert {row["created_at"] for row in found.values()} == {"2023-05-02T10:00:00Z"}
    first = found["item-1"]
    assert (first["support"], first["against"], first["topic"]) == ("4", "1", "Square")


def test_an_answer_has_no_date_and_that_is_said_rather_than_taken_for_no_answer(sheet: Any) -> None:
    extract = read(sheet("a.xlsx", [ENGLISH, idea(1, "Accepted", feedback="It will be built.")]))
    assert "answered_at" in extract.not_exported["contribution"]
    assert "answered_at" not in extract.tables["contribution"].column_names
    assert "Items with an official feedback text: 1" in said(extract)


def test_an_answer_in_words_without_a_status_leaves_the_state_unknown_and_not_open(sheet: Any) -> None:
    extract = read(sheet("a.xlsx", [ENGLISH, idea(1, feedback="We shall see."), idea(2)]))
    assert [row["state"] for row in rows(extract, "contribution").values()] == ["", "open"]


def test_a_status_in_another_language_is_unknown_until_somebody_says_what_it_means(sheet: Any) -> None:
    file = sheet("a.xlsx", [ENGLISH, idea(1, "Elfogadva")])
    extract = read(file)
    assert rows(extract, "contribution")["item-1"]["state"] == ""
    assert "Elfogadva" in said(extract)
    assert rows(read(file, accepted="Elfogadva"), "contribution")["item-1"]["state"] == "accepted"


def test_an_emptied_comment_is_hidden_and_nobody_is_said_to_have_removed_it(sheet: Any) -> None:
    items = sheet("a.xlsx", [ENGLISH, idea(1)])
    written = [comment(7, "", "2023-00001"), comment(8, "Yes.", "2023-00001")]
    extract = read(items, sheet("b.xlsx", [COMMENTS, *written]))
    found = rows(extract, "contribution")
    assert (found["comment-7"]["text"], found["comment-7"]["moderated"]) == ("", "unknown")
    assert found["comment-8"]["moderated"] == ""
    assert set(extract.hidden["contribution"]) == {"text", "moderated"}
    assert "who removed them cannot be told" in said(extract)


def test_older_exports_say_who_removed_a_comment_and_that_is_believed(sheet: Any) -> None:
    written = [comment(7, "deleted by creator"), comment(8, "deleted by moderator")]
    found = rows(read(sheet("b.xlsx", [COMMENTS, *written])), "contribution")
    told = [(row["text"], row["state"], row["moderated"]) for row in found.values()]
    assert told == [("", "withdrawn", ""), ("", "", "out")]


def test_answers_hang_below_comments_comments_below_items_and_the_count_of_one_level_is_not_read(
    sheet: Any,
) -> None:
    items = sheet("a.xlsx", [ENGLISH, idea(1)])
    written = [comment(7, "Yes.", "2023-00001"), comment(8, "No.", above=7), comment(9, "Oh.", above=8)]
    extract = read(sheet("b.xlsx", [COMMENTS, *written]), items)
    found = rows(extract, "contribution")
    parents = [found[f"comment-{number}"]["parent"] for number in (7, 8, 9)]
    assert parents == ["item-1", "comment-7", "comment-8"]
    assert "one level of answers" in said(read(items))
    assert "one level of answers" not in said(extract)


def test_comments_without_their_items_are_read_and_the_lost_link_is_counted(sheet: Any) -> None:
    extract = read(sheet("b.xlsx", [COMMENTS, comment(7, "Yes.", "2023-00001")]))
    assert rows(extract, "contribution")["comment-7"]["parent"] == ""
    assert "not in these files: 1" in said(extract)


def test_a_budget_of_zero_is_an_empty_form_and_not_a_free_project(sheet: Any) -> None:
    header = ("Reference No.", "Link", "Title", "budget", "Creator", "Created", "Status")
    told = [
        [f"2023-0000{n}", LINK, "Fountain", budget, "Person One", NOON, ""]
        for n, budget in ((1, 0), (2, 900))
    ]
    extract = read(sheet("a.xlsx", [header, *told]))
    assert [row["cost"] for row in rows(extract, "contribution").values()] == ["", "900"]
    assert "budget of 0: 1" in said(extract)


def test_subjects_and_topics_are_the_organisers_and_their_writers_are_staff(sheet: Any) -> None:
    subjects: list[tuple[object, ...]] = [
        ("Reference No.", "Link", "Title", "Creator", "Created", "Comment count")
    ]
    subjects.append(("2023-00001", LINK, "Fewer cars?", "Person Office", NOON, 3))
    topics: list[tuple[object, ...]] = [
        ("Reference No.", "Link", "Title", "Creator", "Created", "Positive ratings", "Negative ratings")
    ]
    topics.append(("2023-00002", LINK, "Lights", "Person Office", NOON, 0, 2))
    extract = read(sheet("a.xlsx", subjects), sheet("b.xlsx", topics), sheet("c.xlsx", [ENGLISH, idea(3)]))
    found = rows(extract, "contribution")
    assert [(row["kind"], row["origin"], row["seed"], row["support"]) for row in found.values()] == [
        ("question", "official", "yes", ""),
        ("statement", "official", "yes", "0"),
        ("proposal", "", "", "4"),
    ]
    staff = {row[NAME]: row["staff_or_test"] for row in rows(extract, "actor").values()}
    assert staff == {"Person Office": "yes", "Person One": ""}
    assert "support" not in extract.not_exported["contribution"]


POLLS = {
    "now": ["Voter ID", "(q3)When? - (c5) Soon", "(q3)When? - (c6) Later", "(q4) Why?"],
    "translated": ["Wähler:in-ID", "(q3)When? - (c5) Soon", "(q3)When? - (c6) Later", "(q4) Why?"],
    "before": ["user", "Q3_A5", "Q3_A6", "Q4_text"],
}


@pytest.mark.parametrize("generation", POLLS)
def test_a_choice_that_was_not_ticked_is_no_vote_against_it(generation: str, sheet: Any) -> None:
    told = [[1, 1, 0, "Because"], ["Anon2", 1, 1, ""]]
    file = sheet("a.xlsx", [POLLS[generation], *told])
    assert Adhocracy().recognises([file]).sure == 1.0
    extract = read(file)
    votes = [(row["actor"], row["contribution"], row["value"]) for row in rows(extract, "vote").values()]
    assert votes == [
        ("poll-3-voter-1", "poll-choice-5", "1"),
        ("poll-3-voter-Anon2", "poll-choice-5", "1"),
        ("poll-3-voter-Anon2", "poll-choice-6", "1"),
    ]
    assert extract.not_exported["vote"] == ("at",)
    found = rows(extract, "contribution")
    assert found["poll-choice-5"]["parent"] == "poll-question-3"
    assert [row["author"] for row in found.values() if row["text"] == "Because"] == ["poll-3-voter-1"]


def test_voters_of_two_polls_are_never_one_person_because_they_bear_one_number(sheet: Any) -> None:
    files = [sheet(f"{n}.xlsx", [["user", f"Q{n}_A{n}0"], [1, 1]]) for n in (3, 8)]
    extract = read(*files)
    assert len({row["actor"] for row in rows(extract, "vote").values()}) == 2
    assert "numbers them anew" in said(extract)


def test_the_oldest_polls_have_no_voter_column_and_their_rows_are_the_voters(sheet: Any) -> None:
    extract = read(sheet("a.xlsx", [["Q3_A5", "Q3_A6"], [1, 0], [0, 0], [1, 1]]))
    assert len(rows(extract, "actor")) == 3
    assert len(rows(extract, "vote")) == 3


def test_a_cell_of_a_poll_that_is_neither_0_nor_1_is_named(sheet: Any) -> None:
    extract = Adhocracy().read([sheet("a.xlsx", [["user", "Q3_A5"], [1, 1], [2, 5]])], {})
    assert [(p.kind, p.row, p.column) for p in extract.problems] == [("not_a_code", 3, "Q3_A5")]


def project(tmp_path: Path, modules: Sequence[dict[str, Any]], name: str = "x.json") -> Path:
    told = {"project": {"name": "Made up", "slug": "x"}, "phases": {"past": {"modules": list(modules)}}}
    (tmp_path / name).write_text(json.dumps(told), encoding="utf-8")
    return tmp_path / name


def test_map_ideas_that_stand_under_every_module_are_kept_once(tmp_path: Path) -> None:
    said_of = {
        "id": 5,
        "name": "Crossing",
        "ratings": {"1": 2, "-1": 1},
        "comments": [{"id": 9, "text": "Yes."}],
    }
    modules = [{"module_id": n, "content": {"mapideas": [said_of]}} for n in (1, 2, 3)]
    extract = read(project(tmp_path, modules))
    found = rows(extract, "contribution")
    assert list(found) == ["item-5", "comment-9"]
    assert (found["item-5"]["support"], found["item-5"]["against"]) == ("2", "1")
    assert found["comment-9"]["support"] == ""
    assert list(extract.left_out["contribution"].values()) == [4]


def test_json_without_flags_of_removal_has_left_them_out_and_is_not_complete(tmp_path: Path) -> None:
    new = read(project(tmp_path, [{"content": {"ideas": [{"id": 1, "name": "A", "comments": []}]}}]))
    assert new.coverage["contribution"]["complete"] == "no"
    assert {"author", "created_at", "answered_at", "state"} == set(new.not_exported["contribution"])
    gone = {"id": 2, "text": "Rude.", "is_removed": False, "is_censored": True, "is_blocked": False}
    idea_ = {"id": 1, "name": "A", "created": "2024-01-01T00:00:00+00:00", "comments": [gone]}
    old = read(project(tmp_path, [{"content": {"ideas": [idea_]}}], "old.json"))
    assert old.coverage["contribution"]["complete"] == "unknown"
    censored = rows(old, "contribution")["comment-2"]
    assert (censored["text"], censored["moderated"]) == ("", "out")
    assert rows(old, "contribution")["item-1"]["created_at"] == "2024-01-01T00:00:00Z"


def test_the_end_of_a_process_is_unknown_while_one_module_has_none(tmp_path: Path) -> None:
    open_ended = {"module_id": 2, "module_start": "2025-05-01 09:00:00+00:00", "module_end": "None"}
    closed = {
        "module_id": 1,
        "module_start": "2025-03-01 09:00:00+00:00",
        "module_end": "2025-03-31 09:00:00+00:00",
    }
    assert "end" not in read(project(tmp_path, [closed, open_ended])).process
    assert str(read(project(tmp_path, [closed])).process["end"]) == "2025-03-31"


def test_a_sheet_and_the_json_of_one_project_give_every_item_once(tmp_path: Path, sheet: Any) -> None:
    whole = project(tmp_path, [{"content": {"ideas": [{"id": 1, "name": "Benches", "comments": []}]}}])
    found = rows(read(whole, sheet("a.xlsx", [ENGLISH, idea(1)])), "contribution")
    assert [(row["id"], row["author"]) for row in found.values()] == [("item-1", "name:Person One")]


def test_addresses_telephones_places_and_notes_of_the_moderation_reach_no_table(sheet: Any) -> None:
    header = (*ENGLISH, "Location label", "Contact consent", "Creator email", "Creator phone", "My own field")
    secret = ["Street Alpha 1", "yes", "one@example.org", "+00 555", "a secret"]
    extract = read(sheet("a.xlsx", [header, [*idea(1), *secret]]))
    actor = rows(extract, "actor")["name:Person One"]
    assert (actor[NAME], actor[EMAIL]) == ("Person One", "one@example.org")
    written = str(extract.tables["contribution"].to_pylist())
    assert not [word for word in (*secret[:1], *secret[2:], "a note") if word in written]
    assert extract.unknown == {"a.xlsx": ("My own field",)}


def test_a_category_with_a_name_of_its_own_is_read_when_it_is_told(sheet: Any) -> None:
    header = tuple("Quarter" if heading == "Category" else heading for heading in ENGLISH)
    file = sheet("a.xlsx", [header, idea(1)])
    assert read(file).unknown == {"a.xlsx": ("Quarter",)}
    assert rows(read(file, topic="Quarter"), "contribution")["item-1"]["topic"] == "Square"


def test_a_text_that_looks_like_a_formula_stays_a_text(sheet: Any) -> None:
    told = idea(1)
    told[3] = "=1+1 benches"
    assert rows(read(sheet("a.xlsx", [ENGLISH, told])), "contribution")["item-1"]["text"].endswith(
        "=1+1 benches"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"{",
        b'{"project": 1, "slug": 2}',
        b"\xff\xfe\x00",
        b"a,b\n1,2\n",
        b'{"a": [1]}',
    ],
)
def test_other_files_and_broken_ones_are_neither_claimed_nor_a_crash(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.dat"
    file.write_bytes(content)
    assert Adhocracy().recognises([file]).sure in {0.0, 1.0}
    assert Adhocracy().read([file], {}).problems
