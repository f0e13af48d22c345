"""Signing in through OpenID Connect: for people who have an account here, and for nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from obverse.web.installation import sign_in_providers
from obverse.web.people.models import Person
from tests.web.people.provider import Provider, provider

KNOWN = {"sub": "1", "email": "Clerk@example.org", "email_verified": True}


@pytest.fixture
def town(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The sign-in of a town, told to the workspace as its administrator would."""
    with provider() as known:
        said = {
            "id": "town",
            "name": "Town",
            "client_id": "workspace",
            "secret": "s",
            "server_url": known.address,
        }
        monkeypatch.setenv("OBVERSE_OPENID", json.dumps(said))
        settings.SOCIALACCOUNT_PROVIDERS = sign_in_providers()
        yield known


def through(browser: Client, known: Provider) -> Any:
    """Go to the provider, let it vouch, and come back."""
    sent = browser.post("/account/oidc/town/login/")
    assert sent.headers["Location"].startswith(known.address)
    there = urlsplit(sent.headers["Location"])
    connection = http.client.HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    return browser.get(back.removeprefix("http://testserver"))


def test_a_known_address_signs_in_and_nothing_of_the_provider_is_kept(
    town: Provider, people: dict[str, Person]
) -> None:
    town.claims = KNOWN
    browser = Client()
    assert "Sign in with Town" in browser.get("/account/login/").content.decode()
    assert through(browser, town).status_code == 302
    assert browser.session["_auth_user_id"] == str(people["clerk"].pk)
    assert browser.get("/processes/agenda/").status_code == 200
    assert not SocialAccount.objects.exists()
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"sub": "2", "email": "someone@example.org", "email_verified": True}, "nobody has invited you"),
        ({**KNOWN, "email_verified": False}, "did not confirm your e-mail address"),
        ({**KNOWN, "email_verified": "false"}, "did not confirm your e-mail address"),
        ({"sub": "1", "email": "clerk@example.org"}, "did not confirm your e-mail address"),
        ({"sub": "1"}, "did not confirm your e-mail address"),
    ],
)
def test_a_stranger_is_refused_kindly_and_gets_no_account(
    claims: dict[str, Any], message: str, town: Provider, people: dict[str, Person]
) -> None:
    town.claims = claims
    browser = Client()
    answer = through(browser, town)
    assert answer.status_code == 403
    assert message in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert Person.objects.count() == len(people)


def test_a_closed_account_stays_closed(town: Provider, people: dict[str, Person]) -> None:
    town.claims = KNOWN
    Person.objects.filter(pk=people["clerk"].pk).update(is_active=False)
    browser = Client()
    through(browser, town)
    assert "_auth_user_id" not in browser.session


def test_an_answer_that_nobody_asked_for_lets_nobody_in(town: Provider, people: dict[str, Person]) -> None:
    town.claims = KNOWN
    browser = Client()
    answer = browser.get("/account/oidc/town/login/callback/?code=x&state=forged")
    assert "did not work" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert "/token" not in town.asked


def test_who_is_signed_in_is_not_tied_to_anybody_elsewhere(town: Provider, people: dict[str, Person]) -> None:
    town.claims = KNOWN
    browser = Client()
    browser.force_login(people["owner"])
    through(browser, town)
    assert browser.session["_auth_user_id"] == str(people["owner"].pk)
    assert not SocialAccount.objects.exists()


def test_where_a_provider_vouches_for_addresses_nobody_changes_their_own(
    town: Provider, people: dict[str, Person]
) -> None:
    browser = Client()
    browser.post(
        "/account/login/", {"login": "owner@example.org", "password": "correct horse battery staple"}
    )
    browser.post("/account/reauthenticate/", {"password": "correct horse battery staple"})
    assert browser.get("/you/address/").status_code == 403
    assert "/you/address/" not in browser.get("/you/").content.decode()


def test_without_a_provider_no_button_leads_elsewhere(db: None) -> None:
    assert "Sign in with" not in Client().get("/account/login/").content.decode()
    assert Client().get("/account/oidc/town/login/").status_code == 404
