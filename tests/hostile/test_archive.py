"""An archive is believed nothing: what comes out is what went in, or the archive is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.receiving.archive import Archive, Budget
from obverse.evidence.receiving.limits import MEBIBYTE, Limits, limits
from obverse.evidence.receiving.zip_directory import Refused

CONTENTS = {"votes.csv": b"voter,vote\n1,1\n" * 40, "folder/proposals.csv": b"id,title\n7,Made up\n"}
FLAGS, METHOD, CHECKSUM, PACKED, SIZE = 6, 8, 14, 18, 22


def contents_of(content: bytes, within: Limits | None = None) -> dict[str, bytes]:
    within = within or limits()
    opened = Archive(io.BytesIO(content), "export.zip", within, Budget(within.unpacked_bytes))
    return {member.name: b"".join(opened.unpack(member)) for member in opened.members}


def refusal_of(content: bytes, within: Limits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        contents_of(content, within)
    letters = [caught.value.problem.letter(language) for language in ("en", "fr")]
    assert all(letter.startswith("export.zip: ") for letter in letters)
    return caught.value.problem.kind


def packed(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, **said: Any) -> bytes:
    """An archive; ``said`` are attributes that every member claims."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in contents.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = method
            for word, value in said.items():
                setattr(member, word, value)
            archive.writestr(member, content)
    return stream.getvalue()


