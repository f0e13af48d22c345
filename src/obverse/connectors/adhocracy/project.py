"""The JSON of a whole project: phases, modules, what stands in them, comments below comments, offline events."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from obverse.connectors.adhocracy.harvest import Harvest, moment, without_markup
from obverse.connectors.adhocracy.items import IDEA, KINDS, PROPOSAL, SUBJECT, TOPIC
from obverse.evidence.receiving.json_document import as_text

_SORTS = {"ideas": IDEA, "mapideas": IDEA, "proposals": PROPOSAL, "topics": TOPIC, "debates": SUBJECT}
_GONE = ("is_removed", "is_censored", "is_blocked")
Facts = dict[str, object]


class Project:
    """One project being read; rows are numbered in the order in which they stand in the file, from 2 on."""

    def __init__(self, content: Mapping[str, Any], file: Path, harvest: Harvest) -> None:
        self.content = content
        self.file = file
        self.harvest = harvest
        self.row = 1
        self.starts: list[str] = []
        self.ends: list[str] = []
        self.told_removals = False

    def read(self) -> Facts:
        """Take everything, and return what the file says about the process."""
        for module in self._modules():
            self._period(module)
            inside = _object(module.get("content"))
            for key, sort in _SORTS.items():
                for item in _objects(inside.get(key)):
                    self._item(item, sort, f"item-{as_text(item.get('id'))}")
            for key in ("documents", "chapters"):
                for chapter in _objects(inside.get(key)):
                    self._chapter(chapter)
            # In the older form the only poll of a module lies open in its content.
            for poll in (*_objects(inside.get("polls")), inside):
                for question in _objects(poll.get("questions")):
                    self._question(question)
                self._comments(poll.get("comments"), "")
        for event in _objects(self.content.get("offline_events")):
            start = moment(as_text(event.get("date")))
            self._add("event", id=f"offline-event-{as_text(event.get('id'))}", start=start)
        return self._facts()

    def _modules(self) -> Iterator[Mapping[str, Any]]:
        for phase in _object(self.content.get("phases")).values():
            yield from _objects(_object(phase).get("modules"))

    def _period(self, module: Mapping[str, Any]) -> None:
        inside = _object(module.get("meta")) or module
        start, end = (_period_moment(inside.get(key)) for key in ("module_start", "module_end"))
        self.starts.append(start[:10])
        self.ends.append(end[:10])
        if start:
            number = as_text(module.get("module_id"))
            self._add("event", id=f"module-{number}", kind="online", start=start)

    def _facts(self) -> Facts:
        facts: Facts = {}
        if title := as_text(_object(self.content.get("project")).get("name")).strip():
            facts["title"] = title
        # A module without an end is still open, or was never scheduled: then nobody knows the end of the process.
        for key, days in (("start", min(filter(None, self.starts), default="")), ("end", self._end())):
            with contextlib.suppress(ValueError):
                facts[key] = dt.date.fromisoformat(days)
        return facts

    def _end(self) -> str:
        return max(self.ends) if self.ends and all(self.ends) else ""

    def _add(self, table: str, **cells: str) -> bool:
        self.row += 1
        return self.harvest.add(table, self.file, self.row, **cells)

    def _take(self, **cells: str) -> None:
        """Take a contribution unless one of this id is there: map ideas stand under every module of their project."""
        if self.harvest.has("contribution", cells["id"]):
            self.row += 1
            self.harvest.counts["repeated"] += 1
        else:
            self._add("contribution", **cells)

    def _item(self, item: Mapping[str, Any], sort: str, item_id: str) -> None:
        if item_id == "item-":
            return
        kind, official = KINDS[sort]
        budget = as_text(item.get("budget"))
        repeated = self.harvest.has("contribution", item_id)
        if budget == "0" and not repeated:
            self.harvest.counts["default_budget"] += 1
        support, against = _ratings(item) if sort != SUBJECT else ("", "")
        self._take(
            id=item_id,
            kind=kind,
            origin="official" if official else "",
            topic=as_text(item.get("category")),
            created_at=moment(as_text(item.get("created"))),
            text=_joined(item.get("name"), item.get("description")),
            support=support,
            against=against,
            cost="" if budget == "0" else budget,
            seed="yes" if official else "",
        )
        self._comments(item.get("comments"), item_id)

    def _chapter(self, chapter: Mapping[str, Any]) -> None:
        number = as_text(chapter.get("id"))
        for paragraph in _objects(chapter.get("paragraphs")):
            paragraph_id = f"paragraph-{as_text(paragraph.get('id'))}"
            text = _joined(paragraph.get("name"), paragraph.get("text"))
            self._take(id=paragraph_id, kind="statement", origin="official", text=text, seed="yes")
            self._comments(paragraph.get("comments"), paragraph_id)
        chapter_id = f"chapter-{number}"
        self._take(
            id=chapter_id,
            kind="statement",
            origin="official",
            text=_joined(chapter.get("name")),
            seed="yes",
        )
        self._comments(chapter.get("chapter_comments", chapter.get("comments")), chapter_id)

    def _question(self, question: Mapping[str, Any]) -> None:
        label = without_markup(as_text(question.get("label")))
        number = as_text(question.get("id")) or f"row-{self.row + 1}"
        question_id = f"poll-question-{number}"
        if self.harvest.has("contribution", question_id):
            self.harvest.counts["repeated"] += 1
            return
        self._take(id=question_id, kind="question", origin="official", text=label, seed="yes")
        for place, choice in enumerate(_objects(question.get("choices")), start=1):
            cells = {"id": f"poll-choice-{number}-{place}", "kind": "statement", "parent": question_id}
            cells |= {"support": as_text(choice.get("vote_count")), "origin": "official", "seed": "yes"}
            self._take(**cells, text=without_markup(as_text(choice.get("label"))))
        for key in ("answers", "other_answers"):
            given = question.get(key)
            for place, answer in enumerate(given if isinstance(given, list) else [], start=1):
                text = as_text(answer.get("answer") if isinstance(answer, Mapping) else answer)
                at = moment(as_text(answer.get("created"))) if isinstance(answer, Mapping) else ""
                cells = {"id": f"poll-{key.replace('_', '-')}-{number}-{place}", "kind": "statement"}
                self._take(**cells, parent=question_id, created_at=at, text=text)

    def _comments(self, comments: object, parent: str) -> None:
        waiting = [(comment, parent) for comment in reversed(_objects(comments))]
        while waiting:
            comment, above = waiting.pop()
            number = as_text(comment.get("id"))
            self.told_removals = self.told_removals or any(key in comment for key in _GONE)
            gone = [key for key in _GONE if comment.get(key) is True]
            text = without_markup(as_text(comment.get("text")))
            support, against = _ratings(comment)
            if not gone and not text:
                self.harvest.counts["emptied"] += 1
            self._take(
                id=f"comment-{number}",
                kind="comment",
                parent=above,
                topic=as_text(comment.get("comment_categories")),
                created_at=moment(as_text(comment.get("created"))),
                text="" if gone else text,
                support=support,
                against=against,
                state="withdrawn" if gone == ["is_removed"] else "",
                moderated=_moderated(gone, text),
            )
            replies = reversed(_objects(comment.get("replies")))
            waiting += [(reply, f"comment-{number}") for reply in replies]


def _moderated(gone: list[str], text: str) -> str:
    if "is_censored" in gone or "is_blocked" in gone:
        return "out"
    return "" if gone or text else "unknown"


def _ratings(item: Mapping[str, Any]) -> tuple[str, str]:
    """How many rated for and against: given as counts by value, or one by one; nothing told is not zero."""
    ratings = item.get("ratings")
    if isinstance(ratings, list):
        values = [as_text(rating.get("value")) for rating in ratings if isinstance(rating, Mapping)]
        return str(values.count("1")), str(values.count("-1"))
    if isinstance(ratings, Mapping):
        return as_text(ratings.get("1", 0)), as_text(ratings.get("-1", 0))
    return ("0", "0") if item.get("rating_count") == 0 else ("", "")


def _period_moment(value: object) -> str:
    text = as_text(value)
    return "" if text in {"", "None"} else moment(text)


def _joined(*texts: object) -> str:
    plain = (without_markup(as_text(text)) for text in texts)
    return "\n".join(text for text in plain if text)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
