"""A wave from key to opened archive at the command line, as holders and auditor do it."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from obverse.cli.main import main
from obverse.survey.sealing import batch, codes, keys, opened, sealed, sheets
from tests.survey.sealing.conftest import WAVE

ANSWERS = 14


def call(*arguments: object, typed: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["survey", *map(str, arguments)], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(number: int) -> dict[str, object]:
    return {
        "questionnaire": "0" * 64,
        "stratum": 1,
        "variant": "internal",
        "role": "front_line_staff",
        "cluster": "",
        "phase": "",
        "paper": False,
        "half": "a",
        "asked": {},
        "answers": [["strengthened", "V01", str(number % 5)], ["weakened", "V01", "0"]],
        "passages": [["V01", f"canary text {number}"]],
    }


class Ceremony:
    """Three sticks, a public key and a batch of synthetic answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sticks = [folder / f"stick{number}" for number in (1, 2, 3)]
        for stick in self.sticks:
            stick.mkdir()
        self.public_file = folder / "key.txt"
        named = [part for stick in self.sticks for part in ("--sheet", stick)]
        self.made = call("key", "--wave", "test", "--public", self.public_file, *named)
        self.sheets = [next(stick.iterdir()) for stick in self.sticks]
        self.public = keys.read_public(self.public_file.read_text(encoding="utf-8")).public
        self.ciphertexts = [sealed.seal(answer(number), self.public) for number in range(ANSWERS)]
        self.batch = folder / "batch.txt"
        self.batch.write_bytes(batch.write(WAVE, self.ciphertexts, self.public))
        self.list = folder / "list.txt"
        self.list.write_text(batch.listing(WAVE, self.ciphertexts, self.public), encoding="utf-8")
        self.root = batch.root(WAVE, self.ciphertexts, self.public)
        self.memory = folder / "memory.json"

    def open(
        self, out: str, *more: object, typed: str | None = None, sheets: Sequence[int] = (0, 2)
    ) -> Result:
        given = [part for number in sheets for part in ("--sheet", self.sheets[number])]
        where = ("--root", self.root, "--memory", self.memory, "--out", self.folder / out)
        return call("open", self.batch, *where, *given, *more, typed=typed)


@pytest.fixture
def ceremony(tmp_path: Path) -> Ceremony:
    return Ceremony(tmp_path)


def test_the_key_is_split_over_three_sticks_and_the_whole_is_nowhere(ceremony: Ceremony) -> None:
    assert ceremony.made.exit_code == 0
    parts = [sheets.words_on(file.read_text(encoding="utf-8")) for file in ceremony.sheets]
    secret = keys.restore(parts[:2], ceremony.public)
    for file in ceremony.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert secret not in content
            assert secret.hex().encode() not in content.lower()
    assert [stat.S_IMODE(file.stat().st_mode) for file in (*ceremony.sheets, ceremony.public_file)] == [
        0o600
    ] * 4
    assert not any(word in ceremony.made.output for word in parts[0].split()[8:] if len(word) > 6)


def test_two_parts_never_lie_in_one_folder_and_nothing_is_overwritten(ceremony: Ceremony) -> None:
    one, two, _ = ceremony.sticks
    fresh = ceremony.folder / "new.txt"
    again = call("key", "--wave", "t", "--public", fresh, "--sheet", one, "--sheet", two, "--sheet", one)
    assert again.exit_code == 3
    missing = call("key", "--wave", "t", "--public", fresh, "--sheet", ceremony.folder / "no")
    assert missing.exit_code == 3
    before = [file.read_bytes() for file in ceremony.sheets]
    named = [part for stick in ceremony.sticks for part in ("--sheet", stick)]
    assert call("key", "--wave", "t", "--public", fresh, *named).exit_code == 3
    assert call("key", "--wave", "t", "--public", ceremony.public_file).exit_code == 3
    assert [file.read_bytes() for file in ceremony.sheets] == before
    assert not fresh.exists()


def test_parts_shown_on_the_screen_are_asked_back_and_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[keys.Key] = []
    new_key = keys.new_key

    def remembered(needed: int, holders: int) -> keys.Key:
        made.append(new_key(needed, holders))
        return made[0]

    class Always:
        def sample(self, _: object, __: int) -> list[int]:
            return [2, 0, 1]

    # Only to know what to type; the key and its parts are real.
    monkeypatch.setattr(keys, "new_key", remembered)
    monkeypatch.setattr("secrets.SystemRandom", Always)
    starts = new_key().shares[0].split()[:1]
    assert starts
    public = tmp_path / "key.txt"
    wrong = call(
        "key", "--wave", "t", "--public", public, "--holders", 1, "--needed", 1, typed="\n\nnothing\n\n\n"
    )
    assert wrong.exit_code == 1, "a holder who has not written it down does not get past"
    assert not public.exists()
    words = made.pop().shares[0].split()

    def same(_: int, __: int) -> keys.Key:
        return keys.Key(bytes(32), [" ".join(words)], 1)

    monkeypatch.setattr(keys, "new_key", same)
    typed = "\n\n" + "\n".join(word[:4] for word in words[:3]) + "\n"
    right = call("key", "--wave", "t", "--public", public, "--holders", 1, "--needed", 1, typed=typed)
    assert right.exit_code == 0, right.output
    assert [file.name for file in tmp_path.iterdir()] == ["key.txt"]
    assert words[20] not in public.read_text(encoding="utf-8")
    assert "One holder alone" in right.output


