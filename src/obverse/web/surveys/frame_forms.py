"""What the desk is told of the lists from which people are drawn: their digests, the seed, and a list for the draw."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from obverse.web.surveys.forms import Versioned
from obverse.web.texts import later, say

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _digest(name: str) -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=100,
        label=later(f"surveys.field.{name}"),
        help_text=later(f"surveys.field.{name}_why"),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )


class DigestForm(Versioned):
    """The digest of the list from which people are drawn, and that of the streets: typed, or taken of a file."""

    digest = _digest("digest")
    streets = _digest("streets")
    file = forms.FileField(
        required=False, label=later("surveys.field.frame"), help_text=later("surveys.field.frame_why")
    )

    def clean_digest(self) -> str:
        """The digest in small letters, without spaces."""
        return _plain(str(self.cleaned_data["digest"]))

    def clean_streets(self) -> str:
        """The digest in small letters, without spaces."""
        return _plain(str(self.cleaned_data["streets"]))

    def clean(self) -> dict[str, Any]:
        """One of them."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(name) for name in ("digest", "streets", "file")):
            self.add_error("digest", say("surveys.wrong.no_digest"))
        return said


def _plain(digest: str) -> str:
    text = "".join(digest.lower().split())
    if text and not _DIGEST.fullmatch(text):
        raise ValidationError(say("surveys.wrong.digest"))
    return text


class SeedForm(Versioned):
    """The public words or figures from which the draw follows."""

    seed = forms.CharField(
        max_length=200, label=later("surveys.field.seed"), help_text=later("surveys.field.seed_why")
    )


class FrameForm(forms.Form):
    """The list itself, for the draw."""

    use_required_attribute = False
    file = forms.FileField(label=later("surveys.field.frame"), help_text=later("surveys.field.frame_why"))
