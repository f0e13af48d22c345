"""What the desk is told of the key: its public half, and which offices keep the parts of the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from obverse.web.surveys.forms import Versioned
from obverse.web.texts import later, say

LARGEST = 10_000


class KeyForm(Versioned):
    """The public half of the key: its file, or what stands in it."""

    file = forms.FileField(required=False, label=later("surveys.field.key_file"))
    text = forms.CharField(
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        label=later("surveys.field.key_text"),
    )

    def clean(self) -> dict[str, Any]:
        """What stands in the file, or what was pasted."""
        said = super().clean() or self.cleaned_data
        file = said.pop("file", None)
        if isinstance(file, UploadedFile):
            said["text"] = file.read(LARGEST).decode("utf-8", errors="replace")
        if not said.get("text"):
            self.add_error("text", say("surveys.wrong.no_key"))
        elif "\r\n" in said["text"]:
            said["text"] = said["text"].replace("\r\n", "\n")
        if said.get("text") and not said["text"].endswith("\n"):
            said["text"] += "\n"
        return said


class HoldersForm(Versioned):
    """Which offices keep the parts of the key."""

    def __init__(self, number: int, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for place in range(1, number + 1):
            self.fields[f"holder_{place}"] = forms.CharField(
                max_length=80, label=say("surveys.field.holder", number=place)
            )

    @property
    def holders(self) -> list[str]:
        """The offices in the order of their sheets."""
        return [str(value).strip() for value in self.facts().values()]

    def clean(self) -> dict[str, Any]:
        """One office does not keep two parts."""
        said = super().clean() or self.cleaned_data
        told = [value.strip().casefold() for name, value in said.items() if name != "version"]
        for place, value in enumerate(told, start=1):
            if value in told[: place - 1]:
                self.add_error(f"holder_{place}", say("surveys.wrong.same_holder"))
            elif "@" in value:
                self.add_error(f"holder_{place}", say("surveys.wrong.holder_named"))
        return said
