"""Who is affected, listed by two people separately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from obverse.web.journal.models import Entry
from obverse.web.people.models import Person
from obverse.web.processes import group_lists
from obverse.web.processes.group_lists import NotPossible, agreed, suggested
from obverse.web.processes.models import GroupList, Process
from obverse.web.registers.models import Row

Browser = Callable[[str], Client]
Read = Callable[..., str]
HERE, JOIN = "/processes/agenda/setup/groups/", "/processes/agenda/setup/groups/join/"


def listed(*labels: str, version: int = 0, **acts: str) -> dict[str, Any]:
    """What the form of a list sends."""
    told: dict[str, Any] = {
        "form-TOTAL_FORMS": len(labels),
        "form-INITIAL_FORMS": 0,
        "version": version,
        **acts,
    }
    for place, label in enumerate(labels):
        told |= {f"form-{place}-label": label, f"form-{place}-side": "external" if label else ""}
    return told


@pytest.fixture
def both(as_: Browser, process: Process) -> None:
    """Two finished lists."""
    as_("clerk").post(HERE, listed("Tenants", "Night workers", done=""))
    as_("auditor").post(HERE, listed("tenants ", "Shop-keepers", done=""))


def test_nobody_sees_the_other_list_before_both_are_finished(
    as_: Browser, page: Read, process: Process
) -> None:
    as_("clerk").post(HERE, listed("Tenants", done=""))
    as_("auditor").post(HERE, listed("Night workers", save=""))
    assert "Tenants" not in page(as_("auditor").get(HERE))
    assert "Night workers" not in page(as_("clerk").get(HERE))
    assert "Tenants" not in page(as_("owner").get(HERE))
    assert as_("owner").get(JOIN).headers["Location"] == HERE
    as_("auditor").post(HERE, listed("Night workers", version=1, done=""))
    text = page(as_("owner").get(JOIN))
    assert "Tenants" in text
    assert "Night workers" in text


def test_a_third_list_is_not_begun(as_: Browser, page: Read, both: None) -> None:
    assert "Two people are listing already" in page(as_("owner").post(HERE, listed("More")), 409)
    assert GroupList.objects.count() == 2


def test_joined_lists_tell_who_thought_of_whom_without_names(
    as_: Browser, both: None, people: dict[str, Person]
) -> None:
    assert as_("owner").post(JOIN, {"same-0": "0", "same-1": ""}).status_code == 302
    rows = [row.values for row in Row.objects.filter(table="stakeholder_group")]
    assert [(row["label"], row["listed_by"]) for row in rows] == [
        ("Tenants", "list-1|list-2"),
        ("Night workers", "list-1"),
        ("Shop-keepers", "list-2"),
    ]
    assert len({row["id"] for row in rows}) == 3
    assert {row["side"] for row in rows} == {"external"}
    entry = Entry.objects.get(what="processes.lists_joined")
    assert entry.details == {"groups": 3, "on_both": 1}


def test_lists_are_joined_once(as_: Browser, page: Read, both: None) -> None:
    as_("owner").post(JOIN, {"same-0": "0"})
    assert "Somebody else has joined" in page(as_("clerk").post(JOIN, {"same-0": "0"}), 409)
    assert Row.objects.count() == 3


def test_two_groups_cannot_both_be_the_same_as_one(as_: Browser, page: Read, both: None) -> None:
    text = page(as_("owner").post(JOIN, {"same-0": "0", "same-1": "0"}), 409)
    assert "Two groups of list 2" in text
    assert Row.objects.count() == 0


def test_places_that_do_not_exist_are_refused(as_: Browser, both: None) -> None:
    assert as_("owner").post(JOIN, {"same-0": "77"}).status_code == 409
    assert as_("owner").post(JOIN, {"same-0": "-1", "same-1": "x"}).status_code == 302


def test_a_finished_list_is_taken_up_again_only_before_the_other_is_seen(
    as_: Browser, page: Read, process: Process
) -> None:
    as_("clerk").post(HERE, listed("Tenants", done=""))
    assert as_("clerk").post(HERE, {"reopen": ""}).status_code == 302
    as_("clerk").post(HERE, listed("Tenants", "Owners", version=2, done=""))
    as_("auditor").post(HERE, listed("Night workers", done=""))
    assert "neither can be changed" in page(as_("clerk").post(HERE, {"reopen": ""}), 409)


def test_an_empty_list_is_not_finished(as_: Browser, page: Read, process: Process) -> None:
    assert "names at least one group" in page(as_("clerk").post(HERE, listed("", "", done="")), 409)


def test_a_group_without_a_name_is_asked_for_it(as_: Browser, page: Read, process: Process) -> None:
    told = listed("")
    told["form-0-affected"] = "strongly"
    assert "Write what the group is called." in page(as_("clerk").post(HERE, told), 422)


def test_one_list_written_from_two_windows_is_told(as_: Browser, page: Read, process: Process) -> None:
    as_("clerk").post(HERE, listed("Tenants"))
    text = page(as_("clerk").post(HERE, listed("Owners")), 409)
    assert "saved from another window" in text
    assert "Owners" in text
    assert GroupList.objects.get().entries == [{"label": "Tenants", "side": "external"}]


def test_more_lines_keep_what_was_typed(as_: Browser, page: Read, process: Process) -> None:
    text = page(as_("clerk").post(HERE, listed("Tenants", more="")))
    assert 'value="Tenants"' in text
    assert text.count('-label"') >= 5
    assert not GroupList.objects.exists()


def test_an_owner_throws_an_unfinished_list_away_unread(as_: Browser, process: Process) -> None:
    as_("clerk").post(HERE, listed("Tenants"))
    assert as_("auditor").post(HERE, {"give_up": "1"}).status_code != 302
    assert as_("owner").post(HERE, {"give_up": "1"}).status_code == 302
    assert not GroupList.objects.exists()


def test_groups_of_the_same_name_are_suggested_once() -> None:
    first = [{"label": "Élus"}, {"label": "Night workers"}]
    second = [{"label": "elus"}, {"label": "ÉLUS"}, {"label": "night-workers"}, {"label": "Others"}]
    assert suggested(first, second) == [0, None, None, None]


def test_where_two_lists_differ_nobody_knows() -> None:
    one = {"label": "A", "side": "internal", "affected": "strongly", "advocate": "yes"}
    other = {"label": "a", "side": "external", "affected": "slightly"}
    assert agreed(one, other) == {"label": "A", "side": "internal", "affected": "unknown", "advocate": "yes"}


def test_a_list_of_another_process_is_not_counted(
    process: Process, neighbour: Process, people: dict[str, Person]
) -> None:
    entry = [{"label": "Gardeners", "side": "external"}]
    group_lists.write(neighbour, entry, by=people["stranger"], is_done=True, expected_version=0)
    assert group_lists.lists_of(process, people["clerk"]).all == ()
    with pytest.raises(NotPossible):
        group_lists.join(process, [], by=people["clerk"])
