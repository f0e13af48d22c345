"""Many processes side by side: what the page may say of them, and what it never says."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from obverse.findings.oversight import Audited, Oversight, compose, needed
from obverse.reports.formats import oversight_formats


def _finding(subject: str, result: dict[str, Any], verdict: str = "no_sign") -> dict[str, Any]:
    words = {"key": f"X1.1:{subject}", "name": "Answers", "about": subject, "question": "Who was answered?"}
    return {**words, "indicator": "X1.1", "subject": subject, "verdict": verdict, "result": result}


def _share(events: int, n: int, method: str = "share_of_register") -> dict[str, Any]:
    value = events / n
    ends = {"value": value, "low": value, "high": value, "level": 1, "basis": "full_count"}
    return {**ends, "unit": "share", "n": n, "method": method}


def _hours(value: float, reach: float, n: int) -> dict[str, Any]:
    ends = {"value": value, "low": value - reach, "high": value + reach, "level": 0.95, "basis": "sampling"}
    return {**ends, "unit": "hours", "n": n, "method": "mean_t"}


def _process(number: int, *findings: dict[str, Any]) -> Audited:
    content = {
        "process": {"title": f"Invented process {number}", "currency": "EUR", "stage": "after"},
        "audit": {"as_of": "2025-01-01"},
        "findings": list(findings),
    }
    label = f"process {number}"
    return Audited(label=label, path=label, folder=f"processes/{number}", report=needed(content))


def _together(*audited: Audited, language: str = "en") -> Oversight:
    return compose(audited, language=language, version="0", listed_in="folder", methods={})


def _shares(events: list[int], n: int = 100) -> Oversight:
    return _together(*(_process(i, _finding("in_time", _share(x, n))) for i, x in enumerate(events)))


def test_a_process_far_from_its_peers_is_named_once_and_in_the_order_of_the_list() -> None:
    events = [50, 5, 48, 52, 49, 51, 95, 50, 47, 53, 50, 46, 54]
    (figure,) = _shares(events).content["figures"]
    assert [point["process"] for point in figure["points"]] == list(range(len(events)))
    assert [point["process"] for point in figure["points"] if point["differs"]] == [1, 6]


def test_below_ten_processes_there_is_no_funnel_and_nobody_is_named() -> None:
    (figure,) = _shares([50] * 8 + [0]).content["figures"]
    assert figure["funnel"]["why"] == "too_few"
    assert (figure["funnel"]["have"], figure["funnel"]["need"]) == (9, 10)
    assert not any(point["differs"] for point in figure["points"])


def test_withheld_and_missing_figures_are_silences_by_reason_and_have_no_point() -> None:
    silent = {"why": "withheld", "why_label": "withheld", "remedy": "", "have": None, "need": None, "of": ""}
    known = [_process(i, _finding("in_time", _share(50 + i, 100))) for i in range(11)]
    withheld = _process(11, _finding("in_time", silent))
    nowhere = _process(12, _finding("", {**silent, "why": "not_collected"}))
    elsewhere = _process(13, _finding("late", _share(3, 10)))
    broken = Audited(label="broken", path="broken", letters=("mend it",))
    figure = _together(*known, withheld, nowhere, elsewhere, broken).content["figures"][0]
    assert figure["processes"] == len(figure["points"]) == 11
    assert {one["why"]: one["processes"] for one in figure["silences"]} == {
        "withheld": 1,
        "not_collected": 1,
        "other_subjects": 1,
    }


def test_a_figure_without_chance_has_quartiles_and_no_funnel() -> None:
    days = [{**_share(1, 1), "value": d, "low": d, "high": d, "unit": "days"} for d in range(20)]
    (figure,) = _together(*(_process(i, _finding("", one)) for i, one in enumerate(days))).content["figures"]
    assert figure["funnel"]["why"] == "not_applicable"
    assert figure["quartiles"]["median"]["value"] == pytest.approx(9.5)


def test_a_share_known_by_its_interval_is_judged_at_the_common_share() -> None:
    # Wald intervals of 100 cases each; at its own share the one at 4 % would weigh six times as much as another, and
    # the common share would be 0.32
    def clustered(p: float) -> dict[str, Any]:
        reach = 1.959963984540054 * float(np.sqrt(p * (1 - p) / 100))
        ends = {"value": p, "low": p - reach, "high": p + reach, "level": 0.95, "basis": "sampling"}
        return {**ends, "unit": "share", "n": 100, "method": "cluster_t"}

    shares = [0.5, 0.45, 0.55, 0.48, 0.52, 0.04, 0.5, 0.47, 0.53, 0.51, 0.49]
    (figure,) = _together(*(_process(i, _finding("", clustered(p))) for i, p in enumerate(shares))).content[
        "figures"
    ]
    assert figure["funnel"]["centre"] == pytest.approx(sum(shares) / len(shares), abs=0.01)
    assert [point["process"] for point in figure["points"] if point["differs"]] == [5]
    assert max(figure["funnel"]["sizes"]) < 1.2 * min(figure["funnel"]["sizes"])


def test_amounts_in_different_currencies_are_different_figures() -> None:
    money = {**_share(1, 1), "unit": "money", "value": 5, "low": 5, "high": 5}
    here, there = (_process(i, _finding("", money)) for i in range(2))
    assert there.report is not None
    abroad = Audited(
        label="abroad",
        path="abroad",
        report={**there.report, "process": {**there.report["process"], "currency": "SEK"}},
    )
    assert [one["currency"] for one in _together(here, abroad).content["figures"]] == ["EUR", "SEK"]


def test_with_chance_alone_the_whole_oversight_seldom_names_anybody() -> None:
    # Benjamini and Hochberg's rule names anybody at all in at most 5 % of the worlds where nobody differs
    rng = np.random.default_rng(5)
    named = 0
    for _ in range(60):
        cases = rng.integers(20, 400, 40)
        events = rng.binomial(cases, 0.3)
        hours = rng.normal(10, 5 / np.sqrt(cases))
        processes = [
            _process(
                i,
                _finding("in_time", _share(int(events[i]), int(cases[i]))),
                _finding("hours", _hours(float(hours[i]), 1.96 * 5 / np.sqrt(cases[i]), int(cases[i]))),
            )
            for i in range(40)
        ]
        named += _together(*processes).content["looks"]["differ"] > 0
    assert named <= 8  # a binomial of 60 worlds at 5 % exceeds this once in a hundred


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_form_of_an_oversight_knows_an_order_of_merit(language: str) -> None:
    events = [50, 5, 48, 52, 49, 51, 95, 50, 47, 53, 50, 46, 54]
    audited = [_process(i, _finding("in_time", _share(x, 100))) for i, x in enumerate(events)]
    oversight = _together(*audited, Audited(label="b", path="b", letters=("x",)), language=language)
    for form in oversight_formats().values():
        text = form.render(oversight).decode("utf-8").lower()
        for word in ("rank", "best", "worst", "league", "meilleur", "classement", "score"):
            assert word not in text, f"{form.file_name}: {word}"


def test_the_page_is_well_formed_and_escapes_what_a_list_says() -> None:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - our own page

    hostile = Audited(label="<script>alert(1)</script>", path="x", letters=("<b>",))
    known = [_process(i, _finding("in_time", _share(40 + i, 100))) for i in range(12)]
    page = oversight_formats()["html"].render(_together(*known, hostile))
    ET.fromstring(page)  # noqa: S314 - our own page
    assert b"<script>" not in page


def test_the_canonical_form_is_the_content() -> None:
    oversight = _shares([50, 40, 60] * 4)
    assert json.loads(oversight_formats()["json"].render(oversight)) == oversight.content
