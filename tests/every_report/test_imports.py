"""What was read and what was remarked stands below the evidence, in words, with nothing folded away unsaid."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from obverse.findings.report import Report
from obverse.reports.html.page import FOLD_REMARKS
from obverse.reports.html.untrusted import visible
from obverse.reports.html.words import page_texts
from obverse.vocabulary import texts as shared_texts
from tests.every_report.conftest import HOSTILE

NO_BREAK = "\u00a0\u202f"


def text_of(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def plain(text: str) -> str:
    return " ".join(str(visible(text)).split())


def evidence(page: ET.Element) -> ET.Element:
    return next(element for element in page.iter("section") if element.get("id") == "evidence")


def remarks(page: ET.Element) -> list[ET.Element]:
    return [element for element in evidence(page).iter("ul") if element.get("class") == "remarks"]


def test_all_that_the_report_says_of_an_import_stands_on_its_page(report: Report, page: ET.Element) -> None:
    text = text_of(evidence(page))
    for one in report.content["imports"]:
        wanted = [one["connector"], *one["notes"], *(entry["reason"] for entry in one["left_out"])]
        wanted += [entry["label"] for entry in one["tables"]] + [file["name"] for file in one["files"]]
        assert [said for said in wanted if plain(said) not in text] == []


def test_every_file_every_count_and_every_remark_stands_on_the_page(
    rich: Report, rich_page: ET.Element
) -> None:
    text = text_of(evidence(rich_page))
    first = rich.content["imports"][0]
    assert len(first["files"]) == 8
    wanted = [value for file in first["files"] for value in (file["name"], file["sha256"])]
    wanted += [*first["notes"], first["left_out"][0]["reason"], first["generation"]]
    assert [value for value in wanted if plain(value) not in text] == []
    thousand = {"en": "1,200", "fr": "1\u202f200"}[rich.language]
    assert plain(thousand) in text
    assert {"en": "1 December 2024", "fr": "1 décembre 2024"}[rich.language] in text


def test_remarks_are_said_in_the_language_of_the_report(rich: Report) -> None:
    first, *_ = rich.content["imports"]
    word = {"en": "Remark 0", "fr": "Remarque 0"}[rich.language]
    assert first["notes"][0].startswith(word)
    said = "\n".join(first["notes"][8:])
    wanted = {
        "en": [
            "rule tests: 1.",
            "blotted out: 1,234.",
            f"Not read in {HOSTILE[2]}: ",
            " and 3 more.",
            "30 (",
        ],
        "fr": [
            "règle tests\u00a0: 1.",
            "masquées\u00a0: 1\u202f234.",
            f"Non lu dans {HOSTILE[2]}\u00a0: ",
            " et 3 de plus.",
            "30 (",
        ],
    }[rich.language]
    assert [part for part in wanted if part not in said] == []
    if rich.language == "fr":
        own = said.replace(HOSTILE[2], "").replace(HOSTILE[3], "")
        faults = [
            own[at - 1 : at + 1]
            for at in range(1, len(own))
            if own[at] in ":;?!" and own[at - 1] not in NO_BREAK
        ]
        assert faults == []


def test_a_table_that_is_no_more_is_told_by_its_old_name(rich: Report) -> None:
    labels = {entry["table"]: entry["label"] for entry in rich.content["imports"][0]["tables"]}
    assert labels["a_table_of_old"] == "a_table_of_old"
    assert labels["event"] == shared_texts(rich.language)["table.event.label"]


def test_more_than_a_few_remarks_fold_and_the_fold_says_how_many_it_holds(
    rich: Report, rich_page: ET.Element
) -> None:
    shown, folded = remarks(rich_page)
    notes = rich.content["imports"][0]["notes"]
    assert (len(shown), len(folded)) == (FOLD_REMARKS, len(notes) - FOLD_REMARKS)
    fold = next(one for one in evidence(rich_page).iter("details") if folded in list(one))
    assert text_of(fold[0]).startswith(str(len(notes) - FOLD_REMARKS))


def test_nothing_remarked_and_remarks_not_kept_are_told_apart(rich: Report, rich_page: ET.Element) -> None:
    words = page_texts(rich.language)
    text = text_of(evidence(rich_page))
    assert [one["notes_kept"] for one in rich.content["imports"]] == [True, True, False]
    assert text.count(plain(words["evidence.no_remarks"])) == 1
    assert text.count(plain(words["evidence.remarks_not_kept"])) == 1


def test_a_dossier_into_which_nothing_was_imported_has_no_such_section(
    report: Report, page: ET.Element
) -> None:
    title = plain(page_texts(report.language)["evidence.imports"])
    assert (title in text_of(page)) is bool(report.content["imports"])
