"""The committed dossier of the invented town is what its program writes, and says that it is invented."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from obverse.evidence.dossier import open_dossier
from tests.audits.invented_town import COMMITTED_SEED, EXAMPLE, SAID_LATER, facts, files, generate, town

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        generate()(tmp_path / name, seed, planted=True)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert files(tmp_path / "one") != files(tmp_path / "three")


def test_the_committed_dossier_is_what_the_program_writes(tmp_path: Path) -> None:
    generate()(tmp_path, COMMITTED_SEED, planted=True)
    assert files(EXAMPLE) == files(tmp_path)


def test_the_null_version_differs_from_the_planted_one_in_evidence_only(tmp_path: Path) -> None:
    generate()(tmp_path, COMMITTED_SEED, planted=False)
    null, planted = files(tmp_path), files(EXAMPLE)
    assert null.keys() == planted.keys()
    assert null["dossier.toml"] == planted["dossier.toml"]
    assert null["evidence/neighbourhood.csv"] == planted["evidence/neighbourhood.csv"]
    assert null["evidence/contribution.csv"] != planted["evidence/contribution.csv"]


def test_obverse_opens_the_committed_town_and_its_null_version_without_a_problem(tmp_path: Path) -> None:
    generate()(tmp_path, COMMITTED_SEED, planted=False)
    for directory in (EXAMPLE, tmp_path):
        coverage = open_dossier(directory).coverage
        assert {name for name, table in coverage.items() if not (table.rows and table.declared)} == {
            SAID_LATER
        }


def test_every_title_says_that_the_town_is_synthetic() -> None:
    assert facts()["process"]["synthetic"] is True
    assert "synthetic" in str(facts()["process"]["title"])
    assert all("(synthetic)" in row["title"] for row in town(COMMITTED_SEED, planted=True)["document"])
    assert all("(synthetic)" in row["name"] for row in town(COMMITTED_SEED, planted=True)["neighbourhood"])


def test_every_register_is_declared_and_every_threshold_was_frozen_before_the_start() -> None:
    content = facts()
    assert set(content["coverage"]) == set(town(COMMITTED_SEED, planted=True))
    for declared in content["coverage"].values():
        assert set(declared) == {"kept_from", "kept_until", "complete", "grade", "source", "declared_by"}
    thresholds, start = content["threshold"], content["process"]["start"]
    assert all(threshold["frozen_on"] < start for threshold in thresholds)
    assert {threshold["klass"] for threshold in thresholds} == {"promise", "set_locally"}
    assert 3 <= len(content["audit"]["primary"]) <= 5


def test_the_register_of_contributions_holds_each_promised_delay_after_the_moment_it_counts_from() -> None:
    promise = next(row for row in town(1, planted=True)["commitment"] if row["kind"] == "answer")
    due, announced = (dt.date.fromisoformat(promise[column]) for column in ("due_on", "announced_on"))
    assert (due - announced).days == 60
    for row in town(1, planted=True)["contribution"]:
        ended = row["answered_at"] or row["withdrawn_at"]
        assert not ended or row["created_at"] < ended <= "2026-06-30T23:59:59Z"
        assert bool(row["answered_at"]) == (
            row["state"] in {"done", "accepted", "partly", "deferred", "rejected"}
        )


def test_each_half_of_each_variant_gets_each_pair_of_values_equally_often() -> None:
    values: dict[tuple[str, str, str], set[str]] = {}
    for row in town(1, planted=True)["survey_answer"]:
        if row["item"] == "importance":
            person = (row["variant"], row["half"], row["respondent"])
            values.setdefault(person, set()).add(row["public_value"])
    assert all(len(chosen) == 7 for chosen in values.values())
    for variant in ("internal", "participant", "non_participant"):
        for half in "ab":
            asked = [chosen for (of, at, _), chosen in values.items() if (of, at) == (variant, half)]
            short_list = sorted(set.union(*asked))
            assert len(short_list) == 14
            pairs = {
                sum(first in chosen and second in chosen for chosen in asked)
                for first in short_list
                for second in short_list
                if first < second
            }
            assert pairs == {6 * len(asked) // 26}


def test_the_survey_keeps_those_who_cannot_say_and_those_who_prefer_not_to_answer() -> None:
    rows = town(COMMITTED_SEED, planted=True)["survey_answer"]
    counts = Counter(row["value"] for row in rows)
    assert 0.04 < counts["cannot_say"] / len(rows) < 0.08
    assert 0.02 < counts["no_answer"] / len(rows) < 0.04
    asked_before = {row["respondent"] for row in rows if row["item"] == "before"}
    asked_after = {row["respondent"] for row in rows if row["item"] == "strengthened"}
    assert asked_before.isdisjoint(asked_after)
