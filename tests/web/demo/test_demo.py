"""A demo: everybody can be anybody in it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from obverse.web.demo import casting, examples
from obverse.web.demo import settings as of_demo
from obverse.web.people.models import Person, Role
from obverse.web.processes.models import Process


@pytest.fixture
def cast(process: Process) -> dict[str, Person]:
    found = casting.people()
    casting.play(process, frozenset({"G05"}), found)
    return found


@pytest.fixture
def demo(settings: Settings, cast: dict[str, Person]) -> Client:
    """A browser in a demo."""
    for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES"):
        setattr(settings, name, getattr(of_demo, name))
    return Client()


def test_outside_a_demo_nobody_signs_in_without_a_password(cast: dict[str, Person]) -> None:
    browser = Client()
    assert browser.get("/demo/").status_code == 404
    assert browser.post("/demo/", {"part": "owner"}).status_code == 404
    assert not any(person.has_usable_password() for person in cast.values())
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("part", [part.name for part in casting.PARTS])
def test_every_part_is_one_click_away(demo: Client, cast: dict[str, Person], part: str) -> None:
    assert f'value="{part}"' in demo.get("/demo/").content.decode()
    assert demo.post("/demo/", {"part": part}).status_code == 302
    assert demo.session["_auth_user_id"] == str(cast[part].pk)


def test_a_part_that_nobody_plays_signs_nobody_in(demo: Client, people: dict[str, Person]) -> None:
    assert demo.post("/demo/", {"part": people["owner"].email}).status_code == 400
    assert demo.post("/demo/", {}).status_code == 400
    assert "_auth_user_id" not in demo.session


@pytest.mark.parametrize("address", ["/", "/demo/", "/account/login/", "/nowhere/"])
def test_every_page_says_that_it_is_a_demo(demo: Client, address: str) -> None:
    page = demo.get(address).content.decode()
    assert page.count("This is a demo") == 1
    assert page.index("This is a demo") < page.index("<header")


def test_everybody_has_the_role_of_their_part_once(process: Process, cast: dict[str, Person]) -> None:
    casting.play(process, frozenset({"G05"}), casting.people())
    held = Role.objects.filter(process=process).values_list("person__email", "kind", "group")
    assert sorted(held) == [
        ("auditor@demo.invalid", "auditor", ""),
        ("clerk@demo.invalid", "clerk", ""),
        ("group@demo.invalid", "group", "G05"),
        ("owner@demo.invalid", "owner", ""),
    ]


def test_the_examples_are_found_in_a_checkout_and_where_they_are_said_to_be(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [examples.folder_of(name) for name in examples.NAMES] == [
        repository / "examples" / name for name in examples.NAMES
    ]
    (tmp_path / "agenda-2030").mkdir()
    (tmp_path / "agenda-2030" / "dossier.toml").touch()
    monkeypatch.setenv(examples.VARIABLE, str(tmp_path))
    assert examples.folder_of("agenda-2030") == tmp_path / "agenda-2030"
