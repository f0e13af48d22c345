"""LimeSurvey: what its exports say in their several ways, and what they do not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import obverse.connectors.limesurvey as room
from obverse.connectors.limesurvey.connector import LimeSurvey
from obverse.connectors.limesurvey.declaration import questionnaire
from obverse.connectors.limesurvey.headings import codes_of
from obverse.evidence.importing.extract import Extract
from obverse.vocabulary.roles import roles
from obverse.vocabulary.text import LANGUAGES

HOME = Path(room.__path__[0])
START = ("id", "submitdate", "lastpage", "seed")
SENT = ("1", "2026-03-09 10:12:44", "6", "77")
ABOUT = {"wave": "after", "role": "volunteer"}
# LimeSurvey's own rules for codes (application/models/Question.php): reserved words and forms.
RESERVED = {"lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this"}


def export(
    file: Path, header: Sequence[str], *rows: Sequence[str | None], separator: str = ";", end: str = "\r\n"
) -> Path:
    """A CSV file as the program writes it: every cell quoted, an empty row at the end."""

    def cell(text: str | None) -> str:
        return "" if text is None else '"' + text.replace('"', '""') + '"'

    lines = [separator.join(cell(text) for text in row) for row in (header, *rows)]
    file.write_text("\r\n".join(lines) + "\r\n" + end, encoding="utf-8", newline="")
    return file


def vv(file: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    texts = ["Response ID", "Date submitted", "Last page", "Seed", *("A question?" for _ in header[4:])]
    lines = ["\t".join(row) for row in (texts, header, *rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return file


def read(*files: Path, **options: str) -> Extract:
    return LimeSurvey().read(list(files), options)


def answers(extract: Extract) -> list[dict[str, Any]]:
    assert [problem.kind for problem in extract.problems] == []
    return extract.tables["survey_answer"].to_pylist() if extract.tables else []


def said(extract: Extract) -> dict[tuple[str, str], str]:
    return {(row["item"], row["public_value"]): row["value"] for row in answers(extract)}


def left_out(extract: Extract) -> dict[str, int]:
    return {reason.en: count for reason, count in extract.left_out["survey_answer"].items()}


def declare(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_and_line_ends_within_cells_are_understood(separator: str, tmp_path: Path) -> None:
    header = (*START, "strengthened[V06]", "hoursfrom")
    file = export(tmp_path / "a.csv", header, (*SENT, "D3", 'a "b"\n; c'), separator=separator)
    assert LimeSurvey().recognises([file]).sure == 1.0
    assert said(read(file, **ABOUT)) == {("strengthened", "V06"): "3", ("hours_from", ""): 'a "b"\n; c'}


@pytest.mark.parametrize(
    "headings",
    [
        ("strengthened[V06]", "change[V15][2]", "again"),
        ("strengthened_V06", "change_V15_1", "again"),
        ("Strengthened[v06]", "Change[V15][2]", "AGAIN"),
    ],
)
def test_headings_with_brackets_and_with_underscores_mean_the_same(
    headings: tuple[str, str, str], tmp_path: Path
) -> None:
    file = export(tmp_path / "a.csv", (*START, *headings), (*SENT, "D3", "D1", "Y"))
    assert said(read(file, **ABOUT)) == {
        ("strengthened", "V06"): "3",
        ("weakened", "V15"): "1",
        ("again", ""): "yes",
    }


def test_codes_with_texts_behind_them_are_read_by_their_codes(tmp_path: Path) -> None:
    header = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "seed. Seed"]
    header += ["strengthened[V06]. Did it help? [inclusion]", "again. Would you? Say so."]
    assert codes_of(header) == [*START, "strengthened[V06]", "again"]
    extract = read(export(tmp_path / "a.csv", header, (*SENT, "D3", "N")), **ABOUT)
    assert said(extract) == {("strengthened", "V06"): "3", ("again", ""): "no"}
    assert extract.unknown == {}


def test_names_of_database_columns_and_headings_that_are_texts_have_to_be_declared(tmp_path: Path) -> None:
    header = ("Response ID", "Date submitted", "Last page", "Would you take  part again?", "123X45X6V15#1")
    file = export(tmp_path / "a.csv", header, ("1", "2026-03-09 10:12:44", "6", "Oui", "beaucoup"))
    assert LimeSurvey().recognises([file]).sure == 1.0
    assert [problem.kind for problem in read(file, **ABOUT).problems] == ["no_known_question"]
    declared = declare(
        tmp_path / "any name",
        '[[question]]\nheading = "Would you take part again?"\nitem = "again"\nanswers = "yes_no"\n'
        '[[question]]\ncode = "123X45X6"\nscale = 2\nitem = "weakened"\nsubquestions = "public_values"\n'
        'answers = "degree"\n',
    )
    assert LimeSurvey().recognises([declared, file]).sure == 1.0
    assert said(read(declared, file, **ABOUT)) == {("again", ""): "yes", ("weakened", "V15"): "3"}


def test_two_is_no_where_the_export_converted_yes_and_no(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again", "heard"), (*SENT, "2", "1"))
    assert said(read(file, **ABOUT)) == {("again", ""): "no", ("heard", ""): "yes"}


def test_full_answers_mean_what_the_codes_mean(tmp_path: Path) -> None:
    header = (*START, "role", "strengthened[V06]", "weakened[V06]", "stayedaway")
    french = (*SENT, "Voisin·e, riverain·e", "Énormément", "Je ne peux pas le dire", "pas le temps")
    role = next(role for role in roles().values() if role.id == "neighbour")
    label = role.label.in_language("fr")
    extract = read(
        export(tmp_path / "a.csv", header, [label if cell == french[4] else cell for cell in french]),
        wave="after",
    )
    assert said(extract) == {
        ("strengthened", "V06"): "4",
        ("weakened", "V06"): "cannot_say",
        ("stayed_away", ""): "no_time",
    }
    assert {row["role"] for row in answers(extract)} == {"neighbour"}


def test_cannot_say_and_no_answer_stay_and_nothing_else_becomes_one_of_them(tmp_path: Path) -> None:
    header = (*START, "strengthened[V06]", "strengthened[V15]", "weakened[V06]", "weakened[V15]", "hours")
    extract = read(export(tmp_path / "a.csv", header, (*SENT, "CS", "PN", "", None, "N/A")), **ABOUT)
    assert said(extract) == {("strengthened", "V06"): "cannot_say", ("strengthened", "V15"): "no_answer"}
    assert list(left_out(extract).values()) == [3]
    assert "does not tell which" in next(iter(left_out(extract)))


def test_a_vv_file_tells_what_was_not_shown_from_what_was_left_empty(tmp_path: Path) -> None:
    header = (*START, "again", "heard", "strengthened_V06", "hoursfrom")
    text = "{quote}a{tab}b{newline}{cr}{lbrace}tab}"
    file = vv(tmp_path / "a.txt", header, (*SENT, "Y", "", "{question_not_shown}", text))
    extract = read(file, **ABOUT)
    assert LimeSurvey().recognises([file]).generation == "VV"
    assert said(extract) == {("again", ""): "yes", ("hours_from", ""): '"a\tb\n\r{tab}'}
    assert left_out(extract) == {
        "answers to questions that were not shown": 1,
        "answers to questions that were shown and left empty": 1,
    }
    assert {row["read_from_row"] for row in answers(extract)} == {3}


def test_responses_never_sent_in_are_counted_with_the_page_they_ended_on(tmp_path: Path) -> None:
    rows = [
        ("2", "", "2", "8", "nonsense"),
        ("3", "", "2", "9", ""),
        ("4", "", "10", "9", ""),
        ("5", "", "", "9", ""),
    ]
    extract = read(export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y"), *rows), **ABOUT)
    assert len(answers(extract)) == 1
    assert left_out(extract)["responses that were begun and never sent in"] == 4
    assert extract.notes[0].en.endswith("2: 2, 10: 1, –: 1.")


@pytest.mark.parametrize("never", ["{question_not_shown}", "NULL"])
def test_a_vv_response_without_a_date_of_submission_was_never_sent_in(never: str, tmp_path: Path) -> None:
    file = vv(tmp_path / "a.txt", (*START, "again"), (*SENT, "Y"), ("2", never, "1", "8", "N"))
    extract = read(file, **ABOUT)
    assert [row["value"] for row in answers(extract)] == ["yes"]
    assert left_out(extract) == {"responses that were begun and never sent in": 1}


def test_a_survey_that_keeps_no_dates_has_none(tmp_path: Path) -> None:
    undated = ("1", "1980-01-01 00:00:00", "6", "77", "Y")
    extract = read(export(tmp_path / "a.csv", (*START, "again"), undated), **ABOUT)
    assert [row["recorded_on"] for row in answers(extract)] == [""]
    assert "carry no date" in extract.notes[0].en
    dated = read(export(tmp_path / "b.csv", (*START, "again"), (*SENT, "Y")), **ABOUT)
    assert [row["recorded_on"] for row in answers(dated)] == ["2026-03-09"]


def test_nothing_about_single_people_comes_through(tmp_path: Path) -> None:
    header = (*START, "token", "ipaddr", "refurl", "firstname", "lastname", "email", "again", "happened")
    canary = (
        "tok-CANARY",
        "192.0.2.7",
        "https://example.org/CANARY",
        "CANARY",
        "CANARY",
        "CANARY@example.org",
    )
    extract = read(export(tmp_path / "a.csv", header, (*SENT, *canary, "Y", "CANARY said")), **ABOUT)
    everything = repr(answers(extract)) + repr(extract)
    assert "CANARY" not in everything
    assert "192.0.2.7" not in everything
    assert any("token, ipaddr, refurl, firstname, lastname, email" in note.en for note in extract.notes)
    assert extract.unknown == {"a.csv": ("happened",)}


def test_the_same_number_in_two_surveys_is_not_the_same_person_unless_a_token_says_so(tmp_path: Path) -> None:
    header = (*START, "token", "again")
    first = export(tmp_path / "a.csv", header, (*SENT, "tok-1", "Y"))
    second = export(tmp_path / "b.csv", header, ("1", "2026-06-01 09:00:00", "6", "99", "tok-1", "N"))
    assert len({row["respondent"] for row in answers(read(first, second, **ABOUT))}) == 2
    assert len({row["respondent"] for row in answers(read(first, second, respondent="token", **ABOUT))}) == 1
    bare = (*START[:3], "again")
    undated = ("1", "1980-01-01 00:00:00", "6", "Y")
    one = read(export(tmp_path / "c.csv", bare, undated), **ABOUT)
    assert any("--option survey=" in note.en for note in one.notes)
    named = read(export(tmp_path / "c.csv", bare, undated), survey="pre", **ABOUT)
    assert answers(one)[0]["respondent"] != answers(named)[0]["respondent"]


def test_the_same_response_has_the_same_id_in_both_kinds_of_export(tmp_path: Path) -> None:
    both = [
        export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y")),
        vv(tmp_path / "b.txt", (*START, "again"), (*SENT, "Y")),
    ]
    assert len({row["respondent"] for file in both for row in answers(read(file, **ABOUT))}) == 1


def test_a_word_that_the_option_respondent_does_not_know_is_not_passed_over(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y"))
    assert [problem.kind for problem in read(file, respondent="tokens", **ABOUT).problems] == ["wrong_choice"]


def test_without_role_and_wave_nothing_is_read(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y"))
    kinds = [(problem.kind, problem.details.get("word")) for problem in read(file).problems]
    assert kinds == [("survey_does_not_tell", "wave"), ("survey_does_not_tell", "role")]


@pytest.mark.parametrize("wrong", [{"role": "volunter"}, {"variant": "outside"}])
def test_an_option_that_is_no_word_of_the_evidence_is_told(wrong: dict[str, str], tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y"))
    assert [problem.kind for problem in read(file, **{**ABOUT, **wrong}).problems] == ["wrong_choice"]


def test_a_person_who_does_not_say_the_role_is_counted_and_left_out(tmp_path: Path) -> None:
    header = (*START, "role", "again")
    file = export(tmp_path / "a.csv", header, (*SENT, "CSEL", "Y"), ("2", SENT[1], "6", "78", "", "N"))
    extract = read(file, wave="after")
    assert [row["role"] for row in answers(extract)] == ["citizen_self_selected"]
    assert left_out(extract) == {"responses that do not say in which role somebody answered": 1}
    assert len(answers(read(file, wave="after", role="volunteer"))) == 2
    file = export(tmp_path / "b.csv", header, (*SENT, "PN", "Y"), ("2", SENT[1], "6", "78", "CSEL", "N"))
    assert [row["role"] for row in answers(read(file, wave="after"))] == ["citizen_self_selected"]


def test_an_answer_that_no_list_has_is_a_problem_with_its_row_and_heading(tmp_path: Path) -> None:
    header = (*START, "strengthened[V06]", "hours", "role")
    rows = [(*SENT, "D9", "many", "CSEL"), ("2", SENT[1], "6", "8", "D1", "1,5", "-oth-")]
    problems = read(export(tmp_path / "a.csv", header, *rows), wave="after").problems
    assert {(problem.kind, problem.row, problem.column) for problem in problems} == {
        ("unknown_answer", 2, "strengthened[V06]"),
        ("not_a_number", 2, "hours"),
        ("unknown_answer", 3, "role"),
    }


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("4.5000000000", "4.5"), ("12.0000000000", "12"), ("1,5", "1.5"), ("100", "100"), ("0", "0")],
)
def test_numbers_lose_the_decimals_that_the_database_adds_and_no_more(
    written: str, wanted: str, tmp_path: Path
) -> None:
    extract = read(export(tmp_path / "a.csv", (*START, "hours"), (*SENT, written)), **ABOUT)
    assert said(extract) == {("hours", ""): wanted}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("[[question]]\nitem = 'again'\n", ["missing_key"]),
        ("[[question]]\ncode = 'Q'\nitem = 'again'\nfills = 'role'\n", ["one_way"]),
        ("[[question]]\ncode = 'Q'\nitem = 'again'\nanswer = 'degree'\n", ["unknown_key"]),
        ("[[question]]\ncode = 'Q'\nitem = 'again'\nanswers = 'degrees'\n", ["wrong_choice"]),
        ("[[question]]\ncode = 'Q'\nitem = 'again'\nscale = true\n", ["wrong_kind"]),
        ("[[question]]\ncode = 'Q'\nfills = 'rolle'\n", ["wrong_choice"]),
        ("[[question]]\ncode = 'Q'\nfills = 'cluster'\n", ["missing_key"]),
        ("[survey]\nrolle = 'x'\n[[question]]\ncode = 'Q'\nitem = 'again'\n", ["unknown_key"]),
        ("[[question]]\ncode = 'Q'\nitems = { A = 5 }\n", ["wrong_kind", "one_way"]),
        ("[[question]]\ncode = 'Q'\nfills = 'role'\nanswers = { volunter = ['V'] }\n", ["wrong_choice"]),
        ("[[question]]\ncode = 'Q'\nitem = 'weakened'\npublic_value = 'V99'\n", ["wrong_choice"]),
        ("[[question]]\ncode = 'Q'\nitem = 'before'\nsubquestions = { A = 'V6' }\n", ["wrong_choice"]),
        ("[other]\n[[question]]\ncode = 'Q'\nitem = 'again'\n", ["unknown_section"]),
    ],
)
def test_a_declaration_that_cannot_be_meant_is_told_with_its_section(
    text: str, kinds: list[str], tmp_path: Path
) -> None:
    file = export(tmp_path / "a.csv", (*START, "Q"), (*SENT, "x"))
    declared = declare(tmp_path / "questions.toml", text)
    found = [p for p in read(declared, file, **ABOUT).problems if p.file == "questions.toml"]
    assert [problem.kind for problem in found] == kinds
    assert all(problem.letter(language) for problem in found for language in LANGUAGES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"id,name\n1,x\n",
        b"id\tsubmitdate\tlastpage\n",
        b'"id";"token"\n"1";"x"\n',
        b"\xff" * 4096,
        b"[[question]]\nitem = 3",
        b'"' * 70000,
        b"id" + b"\t" * 5000,
    ],
)
def test_whatever_the_bytes_are_nothing_is_raised_and_nothing_is_claimed(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    connector = LimeSurvey()
    assert connector.recognises([file]).sure in (0.0, 1.0)
    assert connector.recognises([file]).sure == 0.0 or content.startswith(b"id\tsubmitdate")
    assert connector.read([file], ABOUT).problems


def test_a_strange_file_among_the_others_makes_it_less_sure(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again"), (*SENT, "Y"))
    strange = declare(tmp_path / "b.csv", "a,b\n1,2\n")
    assert 0.5 < LimeSurvey().recognises([file, strange]).sure < 1.0
    assert [problem.kind for problem in read(file, strange, **ABOUT).problems] == ["strange_file"]


def test_headings_that_differ_in_case_only_are_a_problem_and_no_crash(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", (*START, "again", "Again"), (*SENT, "Y", "N"))
    assert {problem.kind for problem in read(file, **ABOUT).problems} == {"repeated_header"}


def test_the_questionnaire_keeps_to_the_codes_that_the_program_takes() -> None:
    content: Mapping[str, Any] = tomllib.loads((HOME / "questionnaire.toml").read_text(encoding="utf-8"))
    for question in content["question"]:
        assert re.fullmatch("[A-Za-z][A-Za-z0-9]{0,19}", question["code"]), question["code"]
        assert question["code"].lower() not in RESERVED
        assert set(question["text"]) == set(LANGUAGES)
        if "item" in question and "scale" not in question:
            assert question["code"] == question["item"].replace("_", "")
    for name, meanings in content["answers"].items():
        codes = [words[0] for words in meanings.values()]
        assert all(re.fullmatch("[A-Za-z0-9]{1,5}", code) for code in codes), name
        assert len(set(codes)) == len(codes)
    assert set(content["answers"]["role"]) == {role.id for role in roles().values()}


def test_no_word_of_an_answer_means_two_things() -> None:
    for name, meanings in questionnaire().answers.items():
        silence = questionnaire().answers["silence"]
        assert all(meanings[word] == ours for word, ours in silence.items()), name


def test_the_page_names_every_code_of_a_question() -> None:
    page = (HOME / "README.md").read_text(encoding="utf-8")
    missing = {question.code for question in questionnaire().questions if f"`{question.code}`" not in page}
    assert missing == set()
