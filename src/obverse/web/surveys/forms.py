"""What the desk is told when a wave is set up."""

from __future__ import annotations

from typing import Any

from django import forms

from obverse.web.bridge.surveys import FEWEST, VARIANTS, named_roles, variant_of
from obverse.web.surveys.models import Stratum, Wave
from obverse.web.texts import language, later, say


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
    return [("", say("surveys.people.several_roles")), *named_roles(language())]


class GroupForm(Versioned):
    """People who are asked alike."""

    label = forms.CharField(
        max_length=120, label=later("surveys.field.label"), help_text=later("surveys.field.label_why")
    )
    role = forms.ChoiceField(
        required=False,
        choices=_roles,
        label=later("surveys.field.role"),
        help_text=later("surveys.field.role_why"),
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
    frame = forms.ChoiceField(
        required=False,
        choices=[
            ("", later("surveys.frame_kind.by_number")),
            *((one, later(f"surveys.frame_kind.{one}")) for one in Stratum.Frame.values),
        ],
        label=later("surveys.field.found_by"),
        help_text=later("surveys.field.found_by_why"),
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
            said |= {"invited": 0, "frame": ""}
        elif eligible is not None and eligible < FEWEST:
            self.add_error("is_interviewed", say("surveys.wrong.few_eligible", fewest=FEWEST))
        elif eligible is not None:
            # Nothing said means that everybody is asked.
            said["invited"] = invited = eligible if invited is None else invited
            if invited > eligible:
                self.add_error("invited", say("surveys.wrong.many_invited"))
            elif invited < FEWEST:
                self.add_error("invited", say("surveys.wrong.few_invited", fewest=FEWEST))
            elif said.get("frame") == Stratum.Frame.EVERYONE and invited < eligible:
                self.add_error("frame", say("surveys.wrong.not_everyone"))
        if said.get("role") and not said.get("variant"):
            said["variant"] = variant_of(said["role"])
        elif not said.get("variant") and "variant" not in self.errors and "role" not in self.errors:
            self.add_error("variant", say("surveys.wrong.no_variant"))
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
