"""Figures and findings in words, in one language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from obverse.evidence.facts import Facts
from obverse.findings.finding import Finding
from obverse.findings.numerals import printed
from obverse.findings.verdict import Verdict
from obverse.indicators.indicator import Indicator
from obverse.indicators.texts import Texts as IndicatorTexts
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Unit, decimals
from obverse.vocabulary import public_values, roles
from obverse.vocabulary import texts as shared_texts

_UNBOUNDED = {"en": "any size", "fr": "sans limite"}
_SEMICOLON = {"en": "; ", "fr": "\u00a0; "}
_BASIS = {
    "en": {
        Basis.SAMPLING: "{level} interval {low} to {high}",
        Basis.FULL_COUNT: "complete count",
        Basis.BOUNDS: "{low} to {high} whatever the missing records hold",
        Basis.JUDGEMENT: "{low} to {high} by different coders",
    },
    "fr": {
        Basis.SAMPLING: "intervalle à {level} de {low} à {high}",
        Basis.FULL_COUNT: "comptage complet",
        Basis.BOUNDS: "de {low} à {high} quoi que contiennent les données manquantes",
        Basis.JUDGEMENT: "de {low} à {high} selon les codeurs",
    },
}


@dataclass(frozen=True)
class Wording:
    """All that is needed to put findings into words: the language, the declared facts, the methods' texts."""

    language: str
    facts: Facts
    methods: Mapping[str, Mapping[str, str]]

    def number(self, value: float, unit: Unit, n: int, *, bare: bool = False) -> str:
        """A figure with its unit, for example ``45 %`` or ``37.8 h a week``; ``bare`` leaves words of the unit out."""
        if math.isinf(value):
            return _UNBOUNDED[self.language]
        scaled = 100 * value if unit in {Unit.SHARE, Unit.DIFFERENCE} else value
        places = decimals(unit, n)
        text = printed(round(scaled, places) + 0.0, places, self.language)
        suffix = "" if bare and unit is not Unit.SHARE else self._suffix(unit, text)
        return text.replace("-", "−") + suffix.format(currency=self.facts.process.currency)

    def interval(self, interval: Interval, unit: Unit, n: int) -> str:
        """An interval in words that say where it comes from."""
        level = self.number(interval.level, Unit.SHARE, 1)
        return _BASIS[self.language][interval.basis].format(
            level=level,
            low=self.number(interval.low, unit, n, bare=True),
            high=self.number(interval.high, unit, n),
        )

    def intervals(self, estimate: Estimate) -> str:
        """All that makes a figure uncertain, each kind for itself."""
        parts = [estimate.interval, estimate.missing, estimate.coding]
        return _SEMICOLON[self.language].join(
            self.interval(part, estimate.unit, estimate.n) for part in parts if part is not None
        )

    def parts(self, indicator: Indicator, subject: str) -> list[str]:
        """The parts of a subject in words: the indicator's own, public values, roles, categories, or as they are."""
        return self._words(subject, self._texts(indicator).subjects) if subject else []

    def label(self, indicator: Indicator, key: str) -> str:
        """A chart's word: the indicator's label or subject, or the word itself."""
        texts = self._texts(indicator)
        return texts.labels.get(key) or ", ".join(self._words(key, texts.subjects))

    def subject(self, finding: Finding) -> str:
        """What a finding is about, in words; empty for the whole process."""
        return ", ".join(self.parts(finding.indicator, finding.subject))

    def sentence(self, finding: Finding) -> str:
        """The finding as one plain sentence: the figure, or what is missing."""
        result = finding.result
        if isinstance(result, NotEstimable):
            return self.remedy(finding.indicator, result)
        template = self._texts(finding.indicator).sentence_for(finding.subject)
        envelope = result.interval
        return _capital(
            template.format(
                *self.parts(finding.indicator, finding.subject),
                value=self.number(result.value, result.unit, result.n),
                low=self.number(envelope.low, result.unit, result.n),
                high=self.number(envelope.high, result.unit, result.n),
                n=printed(result.n, 0, self.language),
            )
        )

    def meaning(self, finding: Finding) -> str:
        """What the verdict means for this figure; empty where there is nothing to add."""
        if finding.verdict not in {Verdict.CONCERN, Verdict.NO_SIGN}:
            return ""
        text = self._texts(finding.indicator).meaning_of(finding.verdict, finding.subject)
        return text.format(*self.parts(finding.indicator, finding.subject))

    def remedy(self, indicator: Indicator, result: NotEstimable) -> str:
        """The next datum worth collecting, as a sentence."""
        own = self._texts(indicator).remedies.get(result.remedy)
        shared = shared_texts(self.language)
        if own is None:
            return shared.remedy(result.remedy, have=result.have, need=result.need, of=result.of)
        if result.have is None or result.need is None:
            own = self._texts(indicator).remedies.get(f"{result.remedy}.short", own)
        have, need = (
            "?" if number is None else format_decimal(number, locale=self.language)
            for number in (result.have, result.need)
        )
        return own.format(have=have, need=need, of=result.of)

    def method(self, key: str) -> str:
        """What a method is, in words."""
        entry = self.methods.get(key)
        return entry[self.language] if entry else key

    def public_value(self, identifier: str) -> str:
        """What a public value is called, by the vocabulary or by the dossier; its id where neither names it."""
        known = {value.id: value.label(self.language) for value in self.facts.local_values}
        if identifier in public_values():
            return public_values()[identifier].label.in_language(self.language)
        return known.get(identifier, identifier)

    def _suffix(self, unit: Unit, printed: str) -> str:
        suffix = shared_texts(self.language)[f"unit.{unit.label}.suffix"]
        if is_singular(printed, self.language):
            return shared_texts(self.language).get(f"unit.{unit.label}.suffix_one", suffix)
        return suffix

    def _texts(self, indicator: Indicator) -> IndicatorTexts:
        return indicator.texts(self.language)

    def _words(self, key: str, own: Mapping[str, str]) -> list[str]:
        words: list[str] = []
        variable = ""
        for part in key.split("."):
            words.append(self._word(part, own, variable))
            variable = part if part in self.facts.attributes else variable
        return words

    def _word(self, part: str, own: Mapping[str, str], variable: str) -> str:
        if part in own:
            return own[part]
        if (value := self.public_value(part)) != part:
            return value
        if part in roles():
            return roles()[part].label.in_language(self.language)
        if part in self.facts.attributes:
            return self.facts.attributes[part].label
        # Two variables may share a category ("none", "low"): the one just named is meant.
        named = [attribute for name, attribute in self.facts.attributes.items() if name == variable]
        for attribute in [*named, *self.facts.attributes.values()]:
            if part in attribute.categories:
                return attribute.labels.get(part, part)
        # A service or a task goes by the code that the register gives it, as in home_support.
        return shared_texts(self.language).get(f"table.{part}.label", part.replace("_", " "))


def is_singular(printed: str, language: str) -> bool:
    """Whether a unit stands in the singular after a printed number: in English after 1, in French below 2.

    >>> is_singular("1", "en"), is_singular("0", "en"), is_singular("1.0", "en")
    (True, False, False)
    >>> is_singular("0", "fr"), is_singular("−1,5", "fr"), is_singular("2", "fr")
    (True, True, False)
    """
    size = printed.lstrip("-−")
    if language == "fr":
        return size.partition(",")[0] in {"0", "1"}
    return size == "1"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
