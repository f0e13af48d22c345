"""Groups say what they have to say beside the findings, for themselves only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from obverse.web import bridge
from obverse.web.audits.models import Audit, CounterStatement
from obverse.web.audits.statements import state, withdraw
from obverse.web.intake.composing import compose
from obverse.web.journal.models import Entry
from obverse.web.people.models import Kind, Person, Role
from obverse.web.processes.models import Process
from tests.web.audits.town import KEY

Pages = Callable[[str], Client]
Read = Callable[..., str]
Audited = Callable[[int], Audit]
People = dict[str, Person]
HERE = f"/processes/agenda/audits/1/finding/?key={quote(KEY, safe='')}"
SEND = HERE.replace("finding/", "finding/statement/")
WORDS = "The answers came by telephone (synthetic)."


def test_a_group_states_and_everybody_reads_it_at_once(
    as_: Pages, page: Read, audited: Audited, town: Process
) -> None:
    audited(1)
    assert as_("group").post(SEND, {"group": "tenants", "text": WORDS}).status_code == 302
    shown = page(as_("auditor").get(HERE))
    assert WORDS in shown
    assert "Tenants (synthetic) says:" in shown
    assert WORDS not in json.dumps(list(Entry.objects.values_list("details", flat=True)))


def test_what_was_stated_stands_in_the_next_report(town: Process, people: People, tmp_path: Path) -> None:
    state(town, KEY, "tenants", WORDS, by=people["group"])
    composed = compose(town, tmp_path / "dossier")
    content = json.loads(bridge.audit_in(composed.folder, ("en",))["report.en.json"])
    item = next(item for item in content["findings"] if item["key"] == KEY)
    assert [one["text"] for one in item["counter_statements"]] == [WORDS]


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 403), ("clerk", 403), ("auditor", 403), ("stranger", 404)]
)
def test_only_groups_state(as_: Pages, audited: Audited, role: str, status: int) -> None:
    audited(1)
    assert as_(role).post(SEND, {"group": "tenants", "text": WORDS}).status_code == status
    assert not CounterStatement.objects.exists()


def test_nobody_speaks_for_another_group(
    as_: Pages, page: Read, audited: Audited, people: People, town: Process
) -> None:
    audited(1)
    page(as_("group").post(SEND, {"group": "owners", "text": WORDS}), 422)
    with pytest.raises(ValueError, match="does not speak"):
        state(town, KEY, "owners", WORDS, by=people["group"])
    assert not CounterStatement.objects.exists()


def test_an_empty_statement_comes_back_with_the_form(as_: Pages, page: Read, audited: Audited) -> None:
    audited(1)
    assert 'id="id_text_error"' in page(as_("group").post(SEND, {"group": "tenants", "text": " "}), 422)


def test_a_statement_is_withdrawn_by_its_own_group_only(
    as_: Pages, page: Read, audited: Audited, people: People, town: Process
) -> None:
    audited(1)
    other = Person.objects.create_user("other@example.org", name="other")
    Role.objects.create(person=other, process=town, kind=Kind.GROUP, group="owners")
    said = state(town, KEY, "tenants", WORDS, by=people["group"])
    address = f"/processes/agenda/audits/1/statements/{said.pk}/withdraw/"
    browser = Client()
    browser.force_login(other)
    assert browser.post(address).status_code == 403
    assert as_("owner").post(address).status_code == 403
    assert WORDS in page(as_("owner").get(HERE))
    assert as_("group").post(address).status_code == 302
    assert WORDS not in page(as_("owner").get(HERE))
    assert not withdraw(said, by=people["group"])
    assert Entry.objects.filter(what="audits.withdrawn").count() == 1


def test_a_statement_changes_the_evidence(town: Process, people: People) -> None:
    before = Process.objects.get(pk=town.pk).evidence_version
    withdraw(state(town, KEY, "tenants", WORDS, by=people["group"]), by=people["group"])
    assert Process.objects.get(pk=town.pk).evidence_version == before + 2


def test_what_a_statement_says_is_text_and_nothing_else(
    as_: Pages, page: Read, audited: Audited, people: People, town: Process
) -> None:
    audited(1)
    state(town, KEY, "tenants", "<img src=x onerror=alert(1)>", by=people["group"])
    shown = page(as_("owner").get(HERE))
    assert "&lt;img src=x" in shown
    assert "<img" not in shown
