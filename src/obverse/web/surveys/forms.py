"""What the desk is told when a wave is set up."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from obverse.web.bridge.surveys import FEWEST, VARIANTS, named_roles, variant_of
from obverse.web.surveys.models import Wave
from obverse.web.texts import language, later, say

_DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_KEY, LARGEST_CODES = 10_000, 150_000_000


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Versioned(forms.Form):
    """A form that says which state of the wave it was made from."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What was told, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BeginForm(forms.Form):
    """What a new wave is called, and whether it comes before the process."""

    use_required_attribute = False
    name = forms.CharField(
        max_length=40, label=later("surveys.field.name"), help_text=later("surveys.field.name_why")
    )
    kind = forms.ChoiceField(
        choices=[(kind, later(f"surveys.kind.{kind}")) for kind in Wave.Kind.values],
        initial=Wave.Kind.MAIN,
        widget=forms.RadioSelect,
        label=later("surveys.field.kind"),
        help_text=later("surveys.field.kind_why"),
    )


class BasicsForm(Versioned, BeginForm):
    """What the wave is about, and its days."""

    subject = forms.CharField(
        required=False,
        max_length=200,
        label=later("surveys.field.subject"),
        help_text=later("surveys.field.subject_why"),
    )
    place = forms.CharField(
        required=False,
        max_length=200,
        label=later("surveys.field.place"),
        help_text=later("surveys.field.place_why"),
    )
    opens_on = forms.DateField(
        required=False,
        widget=_day(),
        label=later("surveys.field.opens_on"),
        help_text=later("surveys.field.opens_on_why"),
    )
    closes_on = forms.DateField(
        required=False,
        widget=_day(),
        label=later("surveys.field.closes_on"),
        help_text=later("surveys.field.closes_on_why"),
    )

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and last <= first:
            self.add_error("closes_on", say("surveys.wrong.days"))
        return said


def _roles() -> list[tuple[str, Any]]:
    return [("", "–"), *named_roles(language())]


class GroupForm(Versioned):
    """People who are asked alike."""

    label = forms.CharField(
        max_length=120, label=later("surveys.field.label"), help_text=later("surveys.field.label_why")
    )
    role = forms.ChoiceField(
        choices=_roles, label=later("surveys.field.role"), help_text=later("surveys.field.role_why")
    )
    variant = forms.ChoiceField(
        required=False,
        choices=[
            ("", later("surveys.field.variant_of_role")),
            *((one, later(f"surveys.variant.{one}")) for one in VARIANTS),
        ],
        label=later("surveys.field.variant"),
        help_text=later("surveys.field.variant_why"),
    )
    eligible = forms.IntegerField(
        min_value=1,
        max_value=100_000_000,
        label=later("surveys.field.eligible"),
        help_text=later("surveys.field.eligible_why"),
    )
    invited = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        label=later("surveys.field.invited"),
        help_text=later("surveys.field.invited_why"),
    )
    is_interviewed = forms.BooleanField(
        required=False,
        label=later("surveys.field.is_interviewed"),
        help_text=later("surveys.field.is_interviewed_why"),
    )

    def clean(self) -> dict[str, Any]:
        """Nobody is asked in a group so small that answers could be guessed."""
        said = super().clean() or self.cleaned_data
        eligible, invited = said.get("eligible"), said.get("invited")
        if said.get("is_interviewed"):
            said["invited"] = 0
        elif eligible is not None and eligible < FEWEST:
            self.add_error("is_interviewed", say("surveys.wrong.few_eligible", fewest=FEWEST))
        elif eligible is not None:
            # Nothing said means that everybody is asked.
            said["invited"] = invited = eligible if invited is None else invited
            if invited > eligible:
                self.add_error("invited", say("surveys.wrong.many_invited"))
            elif invited < FEWEST:
                self.add_error("invited", say("surveys.wrong.few_invited", fewest=FEWEST))
        if said.get("role") and not said.get("variant"):
            said["variant"] = variant_of(said["role"])
        return said


class ValueForm(Versioned):
    """A value that matters in this place besides the common ones."""

    label_en = forms.CharField(
        max_length=80,
        label=later("surveys.field.label_en"),
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    definition_en = forms.CharField(
        max_length=300,
        label=later("surveys.field.definition_en"),
        help_text=later("surveys.field.definition_why"),
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    label_fr = forms.CharField(
        max_length=80,
        label=later("surveys.field.label_fr"),
        widget=forms.TextInput(attrs={"lang": "fr"}),
    )
    definition_fr = forms.CharField(
        max_length=300,
        label=later("surveys.field.definition_fr"),
        help_text=later("surveys.field.definition_why"),
        widget=forms.TextInput(attrs={"lang": "fr"}),
    )


class DigestForm(Versioned):
    """The digest of the list from which people are drawn: typed, or taken of the list itself."""

    digest = forms.CharField(
        required=False,
        max_length=64,
        label=later("surveys.field.digest"),
        help_text=later("surveys.field.digest_why"),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False, label=later("surveys.field.frame"), help_text=later("surveys.field.frame_why")
    )

    def clean_digest(self) -> str:
        """The digest in small letters, without spaces."""
        text = "".join(str(self.cleaned_data["digest"]).lower().split())
        if text and not _DIGEST.fullmatch(text):
            raise ValidationError(say("surveys.wrong.digest"))
        return text

    def clean(self) -> dict[str, Any]:
        """One of both."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("digest") and not said.get("file"):
            self.add_error("digest", say("surveys.wrong.no_digest"))
        return said


class SeedForm(Versioned):
    """The public words or figures from which the draw follows."""

    seed = forms.CharField(
        max_length=200, label=later("surveys.field.seed"), help_text=later("surveys.field.seed_why")
    )


class FrameForm(forms.Form):
    """The list itself, for the draw."""

    use_required_attribute = False
    file = forms.FileField(label=later("surveys.field.frame"), help_text=later("surveys.field.frame_why"))


class KeyForm(Versioned):
    """The public half of the key: its file, or what stands in it."""

    file = forms.FileField(required=False, label=later("surveys.field.key_file"))
    text = forms.CharField(
        required=False,
        max_length=LARGEST_KEY,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        label=later("surveys.field.key_text"),
    )

    def clean(self) -> dict[str, Any]:
        """What stands in the file, or what was pasted."""
        said = super().clean() or self.cleaned_data
        file = said.pop("file", None)
        if isinstance(file, UploadedFile):
            said["text"] = file.read(LARGEST_KEY).decode("utf-8", errors="replace")
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
