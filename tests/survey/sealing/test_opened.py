"""The files of an opening join nothing, come back whole, and are taken for no other wave's."""

from __future__ import annotations

import dataclasses
import io
import secrets
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.declarations import tables
from obverse.survey.instrument import Answers, form_for, instrument
from obverse.survey.instrument import records as records_module
from obverse.survey.sealing import codes, opened, sealed
from obverse.survey.sealing.opened import ANSWERS, PASSAGES, RECORD, BadOpening, is_answer
from obverse.survey.sealing.opening import Opened, open_batch
from tests.survey.sealing.conftest import WAVE, Sealing


def rows_of(records: Iterable[dict[str, Any]], wave: str) -> Iterator[dict[str, str]]:
    for record in records:
        respondent = secrets.token_hex(8)
        for item, public_value, value in record["answers"]:
            yield {
                "respondent": respondent,
                "wave": wave,
                "variant": record["variant"],
                "role": record["role"],
                "item": item,
                "public_value": public_value,
                "value": value,
            }


def record(
    number: int, *, about: str = "V01", text: str = "", role: str = "front_line_staff"
) -> dict[str, Any]:
    # Asked in an order of its own, as real forms are.
    answers = [
        ["weakened", about, "0"],
        ["strengthened", about, "4"],
        ["heard", "", "yes"],
        ["hours", "", str(number)],
    ]
    start = number % len(answers)
    return {
        "stratum": number % 2,
        "variant": "internal",
        "role": role,
        "answers": answers[start:] + answers[:start],
        "passages": [[about, text or f"text {number}"]],
    }


def opening(sealing: Sealing, records: list[dict[str, Any]], tmp_path: Path) -> Opened:
    ciphertexts = [sealed.seal(one, sealing.key.public) for one in records]
    return open_batch(
        sealing.batch(ciphertexts),
        sealing.key.shares[:2],
        tmp_path / "memory",
        root=sealing.root(ciphertexts),
        is_answer=lambda one: is_answer(one, rows_of),
        first=True,
    )


@pytest.fixture
def done(sealing: Sealing, tmp_path: Path) -> Opened:
    return opening(sealing, [record(number) for number in range(30)], tmp_path)


def test_the_files_come_back_whole(done: Opened) -> None:
    files = opened.files(done, rows_of)
    loaded = opened.read(files.values(), wave=WAVE, root=done.statement.root, name="2026")
    assert (loaded.count, loaded.opened, loaded.refused) == (30, 30, ())
    assert Counter(row["value"] for row in loaded.rows if row["item"] == "hours") == Counter(
        map(str, range(30))
    )
    assert {row["text"] for row in loaded.passages} == {f"text {number}" for number in range(30)}
    assert {row["wave"] for row in (*loaded.rows, *loaded.passages)} == {"2026"}
    assert len({row["respondent"] for row in loaded.rows}) == 30


def test_the_order_of_asking_is_not_in_the_rows(done: Opened) -> None:
    loaded = opened.read(opened.files(done, rows_of).values(), wave=WAVE, root=done.statement.root)
    orders = {
        tuple(row["item"] for row in loaded.rows if row["respondent"] == one)
        for one in {row["respondent"] for row in loaded.rows}
    }
    assert orders == {("heard", "hours", "strengthened", "weakened")}


def test_passages_are_in_an_order_of_their_own_and_carry_nothing_of_their_author(done: Opened) -> None:
    orders = []
    for _ in range(5):
        loaded = opened.read(opened.files(done, rows_of).values(), wave=WAVE, root=done.statement.root)
        orders.append(tuple(row["text"] for row in loaded.passages))
        respondents = list(dict.fromkeys(row["respondent"] for row in loaded.rows))
        assert not set(respondents) & {row["passage"] for row in loaded.passages}
        assert [set(row) for row in loaded.passages] == [set(opened.PASSAGE_COLUMNS)] * 30
    assert len(set(orders)) == 5


def test_a_value_that_few_answered_about_is_taken_off_their_passages(
    sealing: Sealing, tmp_path: Path
) -> None:
    rare = [record(number, about="V24") for number in range(9)]
    common = [record(number, about="V01") for number in range(10)]
    done = opening(sealing, [*rare, *common], tmp_path)
    loaded = opened.read(opened.files(done, rows_of).values(), wave=WAVE, root=done.statement.root)
    assert Counter((row["role"], row["public_value"]) for row in loaded.passages) == {
        ("front_line_staff", ""): 9,
        ("front_line_staff", "V01"): 10,
    }


