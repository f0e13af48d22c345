"""What is said before the first question is true of the wave: every sentence is bound to a fact."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from obverse.survey.sealing import keys
from obverse.web.booth import store as stores
from obverse.web.booth.statement import Facts, about_you, statement
from obverse.web.booth.store import Ticket
from obverse.web.processes.models import Process
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.texts import LANGUAGES
from tests.web.booth.waves import HOLDERS, as_posted, open_wave, words_of

ONE, TWO, THREE = (tuple(HOLDERS[:count]) for count in (1, 2, 3))
KEYS = ((ONE, 1), (TWO, 2), (THREE, 2), (THREE, 3))
SAID = {
    "en": {
        "alone": "One office alone has the key",
        "not alone": "None of them can do it alone",
        "here": "The codes were made on this server",
        "elsewhere": "not on this server",
        "tests": "tests with people who agree",
    },
    "fr": {
        "alone": "Un seul service détient la clé",
        "not alone": "Aucun ne peut le faire seul",
        "here": "Les codes ont été tirés sur ce serveur",
        "elsewhere": "pas sur ce serveur",
        "tests": "essais avec des personnes qui l’acceptent",
    },
}


@pytest.mark.parametrize(("language", "key", "here"), list(product(LANGUAGES, KEYS, (True, False))))
def test_the_statement_says_what_the_wave_is(
    language: str, key: tuple[tuple[str, ...], int], here: bool
) -> None:
    holders, needed = key
    with translation.override(language):
        said = " ".join(statement(Facts("Town of Exampleton (synthetic)", holders, needed, here)))
    words = SAID[language]
    assert (words["alone"] in said) == (len(holders) == 1)
    assert (words["tests"] in said) == (len(holders) == 1)
    assert (words["not alone"] in said) == (len(holders) > 1)
    assert (words["here"] in said) == here
    assert (words["elsewhere"] in said) != here
    assert all(holder in said for holder in holders)
    assert not any(holder in said for holder in HOLDERS if holder not in holders)
    assert "Town of Exampleton (synthetic)" in said
    counts = {letter for letter in said if letter.isdigit()}
    assert counts == (set() if len(holders) == 1 else {str(needed), str(len(holders))})


@pytest.mark.parametrize(("holders", "needed"), [(1, 1), (2, 2), (3, 2)])
def test_as_many_holders_are_needed_as_is_said_and_no_fewer(holders: int, needed: int) -> None:
    key = keys.new_key(needed, holders)
    assert keys.restore(key.shares[:needed], key.public)
    with pytest.raises(keys.BadShares):
        keys.restore(key.shares[: needed - 1], key.public)


def test_the_store_has_no_place_for_a_person_or_a_moment() -> None:
    # "this server has no place for such a list", "the program notes no address, no time and no name"
    assert list(Ticket.__dataclass_fields__) == ["stratum", "cluster", "used"]
    arguments = {
        name: list(getattr(stores.Store, name).__annotations__)
        for name in ("begin", "add_codes", "put", "put_paper", "close")
    }
    assert arguments == {
        "begin": ["wave", "pepper", "return"],
        "add_codes": ["wave", "codes", "return"],
        "put": ["wave", "mark", "sealed", "return"],
        "put_paper": ["wave", "marks", "sealed", "return"],
        "close": ["wave", "return"],
    }


def test_the_program_never_looks_at_an_address_or_a_clock(repository: Any) -> None:
    files = sorted((repository / "src" / "obverse" / "web" / "booth").glob("*.py"))
    assert len(files) > 8
    for file in files:
        text = file.read_text(encoding="utf-8")
        for trace in (
            "REMOTE_ADDR",
            "META",
            "FORWARDED",
            "request.user",
            "session",
            "timezone",
            "datetime",
            "time.time",
        ):
            if (file.name, trace) not in ALLOWED:
                assert trace not in text, f"{file.name}: {trace}"


# Who types in paper is signed in, and the journal says that they did.
ALLOWED = {("paper_views.py", "request.user"), ("traceless.py", "session")}


def test_the_code_tells_the_stratum_and_the_cluster_and_the_page_says_so() -> None:
    group = Stratum(label="Staff (synthetic)")
    with translation.override("en"):
        assert "one thing" in about_you(group, "")
        both = about_you(group, "Choir (synthetic)")
    assert "two things" in both
    assert "Choir (synthetic)" in both
    assert "Staff (synthetic)" in both


def test_it_stands_before_the_first_question_and_on_the_page_of_the_wave(process: Process) -> None:
    town = open_wave(process, cluster="Choir (synthetic)", holders=HOLDERS[:1], holders_needed=1)
    with translation.override("en"):
        said = statement(Facts.of(Wave.objects.select_related("process__body").get()))
    form = "application/x-www-form-urlencoded"
    asked = Client().post("/s/", as_posted({"code": town.codes[1][0]}), content_type=form)
    questionnaire = words_of(asked.content.decode())
    about = words_of(Client().get(f"/s/{town.wave.address}/").content.decode())
    first = questionnaire.index("How much does")
    for sentence in said:
        assert questionnaire.index(sentence) < first
        assert sentence in about
    assert "Choir (synthetic)" in questionnaire[:first]
    town.kept.destroy(town.wave.address)
