"""The afternoon path: the first useful audit in about three hours for two people, item by item."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obverse.web.processes.charter import is_answered, step_named
from obverse.web.processes.register_links import register_address
from obverse.web.registers.wording import register_name
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.processes.holdings import Holding
    from obverse.web.processes.models import Process

FILE = Path(__file__).with_name("afternoon.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do; ``afternoon.toml`` says what its fields are."""

    id: str
    minutes: int
    who: str
    tables: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    step: str = ""
    about: int = 0
    imports: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register of an item, with what it holds in words."""

    holding: Holding
    name: str
    address: str

    @property
    def in_words(self) -> str:
        """What it holds."""
        held = self.holding
        if held.rows:
            return say(
                "processes.afternoon.held.rows" if held.rows > 1 else "processes.afternoon.held.one",
                count=held.rows,
            )
        state = ("file", held.in_files), ("declared", held.is_declared), ("unknown", held.is_unknown)
        return say(f"processes.afternoon.held.{next((name for name, here in state if here), 'none')}")


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it stands: what is there of it."""

    item: Item
    is_done: bool
    done: int
    total: int
    registers: tuple[Register, ...]
    step_address: str

    @property
    def title(self) -> str:
        """What the item is called."""
        return say(f"processes.afternoon.item.{self.item.id}.title")

    @property
    def how(self) -> str:
        """What to do, and why it is worth it."""
        return say(f"processes.afternoon.item.{self.item.id}.how")

    @property
    def who(self) -> str:
        """Who of the two does it."""
        return say(f"processes.afternoon.who.{self.item.who}")


@dataclass(frozen=True, slots=True)
class Afternoon:
    """The whole path; ``minutes_left`` is how long two people still need, side by side."""

    items: tuple[Standing, ...]

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(one.is_done for one in self.items)

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return _minutes([one.item for one in self.items])

    @property
    def minutes_left(self) -> int:
        """How long what is not yet done takes."""
        return _minutes([one.item for one in self.items if not one.is_done])

    @property
    def time_left(self) -> str:
        """The same in words."""
        hours, minutes = divmod(self.minutes_left, 60)
        if hours and not minutes:
            return say("processes.afternoon.left_whole", hours=hours)
        if not hours:
            return say("processes.afternoon.left_minutes", minutes=minutes)
        return say("processes.afternoon.left_hours", hours=hours, minutes=minutes)

    @property
    def first_open(self) -> Standing | None:
        """What comes next."""
        return next((one for one in self.items if not one.is_done), None)


@cache
def items() -> tuple[Item, ...]:
    """All items in their order."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_item(entry) for entry in content["item"])


def _item(entry: dict[str, Any]) -> Item:
    listed = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Item(**{**entry, **listed})


def afternoon_of(process: Process, held: Mapping[str, Holding]) -> Afternoon:
    """The path as far as a process has gone it."""
    return Afternoon(tuple(_standing(process, item, held) for item in items()))


def _standing(process: Process, item: Item, held: Mapping[str, Holding]) -> Standing:
    registers = tuple(
        Register(held[table], register_name(table), register_address(process, table)) for table in item.tables
    )
    asked = [question.id for name in item.steps if (step := step_named(name)) for question in step.questions]
    done = sum(is_answered(process, name) for name in asked) + sum(
        one.holding.is_settled for one in registers
    )
    total = len(asked) + len(registers)
    step = step_named(item.step or (item.steps[0] if item.steps else ""))
    return Standing(item, done == total, done, total, registers, step.address(process) if step else "")


def _minutes(chosen: Sequence[Item]) -> int:
    """Two people work side by side: what they do together takes its time, of the rest the longer half counts."""
    alone = {who: sum(one.minutes for one in chosen if one.who == who) for who in ("first", "second")}
    return sum(one.minutes for one in chosen if one.who in ("together", "apart")) + max(alone.values())
