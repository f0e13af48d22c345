"""The page: sound, self-contained, complete, honest about gaps, and deaf to what a dossier whispers to it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from obverse.findings.report import Report
from obverse.reports.html.render import render
from obverse.reports.html.untrusted import visible
from obverse.reports.html.words import page_texts
from tests.audits.audited import report_of

Element = ET.Element
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MARKED = ("concern", "no_sign", "not_enough_evidence", "too_early", "not_applicable")


def text_of(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def plain(text: str) -> str:
    return " ".join(str(visible(text)).split())


def by_key(page: Element) -> dict[str, Element]:
    return {element.get("data-key", ""): element for element in page.iter() if "data-key" in element.attrib}


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def with_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in classes(element)]


def style_of(page: Element) -> str:
    return "".join(element.text or "" for element in page.iter("style"))


# Self-contained


def test_the_page_is_well_formed_and_says_its_language(report: Report, page: Element) -> None:
    assert render(report).lstrip().startswith(b"<!DOCTYPE html>")
    assert page.tag == "html"
    assert page.get("lang") == report.content["language"]


def test_the_page_loads_nothing_and_runs_nothing(page: Element) -> None:
    tags = {element.tag for element in page.iter()}
    assert not tags & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "foreignObject",
        "style2",
    }
    attributes = [(name, value) for element in page.iter() for name, value in element.attrib.items()]
    assert [
        name for name, _ in attributes if name.startswith("on") or name in {"src", "srcset", "style"}
    ] == []
    assert {value for name, value in attributes if name == "href" and not value.startswith("#")} == {"data:,"}
    assert not re.search(r"@import|@font-face|url\((?!#)|https?:", style_of(page))


def test_the_page_forbids_itself_to_load_anything(page: Element) -> None:
    policies = [
        element.get("content")
        for element in page.iter("meta")
        if element.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [POLICY]


def test_ids_are_unique_and_every_link_arrives(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = {value[1:] for element in page.iter() if (value := element.get("href", "")).startswith("#")}
    for element in page.iter():
        wanted |= set(element.get("aria-labelledby", "").split())
    wanted |= set(re.findall(r"url\(#([\w-]+)\)", style_of(page)))
    assert sorted(wanted - set(ids)) == []


# Complete


def test_every_finding_stands_in_full_exactly_once(report: Report, page: Element) -> None:
    keys = [element.get("data-key") for element in page.iter() if "data-key" in element.attrib]
    assert Counter(keys) == Counter(visible(item["key"]) for item in report.content["findings"])


def test_every_figure_stands_with_its_interval_and_its_n(report: Report, page: Element) -> None:
    shown = by_key(page)
    figures = [item for item in report.content["findings"] if "value" in item["result"]]
    for item in figures:
        text = text_of(shown[visible(item["key"])])
        result = item["result"]
        assert plain(result["text"]) in text
        assert plain(result["interval_text"]) in text
        n = f"{result['n']:,}".replace(",", r"\D?")
        assert re.search(rf"(n = |\b){n}\b", text), (item["key"], text)


def test_a_judged_figure_shows_all_that_a_reader_needs_to_contest_it(
    rich: Report, rich_page: Element
) -> None:
    shown = by_key(rich_page)
    judged = [item for item in rich.content["findings"] if "card" in classes(shown[visible(item["key"])])]
    assert {item["verdict"] for item in judged} == set(MARKED) - {"not_applicable"}
    for item in judged:
        card = shown[visible(item["key"])]
        text, line = text_of(card), item["threshold"]
        wanted = [
            item["verdict_label"],
            item["sentence"],
            item["meaning"],
            item["reason_text"],
            line["text"],
            line["klass_label"],
        ]
        wanted += [flip["text"] for flip in item["flips_at"] if flip["verdict"] != item["verdict"]]
        wanted += [item["provenance"]["trace"], *([item["grade"]] if item["grade"] else [])]
        assert [word for word in wanted if plain(word) not in text] == [], item["key"]
        assert f"is-{item['verdict']}" in classes(card)
        links = {element.get("href", "")[1:] for element in card.iter("a")}
        cards = {element.get("id"): element for element in shown.values()}
        sources = [text, *(text_of(cards[link]) for link in links if link in cards)]
        assert any(plain(line["source"]) in source for source in sources)


def test_what_an_indicator_is_stands_with_its_findings(rich: Report, rich_page: Element) -> None:
    groups = {group.get("id"): text_of(group) for group in with_class(rich_page, "group")}
    for item in rich.content["findings"]:
        text = groups[f"i-{item['indicator']}"]
        wanted = [item["name"], item["question"], item["definition"], *item["caveats"], *item["references"]]
        wanted += [claim["text"] for claim in item["claims"]]
        for use in item["provenance"]["tables"]:
            wanted += [use["file"], use["sha256"]]
        wanted += [left["text"] for left in item["provenance"]["left_out"]]
        assert [word for word in wanted if plain(word) not in text] == [], item["key"]


def test_the_profile_shows_each_row_by_shape_and_word_and_links_to_it(report: Report, page: Element) -> None:
    content = report.content
    rows = [*content["evils"], *content["ideals"], *content["questions"], content["duality"]]
    shown = with_class(page, "row")
    assert len(shown) == len(rows) == 21
    for row, element in zip(rows, shown, strict=True):
        assert plain(row["title"]) in text_of(element)
        assert row["verdict_label"] in text_of(element)
        assert [use.get("href") for use in element.iter("use")] == [f"#mark-{row['verdict']}"]
        assert [link.get("href") for link in element.iter("a")] == [f"#{row['id']}"]


def test_each_verdict_has_its_own_shape(rich_page: Element) -> None:
    symbols = {element.get("id"): element for element in rich_page.iter("symbol")}
    drawn = [ET.tostring(symbols[f"mark-{name}"][0]) for name in MARKED]
    assert len(set(drawn)) == len(MARKED)


def test_a_finding_is_linked_from_every_other_row_that_it_serves(rich: Report, rich_page: Element) -> None:
    sections = {element.get("id"): element for element in rich_page.iter("section")}
    homes = {
        group.get("id"): name for name, section in sections.items() for group in with_class(section, "group")
        if "profile-row" in classes(section)
    }  # fmt: skip
    for item in rich.content["findings"]:
        group = f"i-{item['indicator']}"
        assert homes[group] == item["serves"][0]
        for served in item["serves"][1:]:
            assert group in {link.get("href", "")[1:] for link in sections[served].iter("a")}


def test_a_row_points_elsewhere_only_for_what_it_does_not_show_itself(page: Element) -> None:
    for section in with_class(page, "profile-row"):
        own = {group.get("id") for group in with_class(section, "group")}
        elsewhere = [
            link.get("href", "")[1:]
            for listed in with_class(section, "elsewhere")
            for link in listed.iter("a")
        ]
        assert own & set(elsewhere) == set()


def test_a_row_counts_its_findings_one_by_one_and_a_silence_only_once(
    rich: Report, rich_page: Element
) -> None:
    shown = {
        text_of(with_class(row, "id")[0]): text_of(with_class(row, "counts")[0])
        for row in with_class(rich_page, "row")
    }
    unanswered = {
        row["id"]: len(row["unanswered"]) for row in (*rich.content["evils"], *rich.content["ideals"])
    }
    words = {
        "en": {
            "E1": f"1 concern, {unanswered['E1']} unanswered",
            "E5": f"1 concern, 1 without sign, 4 undecided, {unanswered['E5']} unanswered",
            "L1": f"{unanswered['L1']} unanswered",
        },
        "fr": {
            "E1": f"1 alerte, {unanswered['E1']} sans réponse",
            "E5": f"1 alerte, 1 sans alerte, 4 en suspens, {unanswered['E5']} sans réponse",
            "L1": f"{unanswered['L1']} sans réponse",
        },
    }[rich.language]
    assert {name: shown[name] for name in words} == words


def test_what_is_not_known_comes_with_the_next_datum(report: Report, page: Element) -> None:
    unknown = next(element for element in page.iter("section") if element.get("id") == "unknown")
    text = text_of(unknown)
    for entry in report.content["unknown"]["registers"]:
        assert entry["label"] in text
        assert plain(entry["row"]) in text
    for entry in report.content["unknown"]["figures"]:
        assert plain(entry["next_datum"]) in text
    order = [text.index(f"{entry['label']} ") for entry in report.content["unknown"]["registers"][:3]]
    assert order == sorted(order)


# Honest about gaps


def test_an_absence_is_never_printed_as_a_number(report: Report, page: Element) -> None:
    shown = by_key(page)
    for item in report.content["findings"]:
        if "why" in item["result"]:
            element = shown[visible(item["key"])]
            assert not with_class(element, "number")
            assert {"card"} & classes(element) == set()
            assert text_of(element) in {
                plain(item["about"] or item["name"]),
                page_texts(report.language)["silence.whole"],
            }


def test_a_gap_in_a_chart_is_drawn_and_tabled_as_a_gap(rich: Report, rich_page: Element) -> None:
    charts = [item["chart"] for item in rich.content["findings"] if item["chart"]]
    gaps = sum(value is None for chart in charts for series in chart["series"] for value in series["values"])
    drawn = [chart for chart in charts if chart["kind"] != "curve"]
    word = page_texts(rich.language)["chart.no_figure"]
    cells = [cell for cell in rich_page.iter("td") if text_of(cell) == word]
    assert len(cells) == gaps > 0
    assert len(with_class(rich_page, "gap")) == sum(
        value is None for chart in drawn for series in chart["series"] for value in series["values"]
    )
    figures = sum(
        value is not None for chart in drawn for series in chart["series"] for value in series["values"]
    )
    drawings = with_class(rich_page, "drawing")
    assert (
        sum(len([bar for bar in with_class(one, "bar") if bar.tag == "rect"]) for one in drawings) == figures
    )


def test_silence_and_true_zero_are_kept_apart(rich: Report, rich_page: Element) -> None:
    evidence = next(element for element in rich_page.iter("section") if element.get("id") == "evidence")
    rows = {text_of(row[0]): text_of(row) for row in evidence.iter("tr")}
    silent = {text_of(item) for listed in with_class(evidence, "plain-columns") for item in listed}
    for entry in rich.content["evidence"]:
        assert (entry["label"] in rows) is (entry["state"] != "silence")
        assert (entry["label"] in silent) is (entry["state"] == "silence")
        if entry["state"] == "true_zero":
            assert plain(page_texts(rich.language)["evidence.true_zero"]) in rows[entry["label"]]


def test_what_the_dossier_leaves_open_is_said_to_be_so(report: Report, page: Element) -> None:
    masthead = text_of(with_class(page, "masthead")[0])
    words = page_texts(report.language)
    process, audit = report.content["process"], report.content["audit"]
    left_open = [
        process["body"],
        process["territory"],
        process["comparator"],
        audit["auditor"],
        audit["payer"],
        audit["stake"],
    ]
    empty = left_open.count("") + (process["start"] is None)
    assert masthead.count(words["facts.undeclared"]) == empty
    assert (plain(words["facts.no_comparator"]) in masthead) is (process["comparator"] == "")
    assert (plain(words["page.synthetic_text"]) in masthead) is process["synthetic"]


def test_a_rule_that_is_not_met_is_explained(rich: Report, rich_page: Element) -> None:
    assert [row["id"] for row in rich.content["evils"] if row["rule_unmet"]] == ["E1"]
    section = next(element for element in rich_page.iter("section") if element.get("id") == "E1")
    assert plain(page_texts(rich.language)["section.rule_unmet"]) in text_of(section)
    assert len(with_class(rich_page, "note")) == 1


def test_both_sides_of_a_value_stand_beside_each_other(rich: Report, rich_page: Element) -> None:
    duality = next(element for element in rich_page.iter("section") if element.get("id") == "duality")
    chart = next(item["chart"] for item in rich.content["findings"] if item["key"] == "D-1:V01.weakened")
    text = text_of(with_class(duality, "drawing")[0])
    for series in chart["series"]:
        assert [word for word in series["texts"] if plain(word) not in text] == []


# Deaf to ill will


def test_hostile_texts_are_shown_and_do_nothing(rich: Report, rich_page: Element) -> None:
    text = text_of(rich_page)
    for hostile in (
        rich.content["process"]["title"],
        rich.content["process"]["body"],
        rich.content["audit"]["auditor"],
    ):
        assert plain(hostile) in text
    assert "{{ 7 * 7 }}" in text
    assert "[U+202E]" in text
    assert "[U+0007]" in text


def test_no_character_that_misleads_the_eye_is_left(report: Report) -> None:
    text = render(report).decode()
    assert (
        re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text)
        == []
    )


def test_letters_of_any_script_pass_unchanged() -> None:
    for text in ("Überlingen, Łódź", "בית", "می‌خواهم", "東京", "l’été"):
        assert visible(text) == text


# Read by everybody


def test_headings_follow_each_other_without_a_step_missing(page: Element) -> None:
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_landmarks_tables_and_folds_have_names(page: Element) -> None:
    body = next(element for element in page if element.tag == "body")
    assert [child.tag for child in body if child.tag in {"header", "nav", "main", "footer"}] == [
        "header",
        "nav",
        "main",
        "footer",
    ]
    first_link = next(page.iter("a"))
    assert first_link.get("href") == "#answers"
    for section in page.iter("section"):
        assert section.get("aria-labelledby")
    names = {element.get("id"): text_of(element) for element in page.iter() if element.get("id")}
    for table in page.iter("table"):
        assert names[table.get("aria-labelledby")]
        assert all(cell.get("scope") in {"col", "row", "rowgroup"} for cell in table.iter("th"))
    for fold in page.iter("details"):
        assert fold[0].tag == "summary"
        assert text_of(fold[0])
    for frame in with_class(page, "scroll"):
        assert (frame.get("role"), frame.get("tabindex")) == ("region", "0")
        assert frame.get("aria-labelledby")


def test_every_drawing_has_words_or_is_silent_decoration(page: Element) -> None:
    texts = {element.get("id"): text_of(element) for element in page.iter() if element.get("id")}
    for drawing in page.iter("svg"):
        if drawing.get("role") == "img":
            assert [child.tag for child in drawing[:2]] == ["title", "desc"]
            assert all(texts[name] for name in drawing.get("aria-labelledby", "").split())
        else:
            assert drawing.get("aria-hidden") == "true"


def test_every_chart_has_its_data_as_a_table(rich: Report, rich_page: Element) -> None:
    figures = list(rich_page.iter("figure"))
    assert len(figures) == sum(item["chart"] is not None for item in rich.content["findings"])
    for figure in figures:
        assert len(list(figure.iter("table"))) == 1


def _luminance(colour: str) -> float:
    # relative luminance and contrast ratio after WCAG 2.2
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_its_definition_says() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_letters_and_marks_stand_out_in_light_in_dark_and_on_paper(rich_page: Element) -> None:
    palettes = re.findall(r":root \{(.*?)\}", style_of(rich_page), re.DOTALL)
    assert len(palettes) == 3
    colours: dict[str, str] = {}
    for palette in palettes:
        colours = colours | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", palette))
        for ground in ("paper", "panel"):
            for name in (
                "ink",
                "quiet",
                "link",
                "concern",
                "no-sign",
                "not-enough",
                "too-early",
                "not-applicable",
            ):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for ground, name in (("paper", "line"), ("shade", "ink"), ("fill", "ink"), ("paper", "hatch")):
            assert contrast(colours[name], colours[ground]) >= 3.0, (name, ground)


def test_an_account_of_values_never_shows_a_handful_of_people_as_certainty() -> None:
    report = report_of("agenda-2030")
    page = ET.fromstring(render(report))  # noqa: S314 - made here, not fetched
    seen = [
        cell[effect]["result"]
        for value in report.content["duality"]["account"]["values"]
        for cell in value["cells"]
        for effect in ("strengthened", "weakened")
        if cell[effect] and "value" in cell[effect]["result"]
    ]
    assert seen
    # fewer than eighteen people are not told at all, so that every cell that is told has an interval
    assert all(result["basis"] == "sampling" and result["n"] >= 20 for result in seen)
    account = next(table for table in page.iter("table") if table.get("aria-labelledby") == "account-caption")
    cells = [text_of(cell) for cell in account.iter("td")]
    figures = [cell for cell in cells if "n = " in cell]
    assert len(figures) == len(seen)
    assert not any("no interval" in cell for cell in figures)