class Line(io.RawIOBase):
    """Somewhere to write to without going back, so that sizes have to follow the data."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.written += bytes(content)
        return len(bytes(content))


def changed(content: bytes, place: int, form: str, value: int) -> bytes:
    return content[:place] + struct.pack(form, value) + content[place + struct.calcsize(form) :]


def directory_of(content: bytes) -> int:
    return content.index(b"PK\x01\x02")


def test_what_went_in_comes_out() -> None:
    assert contents_of(packed(CONTENTS)) == CONTENTS
    assert contents_of(packed(CONTENTS, zipfile.ZIP_STORED)) == CONTENTS


def test_an_archive_whose_sizes_follow_the_data_is_read() -> None:
    line = Line()
    with zipfile.ZipFile(line, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in CONTENTS.items():
            archive.writestr(name, content)
    assert b"PK\x07\x08" in line.written
    assert contents_of(bytes(line.written)) == CONTENTS


@pytest.mark.parametrize("streamed", [False, True])
def test_an_archive_that_is_ready_to_be_large_is_read(streamed: bool) -> None:
    stream: Any = Line() if streamed else io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in CONTENTS.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    content = bytes(stream.written) if streamed else stream.getvalue()
    assert contents_of(content) == CONTENTS


def test_folders_are_no_members_and_an_empty_file_is_one() -> None:
    assert contents_of(packed({"folder/": b"", "folder/a.csv": b""})) == {"folder/a.csv": b""}


def test_an_archive_with_a_comment_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"made up for a test"
        archive.writestr("a.csv", b"id\n1\n")
    assert contents_of(stream.getvalue()) == {"a.csv": b"id\n1\n"}


def test_whatever_byte_is_changed_the_same_comes_out_or_nothing() -> None:
    true = packed({"a.csv": b"id\n1\n2\n3\n4\n5\n6\n", "b.csv": b"id\n8\n" * 9})
    meant = contents_of(true)
    refused = 0
    for place in range(len(true)):
        for flipped in (0x01, 0x80, 0xFF):
            spoiled = bytearray(true)
            spoiled[place] ^= flipped
            try:
                came = contents_of(bytes(spoiled))
            except Refused:
                refused += 1
            else:
                assert came == meant, f"byte {place} xor {flipped:02x}"
    # The rest are dates and versions, which nobody reads.
    assert refused > len(true) * 2


def test_an_archive_that_was_cut_off_anywhere_is_refused() -> None:
    true = packed(CONTENTS)
    for length in range(len(true)):
        assert refusal_of(true[:length]) == "archive_broken"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.csv",
        "a/../../evil.csv",
        "..",
        "/etc/evil.csv",
        "//host/evil.csv",
        "\\evil.csv",
        "..\\evil.csv",
        "a\\..\\..\\evil.csv",
        "C:\\evil.csv",
        "c:evil.csv",
        "~/evil.csv",
    ],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert refusal_of(packed({"good.csv": b"x", name: b"x"})) == "archive_path"


@pytest.mark.parametrize("name", ["a\x07.csv", "a\n.csv", "x" * 256, "é" * 128])
def test_a_name_that_nobody_gives_is_refused(name: str) -> None:
    assert refusal_of(packed({name: b"x"})) == "archive_name"


def test_a_name_that_holds_nul_is_refused() -> None:
    assert refusal_of(packed({"a_.csv": b"x"}).replace(b"a_.csv", b"a\x00.csv")) == "archive_name"


@pytest.mark.parametrize(
    ("first", "second"),
    [("A.csv", "a.csv"), ("caf\u00e9.csv", "cafe\u0301.csv"), ("a/b.csv", "a//b.csv"), ("a", "a/b.csv")],
)
def test_names_that_meet_on_some_disk_are_refused(first: str, second: str) -> None:
    assert refusal_of(packed({first: b"x", second: b"y"})) == "archive_twice"
    assert refusal_of(packed({second: b"y", first: b"x"})) == "archive_twice"


def test_a_name_in_the_old_code_page_is_read() -> None:
    content = packed({"caf_.csv": b"x"}).replace(b"caf_.csv", b"caf\x82.csv")
    assert contents_of(content) == {"café.csv": b"x"}


@pytest.mark.parametrize("mode", [0o120777, 0o060600, 0o020600, 0o010600, 0o140600])
def test_links_and_devices_are_refused(mode: int) -> None:
    assert refusal_of(packed({"a.csv": b"/etc/passwd"}, external_attr=mode << 16)) == "archive_special"


def test_an_encrypted_member_is_refused() -> None:
    content = packed({"a.csv": b"x"})
    directory = directory_of(content)
    for place in (FLAGS, directory + FLAGS + 2):
        content = changed(content, place, "<H", 1)
    assert refusal_of(content) == "archive_encrypted"
    assert refusal_of(changed(packed({"a.csv": b"x"}), FLAGS, "<H", 1)) == "archive_lies"


def test_another_way_of_packing_is_refused_by_its_name() -> None:
    content = packed({"a.csv": b"x" * 99}, zipfile.ZIP_LZMA)
    with pytest.raises(Refused) as caught:
        contents_of(content)
    assert "LZMA" in caught.value.problem.letter()


@pytest.mark.parametrize(("place", "form"), [(METHOD, "<H"), (CHECKSUM, "<L"), (PACKED, "<L"), (SIZE, "<L")])
@pytest.mark.parametrize("in_directory", [False, True])
def test_two_accounts_of_one_member_must_agree(place: int, form: str, in_directory: bool) -> None:
    content = packed({"a.csv": b"id\n" * 200})
    place += directory_of(content) + 2 if in_directory else 0
    was = struct.unpack_from(form, content, place)[0]
    assert refusal_of(changed(content, place, form, was ^ 8)) in {"archive_lies", "archive_method"}


def test_a_member_that_is_longer_than_it_says_is_stopped() -> None:
    content = packed({"a.csv": b"id\n" * 200})
    for place in (SIZE, directory_of(content) + SIZE + 2):
        content = changed(content, place, "<L", 10)
    assert refusal_of(content) == "archive_lies"


def test_a_member_that_is_longer_than_it_says_yields_nothing_beyond() -> None:
    content = packed({"a.csv": b"".join(b"%d," % number for number in range(90_000))})
    for place in (SIZE, directory_of(content) + SIZE + 2):
        content = changed(content, place, "<L", 10)
    archive = Archive(io.BytesIO(content), "export.zip", limits(), Budget(1 << 30))
    pieces = archive.unpack(archive.members[0])
    with pytest.raises(Refused):
        next(pieces)


def test_a_member_that_is_shorter_than_it_says_is_refused() -> None:
    content = packed({"a.csv": b"id\n" * 200})
    for place in (SIZE, directory_of(content) + SIZE + 2):
        content = changed(content, place, "<L", 700)
    assert refusal_of(content) == "archive_lies"


def test_what_follows_the_data_must_repeat_its_sizes() -> None:
    line = Line()
    with zipfile.ZipFile(line, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"id\n1\n")
    place = line.written.index(b"PK\x07\x08")
    for offset in (4, 8, 12):
        assert refusal_of(changed(bytes(line.written), place + offset, "<L", 99)) == "archive_lies"


def test_a_member_within_the_data_of_another_is_refused() -> None:
    inner = packed({"b.csv": b"id\n1\n"}, zipfile.ZIP_STORED)
    directory = directory_of(inner)
    outer = packed({"a.csv": inner[:directory]}, zipfile.ZIP_STORED)
    end = outer.rindex(b"PK\x05\x06")
    entry = inner[directory : inner.rindex(b"PK\x05\x06")]
    entry = changed(entry, 42, "<L", outer.index(inner[:directory]))
    both = outer[:end] + entry + outer[end:]
    for place, form, value in (
        (8, "<H", 2),
        (10, "<H", 2),
        (12, "<L", end - directory_of(outer) + len(entry)),
    ):
        both = changed(both, end + len(entry) + place, form, value)
    assert refusal_of(both) == "archive_overlap"


def test_something_hidden_behind_the_data_is_refused() -> None:
    stream = zlib.compressobj(wbits=-15)
    data = stream.compress(b"id\n1\n") + stream.flush() + b"hidden"
    content = packed({"a.csv": data}, zipfile.ZIP_STORED)
    directory = directory_of(content)
    for place, form, value in (
        (METHOD, "<H", 8),
        (CHECKSUM, "<L", zlib.crc32(b"id\n1\n")),
        (SIZE, "<L", len(b"id\n1\n")),
    ):
        content = changed(changed(content, place, form, value), directory + place + 2, form, value)
    assert refusal_of(content) == "archive_lies"


def test_two_members_on_the_same_data_are_refused() -> None:
    one = packed({"a.csv": b"id\n1\n"})
    directory, end = directory_of(one), one.index(b"PK\x05\x06")
    entry = one[directory:end]
    both = one[:directory] + entry + entry.replace(b"a.csv", b"b.csv") + one[end:]
    both = both.replace(b"a.csv", b"b.csv", 1)
    place = both.index(b"PK\x05\x06")
    both = changed(changed(both, place + 8, "<H", 2), place + 10, "<H", 2)
    assert refusal_of(changed(both, place + 12, "<L", 2 * len(entry))) in {"archive_overlap", "archive_lies"}


def test_a_bomb_is_stopped_long_before_it_has_burst() -> None:
    content = packed({"a.csv": bytes(64 * MEBIBYTE)})
    budget = Budget(limits().unpacked_bytes)
    archive = Archive(io.BytesIO(content), "export.zip", limits(), budget)
    with pytest.raises(Refused) as caught:
        for _ in archive.unpack(archive.members[0]):
            pass
    assert caught.value.problem.kind == "archive_bomb"
    assert limits().unpacked_bytes - budget.left < 8 * MEBIBYTE


def test_a_table_that_packs_well_is_no_bomb() -> None:
    table = b"".join(b"%d,1,2024-01-01\n" % number for number in range(200_000))
    assert contents_of(packed({"a.csv": table})) == {"a.csv": table}


def test_the_limits_hold_for_a_member_and_for_all_together() -> None:
    content = packed({"a.csv": b"ab" * 500, "b.csv": b"cd" * 500})
    assert refusal_of(content, limits().with_(member_bytes=999)) == "member_too_large"
    assert refusal_of(content, limits().with_(unpacked_bytes=1_999)) == "archive_too_large"
    assert refusal_of(content, limits().with_(members=1)) == "archive_members"
    assert len(contents_of(content, limits().with_(member_bytes=1_000, unpacked_bytes=2_000, members=2))) == 2


def test_a_number_of_members_is_not_believed() -> None:
    content = packed(CONTENTS)
    place = content.rindex(b"PK\x05\x06")
    fewer = changed(changed(content, place + 8, "<H", 1), place + 10, "<H", 1)
    assert refusal_of(fewer) == "archive_broken"
    assert refusal_of(content[:place] + b"between" + content[place:]) == "archive_broken"
    assert refusal_of(b"MZ before it" + content) == "archive_broken"


def test_a_letter_shows_a_name_without_signs_that_turn_it(tmp_path: Path) -> None:
    target = tmp_path / "export.zip"
    target.write_bytes(packed({"../\u202evsc.live\u200b": b"x"}))
    with target.open("rb") as stream, pytest.raises(Refused) as caught:
        Archive(stream, "export.zip", limits(), Budget(1000))
    assert "\u202e" not in caught.value.problem.letter()
    assert "vsc.live" in caught.value.problem.letter()
