"""The page of two audits side by side."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from obverse.web.audits.models import Audit

Pages = Callable[[str], Client]
Read = Callable[..., str]
Audited = Callable[[int], Audit]
HERE = "/processes/agenda/audits/2/beside/1/"


def test_what_moved_stands_with_both_figures_and_their_intervals(
    as_: Pages, page: Read, audited: Audited
) -> None:
    audited(1)
    audited(2)
    shown = page(as_("group").get(HERE))
    moved = shown[shown.index('id="moved"') : shown.index('id="profile"')]
    assert "had an answer with reasons, in time" in moved
    assert "25%" in moved
    assert "75%" in moved
    assert "95% interval" in moved
    assert "away from the worrying side" in moved


def test_changed_registers_are_listed_and_others_are_not(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    audited(2)
    shown = page(as_("clerk").get(HERE))
    evidence = shown[shown.index('id="evidence"') :]
    assert '<a href="/processes/agenda/registers/contribution/">' in evidence
    assert "/registers/commitment/" not in evidence
    assert "/registers/" not in page(as_("group").get(HERE)).split('id="evidence"')[1]


def test_an_audit_is_not_set_beside_itself_or_one_that_is_not_there(as_: Pages, audited: Audited) -> None:
    audited(1)
    for address in ("1/beside/1/", "1/beside/9/", "1/beside/?other=x", "1/beside/"):
        assert as_("owner").get(f"/processes/agenda/audits/{address}").status_code == 404


def test_the_later_audit_stands_first_whichever_was_chosen(as_: Pages, audited: Audited) -> None:
    audited(1)
    audited(2)
    answer = as_("owner").get("/processes/agenda/audits/1/beside/?other=2")
    assert answer.headers["Location"] == HERE


def test_described_figures_are_shown_on_demand(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    audited(2)
    few, all_of_them = (page(as_("owner").get(f"{HERE}{query}")) for query in ("", "?all=1"))
    assert few.count("<tr>") < all_of_them.count("<tr>")
