"""Forms of nobody, for a process and a place that do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from obverse.survey.instrument import Form, Instrument, Listed, Lists, Statement, Trait, form_for, instrument
from obverse.vocabulary.text import Text

FormOf = Callable[..., Form]


@pytest.fixture
def form_of() -> FormOf:
    """A form by its variant; ``seed`` stands for the code of a person."""

    def form(
        variant: str = "participant", *, seed: int = 0, made: Instrument | None = None, **more: Any
    ) -> Form:
        facts = {"kind": "main", "subject": "an invented process", "place": "Nowhere", "language": "en"}
        return form_for(made or instrument(), variant, key=seed.to_bytes(32, "big"), **{**facts, **more})

    return form


@pytest.fixture
def full_lists() -> Lists:
    """Lists as long as they may be, in ordinary words."""

    def listed(name: str, number: int, words: str) -> tuple[Listed, ...]:
        return tuple(
            Listed(id=f"{name}{place}", label=Text(en=f"{words} {place}", fr=f"{words} {place}"))
            for place in range(number)
        )

    return Lists(
        duties=listed("d", 2, "Keeping the invented garden open"),
        answerable=listed("a", 6, "The invented department"),
        groups=listed("g", 8, "People of invented group"),
        topics=listed("t", 10, "Invented topic"),
        statements=(
            Statement(id="one", label=Text(en="It has a budget.", fr="Un budget existe."), is_true=True),
            Statement(id="two", label=Text(en="It has ended.", fr="Tout est fini."), is_true=False),
        ),
        traits=(Trait(id="age", label=Text(en="Your age", fr="Votre âge"), groups=listed("age", 4, "Band")),),
    )
