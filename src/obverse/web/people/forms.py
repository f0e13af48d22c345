"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from obverse.web.people.models import Kind, Person
from obverse.web.people.roles import groups_of
from obverse.web.processes.models import Body, Process
from obverse.web.texts import later, say

_NEW_PASSWORD = {"autocomplete": "new-password"}


class NewPassword(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(
        label=later("people.field.password"),
        help_text=later("people.field.password_why"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW_PASSWORD),
    )
    again = forms.CharField(
        label=later("people.field.again"), strip=False, widget=forms.PasswordInput(attrs=_NEW_PASSWORD)
    )

    def __init__(self, *args: Any, person: Person, **named: Any) -> None:
        super().__init__(*args, **named)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both are the same, and nobody guesses it."""
        said = super().clean() or {}
        first, second = said.get("password", ""), said.get("again", "")
        if first and second and first != second:
            self.add_error("again", say("people.wrong.not_the_same"))
        elif first:
            try:
                password_validation.validate_password(first, self.person)
            except ValidationError as problem:
                self.add_error("password", problem)
        return said


class Joining(NewPassword):
    """Who joins: their name, their address, their password."""

    field_order = ("name", "email", "password", "again")
    name = forms.CharField(
        label=later("people.field.name"),
        help_text=later("people.field.name_why"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=later("people.field.email"),
        help_text=later("people.field.email_why"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def clean_email(self) -> str:
        """An address that nobody else signs in with."""
        return free_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """A password is not made from the name or the address."""
        said = self.cleaned_data
        self.person = Person(email=said.get("email", ""), name=said.get("name", ""))
        return super().clean()


def free_email(email: str, but: Person | None = None) -> str:
    """An address with which nobody else signs in.

    Raises:
        ValidationError: somebody does.
    """
    email = email.lower()
    others = Person.objects.filter(email=email)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise ValidationError(say("people.wrong.email_taken"))
    return email


class Name(forms.Form):
    """Somebody's name."""

    name = forms.CharField(
        label=later("people.field.name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class Address(forms.Form):
    """The address with which somebody signs in."""

    email = forms.EmailField(
        label=later("people.field.email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, person: Person, **named: Any) -> None:
        super().__init__(*args, **named)
        self.person = person

    def clean_email(self) -> str:
        """An address that nobody else signs in with."""
        return free_email(self.cleaned_data["email"], but=self.person)


class Invite(forms.Form):
    """Whom to give which role in a process."""

    kind = forms.ChoiceField(label=later("people.field.kind"), widget=forms.RadioSelect)
    group = forms.ChoiceField(
        label=later("people.field.group"), help_text=later("people.field.group_why"), required=False
    )
    email = forms.EmailField(
        label=later("people.field.invited_email"),
        help_text=later("people.field.invited_email_why"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, process: Process, **named: Any) -> None:
        super().__init__(*args, **named)
        kinds = [(kind.value, say(f"people.kind_why.{kind.value}")) for kind in Kind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # it is the ChoiceField from above
        groups = [("", say("people.field.no_group")), *groups_of(process)]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Who speaks for a group says for which; nobody else does."""
        said = super().clean() or {}
        if said.get("kind") == Kind.GROUP and not said.get("group"):
            self.add_error("group", say("people.wrong.which_group"))
        elif said.get("kind") != Kind.GROUP:
            said["group"] = ""
        return said


class NewAdministrator(forms.Form):
    """Whom to ask to look after the installation."""

    email = forms.EmailField(
        label=later("people.field.invited_email"),
        help_text=later("people.field.invited_email_why"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class BodyName(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no argument when it runs
    """The name of a body."""

    class Meta:
        """What of a body can be written here."""

        model = Body
        fields = ("name",)
        labels = {"name": later("people.field.body")}
        help_texts = {"name": later("people.field.body_why")}
        error_messages = {"name": {"unique": later("people.wrong.body_exists")}}
