"""How a form is put together from an instrument and a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from obverse.survey.instrument import chance
from obverse.survey.instrument import items as of
from obverse.survey.instrument.instrument import Instrument
from obverse.survey.instrument.items import Item, words
from obverse.survey.instrument.question import Question, Section
from obverse.vocabulary.text import Text, known_language

_STORIES = 2
_PLACE = re.compile(r"\{(\w+)\}")
_SECTIONS_OF_VALUES = {"pre": "values_before", "main": "values"}
_UNITS = {"hours": Text(en="hours", fr="heures")}
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Puts one person's form together; ``names`` fill ``{subject}`` and ``{place}`` of the texts."""

    instrument: Instrument
    variant: str
    kind: str
    key: bytes
    names: Mapping[str, str]
    language: str
    role: str
    has_pre_wave: bool

    def __post_init__(self) -> None:
        known_language(self.language)

    @property
    def half(self) -> str:
        """The random half of the sample that the person is in."""
        return "ab"[chance.number(self.key, "half", 2)]

    @property
    def values(self) -> tuple[str, ...]:
        """The public values that the person is asked about, in the order in which they are asked."""
        design, known = self.instrument.design, self.instrument.values
        block = design.blocks[chance.number(self.key, "block", len(design.blocks))]
        return chance.shuffled(self.key, "values", [known[point].id for point in block])

    def title(self) -> str:
        """The title of the form."""
        return self._filled(words("form", "")["title"])

    def intro(self) -> str:
        """What stands before the first question."""
        return self._filled(words("form", "")["intro"])

    def sections(self) -> tuple[Section, ...]:
        """All sections in order; the value sections one for each value, below a heading."""
        return tuple(self._sections())

    def _sections(self) -> Iterator[Section]:
        asked = [item for item in self.instrument.questions(self.variant, self.kind) if self._is_asked(item)]
        order = list(dict.fromkeys(item.section_in(self.variant) for item in asked))
        for name, group in groupby(
            sorted(asked, key=lambda item: order.index(item.section_in(self.variant))),
            key=lambda item: item.section_in(self.variant),
        ):
            own = tuple(group)
            if name == "values":
                yield from self._value_sections(own)
                continue
            said = words("sections", name)
            intro = self._filled(said["intro"]) if "intro" in said else ""
            if name == "stories":
                questions = tuple(self._stories(own))
            else:
                questions = tuple(question for item in own for question in self._questions(item))
            yield Section(title=self._filled(said["title"]), intro=intro, questions=questions)

    def _is_asked(self, item: Item) -> bool:
        """Whether this person is asked, given the stratum, the half, and what else the form asks."""
        if item.id == "role":
            return not self.role
        if self.kind == "pre" or self.has_pre_wave:
            return item.id != "before" or self.kind == "pre"
        asks_before = self.half == "a" and "before" not in self.instrument.dropped
        if item.id == "before":
            return asks_before
        # without effects there is nothing that they could tell the story of
        return not (asks_before and (item.id in of.EFFECTS or item.each == of.STORY))

    def _value_sections(self, asked: tuple[Item, ...]) -> Iterator[Section]:
        said = words("sections", _SECTIONS_OF_VALUES[self.kind])
        opening = self._filled(said["intro"], count=str(len(self.values)))
        yield Section(title=self._filled(said["title"]), intro=opening)
        known = {value.id: value for value in self.instrument.values}
        for name in self.values:
            label = capital(known[name].label.in_language(self.language))
            definition = known[name].definition.in_language(self.language)
            questions = tuple(
                self._question(
                    item,
                    name=f"{item.id}-{name.replace(':', '-')}",
                    public_value=name,
                    definition="" if number else definition,
                    filling={"value": label},
                )
                for number, item in enumerate(self._in_order(asked))
            )
            yield Section(title=label, questions=questions, public_value=name, level=2)

    def _in_order(self, asked: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items of a value, the two effects in this person's order."""
        pair = iter(chance.shuffled(self.key, "pair", of.EFFECTS))
        by_id = {item.id: item for item in asked}
        return tuple(by_id[next(pair)] if item.id in of.EFFECTS else item for item in asked)

    def _questions(self, item: Item) -> Iterator[Question]:
        """The questions that an item becomes: one, or one for each entry of a list of the town."""
        lists = self.instrument.lists
        if item.each == of.DUTY:
            for number, duty in enumerate(lists.duties, start=1):
                filling = {"duty": capital(duty.label.in_language(self.language))}
                yield self._question(item, name=f"{item.id}-{number}", public_value=duty.id, filling=filling)
        elif item.each == of.STATEMENT:
            for statement in lists.statements:
                own = f"{item.id}{statement.id}"
                filling = {"statement": statement.label.in_language(self.language)}
                yield self._question(item, name=own, own_item=own, filling=filling)
        elif item.each == of.ATTRIBUTE:
            for trait in lists.traits:
                own = f"{item.id}{trait.id}"
                filling = {"attribute": trait.label.in_language(self.language)}
                choices = self._spoken((one.id, one.label) for one in trait.groups)
                yield self._question(item, name=own, own_item=own, filling=filling, choices=choices)
        else:
            yield self._question(item, name=item.id)

    def _stories(self, asked: tuple[Item, ...]) -> Iterator[Question]:
        known = {value.id: value.label for value in self.instrument.values}
        values = self._spoken((name, known[name]) for name in self.values)
        for number in range(1, _STORIES + 1):
            for item in asked:
                is_choice = item.list == "values"
                yield self._question(
                    item,
                    name=f"{item.id}-{number}",
                    filling={"number": str(number)},
                    choices=values if is_choice else None,
                    about="" if is_choice else f"{of.LARGEST}-{number}",
                )

    def _question(
        self,
        item: Item,
        *,
        name: str,
        own_item: str = "",
        public_value: str = "",
        definition: str = "",
        filling: Mapping[str, str] | None = None,
        choices: tuple[tuple[str, str], ...] | None = None,
        about: str = "",
    ) -> Question:
        if choices is None:
            choices = self._spoken(self.instrument.answers(item, self.variant))
        if item.list == "topics":
            order = chance.shuffled(self.key, item.list, [code for code, _ in choices])
            choices = tuple(sorted(choices, key=lambda choice: order.index(choice[0])))
        silences = (of.CANNOT_SAY, of.NO_ANSWER) if item.cannot_say else (of.NO_ANSWER,)
        return Question(
            name=name,
            item=own_item or item.id,
            kind=item.kind,
            label=self._filled(item.words(self.variant, self.kind), **(filling or {})),
            public_value=public_value,
            help=self._filled(item.note) if item.note else "",
            definition=definition,
            choices=choices,
            aside=()
            if item.kind == of.WRITTEN
            else self._spoken((code, words("form", "")[code]) for code in silences),
            unit=self._unit(item.unit),
            most=item.most,
            about=about,
        )

    def _unit(self, unit: str) -> str:
        if unit == "currency":
            return _SIGNS.get(self.instrument.currency, self.instrument.currency)
        return _UNITS[unit].in_language(self.language) if unit else ""

    def _spoken(self, choices: Iterable[tuple[str, Text]]) -> tuple[tuple[str, str], ...]:
        return tuple((code, said.in_language(self.language)) for code, said in choices)

    def _filled(self, text: Text, **more: str) -> str:
        """The text in this language; a name that holds braces itself is left as it is."""
        names = {**self.names, **more}
        return _PLACE.sub(lambda found: names[found[1]], text.in_language(self.language))


def capital(label: str) -> str:
    """The label as it opens a sentence.

    >>> capital("\u00e9quit\u00e9")
    'Équité'
    """
    return label[:1].upper() + label[1:]
