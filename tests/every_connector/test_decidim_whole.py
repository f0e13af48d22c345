"""Decidim as a whole: spaces, two states compared, saved answers, surveys, other forms, strange files."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from obverse.connectors import decidim
from obverse.connectors.decidim.connector import Decidim
from obverse.evidence.importing.extract import FILE, Extract

SAMPLES = Path(decidim.__path__[0]) / "sample"
REAL = Path(__file__).resolve().parents[2].parent / "shared/data/no-licence/decidim_barcelona/projects.csv"
HEADER = "id;title/en;body/en;state;component/id;participatory_space/url;published_at;updated_at;answer/en;answered_at"
ADDRESS = "https://decidim.example.org/processes/alpha"


def files(case: str) -> list[Path]:
    return sorted((SAMPLES / case).iterdir())


def sample(case: str, **options: str) -> Extract:
    return Decidim().read(files(case), options)


def ids(extract: Extract, table: str) -> set[str]:
    assert not extract.problems, extract.problems
    return set(extract.tables[table].column("id").to_pylist()) if table in extract.tables else set()


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def changes(extract: Extract) -> set[tuple[str, str, str]]:
    rows = extract.tables["revision"].to_pylist() if "revision" in extract.tables else []
    return {(row["contribution"], row["kind"], row["field"]) for row in rows}


def state(folder: Path, *lines: str, name: str = "proposals.csv", header: str = HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return file


def line(
    number: int, title: str = "Benches", body: str = "Ten", changed: str = "2024-01-01", **more: str
) -> str:
    told = {"state": "", "answer": "", "answered": ""} | more
    return (
        f"{number};{title};{body};{told['state']};1;{ADDRESS};2024-01-01 09:00:00 UTC;{changed} 09:00:00 UTC;"
        f"{told['answer']};{told['answered']}"
    )


def test_several_spaces_are_listed_with_their_rows_and_the_letter_says_how_to_choose() -> None:
    said = notes(sample("open_data_0_31"))
    assert "2 participatory spaces" in said
    assert "processes/ville-delta (20), assemblies/conseil-epsilon (1)" in said
    assert "--option space=SLUG" in said


@pytest.mark.parametrize(
    "space",
    [
        "conseil-epsilon",
        "10",
        "assemblies/conseil-epsilon",
        "https://x.example/assemblies/conseil-epsilon/f/70",
    ],
)
def test_one_space_is_chosen_by_slug_number_or_address(space: str) -> None:
    extract = sample("open_data_0_31", space=space)
    assert ids(extract, "contribution") == {"proposal-206"}
    assert ids(extract, "actor") == {"user-25"}
    assert {reason.en: n for reason, n in extract.left_out["contribution"].items()} == {
        "in another participatory space than the one chosen": 15
    }
    # The list of processes does not hold the assembly: its slug is all that the files call it.
    assert extract.process == {"title": "conseil-epsilon"}


def test_the_process_is_proposed_only_when_one_space_is_read() -> None:
    assert sample("open_data_0_31").process == {}
    assert sample("open_data_0_31", space="ville-delta").process == {
        "title": "Plan nature de la ville Delta",
        "start": dt.date(2024, 1, 1),
        "end": dt.date(2024, 12, 31),
    }
    assert ids(sample("open_data_0_31", space="ville-delta|conseil-epsilon"), "contribution") == ids(
        sample("open_data_0_31"), "contribution"
    )


def test_a_space_that_is_not_there_is_refused_with_those_that_are() -> None:
    (problem,) = sample("open_data_0_31", space="nowhere").problems
    assert (problem.kind, problem.details["word"]) == ("no_such_space", "nowhere")
    assert "processes/ville-delta" in problem.details["known"]


def test_two_states_of_an_installation_show_what_was_changed_in_silence() -> None:
    extract = sample("two_states")
    assert changes(extract) == {
        ("proposal-1", "edited", "text"),
        ("proposal-2", "answer_edited", "answer"),
        ("proposal-2", "state_changed", "state"),
        ("proposal-3", "deleted", ""),
        ("proposal-4", "answered", ""),
        ("proposal-4", "state_changed", "state"),
    }
    seen = {(row["seen_before"], row["seen_after"]) for row in extract.tables["revision"].to_pylist()}
    assert seen == {("2024-01-20", "2024-06-01")}
    rows = {row["id"]: row for row in extract.tables["contribution"].to_pylist()}
    assert rows["proposal-1"]["text"].endswith("Ten benches")
    assert rows["proposal-3"][FILE].endswith("proposals-january.csv")
    assert "1 edited, 1 deleted, 0 hidden" in notes(extract)


def test_marks_and_new_languages_are_no_edits(tmp_path: Path) -> None:
    before = state(tmp_path / "a", line(1, body="<p>Ten&nbsp;of them</p>"), line(2))
    after = state(tmp_path / "b", line(1, body="Ten of them", changed="2024-05-01"), line(2))
    after.write_text(
        after.read_text()
        .replace("answered_at\n", "answered_at;title/fr;body/machine_translations/fr\n")
        .replace("UTC;;\n", "UTC;;;Bancs;Dix\n")
    )
    assert changes(Decidim().read([after, before], {})) == set()


def test_what_was_hidden_in_between_is_told_apart_from_what_was_deleted(tmp_path: Path) -> None:
    before = state(tmp_path / "a", line(1), line(2), line(3))
    after = state(tmp_path / "b", line(1, changed="2024-05-01"))
    hidden = state(
        tmp_path / "b",
        "1;2024-04-01 09:00:00 UTC;1;;Decidim::Proposals::Proposal;2;Ten;spam;en;",
        name="moderations.csv",
        header="id;hidden_at;report_count;reported_url;reportable_type;reportable_id;reported_content;"
        "reports/reasons;reports/locale;reports/details",
    )
    extract = Decidim().read([before, after, hidden], {})
    assert changes(extract) == {("proposal-2", "hidden", ""), ("proposal-3", "deleted", "")}
    rows = {row["id"]: row["moderated"] for row in extract.tables["contribution"].to_pylist()}
    assert rows == {"proposal-1": "not_moderated", "proposal-2": "out", "proposal-3": ""}


def test_a_later_file_that_holds_less_has_deleted_nothing(tmp_path: Path) -> None:
    elsewhere = line(2).replace("/alpha", "/beta")
    before = state(tmp_path / "a", line(1), elsewhere)
    after = state(tmp_path / "b", line(1, changed="2024-05-01"))
    extract = Decidim().read([before, after], {})
    assert changes(extract) == set()
    assert ids(extract, "contribution") == {"proposal-1"}


def test_which_state_is_earlier_is_asked_when_the_files_do_not_tell(tmp_path: Path) -> None:
    pair = [state(tmp_path / "march", line(1)), state(tmp_path / "april", line(1, body="Nine"))]
    assert [problem.kind for problem in Decidim().read(pair, {}).problems] == ["which_is_earlier"]
    told = Decidim().read(pair, {"earlier": "march"})
    assert told.tables["contribution"].to_pylist()[0]["text"].endswith("Nine")
    first = Decidim().read(pair, {"earlier": "first"})
    assert first.tables["contribution"].equals(told.tables["contribution"])
    turned = Decidim().read(pair, {"earlier": "second"})
    assert turned.tables["contribution"].to_pylist()[0]["text"].endswith("Ten")
    three = [*pair, state(tmp_path / "may", line(1, changed="2024-06-01"))]
    dated = [three[0], state(tmp_path / "june", line(1, changed="2024-07-01")), three[2]]
    assert [problem.kind for problem in Decidim().read(dated, {}).problems] == ["too_many_states"]


def test_two_components_exported_apart_are_one_state(tmp_path: Path) -> None:
    one = state(tmp_path / "a", line(1))
    other = state(tmp_path / "b", line(2, changed="2024-05-01"))
    extract = Decidim().read([one, other], {})
    assert ids(extract, "contribution") == {"proposal-1", "proposal-2"}
    assert "revision" not in extract.tables


def test_results_are_promises_with_a_date_and_those_that_gather_others_are_left_out() -> None:
    extract = sample("open_data_0_2x")
    rows = {row["id"]: (row["due_on"], row["state"]) for row in extract.tables["commitment"].to_pylist()}
    assert rows == {
        "result-52": ("2022-12-31", "done"),
        "result-53": ("2023-06-30", "not_done"),
        "result-54": ("2021-12-31", ""),
    }
    assert list(extract.left_out["commitment"].values()) == [1]


def test_no_decision_is_made_of_a_result_unless_the_organisation_says_that_it_is_one() -> None:
    silent = sample("open_data_0_31")
    assert not {"decision", "trace"} & set(silent.tables)
    assert "no decision was made of it" in notes(silent)
    told = sample("open_data_0_31", decisions="results|projects")
    rows = {(row["contribution"], row["decision"]) for row in told.tables["trace"].to_pylist()}
    assert rows == {
        ("proposal-201", "decision-result-91"),
        ("proposal-201", "decision-project-401"),
    }
    dates = {row["id"]: row["date"] for row in told.tables["decision"].to_pylist()}
    assert dates["decision-project-401"] == "2024-06-01"


def test_a_timeline_gives_milestones_only_for_what_was_written_beforehand() -> None:
    extract = sample("graphql")
    rows = {
        row["id"]: (row["planned_on"], row["certainty"]) for row in extract.tables["milestone"].to_pylist()
    }
    assert rows == {
        "milestone-1": ("2023-09-01", "known"),
        "milestone-3": ("2024-10-01", "unknown"),
    }
    assert list(extract.left_out["milestone"].values()) == [1]


def test_an_answer_with_more_pages_is_not_called_complete(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    text = (SAMPLES / "graphql" / "results.json").read_text(encoding="utf-8")
    file.write_text(text.replace('"hasNextPage": false', '"hasNextPage": true', 1), encoding="utf-8")
    extract = Decidim().read([file], {})
    assert {body["complete"] for body in extract.coverage.values()} == {"no"}
    assert "more pages" in notes(extract)


def test_an_answer_beside_the_tables_adds_to_them_and_is_no_second_state(tmp_path: Path) -> None:
    answer = {
        "data": {
            "participatoryProcess": {
                "id": "9",
                "slug": "ville-delta",
                "title": {"translations": []},
                "components": [
                    {
                        "results": {
                            "nodes": [
                                {
                                    "id": "91",
                                    "title": {"translations": [{"locale": "fr", "text": "Verger"}]},
                                    "progress": 40,
                                    "timelineEntries": [
                                        {
                                            "id": "8",
                                            "entryDate": "2024-10-01",
                                            "createdAt": "2024-05-02T09:00:00Z",
                                        }
                                    ],
                                }
                            ]
                        }
                    }
                ],
            }
        }
    }
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer), encoding="utf-8")
    extract = Decidim().read([file, *files("open_data_0_31")], {"space": "ville-delta"})
    assert ids(extract, "milestone") == {"milestone-8"}
    assert ids(extract, "commitment") == {"result-91", "result-92"}
    assert "revision" not in extract.tables


def test_json_has_no_guard_and_its_lists_are_read_like_cells() -> None:
    rows = {row["id"]: row for row in sample("admin_json").tables["contribution"].to_pylist()}
    assert rows["proposal-1"]["text"].startswith("=Not a formula")
    assert (rows["proposal-1"]["author"], rows["proposal-2"]["support_observed"]) == ("user-31", "no")


def test_a_workbook_of_the_administrators_gives_the_same_rows_as_the_table(tmp_path: Path) -> None:
    table = SAMPLES / "two_states" / "proposals-june.csv"
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in table.read_text(encoding="utf-8").splitlines():
        book.active.append([cell or None for cell in row.split(";")])
    file = tmp_path / "export.xlsx"
    book.save(file)
    assert Decidim().recognises([file]).sure == 1.0
    pair = [Decidim().read([path], {}).tables["contribution"].drop_columns([FILE]) for path in (file, table)]
    assert pair[0].sort_by("id").to_pylist() == pair[1].sort_by("id").to_pylist()


SURVEY = {
    "en": "Answer ID,Answered on,IP Hash,User status,1. How was it?,2. And now/Noise,2. And now/Light",
    "fr": "ID de réponse,Répondu le,Hachage IP,Statut de l'utilisateur,1. Comment ?,2. Et/Bruit,2. Et/Lumière",
    "ca": "Identificador de resposta,Respost el,Hash d'adreça IP,Estat de l'usuària,1. Com?,2. I/Soroll,2. I/Llum",
    "sv": "Svars-ID,Besvarad,IP-hash,Användarstatus,1. Hur?,2. Och/Buller,2. Och/Ljus",
}


@pytest.mark.parametrize("language", SURVEY)
def test_a_survey_is_not_taken_without_a_role_whatever_its_language(language: str, tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    rows = [
        "t1,2024-01-01 09:00:00,abc,x,Good,1,2",
        "t2,2024-01-01 09:05:00,abc,x,,,3",
        "t3,2024-01-02,def,x,Bad,,",
    ]
    file.write_text("\n".join([SURVEY[language], *rows]), encoding="utf-8")
    assert Decidim().recognises([file]).sure == 1.0
    silent = Decidim().read([file], {})
    assert silent.tables == {}
    assert "3 questions with 3 respondents was not taken" in notes(silent)
    assert "(hash of the IP) with another one: 2." in notes(silent)
    told = Decidim().read([file], {"role": "citizen_self_selected", "wave": "spring"})
    answers = told.tables["survey_answer"].to_pylist()
    assert len(answers) == 5
    assert {row["respondent"] for row in answers} == {"response-t1", "response-t2", "response-t3"}
    assert all("abc" not in row.values() for row in answers)
    assert [problem.kind for problem in Decidim().read([file], {"role": "king"}).problems] == [
        "wrong_option_value"
    ]


def test_published_answers_to_surveys_are_read_by_account_where_the_id_holds_one(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    rows = [
        "7_12;2024-01-01;Registered;How?;Good",
        "8_12;2024-01-01;Registered;When?;Now",
        "9;2024-01-01;Unregistered;How?;Bad",
    ]
    file.write_text("\n".join(["id;created_at;user_status;question;body", *rows]), encoding="utf-8")
    told = Decidim().read([file], {"role": "citizen_self_selected"})
    assert {row["respondent"] for row in told.tables["survey_answer"].to_pylist()} == {
        "response-user-12",
        "response-9",
    }


def test_recognition_does_not_depend_on_names_and_knows_the_words_of_an_archive(tmp_path: Path) -> None:
    renamed = [
        shutil.copyfile(file, tmp_path / f"download ({number})")
        for number, file in enumerate(files("open_data_0_31"))
    ]
    recognised = Decidim().recognises(renamed)
    assert (recognised.sure, recognised.generation) == (1.0, "0.31 or later")
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    assert Decidim().recognises([*renamed, strange]).sure == 0.6
    assert Decidim().recognises([strange]).sure == 0.0
    extract = Decidim().read([*renamed, strange], {})
    assert [(problem.kind, problem.file) for problem in extract.problems] == [("strange_file", "strange.csv")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04nothing",
        b"[{",
        b'{"data": {"participatoryProcess": 5}}',
        b'{"data": {"participatoryProcess": {"id": [1], "title": 3, "slug": {}, "milestones": 7, "progress": {}}}}',
        b'[{"participatory_space": [], "id": {"a": {"b": []}}, "title": null}]',
        HEADER.encode() + b";row_in_file\n" + line(1).encode() + b";7\n",
        HEADER.encode() + b"\n1;2;3\n",
        HEADER.encode() + b"\n" + "ï;".encode() * 9 + b"\xff\n",
        (HEADER + "\n" + line(1, title="x'; DROP TABLE part_0; --")).encode(),
        (HEADER.replace("title/en", 'title/en";x"')).encode() + b"\n" + line(1).encode() + b"\n",
    ],
)
def test_no_file_makes_it_raise(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert Decidim().recognises([file]).sure >= 0.0
    extract = Decidim().read([file], {})
    assert extract.problems or extract.tables or extract.notes or not extract.files


@pytest.mark.skipif(not REAL.exists(), reason="the copy of Decidim Barcelona's projects is not here")
def test_the_real_projects_come_out_with_the_sums_of_the_file() -> None:
    assert Decidim().recognises([REAL]).sure == 1.0
    extract = Decidim().read([REAL], {})
    rows = extract.tables["contribution"].to_pylist()
    assert not extract.problems
    assert len(rows) == 220
    assert sum(int(row["cost"]) for row in rows) == 93_779_000
    assert sum(int(row["support"]) for row in rows) == 221_856
    # The three projects of a whole district have it as their area; empty scopes are the whole town.
    assert len({row["area"] for row in rows} - {""}) == extract.tables["neighbourhood"].num_rows == 63
    one = Decidim().read([REAL], {"space": "coproduccio-de-projectes-a-gracia"})
    assert one.tables["contribution"].num_rows == 14
    assert (one.process, extract.process) == ({"title": "coproduccio-de-projectes-a-gracia"}, {})
    assert {"author", "state", "answered_at"} <= set(extract.not_exported["contribution"])
    assert "Contributions with a cost: 220. No file of Decidim says in which currency." in notes(extract)
