"""Groups held on Your Priorities: posts, the votes they got, and the points for and against them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.yourpriorities.posts import Post, Posts, lost_points, points, read_posts
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW, Extract
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.delimited import read_header
from obverse.evidence.receiving.fields import Match, read_fields
from obverse.vocabulary.text import Text

POSTS = "posts"
TEXTS, OBJECTS = "points as text", "points without text"
_ACTOR = ("id", "kind", NAME, EMAIL)
_CONTRIBUTION = ("id", "kind", "author", "parent", "topic", "text", "alignment", "support", "against")
_NOT_EXPORTED = ("created_at", "state", "answered_at", "moderated")
_START = 1 << 16


class YourPriorities(Connector):
    """The CSV export of the posts of one or several groups."""

    name = "yourpriorities"
    keeps_back: ClassVar[tuple[str, ...]] = ("vote",)
    options: ClassVar[tuple[str, ...]] = ()

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where headings are those of the export and nothing strange is among the files."""
        found = [file for file in files if _match(file) is not None]
        if not found:
            return UNKNOWN
        return Recognition(1.0 if len(found) == len(files) else 0.6, _generation(found))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:  # noqa: ARG002 - there are none
        """Read the posts; lists of logins and of members are neither read nor kept."""
        reading = _Reading(self)
        for file in sorted(files, key=lambda file: file.name):
            reading.file(file)
        return reading.extract()


class _Reading:
    """One export being read, file by file."""

    def __init__(self, connector: Connector) -> None:
        self.say = connector.say
        self.actors: dict[str, dict[str, str | int]] = {}
        self.contributions: list[dict[str, str | int]] = []
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.files: list[Path] = []
        self.unknown: dict[str, tuple[str, ...]] = {}
        self.headings: dict[str, dict[str, str]] = {}
        self.unread: list[str] = []
        self.ratings: list[str] = []

    def file(self, file: Path) -> None:
        """Read one file."""
        match = _match(file)
        if match is None:
            details = {"connector": YourPriorities.name}
            self.problems.append(Problem("strange_file", file.name, details=details))
            return
        if match.kind.name != POSTS:
            self.unread.append(file.name)
            return
        self.files.append(file)
        found = read_posts(file, match)
        self.problems += found.problems
        self._take(file, found)
        for table in ("contribution", "actor"):
            self.headings.setdefault(table, {}).update(match.headings(table))
        if unknown := found.unknown():
            self.unknown[file.name] = unknown
        self.ratings += found.ratings()
        self.counts["torn"] += found.torn
        self.counts["mended"] += found.mended

    def _take(self, file: Path, found: Posts) -> None:
        for post in found.posts:
            if post.deleted:
                self.counts["deleted"] += 1
                continue
            place: dict[str, str | int] = {FILE: str(file), ROW: post.row}
            parts = [post.text("title"), *_answered(post, found.questions), post.text("transcript")]
            post_id = f"post-{post.text('post')}"
            self.contributions.append(
                {
                    "id": post_id,
                    "kind": "proposal",
                    "author": self._account(post, place),
                    "topic": post.text("category"),
                    "text": "\n".join(part for part in parts if part),
                    "support": post.text("up"),
                    "against": post.text("down"),
                    **place,
                }
            )
            if lost_points(post):
                told = post.text("points")
                self.counts["lost_points"] += int(told) if told.isdigit() else 1
                continue
            for side, name, value in (("for", "points_for", "1"), ("against", "points_against", "-1")):
                for number, text in enumerate(points(post.text(name)), start=1):
                    self.counts["points"] += 1
                    cells = {"id": f"{post_id}-point-{side}-{number}", "kind": "comment", "parent": post_id}
                    self.contributions.append({**cells, "text": text, "alignment": value, **place})

    def _account(self, post: Post, place: Mapping[str, str | int]) -> str:
        name, address = post.text("user_name"), post.text("email").lower()
        if "@" not in address:
            address = ""
        if not name and not address:
            return ""
        # The export has no number of the person. An address names an account for certain, and goes no further.
        digest = hashlib.sha256(address.encode()).hexdigest()[:32]
        person = f"account-{digest}" if address else f"name:{name}"
        self.actors.setdefault(
            person, {"id": person, "kind": "platform_account", NAME: name, EMAIL: address, **place}
        )
        return person

    def extract(self) -> Extract:
        """The rows, and what is to be said about them."""
        if self.problems:
            return Extract(tables={}, files=tuple(self.files), problems=tuple(self.problems))
        made = {
            "actor": _table(_ACTOR, list(self.actors.values())),
            "contribution": _table(_CONTRIBUTION, self.contributions),
        }
        tables = {name: rows for name, rows in made.items() if rows.num_rows}
        names = ", ".join(file.name for file in self.files)
        lost = self.counts["lost_points"] or self.counts["torn"]
        coverage = {
            name: {
                "complete": "no" if lost and name == "contribution" else "unknown",
                "grade": "A",
                "source": f"Your Priorities, {names}",
            }
            for name in tables
        }
        left_out = {self.say(key): self.counts[key] for key in ("deleted", "torn") if self.counts[key]}
        return Extract(
            tables=tables,
            files=tuple(self.files),
            headings=self.headings,
            left_out={"contribution": left_out} if left_out else {},
            notes=tuple(self._notes()),
            coverage=coverage,
            unknown=self.unknown,
            not_exported={"contribution": _NOT_EXPORTED} if self.contributions else {},
        )

    def _notes(self) -> list[Text]:
        told = ("mended", "lost_points", "points")
        notes = [self.say(key, count=str(self.counts[key])) for key in told if self.counts[key]]
        notes += [self.say("unread", file=name) for name in self.unread]
        if self.ratings:
            notes.append(self.say("ratings", count=str(len(self.ratings) // 2)))
        return notes


def _answered(post: Post, questions: Sequence[str]) -> list[str]:
    """The description, or each answer behind the question it answers."""
    texts = ["" if answer.strip() in {"", "null", "undefined"} else answer.strip() for answer in post.answers]
    if len(questions) != len(texts):
        return texts
    return [f"{question}: {text}" if text else "" for question, text in zip(questions, texts, strict=True)]


def _match(file: Path) -> Match | None:
    return read_fields(__package__).match(read_header(file))


def _generation(files: Sequence[Path]) -> str:
    for file in files:
        with file.open("rb") as stream:
            if b"[object Object]" in stream.read(_START):
                return OBJECTS
    return TEXTS


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, str | int]]) -> pa.Table:
    schema = pa.schema([*((column, pa.string()) for column in (*columns, FILE)), (ROW, pa.int64())])
    return pa.Table.from_pylist([{name: row.get(name, "") for name in schema.names} for row in rows], schema)
