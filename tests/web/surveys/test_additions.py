"""What a town adds to the common questions: lists from its registers, and optional questions with their minutes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from obverse.survey.instrument.duration import minutes
from obverse.survey.instrument.form import Form, form_for
from obverse.survey.instrument.instrument import BadQuestionnaire, Instrument, instrument_from
from obverse.web.bridge.additions import MOST, lengths, modules
from obverse.web.people.models import Person
from obverse.web.processes.models import Process
from obverse.web.registers.keeping import add_rows
from tests.web.surveys.holding import Held

Pages = Callable[[str], Client]
Page = Callable[..., str]
NAMES = {"subject": "the square", "place": "Exampleton"}


def form_of(made: Instrument, variant: str, language: str) -> Form:
    return form_for(
        made,
        variant,
        kind="main",
        key=bytes(32),
        subject=NAMES["subject"],
        place=NAMES["place"],
        language=language,
        role="volunteer",
    )


class Town:
    """An owner who fills in the lists of a draft."""

    def __init__(self, draft: Held, browser: Client) -> None:
        self.draft, self.browser = draft, browser
        self.here = f"/processes/agenda/surveys/{draft.wave.pk}/questions/"

    def send(self, step: str, status: int = 302, /, **said: object) -> str:
        answer = self.browser.post(self.here + step, {"version": self.draft.again().version, **said})
        assert answer.status_code == status, answer.content.decode()
        return str(answer.content.decode())

    def words(self, name: str) -> list[str]:
        """The fields for the words of what is chosen."""
        shown = self.browser.get(f"{self.here}lists/").content.decode()
        return re.findall(rf'name="(word_{name}_[^"]+)"', shown)


@pytest.fixture
def town(draft: Held, as_: Pages, people: dict[str, Person], process: Process) -> Town:
    by = people["clerk"]
    duties = [{"id": f"d{n}", "text": f"Duty {n}", "final_holders": "office|association"} for n in range(3)]
    add_rows(process, "duty", duties, by=by)
    groups = [{"id": f"g{n}", "label": f"Group {n}", "side": "external"} for n in range(9)]
    add_rows(process, "stakeholder_group", groups, by=by)
    add_rows(
        process, "actor", [{"id": "business", "kind": "organisation"}, {"id": "p7", "kind": "person"}], by=by
    )
    process.charter = {
        "attributes": {
            "value": [
                {"name": "age_band", "label": "Age", "categories": ["18-39", "40+"], "order": "none"},
                {"name": "area", "label": "Area", "categories": [str(n) for n in range(7)], "order": "none"},
            ]
        }
    }
    process.save()
    return Town(draft, as_("owner"))


def test_the_registers_offer_what_can_stand_in_the_lists(town: Town, page: Page) -> None:
    told = page(town.browser.get(f"{town.here}lists/"))
    for name, keys in {
        "duties": {"d0", "d1", "d2"},
        "answerable": {"office", "association", "business"},
        "groups": {f"g{n}" for n in range(9)},
        "traits": {"age_band"},
    }.items():
        assert set(re.findall(rf'name="{name}" value="([^"]+)"', told)) == keys
    assert "Too fine to be asked, with more than five categories: Area" in told


def test_what_is_chosen_is_asked_in_the_words_of_the_town(town: Town) -> None:
    town.send("lists/", duties="d1", answerable=["office", "business"], groups=["g0", "g8"])
    office = town.words("answerable")[:2]
    assert [name[-2:] for name in office] == ["en", "fr"]
    said = {"duties": "d1", "answerable": ["office", "business"], "groups": ["g0", "g8"]}
    town.send("lists/", **said, **{office[0]: "the water office", office[1]: "le service des eaux"})
    wave = town.draft.again()
    made = instrument_from(wave.questionnaire)
    form = form_of(made, "participant", "fr")
    asked = {question.item: question for question in form.questions()}
    assert asked["responsible"].label.startswith("Duty 1")
    assert [words for _, words in asked["responsible"].choices][:2] == ["le service des eaux", "business"]
    assert [code for code, _ in asked["missing_interest"].choices][:2] == ["g0", "g8"]


@pytest.mark.parametrize("name", ["duties", "answerable", "groups", "traits", "topics", "statements"])
def test_no_list_is_longer_than_the_questionnaire_takes(town: Town, name: str) -> None:
    label = {"en": "x", "fr": "x"}
    entries = [{"id": f"e{n}", "label": label, "is_true": True, "groups": []} for n in range(MOST[name] + 1)]
    instrument_from({"lists": {name: entries[:-1]}})
    with pytest.raises(BadQuestionnaire):
        instrument_from({"lists": {name: entries}})
    if name in ("duties", "groups"):
        keys = [f"{name[0]}{n}" for n in range(MOST[name] + 1)]
        assert f"At most {MOST[name]}: more would take too long" in town.send("lists/", 422, **{name: keys})
    if name == "topics":
        assert "At most 10: more" in town.send("lists/", 422, topics_en="\n".join("abcdefghijk"))
    assert "lists" not in town.draft.again().questionnaire


def test_statements_and_topics_need_both_languages_or_one(town: Town) -> None:
    assert "same number of lines" in town.send("lists/", 422, topics_en="Water\nTrees", topics_fr="Eau")
    assert "Say whether it is true" in town.send("lists/", 422, statement_1_en="The square has a well.")
    said = {"statement_1_en": "The square has a well.", "statement_1_true": "no"}
    town.send("lists/", topics_en="Water\nTrees", topics_fr="Eau\n\nArbres", **said)
    lists = town.draft.again().questionnaire["lists"]
    assert lists["topics"][1]["label"] == {"en": "Trees", "fr": "Arbres"}
    both = dict.fromkeys(("en", "fr"), "The square has a well.")
    assert lists["statements"] == [{"id": "s1", "label": both, "is_true": False}]


def test_every_module_says_the_minutes_that_it_adds(town: Town, page: Page) -> None:
    before = lengths({}, "main", "en", NAMES)
    for one in modules({}, "main", "en", NAMES):
        after = lengths({"optional": [one.id]}, "main", "en", NAMES)
        assert one.minutes == max(after[variant] - before[variant] for variant in after)
        assert (one.minutes > 0.05) is not bool(one.lacks), one.id
    on = modules({"optional": ["burdens"]}, "main", "en", NAMES)
    assert [one.minutes > 0.05 for one in on if one.is_on] == [True]
    told = page(town.browser.get(f"{town.here}optional/"))
    assert len(re.findall(r"Adds about [0-9.]+ minutes", told)) == 5
    assert len(re.findall("Asks nothing yet", told)) == 3
    town.send("optional/", optional=["burdens", "refusal"])
    made = instrument_from(town.draft.again().questionnaire)
    assert made.optional == ("burdens", "refusal")
    assert "Burdens of using a service" in page(town.browser.get(town.here))
    assert "Select a valid choice" in town.send("optional/", 422, optional="nothing")


def test_a_form_of_more_than_ten_minutes_is_called_too_long(town: Town, page: Page) -> None:
    assert "more than ten" not in page(town.browser.get(town.here))
    long = {"id": "local:peace", "label": {"en": "Peace", "fr": "Paix"}}
    long["definition"] = dict.fromkeys(("en", "fr"), "word " * 2_000)
    wave = town.draft.again()
    wave.questionnaire = {"local_values": [long], "dropped": [f"V{n:02}" for n in range(1, 34)]}
    wave.save()
    form = form_of(instrument_from(wave.questionnaire), "internal", "en")
    assert minutes(form) > 10
    assert "more than ten" in page(town.browser.get(town.here))


def test_who_was_slower_at_the_lists_loses_nothing(town: Town) -> None:
    town.send("lists/", duties="d1")
    said = {"version": 0, "groups": ["g1", "g2"], "topics_en": "Water"}
    answer = town.browser.post(f"{town.here}lists/", said)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Duty 1" in told
    assert all(re.search(rf'value="{group}"[^>]* checked', told) for group in ("g1", "g2"))
    assert ">Water" in told.replace("\n", "").replace("\r", "")
    assert list(town.draft.again().questionnaire["lists"]) == ["duties"]


def test_lists_and_modules_of_an_open_wave_stand(running: Held, as_: Pages) -> None:
    owner, before = as_("owner"), running.again().questionnaire
    here = f"/processes/agenda/surveys/{running.wave.pk}/questions/"
    for step, said in (("lists/", {"topics_en": "Water"}), ("optional/", {"optional": "burdens"})):
        owner.post(here + step, {"version": running.wave.version, **said})
    assert running.again().questionnaire == before
    assert as_("clerk").get(f"{here}lists/").status_code == 403
