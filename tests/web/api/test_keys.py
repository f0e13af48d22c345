"""Access keys: made by an owner, shown once, kept as a digest only, revoked at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from obverse.web.api.models import AccessKey
from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken

Pages = Callable[[str], Client]
PLACE = "/processes/agenda/tokens/"


def test_a_key_is_shown_once_and_only_its_digest_is_kept(as_: Pages, page: Callable[..., str]) -> None:
    owner = as_("owner")
    answer = owner.post(PLACE, {"name": "ticket system", "days": "30"})
    shown = page(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    [secret] = re.findall(r'value="(obverse_[^"]+)"', shown)
    key = AccessKey.objects.get()
    assert key.digest == AccessKey.digest_of(secret)
    assert secret not in str(AccessKey.objects.values()) + str(Entry.objects.values())
    assert timedelta_of(key) == 30
    assert secret not in page(owner.get(PLACE))
    entry = Entry.objects.get(what="api.key_made")
    assert entry.details == {"days": 30}
    assert first_broken() is None


def timedelta_of(key: AccessKey) -> int:
    return round((key.expires_at - key.made_at) / dt.timedelta(days=1))


def test_a_revoked_key_is_gone_at_once_and_stays_on_the_page(
    as_: Pages, secret: str, page: Callable[..., str]
) -> None:
    owner, number = as_("owner"), AccessKey.objects.get().pk
    assert AccessKey.objects.get().is_alive
    for _ in range(2):
        assert owner.post(f"{PLACE}{number}/revoke/").status_code == 302
    assert not AccessKey.objects.get().is_alive
    assert f"revoked on {timezone.now():%Y-%m-%d}" in page(owner.get(PLACE))
    assert Entry.objects.filter(what="api.key_revoked").count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 403), ("auditor", 403), ("group", 403), ("stranger", 404), ("public", 302)]
)
def test_only_an_owner_makes_and_revokes_keys(as_: Pages, secret: str, role: str, status: int) -> None:
    key = AccessKey.objects.get()
    assert as_(role).get(PLACE).status_code == status
    assert as_(role).post(PLACE, {"name": "x", "days": "7"}).status_code == status
    assert as_(role).post(f"{PLACE}{key.pk}/revoke/").status_code == status
    assert AccessKey.objects.get().is_alive


@pytest.mark.parametrize("told", [{"name": "", "days": "7"}, {"name": "x", "days": "9999"}])
def test_a_key_needs_a_purpose_and_an_end(as_: Pages, told: dict[str, str]) -> None:
    assert as_("owner").post(PLACE, told).status_code == 422
    assert not AccessKey.objects.exists()
