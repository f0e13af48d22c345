"""Pages of imports: bringing files in, reading the letter, and trying again in another way."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from obverse.web import bridge
from obverse.web.intake.models import Intake
from obverse.web.intake.wording import on_a_page
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import work_off
from obverse.web.journal.models import Entry
from obverse.web.registers.models import Row
from obverse.web.texts import texts

Browsers = Callable[[str], Client]
Page = Callable[..., str]
HERE = "/processes/agenda/imports/"
TREES = b"Number;Text;Written on\n1;Plant a tree;2024-03-01\n2;Plant two;2024-04-02\n"


def _given(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_clerk_brings_files_in_and_reads_the_letter(
    as_: Browsers, page: Page, polis: list[tuple[str, Path]]
) -> None:
    browser = as_("clerk")
    files = [_given(name, path.read_bytes()) for name, path in polis]
    sent = browser.post(HERE, {"given": files, "platform": ""})
    assert sent.headers["Location"] == f"{HERE}1/"
    waiting = page(browser.get(f"{HERE}1/"))
    assert "data-job=" in waiting
    assert "under way" in waiting
    work_off()
    done = page(browser.get(f"{HERE}1/"))
    assert "The letter" in done
    assert '<a href="/processes/agenda/registers/vote/">' in done
    assert "data-job=" not in done
    assert ">done<" in page(browser.get(HERE))
    assert Row.objects.filter(table="vote").exists()


def test_a_form_without_files_says_so_beside_the_field(as_: Browsers, page: Page) -> None:
    browser = as_("clerk")
    shown = page(browser.post(HERE, {"platform": ""}), 422)
    assert "Choose at least one file." in shown
    assert 'aria-invalid="true"' in shown
    shown = page(browser.post(HERE, {"given": _given("a.csv", b"x"), "options": "timezone"}), 422)
    assert "is no setting" in shown
    shown = page(
        browser.post(HERE, {"given": _given("a.csv", b"x"), "platform": "polis", "options": "moon=full"}), 422
    )
    assert "It knows: agree" in shown
    assert not Intake.objects.exists()


def test_a_table_that_nobody_knows_is_described_and_then_read(as_: Browsers, page: Page) -> None:
    browser = as_("clerk")
    browser.post(HERE, {"given": _given("trees.csv", TREES)})
    work_off()
    refused = page(browser.get(f"{HERE}1/"))
    assert "no connector recognises this file" in refused
    assert "--platform" not in refused
    described = unescape(page(browser.get(f"{HERE}1/describe/", {"table": "contribution"})))
    mapping = described.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert 'name = "contribution"' in mapping
    sent = browser.post(f"{HERE}1/describe/", {"mapping": mapping})
    assert sent.headers["Location"] == f"{HERE}2/"
    work_off()
    assert Intake.objects.get(number=2).state == Intake.State.DONE, Intake.objects.get(number=2).problems
    assert Row.objects.filter(table="contribution").count() == 2
    # The second import took the files over.
    assert "/describe/" not in page(browser.get(f"{HERE}1/"))


def test_a_description_that_cannot_be_read_stays_on_the_page(as_: Browsers, page: Page) -> None:
    browser = as_("clerk")
    browser.post(HERE, {"given": _given("trees.csv", TREES)})
    work_off()
    shown = page(browser.post(f"{HERE}1/describe/", {"mapping": "[[table]\nname ="}), 422)
    assert "This cannot be read" in shown
    assert "[[table]" in shown
    assert Intake.objects.count() == 1


def test_a_refused_import_is_tried_again_with_the_same_files(as_: Browsers, page: Page) -> None:
    browser = as_("clerk")
    browser.post(HERE, {"given": _given("trees.csv", TREES)})
    work_off()
    sent = browser.post(f"{HERE}1/", {"platform": "loomio", "options": "encoding=cp1252"})
    assert sent.headers["Location"] == f"{HERE}2/"
    again = Intake.objects.get(number=2)
    assert (again.platform, again.options) == ("loomio", {"encoding": "cp1252"})
    assert [file["name"] for file in again.files] == ["trees.csv"]
    assert "sha256" not in Intake.objects.get(number=1).files[0]
    browser.post(f"{HERE}2/let-go/")
    assert Intake.objects.get(number=2).has_files
    work_off()
    browser.post(f"{HERE}2/let-go/")
    assert not Intake.objects.get(number=2).has_files
    assert Entry.objects.filter(what="intake.files_let_go").count() == 1


def test_an_import_at_which_the_program_failed_can_be_tried_again(as_: Browsers, page: Page) -> None:
    browser = as_("clerk")
    browser.post(HERE, {"given": _given("trees.csv", TREES)})
    Job.objects.update(state=Job.State.FAILED, result={"problem": "program"})
    shown = page(browser.get(f"{HERE}1/"))
    assert "The program failed" in shown
    assert browser.post(f"{HERE}1/", {"platform": ""}).headers["Location"] == f"{HERE}2/"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("clerk", 200),
        ("auditor", 200),
        ("group", 403),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
def test_imports_are_for_those_who_bring_things_in(as_: Browsers, role: str, status: int) -> None:
    assert as_(role).get(HERE).status_code == status


def test_an_import_of_another_process_is_not_found(as_: Browsers) -> None:
    assert as_("clerk").get(f"{HERE}7/").status_code == 404


def test_every_connector_has_words() -> None:
    known = texts("en")
    told = {f"intake.connector.{name}.{part}" for name in bridge.connectors() for part in ("name", "files")}
    assert told == {name for name in known if name.startswith("intake.connector.")}


def test_letters_name_fields_and_not_words_of_the_command_line() -> None:
    letter = "Name one with --platform, or repeat with --option zone=UTC (obverse forget) (--keep-originals keeps)."
    with translation.override("en"):
        told = on_a_page(letter)
    assert told == "Name one with “Where they come from”, or repeat with “More settings”: zone=UTC."
