"""The gate lets in what can be read, passes over what is nobody's data and says so, and refuses the rest by letter."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import re
import tomllib
import tracemalloc
import zipfile
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from obverse.evidence.receiving.gate import Opened, open_files
from obverse.evidence.receiving.limits import limits

TABLE = b"id,title\n1,made up\n"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


def opened(*files: Path, encoding: str = "", **changes: float) -> Opened:
    beside = files[0].parent.parent
    scratch = beside / f"scratch-{len(list(beside.iterdir()))}"
    came = open_files(files, scratch, limits().with_(**changes), encoding=encoding)
    for problem in came.problems:
        assert problem.letter("en") != problem.letter("fr")
    for file in came.admitted:
        assert file.path.is_relative_to(scratch) or file.path == file.original
    return came


def kinds(came: Opened) -> list[str]:
    assert not came.admitted
    return [problem.kind for problem in came.problems]


def labels(came: Opened) -> list[str]:
    assert came.problems == ()
    return [file.label for file in came.admitted]


def remarks(came: Opened) -> list[tuple[str, str]]:
    return [(key, details["file"]) for key, details in came.remarks]


def put(folder: Path, name: str, content: bytes = TABLE) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def packed(contents: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["id", "title"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_clean_file_is_read_where_it_is(given: Path) -> None:
    file = put(given, "a.csv")
    (admitted,) = opened(file).admitted
    assert (admitted.path, admitted.original, admitted.label, admitted.encoding) == (
        file,
        file,
        "a.csv",
        "utf-8",
    )


def test_an_archive_is_unpacked_and_its_members_named_after_it(given: Path) -> None:
    file = put(given, "export.zip", packed({"b/votes.csv": TABLE, "a.json": b"[]"}))
    came = opened(file)
    assert labels(came) == ["export.zip/b/votes.csv", "export.zip/a.json"]
    assert {admitted.original for admitted in came.admitted} == {file}
    assert [admitted.path.read_bytes() for admitted in came.admitted] == [TABLE, b"[]"]
    assert [admitted.path.name for admitted in came.admitted] == ["votes.csv", "a.json"]


def test_files_of_one_name_do_not_meet(given: Path) -> None:
    file = put(given, "export.zip", packed({"a/votes.csv": TABLE, "b/votes.csv": TABLE * 2}))
    assert [one.path.read_bytes() for one in opened(file, file).admitted] == [TABLE, TABLE * 2] * 2


def test_a_folder_is_walked_in_order_and_what_is_hidden_is_told(given: Path) -> None:
    for name in ("b.csv", "a.csv", "c/d.csv", ".hidden.csv", ".git/x.csv", "README.md", "~$book.xlsx"):
        put(given, f"export/{name}")
    came = opened(given / "export")
    assert labels(came) == ["export/a.csv", "export/b.csv", "export/c/d.csv"]
    assert {file for _, file in remarks(came)} == {
        f"export/{name}" for name in (".hidden.csv", ".git", "README.md", "~$book.xlsx")
    }
    assert {key for key, _ in remarks(came)} == {"passed_over"}


def test_links_in_a_folder_are_not_followed(given: Path) -> None:
    secret = put(given, "secret.csv")
    put(given, "export/a.csv")
    (given / "export" / "link.csv").symlink_to(secret)
    (given / "export" / "up").symlink_to(given)
    came = opened(given / "export")
    assert labels(came) == ["export/a.csv"]
    assert ("passed_over", "export/link.csv") in remarks(came)


def test_what_lies_beside_the_tables_in_an_archive_is_told(given: Path) -> None:
    beside = {
        "__MACOSX/._a.csv": b"\x00\x05",
        ".DS_Store": b"\x00",
        "README.md": b"#",
        "LICENSE": b"x",
        "plan.pdf": b"%PDF-1.7 ...",
        "photo.png": b"\x89PNG\r\n\x1a\n",
    }
    came = opened(put(given, "export.zip", packed({**beside, "./a.csv": TABLE, "empty.csv": b""})))
    assert labels(came) == ["export.zip/./a.csv"]
    assert remarks(came) == [
        *(("passed_over", f"export.zip/{name}") for name in list(beside)[:4]),
        ("empty_file", "export.zip/empty.csv"),
        *(("passed_over", f"export.zip/{name}") for name in list(beside)[4:]),
    ]


def test_workbooks_and_projects_stay_whole_also_within_an_archive(given: Path) -> None:
    project = packed({"project.qde": b"<Project/>"})
    alone = put(given, "book.xlsx", workbook())
    file = put(given, "export.zip", packed({"book.csv": workbook(), "p.qdpx": project}))
    came = opened(alone, file)
    assert labels(came) == ["book.xlsx", "export.zip/book.csv", "export.zip/p.qdpx"]
    assert [one.path.read_bytes() for one in came.admitted] == [workbook(), workbook(), project]
    assert came.admitted[0].path == alone


def test_an_archive_in_an_archive_is_not_opened(given: Path) -> None:
    inner = packed({"a.csv": TABLE})
    assert kinds(opened(put(given, "export.zip", packed({"inner.zip": inner})))) == ["archive_nested"]
    assert kinds(opened(put(given, "export.zip", packed({"inner.csv": inner})))) == ["archive_nested"]


def test_a_bomb_within_a_workbook_within_an_archive_is_found(given: Path) -> None:
    deep = packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", "x.bin": bytes(2 << 20)})
    assert kinds(opened(put(given, "export.zip", packed({"book.xlsx": deep})))) == ["archive_bomb"]


def test_all_archives_together_have_one_limit(given: Path) -> None:
    file = put(given, "a.zip", packed({"a.csv": TABLE * 10}))
    other = put(given, "b.zip", packed({"b.csv": TABLE * 10}))
    assert len(opened(file, other, unpacked_bytes=len(TABLE) * 20).admitted) == 2
    assert [one.kind for one in opened(file, other, unpacked_bytes=len(TABLE) * 20 - 1).problems] == [
        "archive_too_large"
    ]


def stored(write: Any) -> bytes:
    stream = io.BytesIO()
    write(pa.table({"id": [1]}), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (stored(pyarrow.parquet.write_table), "refused_columns"),
        (stored(pyarrow.feather.write_feather), "refused_columns"),
        (b"\x89HDF\r\n\x1a\n" + bytes(90), "refused_columns"),
        (b"SQLite format 3\x00" + bytes(90), "refused_columns"),
        (gzip.compress(TABLE, mtime=0), "refused_compressed"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), "refused_compressed"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(90), "refused_compressed"),
        (bytes(257) + b"ustar\x0000" + bytes(300), "refused_compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "refused_old_office"),
        (b"%PDF-1.7\n", "refused_document"),
        (b"{\\rtf1 made up}", "refused_document"),
        (packed({"word/document.xml": b"<a/>"}), "refused_document"),
        (packed({"xl/workbook.bin": b"x"}), "refused_binary_workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "refused_open_document"),
        (b"\x89PNG\r\n\x1a\n", "refused_picture"),
        (b"\xff\xd8\xff\xe0", "refused_picture"),
        (pickle.dumps({"id": [1]}, protocol=4), "refused_program"),
        (b"\x7fELF\x02\x01\x01", "refused_program"),
        (b" <!DOCTYPE html><title>Log in</title>", "refused_web_page"),
        ("<html>".encode("utf-16"), "refused_web_page"),
        (bytes(range(256)) * 4, "refused_binary"),
        (b"", "empty_file"),
    ],
)
def test_a_file_is_what_its_content_shows_and_refused_by_its_kind(
    given: Path, content: bytes, kind: str
) -> None:
    assert kinds(opened(put(given, "votes.csv", content))) == [kind]


@pytest.mark.parametrize("heading", [b"PAR1", b"MM", b"RIFF", b"BZh", b"MZ", b"ORCID", b"GIF89a"])
def test_a_heading_that_begins_like_another_kind_is_a_heading(given: Path, heading: bytes) -> None:
    assert len(opened(put(given, "a.csv", heading + b",title\n1,made up\n")).admitted) == 1


def test_what_is_no_file_is_refused_and_never_waited_for(given: Path) -> None:
    os.mkfifo(given / "pipe")
    (given / "empty").mkdir()
    (given / "loop").symlink_to(given / "loop")
    assert kinds(opened(given / "pipe")) == ["not_a_file"]
    assert kinds(opened(given / "nothing", Path("/dev/zero"))) == ["missing_file", "not_a_file"]
    assert kinds(opened(given / "empty")) == ["empty_folder"]
    assert kinds(opened(given / "loop")) == ["missing_file"]


def test_a_file_that_is_too_large_is_not_opened(given: Path) -> None:
    file = given / "sparse.csv"
    with file.open("wb") as stream:
        stream.truncate(limits().file_bytes + 1)
    (problem,) = opened(file).problems
    assert problem.kind == "file_too_large"
    assert "at most 50" in problem.letter()


def test_too_many_files_are_not_all_looked_at(given: Path) -> None:
    for number in range(5):
        put(given, f"export/{number}.csv")
    came = opened(given / "export", members=3)
    assert len(came.admitted) == 3
    assert [problem.kind for problem in came.problems] == ["too_many_files"]


def test_a_name_that_is_no_text_is_replaced(given: Path) -> None:
    name = os.fsdecode(b"vot\xffes.csv")
    put(given, name)
    (admitted,) = opened(given / name).admitted
    assert admitted.label == "vot�es.csv"
    assert str(admitted.path).encode()
    assert admitted.path.read_bytes() == TABLE


def test_an_encoding_is_asked_for_member_by_member(given: Path) -> None:
    latin = "id,title\n1,Café\n".encode("cp1252")
    file = put(given, "export.zip", packed({"a.csv": TABLE, "b.csv": latin}))
    (problem,) = opened(file).problems
    assert (problem.kind, problem.file) == ("encoding_unsure", "export.zip/b.csv")
    came = opened(file, encoding="cp1252")
    assert [one.encoding for one in came.admitted] == ["utf-8", "cp1252"]
    assert came.admitted[1].path.read_text(encoding="utf-8") == "id,title\n1,Café\n"


def rows(*lines: str) -> bytes:
    return "\n".join(("id,title", *lines, "")).encode()


def table_problem(given: Path, content: bytes, **changes: int) -> tuple[str, int]:
    (problem,) = opened(put(given, "a.csv", content), encoding="", **changes).problems
    return problem.kind, problem.row


def test_tables_are_bounded_in_rows_columns_and_cells(given: Path) -> None:
    content = rows("1,a", "2,b")
    assert table_problem(given, content, rows=2) == ("too_many_rows", 0)
    assert table_problem(given, content, columns=1) == ("too_many_columns", 1)
    assert table_problem(given, content, cells=5) == ("too_many_cells", 3)
    assert len(opened(given / "a.csv", rows=3, columns=2, cells=6).admitted) == 1


def test_a_giant_cell_is_refused_with_its_row(given: Path) -> None:
    longest = limits().text_cell_bytes
    assert table_problem(given, rows("1,a", f"2,{'x' * (longest + 1)}")) == ("cell_too_long", 3)
    assert table_problem(given, rows("1,a", f"2,{'é' * (longest // 2 + 1)}")) == ("cell_too_long", 3)
    assert table_problem(given, rows("1,a").replace(b"title", b"t" * 40_000)) == ("cell_too_long", 1)
    assert len(opened(put(given, "a.csv", rows(f"2,{'x' * longest}"))).admitted) == 1


def test_a_line_without_end_does_not_fill_the_memory(given: Path) -> None:
    content = b"id,title\n1," + b"x" * (45 << 20)
    tracemalloc.start()
    try:
        assert table_problem(given, content) == ("cell_too_long", 2)
        assert tracemalloc.get_traced_memory()[1] < len(content)
    finally:
        tracemalloc.stop()
    assert table_problem(given, b"id,title\n" + b"," * 100_000) == ("too_many_columns", 2)


def test_a_quotation_that_is_never_closed_is_refused_where_it_begins(given: Path) -> None:
    lines = [f'{number},"said ""{number}"""' for number in range(2, 40)]
    assert table_problem(given, rows(*lines, '41,"open', "42,lost", "43,lost")) == ("unclosed_quote", 40)
    many = [f"{number},lost in what came before" for number in range(80_000)]
    assert table_problem(given, rows(*lines, '41,"open', *many)) == ("unclosed_quote", 40)


