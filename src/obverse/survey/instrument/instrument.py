"""The questionnaire of one town: the common questions, less what it dropped, with what it added."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from obverse.survey.instrument import items as asked
from obverse.survey.instrument.choices import (
    Listed,
    Lists,
    LocalValue,
    Statement,
    Trait,
    lists_from,
    local_value_from,
)
from obverse.survey.instrument.design import MOST_VALUES, Design, design_for
from obverse.survey.instrument.items import ATTRIBUTE, DUTY, STATEMENT, VARIANTS, Item, items, modules, scales
from obverse.vocabulary.public_values import public_values
from obverse.vocabulary.text import LANGUAGES, Text, text_from

# More would break the ten minutes, or single people out.
_MOST = {"duties": 2, "statements": 4, "traits": 2, "answerable": 6, "groups": 8, "topics": 10}
_MOST_GROUPS_OF_A_TRAIT = 5
# The column `role` is filled in every row, and nobody is asked about nothing.
_NEVER_DROPPED = ("role",)
# Words that say that there is no answer cannot name one.
_TAKEN = (asked.CANNOT_SAY, asked.NO_ANSWER, "nobody_clearly")


class BadQuestionnaire(ValueError):  # noqa: N818 - what it tells is what is wrong with the choices
    """The town's choices cannot be used; ``letters`` says everything that is wrong with them."""

    def __init__(self, letters: Iterable[Text]) -> None:
        self.letters = tuple(letters)
        super().__init__(" ".join(letter.en for letter in self.letters))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What is asked in one wave. Make it with ``instrument``; ``values`` are those asked about, local ones last."""

    variants: ClassVar[tuple[str, ...]] = VARIANTS

    values: tuple[LocalValue, ...]
    local_values: tuple[LocalValue, ...] = ()
    dropped: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    lists: Lists
    currency: str = "EUR"

    @property
    def design(self) -> Design:
        """Which of the values are asked together."""
        return design_for(len(self.values))

    def questions(self, variant: str, kind: str) -> tuple[Item, ...]:
        """The items that a variant asks in a wave of a kind, in order.

        Raises:
            ValueError: there is no such variant or kind.
        """
        if variant not in VARIANTS or kind not in asked.KINDS_OF_WAVE:
            raise ValueError(f"there is no questionnaire {variant!r} of the kind {kind!r}")
        return tuple(item for item in self._wanted(variant, kind) if self._has_list(item))

    def not_asked(self, variant: str, kind: str) -> tuple[Item, ...]:
        """The items that cannot be asked because the town gave no list for them."""
        return tuple(item for item in self._wanted(variant, kind) if not self._has_list(item))

    def answers(self, item: Item, variant: str) -> tuple[tuple[str, Text], ...]:
        """Code and words of every answer to an item, but for those that set it aside."""
        fixed = scales().get(item.scale_in(variant), ())
        if item.list in {"", "values"}:
            return fixed
        listed: tuple[Listed, ...] = getattr(self.lists, item.list)
        return tuple((one.id, one.label) for one in listed) + fixed

    def declared(self) -> dict[str, Any]:
        """The town's choices as plain data, from which ``instrument_from`` makes the same instrument again."""
        return {
            "local_values": [value.declared() for value in self.local_values],
            "dropped": list(self.dropped),
            "optional": list(self.optional),
            "lists": self.lists.declared(),
            "currency": self.currency,
        }

    def digest(self) -> str:
        """SHA-256 over every word and every scale that can be asked: two waves with one digest asked the same."""
        return _digest(self)

    def _wanted(self, variant: str, kind: str) -> Iterator[Item]:
        for item in items():
            is_on = not item.module or item.module in self.optional
            if is_on and variant in item.variants and kind in item.waves and item.id not in self.dropped:
                yield item

    def _has_list(self, item: Item) -> bool:
        needed = {DUTY: "duties", STATEMENT: "statements", ATTRIBUTE: "traits"}.get(item.each)
        lists = [needed] if needed else []
        lists += [item.list] if item.list not in {"", "values"} else []
        return all(getattr(self.lists, name) for name in lists)


