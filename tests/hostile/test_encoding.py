"""How a text is written is told where it can be known, asked where it cannot, and never silently guessed."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.encoding import ACCEPTED, Text, clean_text

ROWS = "id,titre\n1,Café à côté\n2,Größe für alle\n"


def cleaned(folder: Path, content: bytes, encoding: str = "") -> Text:
    file = folder / "table.csv"
    file.write_bytes(content)
    (folder / "clean").mkdir(exist_ok=True)
    target = folder / "clean" / "table.csv"
    target.unlink(missing_ok=True)
    return clean_text(file, target, "table.csv", encoding)


def text_of(text: Text) -> str:
    assert text.problems == ()
    assert text.path is not None
    return text.path.read_bytes().decode("utf-8")


def problem_of(text: Text) -> Problem:
    assert text.path is None
    (problem,) = text.problems
    assert problem.letter("en") != problem.letter("fr")
    return problem


def counts(text: Text) -> dict[str, str]:
    return {kind: details["count"] for kind, details in text.remarks if "count" in details}


def test_clean_utf_8_is_left_where_it_is(tmp_path: Path) -> None:
    text = cleaned(tmp_path, ROWS.encode())
    assert (text.path, text.encoding, text.remarks) == (tmp_path / "table.csv", "utf-8", ())


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_stay_as_they_are(tmp_path: Path, ends: str) -> None:
    content = ROWS.replace("\n", ends).encode("utf-8-sig")
    assert text_of(cleaned(tmp_path, content)) == ROWS.replace("\n", ends)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_at_the_beginning_decides(tmp_path: Path, mark: bytes, encoding: str) -> None:
    text = cleaned(tmp_path, mark + ROWS.encode(encoding))
    assert text_of(text) == ROWS
    assert [kind for kind, _ in text.remarks] == ([] if encoding == "utf-8" else ["read_as"])


def test_what_is_not_utf_8_is_asked_about_with_its_readings(tmp_path: Path) -> None:
    problem = problem_of(cleaned(tmp_path, ROWS.encode("cp1252")))
    assert (problem.kind, problem.row, problem.details["guess"]) == ("encoding_unsure", 2, "cp1252")
    letter = problem.letter()
    assert "Caf[E9] → Café (cp1252), CafÈ (mac_roman)" in letter
    assert "--encoding cp1252" in letter


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("cp1251", "Дорога к парку"), ("mac_roman", "Qualité de l’été"), ("cp850", "Größe für alle")],
)
def test_the_guess_is_the_reading_that_makes_words(tmp_path: Path, encoding: str, words: str) -> None:
    problem = problem_of(cleaned(tmp_path, f"id,title\n1,{words}\n".encode(encoding)))
    assert problem.details["guess"] == encoding


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "latin-1", "Windows-1252"])
def test_an_encoding_that_is_said_is_used_and_told(tmp_path: Path, encoding: str) -> None:
    text = cleaned(tmp_path, ROWS.encode(encoding), encoding)
    assert text_of(text) == ROWS
    assert [kind for kind, _ in text.remarks] == ["read_as"]


def test_a_mark_of_utf_8_before_something_else_is_asked_about_and_left_away(tmp_path: Path) -> None:
    content = codecs.BOM_UTF8 + ROWS.encode("cp1252")
    assert problem_of(cleaned(tmp_path, content)).kind == "encoding_unsure"
    assert text_of(cleaned(tmp_path, content, "cp1252")) == ROWS


def test_an_encoding_that_is_said_does_not_spoil_a_file_that_is_utf_8(tmp_path: Path) -> None:
    text = cleaned(tmp_path, ROWS.encode(), "cp1252")
    assert text_of(text) == ROWS
    assert [kind for kind, _ in text.remarks] == ["is_utf8"]


def test_an_encoding_that_does_not_fit_is_a_problem_with_its_row(tmp_path: Path) -> None:
    content = ROWS.encode("cp1252") + b"3,\x81\n"
    problem = problem_of(cleaned(tmp_path, content, "cp1252"))
    assert (problem.kind, problem.row) == ("encoding_wrong", 4)


@pytest.mark.parametrize("encoding", ["x-made-up", "rot13", "zlib", "utf-7", "idna", "unicode_escape", ""])
def test_only_encodings_of_texts_are_accepted(tmp_path: Path, encoding: str) -> None:
    text = cleaned(tmp_path, ROWS.encode("cp1252"), encoding)
    assert problem_of(text).kind == ("encoding_unknown" if encoding else "encoding_unsure")


def test_every_accepted_encoding_can_be_read() -> None:
    assert all(codecs.lookup(name).incrementaldecoder for name in ACCEPTED)


def test_two_encodings_in_one_file_are_told_with_the_rows_of_both(tmp_path: Path) -> None:
    content = b"id,title\n" + "1,Café\n".encode() + "2,Grün\n".encode("cp1252") + b"3,plain\n"
    problem = problem_of(cleaned(tmp_path, content))
    assert (problem.kind, problem.row, problem.details["others"]) == ("encoding_mixed", 3, "2")


def test_a_single_wrong_byte_far_down_is_found(tmp_path: Path) -> None:
    content = b"id,title\n" + b"1,plain words that fill the file\n" * 100_000 + b"2,caf\xe9\n"
    assert problem_of(cleaned(tmp_path, content)).row == 100_002


@pytest.mark.parametrize("said", ["", "cp1252"])
def test_utf_16_without_a_mark_is_asked_about(tmp_path: Path, said: str) -> None:
    problem = problem_of(cleaned(tmp_path, ROWS.encode("utf-16-be"), said))
    assert (problem.kind, problem.details["guess"]) == ("encoding_wide", "utf-16-be")
    assert text_of(cleaned(tmp_path, ROWS.encode("utf-16-be"), "utf-16-be")) == ROWS


@pytest.mark.parametrize(
    "content", [b"\xc0\xaf", b"\xc0\x80", b"\xed\xa0\xbd", b"\xf5\x80\x80\x80", b"\xe2\x82"]
)
def test_what_only_looks_like_utf_8_is_not_taken_for_it(tmp_path: Path, content: bytes) -> None:
    assert problem_of(cleaned(tmp_path, b"id,title\n1," + content + b"\n")).kind == "encoding_unsure"


def test_bytes_of_no_text_are_refused(tmp_path: Path) -> None:
    assert problem_of(cleaned(tmp_path, bytes(range(32)) * 20)).kind == "refused_binary"


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    text = cleaned(tmp_path, "id,title\n1,a\x00b\x07\n2,c\x85d\te\r\n".encode())
    assert text_of(text) == "id,title\n1,ab\n2,cd\te\r\n"
    assert text.remarks == (("control_removed", {"file": "table.csv", "count": "3", "rows": "2, 3"}),)


def test_control_characters_in_escapes_of_json_are_taken_out_too(tmp_path: Path) -> None:
    text = cleaned(tmp_path, rb'[{"a": "x\u0000y\u009F", "b": "\\u0000", "c": "\\\u0001\u00e9\u000a"}]')
    assert text_of(text) == r'[{"a": "xy", "b": "\\u0000", "c": "\\\u00e9\u000a"}]'
    assert counts(text) == {"control_removed": "3"}


def test_outside_of_json_a_backslash_is_only_a_backslash(tmp_path: Path) -> None:
    assert text_of(cleaned(tmp_path, rb"id,title" + b"\n" + rb"1,C:\u0000")).endswith(rb"C:\u0000".decode())


def test_signs_that_hide_are_counted_and_kept(tmp_path: Path) -> None:
    content = "id,title\n1,a\u200bb\ufeff\n2,\u202efdp.x\n3,lost \ufffd\n4,👩\u200d🔧\n"
    text = cleaned(tmp_path, content.encode())
    assert text_of(text) == content
    assert counts(text) == {"unseen_signs": "2", "turning_signs": "1", "lost_signs": "1"}


@pytest.mark.parametrize("meant", ["é", "ü", "ß", "’", "€", "œ"])
def test_text_that_was_misread_before_is_told_and_not_repaired(tmp_path: Path, meant: str) -> None:
    seen = meant.encode().decode("cp1252")
    text = cleaned(tmp_path, f"id,title\n1,x{seen}y\n".encode())
    assert text_of(text) == f"id,title\n1,x{seen}y\n"
    (remark,) = text.remarks
    assert remark[0] == "misread_signs"
    assert remark[1]["examples"] == f"{seen} → {meant}"


def test_ordinary_words_of_many_languages_are_not_suspected(tmp_path: Path) -> None:
    words = "São Ângela, coração; Ørsted på Ærø, Ünlü, naïve “café” – Ça va? Œuvre ÉTÉ À Ò Été’s"
    text = cleaned(tmp_path, f"id,title\n1,{words}\n".encode())
    assert text.remarks == ()


def test_a_long_file_is_cleaned_like_a_short_one(tmp_path: Path) -> None:
    content = "éa row\x00 of words" * 150_000 + "\n" + '"x' * 10
    text = cleaned(tmp_path, content.encode())
    assert text_of(text) == content.replace("\x00", "")
    assert counts(text) == {"control_removed": "150000"}
