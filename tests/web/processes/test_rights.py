"""The grid of who decides what, as rows of the register."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_row
from obverse.web.registers.models import Revision, Row

Browser = Callable[[str], Client]
Read = Callable[..., str]
HERE = "/processes/agenda/setup/rights/"


def seen(browser: Client, basis: str = "promised") -> str:
    found = re.search(r'name="seen" value="(\w+)"', browser.get(f"{HERE}?basis={basis}").content.decode())
    assert found is not None
    return found[1]


def send(browser: Client, *, basis: str = "promised", as_seen: str = "", **levels: str) -> Any:
    told = {name.replace("__", "-"): level for name, level in levels.items()}
    return browser.post(HERE, {"basis": basis, "seen": as_seen or seen(browser, basis), **told})


def standing() -> set[tuple[str, ...]]:
    rows = Row.objects.filter(table="decision_right", is_removed=False)
    return {tuple(row.values[key] for key in ("step", "actor_class", "level", "basis")) for row in rows}


def test_each_place_of_the_grid_becomes_a_row(as_: Browser, process: Process) -> None:
    send(as_("clerk"), draft__citizens="consulted", decide__elected="decides", veto__citizens="none")
    send(as_("clerk"), basis="practised", draft__citizens="none")
    assert standing() == {
        ("draft", "citizens", "consulted", "promised"),
        ("decide", "elected", "decides", "promised"),
        ("veto", "citizens", "none", "promised"),
        ("draft", "citizens", "none", "practised"),
    }


def test_a_change_needs_a_reason_and_keeps_what_stood(as_: Browser, page: Read, process: Process) -> None:
    browser = as_("clerk")
    send(browser, draft__citizens="consulted")
    assert "say below why" in page(send(browser, draft__citizens="shared"), 422)
    assert send(browser, draft__citizens="shared", reason="Minutes of the second meeting").status_code == 302
    row = Row.objects.get(table="decision_right")
    assert [one.values["level"] for one in Revision.objects.filter(row=row)] == ["consulted", "shared"]
    assert Revision.objects.get(row=row, version=2).reason == "Minutes of the second meeting"


def test_a_dash_takes_a_right_back(as_: Browser, process: Process) -> None:
    browser = as_("clerk")
    send(browser, draft__citizens="consulted")
    send(browser, draft__citizens="", reason="Nobody knows after all")
    assert standing() == set()


def test_nothing_is_written_where_nothing_differs(as_: Browser, process: Process) -> None:
    browser = as_("clerk")
    send(browser, draft__citizens="consulted")
    send(browser, draft__citizens="consulted")
    process.refresh_from_db()
    assert process.evidence_version == 1


def test_two_people_at_one_grid_lose_nothing(as_: Browser, page: Read, process: Process) -> None:
    clerk, owner = as_("clerk"), as_("owner")
    before = seen(clerk)
    send(owner, draft__citizens="decides")
    text = page(send(clerk, as_seen=before, draft__citizens="none", agenda__elected="shared"), 409)
    assert standing() == {("draft", "citizens", "decides", "promised")}
    assert "Saved meanwhile: decides" in text
    again = re.search(r'name="seen" value="(\w+)"', text)
    assert again is not None
    told = {"draft__citizens": "none", "agenda__elected": "shared", "reason": "Agreed"}
    assert send(clerk, as_seen=again[1], **told).status_code == 302
    assert ("agenda", "elected", "shared", "promised") in standing()


def test_rights_of_several_periods_are_left_to_the_register(
    as_: Browser, page: Read, process: Process
) -> None:
    for start, level in (("2024-01-01", "none"), ("2025-01-01", "shared")):
        values = {"step": "draft", "actor_class": "citizens", "level": level, "basis": "formal"}
        add_row(process, "decision_right", {**values, "valid_from": start}, by=None)
    text = page(as_("clerk").get(f"{HERE}?basis=formal"))
    assert "several periods: see the register" in text
    assert 'name="draft-citizens"' not in text
    send(as_("clerk"), basis="formal", draft__citizens="decides", reason="Never mind the periods")
    assert {row.values["level"] for row in Row.objects.filter(table="decision_right")} == {"none", "shared"}


@pytest.mark.parametrize("level", ["all", "decides ", "<b>"])
def test_levels_that_do_not_exist_are_not_written(as_: Browser, process: Process, level: str) -> None:
    send(as_("clerk"), draft__citizens=level)
    assert standing() == set()