@lru_cache(maxsize=64)
def _digest(of: Instrument) -> str:
    content = {
        "choices": of.declared(),
        "values": [value.declared() for value in of.values],
        "items": [repr(item) for item in items() if item.id not in of.dropped],
        "scales": repr(scales()),
        "design": of.design.blocks,
    }
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def instrument(
    local_values: Iterable[LocalValue] = (),
    dropped: Iterable[str] = (),
    *,
    optional: Iterable[str] = (),
    lists: Lists | None = None,
    currency: str = "EUR",
) -> Instrument:
    """The questionnaire with a town's own values and lists, less the items and values (by id) that it dropped.

    Raises:
        BadQuestionnaire: something of it cannot be used; all of it is told at once.
    """
    added, gone, on = tuple(local_values), tuple(dropped), tuple(optional)
    given = lists or Lists()
    shared = [
        LocalValue(id=one.id, label=one.label, definition=one.definition)
        for one in public_values().values()
        if one.short_list and one.id not in gone
    ]
    values = (*shared, *added)
    letters = [*_about_values(values, added), *_about_dropped(gone), *_about_lists(given, on)]
    if letters:
        raise BadQuestionnaire(letters)
    return Instrument(
        values=values, local_values=added, dropped=gone, optional=on, lists=given, currency=currency
    )


def instrument_from(choices: Mapping[str, Any]) -> Instrument:
    """The instrument that plain data describe, as ``Instrument.declared`` gives them; what is missing is empty.

    Raises:
        BadQuestionnaire: something of it cannot be used.
    """
    return instrument(
        [local_value_from(one) for one in choices.get("local_values", ())],
        choices.get("dropped", ()),
        optional=choices.get("optional", ()),
        lists=lists_from(choices.get("lists", {})),
        currency=choices.get("currency", "EUR"),
    )


def _about_values(values: tuple[LocalValue, ...], added: tuple[LocalValue, ...]) -> Iterator[Text]:
    for value in added:
        if not value.has_good_id():
            yield _letter("bad_id", name=value.id)
    for name in _twice(added):
        yield _letter("value_twice", name=name)
    if not 1 <= len(values) <= MOST_VALUES:
        yield _letter("too_many_values", have=len(values), most=MOST_VALUES)


def _about_dropped(gone: tuple[str, ...]) -> Iterator[Text]:
    known = {item.id for item in items()} | set(public_values())
    for name in gone:
        if name not in known:
            yield _letter("nothing_to_drop", name=name)
        if name in _NEVER_DROPPED:
            yield _letter("never_dropped", name=name)
    if len([name for name in asked.EFFECTS if name not in gone]) == 1:
        yield _letter("half_an_account")


def _about_lists(given: Lists, on: tuple[str, ...]) -> Iterator[Text]:
    for name in on:
        if name not in modules():
            yield _letter("no_module", name=name, known=", ".join(modules()))
    for name, most in _MOST.items():
        entries = getattr(given, name)
        if len(entries) > most:
            yield _letter("long_list", name=name, have=len(entries), most=most)
        for twice in _twice(entries):
            yield _letter("entry_twice", name=name, entry=twice)
        for entry in entries:
            if entry.id in _TAKEN:
                yield _letter("taken", name=name, entry=entry.id)
    for trait in given.traits:
        if len(trait.groups) > _MOST_GROUPS_OF_A_TRAIT:
            yield _letter("long_list", name=trait.id, have=len(trait.groups), most=_MOST_GROUPS_OF_A_TRAIT)


def _twice(entries: Iterable[LocalValue | Listed | Statement | Trait]) -> list[str]:
    counted = Counter(entry.id for entry in entries)
    return sorted(name for name, times in counted.items() if times > 1)


def _letter(kind: str, **details: object) -> Text:
    said = asked.words("letters", "")[kind]
    # a name that a town typed may hold braces; they are left as they are
    filled = {
        language: re.sub(r"\{(\w+)\}", lambda found: str(details[found[1]]), said.in_language(language))
        for language in LANGUAGES
    }
    return text_from(filled)
