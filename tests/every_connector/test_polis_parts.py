"""Parts of a Polis export beside votes and statements: importance, sums by group, clusters, the interface's JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors import polis
from obverse.connectors.polis.connector import Polis
from obverse.evidence.importing.extract import Extract

SAMPLES = Path(polis.__path__[0]) / "sample"


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """A copy of a sample, that a test may change."""

    def copy(generation: str, name: str = "") -> Path:
        return Path(shutil.copytree(SAMPLES / generation, tmp_path / (name or generation)))

    return copy


def read(folder: Path, **options: str) -> Extract:
    return Polis().read(sorted(folder.iterdir()), options)


def rows(extract: Extract, table: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in extract.tables[table].select(list(names)).to_pylist()]


def notes(extract: Extract) -> str:
    return "\n".join(note.en for note in extract.notes)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def last_votes(extract: Extract) -> dict[tuple[str, str], str]:
    events = sorted(rows(extract, "vote", "actor", "contribution", "at", "value"))
    return {(actor, statement): value for actor, statement, _, value in events}


def test_the_interface_and_the_export_tell_the_same_of_one_conversation(export: Any) -> None:
    api, csv = read(export("api")), read(export("openData"))
    assert api.problems == csv.problems == ()
    assert last_votes(api) == last_votes(csv)
    for table, names in (
        ("actor", ("id", "attr_opinion_group")),
        ("contribution", ("id", "author", "text", "moderated", "seed", "created_at")),
    ):
        assert sorted(rows(api, table, *names)) == sorted(rows(csv, table, *names))


def test_votes_of_the_interface_carry_the_inner_sign_even_without_counts_beside_them(export: Any) -> None:
    folder = export("api")
    right = last_votes(read(folder))
    (folder / "comments.json").unlink()
    alone = read(folder)
    assert last_votes(alone) == right
    assert "inner sign of the server" in notes(alone)


def test_renamed_copies_of_the_interface_have_agreement_as_plus_one(export: Any) -> None:
    folder = export("api")
    right = last_votes(read(folder))
    votes = json.loads((folder / "votes.json").read_text(encoding="utf-8"))
    renamed = [
        {"participant_id": vote["pid"], "statement_id": vote["tid"], "vote": -vote["vote"]}
        | {"weight_x_32767": 0, "modified": int(vote["modified"]), "conversation_id": "9synthetic"}
        for vote in votes
    ]
    (folder / "votes.json").write_text(json.dumps(renamed), encoding="utf-8")
    assert last_votes(read(folder)) == right
    (folder / "comments.json").unlink()
    assert last_votes(read(folder)) == right


def test_groups_come_from_the_computation_only_where_no_file_of_participants_is_given(export: Any) -> None:
    folder = export("openData")
    shutil.copy(SAMPLES / "api" / "math-pca2.json", folder)
    change(folder / "math-pca2.json", '"members": [\n    0\n   ]', '"members": [\n    1\n   ]')
    assert dict(rows(read(folder), "actor", "id", "attr_opinion_group"))["participant-0"] == "0"
    (folder / "participants-votes.csv").unlink()
    change(folder / "math-pca2.json", '"id": 1,', '"id": 7,')
    groups = dict(rows(read(folder), "actor", "id", "attr_opinion_group"))
    assert groups["participant-1"] == "7"
    assert groups["participant-2"] == "none"


def test_that_the_interface_gives_last_votes_only_is_told(export: Any) -> None:
    assert "the last vote of everybody only" in notes(read(export("api")))
    assert "the last vote of everybody only" not in notes(read(export("server")))


def test_a_computation_that_is_not_what_it_should_be_is_a_problem_and_no_error(export: Any) -> None:
    folder = export("api")
    change(folder / "math-pca2.json", '"user-vote-counts"', '"user-vote-count"')
    assert [problem.kind for problem in read(folder).problems] == ["unreadable"]


def test_marks_of_importance_are_counted_and_not_taken_in(export: Any) -> None:
    folder = export("server")
    assert "important" not in notes(read(folder))
    change(folder / "votes.csv", ",0,0,1,0\n", ",0,0,1,1\n")
    extract = read(folder)
    assert "Votes that were marked as important: 1." in notes(extract)
    assert extract.unknown == {}
    (folder / "votes.csv").unlink()
    change(folder / "participant-importance.csv", "0,0,2,2,0,0,0,", "0,0,2,2,2,1,1,")
    assert "Votes that were marked as important: 2." in notes(read(folder))


def test_sums_by_group_are_compared_with_the_votes_of_the_members(export: Any) -> None:
    folder = export("server")
    header = "comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes"
    header += "".join(
        f",group-{letter}-{what}" for letter in "ab" for what in ("votes", "agrees", "disagrees", "passes")
    )
    lines = [
        header,
        "0,x,3,2,1,0,1,1,0,0,1,0,1,0",
        "1,x,3,2,0,1,1,1,0,0,1,0,0,1",
        "2,x,2,1,1,0,0,0,0,0,1,0,1,0",
    ]
    (folder / "comment-groups.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "are those of the votes (6 of 6)" in notes(read(folder))
    change(folder / "comment-groups.csv", "2,x,2,1,1,0,0,0,0,0,1,0,1,0", "2,x,2,1,1,0,0,0,0,0,1,1,0,0")
    assert "are those of the votes in 5 of 6 cases" in notes(read(folder))


def test_topics_are_the_clusters_of_the_coarsest_layer_with_several(export: Any) -> None:
    folder = export("server")
    assert dict(rows(read(folder), "contribution", "id", "topic")) == {
        "statement-0": "cluster 0/0",
        "statement-1": "cluster 0/1",
        "statement-2": "",
    }
    file = folder / "comment-clusters.csv"
    change(file, ",0,0.4,0.7,", ",4,0.4,0.7,")
    extract = read(folder)
    assert dict(rows(extract, "contribution", "id", "topic"))["statement-1"] == "cluster 1/4"
    assert "does not tell their names" in notes(extract)
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert "topics stay unknown" in notes(read(folder))


def test_whether_statements_are_seeded_is_not_in_the_present_export(export: Any) -> None:
    assert read(export("server")).not_exported == {"contribution": ("seed",)}
    assert read(export("openData")).not_exported == {}


def test_a_column_that_nobody_knows_is_told(export: Any) -> None:
    folder = export("openData")
    change(folder / "votes.csv", "datetime,comment-id", "mood,comment-id")
    assert read(folder).unknown == {"votes.csv": ("mood",)}


def test_several_conversations_at_once_are_refused(export: Any) -> None:
    first, second = export("openData"), export("server", "second")
    together = Polis().read([*sorted(first.iterdir()), *sorted(second.iterdir())], {})
    assert {problem.kind for problem in together.problems} == {"repeated_part"}
    folder = export("api")
    change(
        folder / "votes.json",
        '"tid": 2,\n  "vote": -1,\n  "weight_x_32767": 0,\n  "modified": "1700000130000",\n'
        '  "conversation_id": "9synthetic"',
        '"tid": 2, "vote": -1, "modified": "1700000130000",\n  "conversation_id": "9other"',
    )
    assert [problem.kind for problem in read(folder).problems] == ["several_conversations"]


def test_statements_of_another_conversation_are_told_by_their_counts(tmp_path: Path) -> None:
    head = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    lines = [f"1700000000,x,{number},0,{number},{9 - number},1,text" for number in range(6)]
    (tmp_path / "comments.csv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    votes = [f"170000000{number},x,{number},{person},1" for number in range(6) for person in range(12)]
    (tmp_path / "votes.csv").write_text(
        "timestamp,datetime,comment-id,voter-id,vote\n" + "\n".join(votes) + "\n", encoding="utf-8"
    )
    assert [problem.kind for problem in read(tmp_path).problems] == ["other_conversation"]
    assert read(tmp_path, agree="1").problems == ()


def test_files_of_no_conversation_are_not_recognised(tmp_path: Path) -> None:
    for number, text in enumerate(
        (
            "[]",
            "{}",
            "[1, 2]",
            '[{"vote": 1}]',
            '{"group-clusters": []}',
            "[" * 9999,
            '{"format": 3}',
            "\x00\x01",
            "a,b\n1,2\n",
        )
    ):
        (tmp_path / f"{number}.bin").write_text(text, encoding="utf-8")
    assert {Polis().recognises([file]).sure for file in tmp_path.iterdir()} == {0.0}