def test_what_a_passage_says_of_its_author_leads_to_ten_people_or_is_taken_off(
    sealing: Sealing, tmp_path: Path
) -> None:
    mayors = [
        record(number, about="V01", role="elected_majority", text=f"mayor {number}") for number in range(9)
    ]
    staff = [record(number, about="V01") for number in range(12)]
    managers = [
        record(number, about="V02" if number < 3 else "V03", role="project_manager", text=f"manager {number}")
        for number in range(12)
    ]
    done = opening(sealing, [*mayors, *staff, *managers], tmp_path)
    loaded = opened.read(opened.files(done, rows_of).values(), wave=WAVE, root=done.statement.root)
    kept = Counter((row["text"].split()[0], row["role"], row["public_value"]) for row in loaded.passages)
    assert kept == {
        ("mayor", "", "V01"): 9,
        ("text", "front_line_staff", "V01"): 12,
        ("manager", "project_manager", ""): 12,
    }


def test_the_archive_holds_the_same_and_has_no_moment(done: Opened) -> None:
    files, root = opened.files(done, rows_of), done.statement.root
    archive = opened.bundled(files)
    assert opened.bundled(files) == archive
    assert opened.read(archive, wave=WAVE, root=root) == opened.read(files.values(), wave=WAVE, root=root)


def test_what_is_no_archive_of_an_opening_is_refused_with_a_letter(done: Opened) -> None:
    files, root = opened.files(done, rows_of), done.statement.root
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    whole = opened.bundled(files)
    for wrong in (b"", b"PK\x03\x04", packed.getvalue(), whole[:-30], whole[:40] + b"\0" + whole[41:]):
        with pytest.raises(BadOpening) as refused:
            opened.read(wrong, wave=WAVE, root=root)
        assert refused.value.letter("en") != refused.value.letter("fr")


def test_no_receipt_digest_or_moment_is_in_the_rows(done: Opened) -> None:
    files = opened.files(done, rows_of)
    for name in (ANSWERS, PASSAGES):
        assert done.statement.root.encode() not in files[name]
        assert done.statement.key.encode() not in files[name]
    assert set(files[ANSWERS].split(b"\r\n")[0].decode().split(",")) == set(opened.COLUMNS)


TEXTS = [
    "=1+1",
    "+3",
    "-5",
    "@x",
    "'quoted'",
    "''",
    'a "b", c',
    "two\nlines",
    "three\r\nlines",
    "\ttab",
    "é ’ 漢",
    ";",
]


def test_texts_come_back_as_they_were_and_no_spreadsheet_calculates_them(
    sealing: Sealing, tmp_path: Path
) -> None:
    done = opening(sealing, [record(number, text=text) for number, text in enumerate(TEXTS)], tmp_path)
    files = opened.files(done, rows_of)
    loaded = opened.read(files.values(), wave=WAVE, root=done.statement.root)
    assert sorted(row["text"] for row in loaded.passages) == sorted(TEXTS)
    assert b",=1+1" not in files[PASSAGES]


@pytest.mark.parametrize(
    "bad",
    [
        {"stratum": "1"},
        {"stratum": True},
        {"passages": None},
        {"answers": [["a"]]},
        {"answers": "abc"},
        {"answers": [["a", "b", 3]]},
        {"passages": [["V01", 3]]},
        {"passages": [["V01"]]},
        {"passages": [[{}, "text"]]},
        {"answers": [[["a"], "b", "c"], ["a", "b", "c"]]},
        {"answers": [["strengthened", {}, "c"]]},
        {"role": None},
        {"role": {}},
        {"variant": 3},
    ],
)
def test_what_somebody_else_sealed_is_no_answer_and_no_crash(bad: dict[str, Any]) -> None:
    assert is_answer(record(1), rows_of)
    assert not is_answer({**record(1), **bad}, rows_of)
    for missing in record(1):
        assert not is_answer({name: said for name, said in record(1).items() if name != missing}, rows_of)
    assert not is_answer({}, rows_of)


