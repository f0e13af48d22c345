"""Signing in: the pages that exist for it, limits on attempts for all processes together, and the second step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from obverse.web.people.models import Person
from tests.web.conftest import PASSWORD
from tests.web.people.installation import run
from tests.web.people.test_permissions import addresses

Pages = Callable[[str], Client]
LOGIN = "/account/login/"


def enter(browser: Client, role: str = "clerk", password: str = PASSWORD) -> object:
    return browser.post(LOGIN, {"login": f"{role}@example.org", "password": password})


def test_only_those_ways_in_exist_that_are_needed() -> None:
    found = {written.removeprefix("account/") for written, _ in addresses(get_resolver().url_patterns)}
    ways = {
        written for written, _ in addresses(get_resolver().url_patterns) if written.startswith("account/")
    }
    assert {"login/", "logout/", "password/change/", "2fa/totp/activate/"} <= found
    assert not [
        way for way in ways if any(word in way for word in ("signup", "email", "reset", "connections"))
    ]


def test_the_page_to_sign_in_offers_no_account_and_its_fields_are_labelled(
    db: None, page: Callable[..., str]
) -> None:
    shown = page(Client().get(LOGIN))
    assert "Accounts are made by invitation" in shown
    assert 'for="id_login"' in shown
    assert 'for="id_password"' in shown
    assert "placeholder" not in shown
    assert "Mot de passe perdu" in page(Client(headers={"accept-language": "fr"}).get(LOGIN))


def test_after_five_wrong_passwords_the_right_one_is_refused_too_but_not_that_of_another_account(
    people: dict[str, Person], page: Callable[..., str]
) -> None:
    browser = Client()
    for _ in range(5):
        assert "not correct" in page(enter(browser, "clerk", "wrong"))
    assert "Too many" in page(enter(browser))
    assert not browser.session.get("_auth_user_id")
    assert enter(browser, "auditor").status_code == 302  # type: ignore[attr-defined]  # an answer of the client


def test_one_address_that_tries_many_accounts_is_stopped_and_another_address_is_not(
    people: dict[str, Person],
) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(10):
        browser.post(LOGIN, {"login": f"nobody{number}@example.org", "password": "wrong"})
    enter(browser)
    assert not browser.session.get("_auth_user_id")
    elsewhere = Client(REMOTE_ADDR="192.0.2.2")
    enter(elsewhere)
    assert elsewhere.session.get("_auth_user_id")


_TRY = """
from django.core.cache import cache
from django.test import Client
from obverse.web.people.models import Person

password = sys.argv[1]
Person.objects.create_user("a@example.org", password, name="A")

def attempt(said):
    browser = Client(HTTP_HOST="localhost")
    browser.post("/account/login/", {"login": "a@example.org", "password": said})
    return "_auth_user_id" in browser.session

at_once(2, lambda number: [attempt("wrong") for _ in range(3)])
refused = attempt(password)
cache.clear()
print(refused, attempt(password))
"""


def test_attempts_are_counted_over_all_processes() -> None:
    assert run(_TRY, PASSWORD) == "False True"


def confirm(browser: Client, password: str = PASSWORD) -> None:
    browser.post("/account/reauthenticate/", {"password": password})


def test_a_changed_password_ends_the_other_sessions(people: dict[str, Person]) -> None:
    here, elsewhere = Client(), Client()
    enter(here)
    enter(elsewhere)
    new = "a violet giraffe reads maps"
    said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/change/", said).status_code == 302
    assert here.get("/you/").status_code == 200
    assert elsewhere.get("/you/").status_code == 302
    assert Client().login(request=None, email="clerk@example.org", password=new)


def test_a_weak_password_is_refused_in_words(people: dict[str, Person], page: Callable[..., str]) -> None:
    browser = Client()
    enter(browser)
    shown = page(
        browser.post(
            "/account/password/change/", {"oldpassword": PASSWORD, "password1": "a", "password2": "a"}
        )
    )
    assert "at least 12 characters" in shown


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


@pytest.fixture
def with_second_step(people: dict[str, Person]) -> tuple[Client, str]:
    """A browser in which a clerk has set up the second step, and their secret."""
    browser = Client()
    enter(browser)
    assert browser.get("/account/2fa/totp/activate/").status_code == 302
    confirm(browser)
    shown = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = shown.split("<code>")[1].split("</code>")[0]
    browser.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert Authenticator.objects.filter(user=people["clerk"], type="totp").exists()
    return browser, secret


def test_with_the_second_step_a_password_alone_lets_nobody_in(with_second_step: tuple[Client, str]) -> None:
    browser = Client()
    answer = enter(browser)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")  # type: ignore[attr-defined]  # as above
    assert browser.get("/you/").status_code == 302
    assert "recovery codes" in browser.get("/account/2fa/authenticate/").content.decode()
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert browser.get("/you/").status_code == 302


def test_a_recovery_code_lets_in_once(
    with_second_step: tuple[Client, str], people: dict[str, Person]
) -> None:
    first, _ = with_second_step
    shown = first.get("/account/2fa/recovery-codes/").content.decode()
    recovery = shown.split("<li><code>")[1].split("</code>")[0]
    browser = Client()
    enter(browser)
    browser.post("/account/2fa/authenticate/", {"code": recovery})
    assert browser.get("/you/").status_code == 200
    again = Client()
    enter(again)
    again.post("/account/2fa/authenticate/", {"code": recovery})
    assert again.get("/you/").status_code == 302


PAGES = [
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/reauthenticate/",
    "/account/elsewhere/cancelled/",
    "/account/elsewhere/error/",
    "/account/inactive/",
    "/account/logout/",
    "/you/",
    "/you/address/",
    "/you/data/",
    "/you/leave/",
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_page_of_an_account_is_ours_in_both_languages(
    language: str, with_second_step: tuple[Client, str], page: Callable[..., str]
) -> None:
    browser, _ = with_second_step
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in PAGES:
        shown = page(browser.get(address), 401 if "error" in address else 200)
        assert f'<html lang="{language}">' in shown, address
        assert shown.count("<h1") == 1, address
        assert 'class="brand"' in shown, address
        assert "<script>" not in shown, address
