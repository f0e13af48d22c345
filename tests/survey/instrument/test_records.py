"""From answers to sealed records, to rows that the engine takes, to a report that names what was asked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from obverse import auditing
from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence
from obverse.evidence.problems import EvidenceProblems
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate
from obverse.survey.instrument import (
    Answers,
    Form,
    Instrument,
    Lists,
    LocalValue,
    instrument,
    passages_of,
    quality,
    rows_of,
)
from obverse.survey.sealing.sealed import PADDED, canonical
from obverse.vocabulary.text import Text

LOCAL = LocalValue(
    id="local:night_rest",
    label=Text(en="night rest", fr="repos nocturne"),
    definition=Text(en="People sleep.", fr="On dort la nuit."),
)
FormOf = Callable[..., Form]


def answered(form: Form, choose: Callable[[str], str], role: str, stratum: int = 1) -> dict[str, Any]:
    """The record of somebody who answers every scale as ``choose`` says by the item."""
    posted = {
        one.name: [choose(one.item)]
        for one in form.questions()
        if one.kind in {"degree", "points"} and not one.about
    }
    answers = form.read(posted)
    assert isinstance(answers, Answers)
    return answers.record(stratum, form.variant, role, "", "before_reminder", paper=False)


def wave(form_of: FormOf, made: Instrument, people: int = 60) -> Iterator[dict[str, Any]]:
    """Invented people: those who take part see gains, the others see losses."""
    for seed in range(people):
        inside = seed % 2 == 0
        variant, role = ("participant", "volunteer") if inside else ("non_participant", "neighbour")
        form = form_of(variant, seed=seed, made=made, role=role, has_pre_wave=True)
        gain, loss = ("3", "0") if inside else ("0", "2")
        seen = {"strengthened": gain, "weakened": loss}
        yield answered(form, partial(_said, seen), role)


def _said(seen: Mapping[str, str], item: str) -> str:
    return seen.get(item, "2")


@pytest.fixture
def write(build_dossier: Any) -> Callable[..., Path]:
    def build(rows: list[dict[str, str]], local: bool = False) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        directory: Path = build_dossier({"survey_answer": text.getvalue()})
        if local:
            facts = directory / "dossier.toml"
            content = tomlkit.parse(facts.read_text(encoding="utf-8"))
            named = {"id": LOCAL.id, "label_en": LOCAL.label.en, "label_fr": LOCAL.label.fr}
            content["local_value"] = [named]
            facts.write_text(tomlkit.dumps(content), encoding="utf-8")
        return directory

    return build


def exact(directory: Path) -> Measurement:
    """D-1 as those see it who may see the rows."""
    profile = next(one for one in indicators() if one.id == "D-1")
    return profile.measure(Evidence(open_dossier(directory)))


def test_rows_are_evidence_that_needs_no_mending(form_of: FormOf, write: Callable[..., Path]) -> None:
    rows = list(rows_of(wave(form_of, instrument()), "wave 1"))
    dossier = open_dossier(write(rows))
    assert dossier.facts.process.id == "worked-case"
    assert {row["phase"] for row in rows} == {"before_reminder"}
    assert {row["half"] for row in rows} == {"a", "b"}


def test_a_form_full_of_every_kind_of_answer_makes_rows_that_need_no_mending(
    form_of: FormOf, full_lists: Lists, write: Callable[..., Path]
) -> None:
    made = instrument(
        [LOCAL], optional=["burdens", "knowledge", "standing", "priorities", "fault"], lists=full_lists
    )
    records = []
    for seed in range(12):
        form = form_of(seed=seed, made=made)
        posted = {
            one.name: [code for code, _ in one.choices][: 3 if one.kind == "several" else 1]
            for one in form.questions()
            if one.choices and not one.name.endswith("-2")
        }
        answers = form.read({**posted, "hours": ["2,5"], "out_of_pocket-aside": ["no_answer"]})
        assert isinstance(answers, Answers), answers
        records.append(answers.record(3, "participant", "", "group 1", "", paper=True))
    rows = list(rows_of(records, "wave 1", {3: "members"}))
    assert {row["item"] for row in rows} >= {"reason", "hours", "attr_age", "knowledge_one", "attribution"}
    assert {row["role"] for row in rows} == {"citizen_self_selected"}
    assert {row.get("stratum", "members") for row in rows} == {"members"}
    open_dossier(write(rows, local=True))


def test_respondents_get_ids_that_nothing_leads_to(form_of: FormOf) -> None:
    records = list(wave(form_of, instrument(), 4))
    first = {row["respondent"] for row in rows_of(records, "w")}
    second = {row["respondent"] for row in rows_of(records, "w")}
    assert len(first) == len(second) == 4
    assert not first & second


def test_a_record_says_nothing_about_when(form_of: FormOf) -> None:
    record = next(wave(form_of, instrument(), 1))
    assert set(record) == {
        "questionnaire",
        "stratum",
        "variant",
        "role",
        "cluster",
        "phase",
        "paper",
        "half",
        "asked",
        "answers",
        "passages",
    }
    assert json.loads(json.dumps(record)) == record


def test_the_longest_record_there_can_be_fits_into_the_constant_length(
    form_of: FormOf, full_lists: Lists
) -> None:
    made = instrument(
        [LOCAL],
        optional=["burdens", "take_up", "fault", "finding", "priorities", "knowledge", "standing", "refusal"],
        lists=full_lists,
    )
    for variant in ("participant", "non_participant"):
        form = form_of(variant, seed=1, made=made, has_pre_wave=True)
        posted: dict[str, list[str]] = {}
        for one in form.questions():
            codes = [code for code, _ in one.choices]
            longest = max([*codes, *(code for code, _ in one.aside)], key=len, default="")
            posted[one.name] = {"several": codes, "number": ["99.5"]}.get(one.kind, [longest])
        for number in (1, 2):
            posted[f"largest-{number}"] = [form.values[number]]
            posted[f"what_happened-{number}"] = ["\U0001f333" * 375]
        answers = form.read(posted)
        assert isinstance(answers, Answers), answers
        record = answers.record(
            99, variant, "service_user_not_involved", "c" * 64, "before_reminder", paper=True
        )
        assert len(canonical(record)) < PADDED


def test_what_people_wrote_leaves_apart_from_their_answers(form_of: FormOf) -> None:
    form = form_of(seed=1, has_pre_wave=True, role="volunteer")
    answers = form.read({"largest-1": [form.values[0]], "what_happened-1": ["It opened."], "heard": ["yes"]})
    assert isinstance(answers, Answers)
    record = answers.record(1, "participant", "volunteer", "", "", paper=False)
    assert passages_of([record]) == [
        {"variant": "participant", "role": "volunteer", "public_value": form.values[0], "text": "It opened."}
    ]
    assert not any("opened" in value for row in rows_of([record], "w") for value in row.values())


def test_the_duality_account_recovers_what_invented_people_saw(
    form_of: FormOf, write: Callable[..., Path]
) -> None:
    rows = list(rows_of(wave(form_of, instrument(), 120), "wave 1"))
    measured = exact(write(rows))
    for value in (one.id for one in instrument().values):
        seen = {
            name: measured.results[f"{value}.{name}"]
            for name in ("strengthened.participant", "weakened.participant", "weakened.non_participant")
        }
        shares = {name: one.value for name, one in seen.items() if isinstance(one, Estimate)}
        assert shares == {
            "strengthened.participant": 1.0,
            "weakened.participant": 0.0,
            "weakened.non_participant": 1.0,
        }


@pytest.mark.parametrize(("language", "name"), [("en", "night rest"), ("fr", "repos nocturne")])
def test_a_local_value_is_named_in_the_report_as_the_town_named_it(
    form_of: FormOf, write: Callable[..., Path], language: str, name: str
) -> None:
    made = instrument([LOCAL], dropped=[f"V{number:02d}" for number in range(2, 34) if number != 33])
    rows = list(rows_of(wave(form_of, made, 120), "wave 1"))
    report = auditing.audit(open_dossier(write(rows, local=True)), language=language)
    told = json.dumps(report.content, ensure_ascii=False, default=str)
    assert name in told.lower().replace("\u00a0", " ")
    assert "night_rest" not in " ".join(sentence for sentence in _sentences(report.content))


def _sentences(content: Any) -> Iterator[str]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            if key in {"sentence", "label", "labels", "name"} and isinstance(value, str):
                yield value
            yield from _sentences(value)
    elif isinstance(content, list | tuple):
        for one in content:
            yield from _sentences(one)


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ([{"id": "night_rest", "label_en": "a", "label_fr": "b"}], "night_rest"),
        ([{"id": "local:a", "label_en": "a", "label_fr": "b"}] * 2, "local:a"),
        ([{"id": "local:a", "label_en": "a"}], "label_fr"),
        ([{"id": "local:a", "label_en": " ", "label_fr": "b"}], "label_en"),
    ],
)
def test_a_local_value_that_cannot_be_named_is_told(
    build_dossier: Any, entries: list[dict[str, str]], word: str
) -> None:
    directory: Path = build_dossier({})
    facts = directory / "dossier.toml"
    content = tomlkit.parse(facts.read_text(encoding="utf-8"))
    content["local_value"] = entries
    facts.write_text(tomlkit.dumps(content), encoding="utf-8")
    with pytest.raises(EvidenceProblems) as told:
        open_dossier(directory)
    assert word in str(told.value)


def test_coarse_roles_inside_count_with_their_side(form_of: FormOf, write: Callable[..., Path]) -> None:
    records = []
    for seed in range(24):
        form = form_of("internal", seed=seed, has_pre_wave=True)
        posted = {one.name: ["2"] for one in form.questions() if one.item in {"strengthened", "weakened"}}
        answers = form.read({**posted, "role": ["elected" if seed % 2 else "administration"]})
        assert isinstance(answers, Answers)
        records.append(answers.record(1, "internal", "", "", "", paper=False))
    measured = exact(write(list(rows_of(records, "w"))))
    assert any(name.endswith(".elected") for name in measured.results)
    assert any(name.endswith(".administration") for name in measured.results)


def test_quality_counts_what_was_left_out_and_who_answered_all_on_one_line(form_of: FormOf) -> None:
    def person(seed: int, choose: Callable[[str], str]) -> dict[str, Any]:
        return answered(form_of("internal", seed=seed, has_pre_wave=True), choose, "elected_majority")

    lined, nothing = person(1, lambda _: "3"), person(2, lambda _: "0")
    varied = person(3, lambda item: {"strengthened": "3", "weakened": "1"}.get(item, "2"))
    silent = form_of("internal", seed=4, has_pre_wave=True).read(
        {"affected": ["cannot_say"], "heard": ["no_answer"]}
    )
    assert isinstance(silent, Answers)
    broken = silent.record(1, "internal", "elected_majority", "", "", paper=False)
    found = quality([lined, nothing, varied, broken])["internal"]
    assert (found.people, found.judged, found.straight_lined, found.nothing_changed) == (4, 3, 1, 1)
    assert found.broke_off == 1
    assert (found.items["weakened"].asked, found.items["weakened"].left_out) == (28, 7)
    assert (found.items["affected"].left_out, found.items["affected"].cannot_say) == (0, 1)
    assert (found.items["heard"].left_out, found.items["heard"].no_answer) == (3, 1)


def test_quality_is_told_by_variant(form_of: FormOf) -> None:
    assert list(quality(wave(form_of, instrument(), 6))) == ["non_participant", "participant"]
    assert quality([]) == {}
