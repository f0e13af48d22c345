"""What the desk is told of optional questions, and of the lists that only the town has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from obverse.web.bridge.additions import MOST, Module
from obverse.web.surveys.forms import Versioned
from obverse.web.surveys.offering import Offered
from obverse.web.texts import LANGUAGES, later, say

CHOSEN = ("duties", "answerable", "groups", "traits")
_TRUE = [("", "–"), ("yes", later("surveys.lists.true")), ("no", later("surveys.lists.false"))]


class ModulesForm(Versioned):
    """Which optional questions are asked."""

    optional = forms.MultipleChoiceField(required=False)

    def __init__(self, found: Sequence[Module], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["optional"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.id, one.id) for one in found]


class ListsForm(Versioned):
    """The lists of a wave: what is chosen from the registers, in which words it is asked, and what is typed here."""

    def __init__(self, offered: Offered, lists: Mapping[str, Any], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offered, self.lists = offered, lists
        self.offers: dict[str, dict[str, str]] = {}
        for name in CHOSEN:
            self._chosen(name)
        for language in LANGUAGES:
            topics = [one["label"][language] for one in lists.get("topics", ())]
            self.fields[f"topics_{language}"] = forms.CharField(
                required=False,
                max_length=2_000,
                initial="\n".join(topics),
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
                label=say(f"surveys.lists.topics_{language}"),
            )
        for place in range(1, MOST["statements"] + 1):
            self._statement(place)

    def _chosen(self, name: str) -> None:
        entries = list(self.lists.get(name, ()))
        choices = list(getattr(self.offered, name))
        # What was chosen stays a choice, though it has left its register meanwhile.
        known = {key for key, _ in choices}
        choices += [(one["id"], one["label"]["en"]) for one in entries if one["id"] not in known]
        self.offers[name] = dict(choices)
        self.fields[name] = forms.MultipleChoiceField(
            required=False,
            choices=choices,
            initial=[one["id"] for one in entries],
            widget=forms.CheckboxSelectMultiple,
            label=say(f"surveys.lists.{name}"),
            help_text=say(f"surveys.lists.{name}_why", most=MOST[name]),
        )
        for one in entries:
            for language in LANGUAGES:
                self.fields[f"{_words(name, one['id'])}_{language}"] = forms.CharField(
                    required=False,
                    max_length=200,
                    initial=one["label"][language],
                    widget=forms.TextInput(attrs={"lang": language}),
                    label=say(f"surveys.lists.words_{language}", name=self.offers[name][one["id"]]),
                )

    def _statement(self, place: int) -> None:
        told = list(self.lists.get("statements", ()))
        one = told[place - 1] if place <= len(told) else None
        for language in LANGUAGES:
            self.fields[f"statement_{place}_{language}"] = forms.CharField(
                required=False,
                max_length=200,
                initial=one["label"][language] if one else "",
                widget=forms.TextInput(attrs={"lang": language}),
                label=say(f"surveys.lists.statement_{language}", number=place),
            )
        self.fields[f"statement_{place}_true"] = forms.ChoiceField(
            required=False,
            choices=_TRUE,
            initial=("yes" if one["is_true"] else "no") if one else "",
            label=say("surveys.lists.is_true", number=place),
        )

    def parts(self) -> list[tuple[BoundField, list[BoundField]]]:
        """The lists to choose from, each with the words of what is chosen."""
        return [
            (self[name], [self[field] for field in self.fields if field.startswith(f"word_{name}_")])
            for name in CHOSEN
        ]

    def typed(self, name: str) -> list[BoundField]:
        """The fields of what is typed here."""
        return [self[field] for field in self.fields if field.startswith(f"{name}_")]

    @property
    def topics(self) -> list[BoundField]:
        """Topics in every language."""
        return self.typed("topics")

    @property
    def statements(self) -> list[BoundField]:
        """Statements in every language, and whether they are true."""
        return self.typed("statement")

    def clean(self) -> dict[str, Any]:
        """No list is longer than people bear, and nothing stands in a list without its words."""
        said = super().clean() or self.cleaned_data
        for name in CHOSEN:
            if len(said.get(name, ())) > MOST[name]:
                self.add_error(name, say("surveys.wrong.long_list", most=MOST[name]))
        lines = [_lines(said.get(f"topics_{language}", "")) for language in LANGUAGES]
        if len({len(one) for one in lines if one}) > 1:
            self.add_error("topics_en", say("surveys.wrong.uneven_topics"))
        elif max(map(len, lines)) > MOST["topics"]:
            self.add_error("topics_en", say("surveys.wrong.long_list", most=MOST["topics"]))
        for place in range(1, MOST["statements"] + 1):
            spoken = [said.get(f"statement_{place}_{language}", "") for language in LANGUAGES]
            if any(spoken) and not said.get(f"statement_{place}_true"):
                self.add_error(f"statement_{place}_true", say("surveys.wrong.true_or_false"))
        return said

    def told(self) -> dict[str, Any]:
        """The lists as the questionnaire takes them; empty ones are left out."""
        found: dict[str, Any] = {
            name: [self._entry(name, key) for key in self.cleaned_data[name]] for name in CHOSEN
        }
        for one in found["traits"]:
            one["groups"] = self._groups(one["id"])
        topics = [_lines(self.cleaned_data[f"topics_{language}"]) for language in LANGUAGES]
        both = zip(*(one or topics[1 - place] for place, one in enumerate(topics)), strict=True)
        found["topics"] = [
            {"id": f"t{place}", "label": dict(zip(LANGUAGES, words, strict=True))}
            for place, words in enumerate(both, start=1)
        ]
        found["statements"] = [
            {
                "id": f"s{place}",
                "label": label,
                "is_true": self.cleaned_data[f"statement_{place}_true"] == "yes",
            }
            for place in range(1, MOST["statements"] + 1)
            if (label := self._spoken(f"statement_{place}", ""))["en"]
        ]
        return {name: entries for name, entries in found.items() if entries}

    def _entry(self, name: str, key: str) -> dict[str, Any]:
        entries = [one["id"] for one in self.lists.get(name, ())]
        words = self.offers[name][key]
        if key in entries:
            return {"id": key, "label": self._spoken(_words(name, key), words)}
        return {"id": key, "label": dict.fromkeys(LANGUAGES, words)}

    def _spoken(self, field: str, otherwise: str) -> dict[str, str]:
        """The words in both languages; where one is empty the other stands in both."""
        said = [self.cleaned_data[f"{field}_{language}"].strip() for language in LANGUAGES]
        return {
            language: said[place] or said[1 - place] or otherwise for place, language in enumerate(LANGUAGES)
        }

    def _groups(self, trait: str) -> list[dict[str, Any]]:
        if trait in self.offered.categories:
            pairs = self.offered.categories[trait]
            return [{"id": key, "label": dict.fromkeys(LANGUAGES, words)} for key, words in pairs]
        return next(list(one["groups"]) for one in self.lists["traits"] if one["id"] == trait)


def _words(name: str, key: str) -> str:
    """The field for the words of an entry: ids of registers may hold any sign."""
    return f"word_{name}_{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