def test_an_answer_without_any_row_is_counted(sealing: Sealing, tmp_path: Path) -> None:
    silent = {**record(1), "answers": [], "passages": []}
    done = opening(sealing, [*(record(number) for number in range(11)), silent], tmp_path)
    loaded = opened.read(opened.files(done, rows_of).values(), wave=WAVE, root=done.statement.root)
    assert (loaded.opened, len({row["respondent"] for row in loaded.rows})) == (12, 11)


def kind_of(given: Iterable[bytes], root: str, wave: str = WAVE) -> str:
    with pytest.raises(BadOpening) as refused:
        opened.read(given, wave=wave, root=root)
    assert refused.value.letter("en") != refused.value.letter("fr")
    return refused.value.kind


def test_missing_changed_and_foreign_files_are_refused_with_a_letter(done: Opened) -> None:
    files, root = opened.files(done, rows_of), done.statement.root
    answers, passages, told = files[ANSWERS], files[PASSAGES], files[RECORD]
    assert kind_of([], root) == "opening_record"
    assert kind_of([answers, passages], root) == "opening_record"
    assert kind_of([answers, passages, told.replace(b"wave", b"Wave")], root) == "opening_record"
    assert kind_of([answers, told], root) == "opening_file"
    assert kind_of([answers.replace(b"yes", b"no", 1), passages, told], root) == "opening_file"
    assert kind_of(files.values(), "0" * 64) == "opening_other"
    assert kind_of(files.values(), root, "another") == "opening_other"
    assert kind_of([answers, passages, told.replace(b"opened 30", b"opened 29")], root) == "opening_count"
    few = told.replace(b"opened 30", b"opened 9").replace(b"count 30", b"count 9")
    assert kind_of([answers, passages, few], root) == "opening_count"


def test_an_opening_of_fewer_than_ten_is_never_taken_in(done: Opened) -> None:
    few = dataclasses.replace(
        done, records=done.records[:9], count=9, statement=dataclasses.replace(done.statement, count=9)
    )
    assert kind_of(opened.files(few, rows_of).values(), few.statement.root) == "opening_count"


def test_answers_given_in_the_real_questionnaire_come_out_as_rows_of_the_register(
    sealing: Sealing, tmp_path: Path
) -> None:
    made = instrument()
    pepper = bytes(32)
    records, given = [], 0
    for code in codes.new_codes(12):
        form = form_for(
            made,
            "participant",
            kind="main",
            key=codes.form_key(code, pepper),
            subject="the test",
            place="the test town",
            language="fr",
        )
        posted = {
            question.name: [question.choices[0][0]]
            for question in form.questions()
            if question.item in {"importance", "before", "strengthened", "weakened"}
        }
        answers = form.read(posted)
        assert isinstance(answers, Answers)
        given += len(answers.given)
        records.append(answers.record(2, "participant", "volunteer", "", "before_reminder", paper=False))
    ciphertexts = [sealed.seal(one, sealing.key.public) for one in records]
    done = open_batch(
        sealing.batch(ciphertexts),
        sealing.key.shares[1:],
        tmp_path / "memory",
        root=sealing.root(ciphertexts),
        is_answer=lambda one: is_answer(one, records_module.rows_of),
        first=True,
    )
    archive = opened.bundled(opened.files(done, records_module.rows_of))
    loaded = opened.read(archive, wave=WAVE, root=done.statement.root, name="2026")
    assert len(loaded.rows) == given > 100
    known = tables()["survey_answer"].columns
    assert set(opened.COLUMNS) <= set(known)
    for respondent in {row["respondent"] for row in loaded.rows}:
        own = [
            (row["item"], row["public_value"], row["value"])
            for row in loaded.rows
            if row["respondent"] == respondent
        ]
        assert own == sorted(own)
    assert {(row["stratum"], row["wave"], row["phase"]) for row in loaded.rows} == {
        ("2", "2026", "before_reminder")
    }


def test_files_beside_the_three_are_left_aside(done: Opened) -> None:
    files, root = opened.files(done, rows_of), done.statement.root
    assert opened.read([b"a statement", *files.values(), b""], wave=WAVE, root=root).opened == 30
