"""What every answer says to the browser: run nothing foreign, stand in no frame, keep nothing private."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

import obverse.web.settings as workspace
from tests.web.conftest import PASSWORD

Pages = Callable[[str], Client]


@pytest.mark.parametrize(
    "address", ["/", "/account/login/", "/you/", "/processes/agenda/people/", "/nothing/"]
)
def test_every_page_is_hardened(address: str, as_: Pages) -> None:
    said = as_("owner").get(address).headers
    policy = said["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["X-Frame-Options"] == "DENY"
    assert said["Referrer-Policy"] == "same-origin"
    assert said["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/", "/you/", "/processes/agenda/", "/processes/agenda/people/", "/nothing/"]
)
def test_nothing_that_is_said_to_who_is_signed_in_is_kept(address: str, as_: Pages) -> None:
    assert "no-store" in as_("owner").get(address).headers["Cache-Control"]


def test_a_page_for_everybody_may_be_kept(as_: Pages) -> None:
    assert "no-store" not in as_("public").get("/").headers.get("Cache-Control", "")


def test_a_link_that_is_a_secret_is_not_kept(as_: Pages) -> None:
    assert "no-store" in as_("public").get("/join/whatever/").headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts(as_: Pages, settings: Settings) -> None:
    browser = as_("public")
    browser.get("/account/login/")
    assert browser.cookies[settings.CSRF_COOKIE_NAME]["httponly"]
    browser.post("/account/login/", {"login": "owner@example.org", "password": PASSWORD})
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["samesite"] == "Lax"


def test_a_form_from_elsewhere_changes_nothing(as_: Pages) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_("owner").cookies
    assert strict.post("/you/", {"name": "Mallory (synthetic)"}).status_code == 403


@pytest.mark.parametrize("https", ["yes", ""])
def test_behind_https_browsers_are_told_to_stay_there(
    https: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setenv("OBVERSE_HTTPS", https)
    told = runpy.run_path(str(Path(workspace.__file__)))
    for name in (
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
    ):
        setattr(settings, name, told[name])
    answer = Client().get("/account/login/", headers={"x-forwarded-proto": "https"})
    assert answer.headers.get("Strict-Transport-Security", "") == ("max-age=31536000" if https else "")
    assert bool(answer.cookies[settings.CSRF_COOKIE_NAME]["secure"]) is bool(https)
    assert told["SESSION_COOKIE_SECURE"] is bool(https)
