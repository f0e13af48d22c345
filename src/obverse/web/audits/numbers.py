"""Numbers as people write them and as pages print them."""

from __future__ import annotations

import math

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError

from obverse.web.texts import language, say


def number_from(text: str, *, is_share: bool = False) -> float:
    """The number that somebody wrote: with a comma or a point, with spaces, for shares also in per cent.

    >>> number_from("1\u202f250,5")
    1250.5
    >>> number_from("80 %", is_share=True)
    0.8

    Raises:
        ValueError: it is no number.
    """
    bare = "".join(text.split()).replace("−", "-").replace("\u2019", "").replace("'", "")
    in_hundredths = is_share and bare.endswith("%")
    number = float(bare.removesuffix("%" if in_hundredths else "").replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(text)
    return round(number / 100, 12) if in_hundredths else number


def number_text(number: float) -> str:
    """A number as the reader's language writes it, with all of its digits."""
    return str(format_decimal(number, format="#,##0.######", locale=language())).replace("-", "−")


class NumberField(forms.CharField):
    """A number in the writing of either language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, is_share: bool = False, **facts: object) -> None:
        super().__init__(**facts)  # type: ignore[arg-type]  # the facts are Django's and passed on as they came
        self.is_share = is_share

    def clean(self, value: object) -> float | None:
        """The number, None where the field was left empty."""
        text = super().clean(value)
        if text == "":
            return None
        try:
            return number_from(text, is_share=self.is_share)
        except ValueError:
            raise ValidationError(say("audits.wrong.number", text=text)) from None
