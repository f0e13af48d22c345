"""What people type, as values: numbers as they are written in either language, days, currencies."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from obverse.web.texts import later

_SPACES = re.compile(r"[\s\u00a0\u202f'’_]")
_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


class Count(forms.CharField):
    """A whole number above nought; spaces between thousands are welcome."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: object) -> int | None:
        """The number."""
        text = _SPACES.sub("", super().clean(value))
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) == 0:
            raise ValidationError(later("processes.wrong.count"))
        return int(text)


class Amount(forms.CharField):
    """An amount that is not below nought, with a decimal point or comma.

    What one language reads as thousands and the other as a fraction (``1,200``) is refused rather than guessed.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: object) -> float | None:
        """The amount."""
        text = _SPACES.sub("", super().clean(value))
        if not text:
            return None
        if _GROUPED.fullmatch(text):
            raise ValidationError(later("processes.wrong.ambiguous"))
        if not text.isascii() or len(text) > 16 or not _NUMBER.fullmatch(text):
            raise ValidationError(later("processes.wrong.amount"))
        number = float(text.replace(",", "."))
        return int(number) if number.is_integer() else number


class Currency(forms.CharField):
    """The three letters of a currency."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 4, "maxlength": 3})

    def clean(self, value: object) -> str:
        """The letters, as capitals."""
        text = str(super().clean(value)).upper()
        if text and not re.fullmatch(r"[A-Z]{3}", text):
            raise ValidationError(later("processes.wrong.currency"))
        return text


class Day(forms.DateField):
    """A day, kept as a date is written in the evidence."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self) -> None:
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": later("processes.wrong.day")},
        )


def written(value: object) -> str:
    """A number as a reader types it, without the point that a whole amount does not need."""
    return "" if value is None else str(value)