def test_a_quotation_mark_within_a_cell_is_only_a_mark(given: Path) -> None:
    content = rows('1,a 5" pipe', '2,"two\nlines"', '3,b"c')
    assert len(opened(put(given, "a.csv", content)).admitted) == 1


def test_xml_that_declares_a_document_type_is_refused(given: Path) -> None:
    document = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    assert kinds(opened(put(given, "a.xml", document))) == ["xml_entities"]
    assert kinds(opened(put(given, "a.xml", b"<x>"))) == ["xml_broken"]
    assert len(opened(put(given, "a.xml", b"<x/>")).admitted) == 1


def said(language: str) -> dict[str, set[str]]:
    content = tomllib.loads(
        resources.files("obverse.evidence").joinpath("texts", f"{language}.toml").read_text("utf-8")
    )
    sentences = {
        f"{kind}.{part}": text for kind, body in content["problem"].items() for part, text in body.items()
    }
    sentences |= {f"remark.{key}": text for key, text in content["remark"].items()}
    return {
        key: {field for _, field, _, _ in Formatter().parse(text) if field} for key, text in sentences.items()
    }


def test_every_letter_and_remark_says_the_same_in_both_languages() -> None:
    assert said("en") == said("fr")


def test_every_problem_that_the_room_names_has_a_letter() -> None:
    folder = Path(str(resources.files("obverse.evidence.receiving")))
    named = {
        kind
        for file in folder.glob("*.py")
        for kind in re.findall(
            r"\"((?:archive|member|encoding|refused|xml|json|sheet|workbook|cell|too|unclosed|parser|empty|not|file)"
            r"_[a-z_]+)\"",
            file.read_text(encoding="utf-8"),
        )
    } - {"file_bytes", "memory_bytes", "not_exported"}
    known = {key.rpartition(".")[0] for key in said("en")}
    assert len(named) > 50
    assert named - known - {"empty_file"} == set()
