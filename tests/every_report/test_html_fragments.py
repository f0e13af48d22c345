"""Parts of the page: the same words and drawings as in the whole page, sound by themselves, and of one finding only."""

from __future__ import annotations

import copy
from xml.etree import ElementTree as ET

import pytest

from obverse.findings.report import Report
from obverse.reports.html.fragments import account_html, finding_html, indicator_html, marks_html

HOSTILE = "</section><script>alert(1)</script>\u202e"


def parsed(html: str) -> ET.Element:
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - made here


def shown(element: ET.Element) -> set[str]:
    return {one.get("data-key", "") for one in element.iter() if "data-key" in one.attrib}


def texts(element: ET.Element, name: str) -> list[str]:
    return [
        " ".join(" ".join(one.itertext()).split())
        for one in element.iter()
        if name in one.get("class", "").split()
    ]


def test_every_finding_stands_alone(rich: Report) -> None:
    for item in rich.content["findings"]:
        assert shown(parsed(finding_html(rich.content, item["key"]))) == {item["key"]}


def test_a_finding_says_alone_what_it_says_in_the_page(rich: Report, rich_page: ET.Element) -> None:
    whole = {one.get("data-key"): one for one in rich_page.iter("article") if "data-key" in one.attrib}
    assert whole
    for key, card in whole.items():
        alone = next(iter(parsed(finding_html(rich.content, str(key))).iter("article")))
        assert texts(alone, "sentence") == texts(card, "sentence")
        told = [[desc.text for desc in found.iter("desc")] for found in (alone, card)]
        assert told[0][:1] == told[1][:1]
        assert told[0]


def test_an_indicator_brings_all_of_its_findings(rich: Report) -> None:
    for indicator in {item["indicator"] for item in rich.content["findings"]}:
        wanted = {item["key"] for item in rich.content["findings"] if item["indicator"] == indicator}
        assert shown(parsed(indicator_html(rich.content, indicator))) == wanted


def test_the_heading_has_the_level_that_was_asked_for(rich: Report) -> None:
    key = rich.content["findings"][0]["key"]
    assert len(list(parsed(finding_html(rich.content, key, level=1)).iter("h1"))) == 1
    assert not list(parsed(finding_html(rich.content, key, level=3)).iter("h1"))


def test_what_is_not_there_is_not_made_up(rich: Report) -> None:
    with pytest.raises(KeyError):
        finding_html(rich.content, "E9.9")
    with pytest.raises(KeyError):
        indicator_html(rich.content, "E9.9")


def test_a_part_is_as_deaf_to_what_a_dossier_whispers_as_the_page(rich: Report) -> None:
    content = copy.deepcopy(dict(rich.content))
    for item in content["findings"]:
        item["sentence"] = item["about"] = item["result"]["remedy"] = HOSTILE
    for item in content["findings"]:
        html = finding_html(content, item["key"])
        assert not list(parsed(html).iter("script"))
        assert "\u202e" not in html


def test_every_link_of_the_account_leads_where_it_was_told(rich: Report) -> None:
    figure = next(item for item in rich.content["findings"] if "value" in item["result"])
    seen = {"key": figure["key"], "result": figure["result"]}
    account = {
        "not_asked": [{"key": rich.content["findings"][0]["key"], "name": HOSTILE}],
        "barely_heard": [],
        "eyes": [{"id": "all", "label": "who answered"}],
        "ordered_by": "weakened",
        "values": [
            {
                "value": "V01",
                "label": "V",
                "before": None,
                "cells": [{"eyes": "all", "strengthened": seen, "weakened": None, "behind": {}}],
                "gaps": [],
            }
        ],
    }
    duality = {**rich.content["duality"], "account": account}
    content = {**rich.content, "duality": duality}
    found = parsed(account_html(content, lambda key: f"/findings/?key={key}&x=<"))
    links = [one.get("href") for one in found.iter("a")]
    assert links == [
        f"/findings/?key={key}&x=<" for key in (rich.content["findings"][0]["key"], figure["key"])
    ]
    assert not list(found.iter("script"))


def test_the_marks_are_those_that_the_parts_point_to(rich: Report) -> None:
    defined = {f"#{one.get('id')}" for one in parsed(marks_html()).iter() if one.get("id")}
    for item in rich.content["findings"]:
        used = {one.get("href", "") for one in parsed(finding_html(rich.content, item["key"])).iter("use")}
        assert used <= defined
