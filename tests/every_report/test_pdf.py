"""The report on paper: everything that the page says, read aloud in the same order, the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from obverse.auditing import audit
from obverse.cli.main import main
from obverse.findings.report import Report
from obverse.reports.formats import formats
from obverse.reports.html.render import render as page_of
from obverse.reports.pdf.ink import SVG, inked
from obverse.reports.pdf.render import render
from tests.every_report.conftest import rich_report
from tests.survey.paper.pages import assert_accessible, pictures, reader, root, tags, text

_OPENS = {"contents", "skip", "back", "hidden"}


@cache
def printed(language: str) -> bytes:
    return render(rich_report(language))


@cache
def told(language: str) -> str:
    return text(printed(language))


def letters(words: str) -> str:
    """The words without white space, which a line on paper may break anywhere."""
    return "".join(words.split())


def said_on_the_page(report: Report) -> list[str]:
    """All that stands on the page, but for ways around it, what opens at a touch, and drawings."""
    found: list[str] = []

    def below(element: ET.Element) -> None:
        if element.tag in {"svg", "style", "title", "nav", "summary"} or element.get("class") in _OPENS:
            return
        found.append(element.text or "")
        for child in element:
            below(child)
            found.append(child.tail or "")

    body = ET.fromstring(page_of(report)).find("body")  # noqa: S314 - made here, not fetched
    assert body is not None
    below(body)
    return [words for words in found if words.strip()]


def test_the_paper_says_all_that_the_page_says(language: str) -> None:
    said = letters(told(language))
    wanted = {letters(words) for words in said_on_the_page(rich_report(language))}
    # The running foot stands between two pages and splits a text that goes over; a few do.
    missing = [words for words in wanted if words not in said]
    assert len(missing) < len(wanted) / 50
    assert len(wanted) > 400


def test_every_finding_has_an_address_in_the_file(language: str) -> None:
    anchors = set(reader(printed(language)).named_destinations)
    page = ET.fromstring(page_of(rich_report(language)))  # noqa: S314 - made here, not fetched
    keys = {element.get("data-key"): element.get("id") for element in page.iter() if element.get("data-key")}
    assert {item["key"] for item in rich_report(language).content["findings"]} == set(keys)
    assert {key for key, anchor in keys.items() if anchor not in anchors} == set()


def test_the_report_is_read_aloud_with_its_headings_its_tables_and_its_drawings(language: str) -> None:
    pdf = printed(language)
    assert_accessible(pdf, language)
    found = tags(pdf)
    kinds = [tag.kind for tag in found]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3")
    headers = [tag.own for tag in found if tag.kind == "/TH"]
    assert headers
    assert all("/ID" in own for own in headers)
    # A cell names the headers of its row and of its column.
    cells: list[Any] = [tag.own["/A"] for tag in found if tag.kind == "/TD" and "/A" in tag.own]
    assert sum(bool(own.get("/Headers")) for own in cells) > len(cells) / 2


def test_what_a_drawing_shows_is_told_in_words(language: str) -> None:
    page = ET.fromstring(page_of(rich_report(language)))  # noqa: S314 - made here, not fetched
    described = [
        " ".join("".join(drawing.find("desc").itertext()).split())  # type: ignore[union-attr]  # those that have one
        for drawing in page.iter("svg")
        if drawing.find("desc") is not None
    ]
    told = [" ".join(tag.alternative.split()) for tag in tags(printed(language)) if tag.kind == "/Figure"]
    assert len(described) > 10
    assert [words for words in described if not any(words in one for one in told)] == []


def test_no_mark_is_read_aloud_as_a_picture(language: str) -> None:
    assert [tag for tag in tags(printed(language)) if tag.kind == "/Figure" and not tag.alternative] == []


def test_nothing_runs_over_the_edge_of_a_page(language: str) -> None:
    for page in pictures(printed(language), dpi=40):
        width, height = page.size
        margin = round(9 / 25.4 * 40)
        assert page.crop((0, 0, margin, height)).getextrema() == (255, 255)
        assert page.crop((width - margin, 0, width, height)).getextrema() == (255, 255)


def test_headings_are_bookmarks_and_the_title_and_nobody_stand_in_the_properties(language: str) -> None:
    file = reader(printed(language))
    assert len(file.outline) > 0
    assert file.metadata is not None
    assert "Invented" in str(file.metadata.title)
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(file.metadata)


def test_ill_will_in_a_dossier_is_text_on_paper_as_well(language: str) -> None:
    said = told(language)
    assert "<script>alert(1)</script>" in said
    assert "{{ 7 * 7 }}" in said
    catalogue = root(printed(language))
    assert "/OpenAction" not in catalogue
    assert "/JavaScript" not in catalogue.get("/Names", {})


def test_an_empty_dossier_gives_the_same_bytes_twice(
    build_dossier: Callable[..., Path], language: str
) -> None:
    report = audit(build_dossier(), language=language, only=["L4.1"])
    before = json.dumps(report.content, sort_keys=True)
    assert render(report) == render(report)
    assert json.dumps(report.content, sort_keys=True) == before


def test_series_are_told_apart_by_their_patterns_and_strokes() -> None:
    drawing = ET.fromstring(  # noqa: S314 - made here, not fetched
        f'<svg xmlns="{SVG[1:-1]}"><title>A</title><desc>B</desc><rect class="bar s0"/><rect class="bar s1"/>'
        '<path class="line s1"/><path class="line s2"/><text class="value">1</text></svg>'
    )
    inked(drawing, "7")
    first, second = drawing.findall(f"{SVG}rect")
    assert first.get("fill") != second.get("fill") == "url(#fill-hatched-7)"
    assert [one.get("id") for one in drawing.iter(f"{SVG}pattern")] == ["fill-hatched-7"]
    dashes = [one.get("stroke-dasharray") for one in drawing.findall(f"{SVG}path")]
    assert len(set(dashes)) == 2
    title = drawing.find(f"{SVG}title")
    assert title is not None
    assert title.text == "A. B"


def test_every_part_that_the_style_of_the_page_draws_is_drawn_on_paper(language: str) -> None:
    drawn = {
        "axis",
        "grid",
        "threshold",
        "bar",
        "line",
        "dot",
        "band",
        "whisker",
        "point",
        "sampling",
        "worrying",
    }
    page = ET.fromstring(page_of(rich_report(language)))  # noqa: S314 - made here, not fetched
    for svg in page.iter("svg"):
        for element in svg.iter():
            element.tag = f"{SVG}{element.tag}"
        inked(svg, "1")
        for part in svg.iter():
            if drawn & set(part.get("class", "").split()):
                assert "fill" in part.attrib or "stroke" in part.attrib


def test_where_the_press_is_missing_the_command_says_so_before_it_counts_anything(
    build_dossier: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    out = tmp_path / "out"
    done = CliRunner().invoke(
        main, ["audit", str(build_dossier()), "--format", "html,pdf", "--out", str(out), "--lang", "fr"]
    )
    assert done.exit_code == 2
    assert "Pango" in done.output
    assert "scripts/pango" in done.output
    assert not out.exists()


def test_to_know_the_formats_does_not_load_the_press() -> None:
    said = "import sys; from obverse.reports.formats import formats; formats(); print('weasyprint' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", said], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
    assert not formats()["pdf"].is_text
