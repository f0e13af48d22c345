"""The guided set-up as ``charter.toml`` declares it: steps, their questions, and how far a process is with them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

FILE = Path(__file__).with_name("charter.toml")
UNKNOWN: Mapping[str, Any] = {"unknown": True}
ATTRIBUTES = "attributes"
SILENT = "register."
"""Charter entries that begin so say of a register that nobody knows anything that could stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; ``id`` is section and key of dossier.toml, ``serves`` the indicators that read the answer."""

    id: str
    kind: str
    choices: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: a page of questions, or a ``page`` of its own that fills ``tables`` (their ``columns``)."""

    id: str
    questions: tuple[Question, ...] = ()
    page: str = ""
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()

    def address(self, process: Process) -> str:
        """Where the step stands."""
        if self.questions:
            return reverse("process_step", args=[process.slug, self.id])
        if self.page == "process_list":
            return reverse(self.page, args=[process.slug, self.id])
        return reverse(self.page, args=[process.slug])


@cache
def steps() -> tuple[Step, ...]:
    """All steps in their order."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_step(entry) for entry in content["step"])


def _step(entry: Mapping[str, Any]) -> Step:
    questions = tuple(Question(**_frozen(one)) for one in entry.get("questions", ()))
    return Step(**{**_frozen(entry), "questions": questions})


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


@cache
def questions() -> Mapping[str, Question]:
    """All questions by their id."""
    return {question.id: question for step in steps() for question in step.questions}


def step_named(identifier: str) -> Step | None:
    """A step by its id."""
    return next((step for step in steps() if step.id == identifier), None)


def is_answered(process: Process, identifier: str) -> bool:
    """Whether a question has an answer; that nobody knows is one."""
    said = process.charter.get(identifier)
    return isinstance(said, dict) and ("value" in said or said.get("unknown") is True)


def is_unknown(process: Process, identifier: str) -> bool:
    """Whether the answer to a question is that nobody knows."""
    said = process.charter.get(identifier)
    return isinstance(said, dict) and said.get("unknown") is True