def test_two_holders_open_what_the_workspace_can_load(ceremony: Ceremony) -> None:
    done = ceremony.open("out", "--first", "--yes")
    assert done.exit_code == 0, done.output
    archive = (ceremony.folder / "out" / "opened.zip").read_bytes()
    loaded = opened.read(archive, wave=WAVE, root=ceremony.root)
    assert (loaded.count, loaded.opened, len(loaded.passages)) == (ANSWERS, ANSWERS, ANSWERS)
    assert {row["stratum"] for row in loaded.rows} == {"1"}
    statement = (ceremony.folder / "out" / "statement.txt").read_text(encoding="utf-8")
    assert ceremony.root in statement
    assert "canary" not in statement + done.output
    assert stat.S_IMODE((ceremony.folder / "out" / "opened.zip").stat().st_mode) == 0o600


def test_a_second_opening_needs_the_memory_and_asks_whether_it_is_the_known_one(ceremony: Ceremony) -> None:
    assert ceremony.open("one", "--first", "--yes").exit_code == 0
    assert ceremony.open("two", "--first", "--yes").exit_code == 3
    assert ceremony.open("three", typed="n\n").exit_code == 1
    assert not (ceremony.folder / "three" / "opened.zip").exists()
    assert ceremony.open("four", "--lang", "fr", typed="y\n").exit_code == 0
    assert ceremony.open("four", "--yes").exit_code == 3, "an archive was overwritten"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_batch_less_by_one_stays_closed_at_the_command_line(ceremony: Ceremony, language: str) -> None:
    assert ceremony.open("one", "--first", "--yes").exit_code == 0
    fewer = ceremony.ciphertexts[1:]
    ceremony.batch.write_bytes(batch.write(WAVE, fewer, ceremony.public))
    ceremony.root = batch.root(WAVE, fewer, ceremony.public)
    refused = ceremony.open("two", "--yes", "--lang", language)
    assert refused.exit_code == 3
    assert ("apart" if language == "en" else "à part") in refused.output
    assert not (ceremony.folder / "two" / "opened.zip").exists()


def test_one_part_opens_nothing(ceremony: Ceremony) -> None:
    assert ceremony.open("out", "--first", "--yes", sheets=[1]).exit_code == 3
    assert not ceremony.memory.exists()


def test_words_are_typed_where_there_is_no_file_and_mistakes_are_told(ceremony: Ceremony) -> None:
    parts = [sheets.words_on(file.read_text(encoding="utf-8")) for file in ceremony.sheets]
    short = " ".join(word[:4] for word in parts[1].split())
    typed = f"wrong words here\n\n{parts[0]}\n\n{short}\n\n"
    done = ceremony.open("out", "--first", "--yes", typed=typed, sheets=[])
    assert done.exit_code == 0, done.output
    assert "word 1 is not in the list" in done.output


def test_a_file_that_is_not_there_or_no_batch_is_a_letter(ceremony: Ceremony) -> None:
    ceremony.batch.write_bytes(b"\x00\x01")
    refused = ceremony.open("out", "--first", "--yes")
    assert refused.exit_code == 3
    assert "Traceback" not in refused.output
    ceremony.batch.unlink()
    assert "batch.txt" in ceremony.open("out", "--first", "--yes").output


def test_a_receipt_is_found_in_the_published_list_and_a_strange_one_is_not(ceremony: Ceremony) -> None:
    own = sealed.receipt(ceremony.ciphertexts[3])
    assert call("receipt", own.lower(), ceremony.list).exit_code == 0
    strange = call("receipt", "0123-4567-89AB-CDEF", ceremony.list, "--lang", "fr")
    assert strange.exit_code == 3
    assert "il manque une réponse" in strange.output
    assert call("receipt", "hello", ceremony.list).exit_code == 3
    assert call("receipt", own, ceremony.batch).exit_code == 3
    ceremony.list.write_bytes(b"\xff\xff")
    assert call("receipt", own, ceremony.list).exit_code == 3


def test_slips_and_marks_are_made_together_and_never_over_older_ones(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    table = tmp_path / "groups.csv"
    table.write_text("stratum,label,codes\n1,Staff,3\n", encoding="utf-8")
    where = ("--strata", table, "--out", tmp_path / "out", "--address", "https://survey.example/s")
    made = call("codes", *where)
    assert made.exit_code == 0, made.output
    out = tmp_path / "out"
    assert sorted(file.name for file in out.iterdir()) == ["codes.csv", "pepper.json", "slips.pdf"]
    assert (out / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    before = (out / "codes.csv").read_bytes()
    assert call("codes", *where).exit_code == 3
    assert (out / "codes.csv").read_bytes() == before
    assert len(before.split()) == 4
    assert len(before.split()[1].split(b",")[0]) == 64
    assert codes.LENGTH == 14


@pytest.mark.parametrize(
    "address", ["http://survey.example/s", "https://survey.example/s#x", "survey.example"]
)
def test_an_address_that_takes_no_code_is_refused(tmp_path: Path, address: str) -> None:
    table = tmp_path / "groups.csv"
    table.write_text("stratum,label,codes\n1,Staff,3\n", encoding="utf-8")
    assert call("codes", "--strata", table, "--out", tmp_path / "out", "--address", address).exit_code == 3
    assert not (tmp_path / "out").exists()
