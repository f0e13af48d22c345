"""The texts that every report shares, in one language at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from obverse.vocabulary.reading import read
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import known_language


class Texts(Register[str]):
    """The shared texts of one language, by keys such as ``verdict.concern.label``.

    Groups: verdict, why, basis, threshold, grade (label, explanation), unit (label, suffix,
    suffix_one where a singular differs), table (label,
    row), counted (label), remedy (full, short), side, stage, verb (label).

    >>> texts("en")["verdict.no_sign.label"]
    'no sign of concern'
    """

    __slots__ = ("language",)

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        super().__init__("shared text", entries)
        self.language = language

    @property
    def remedies(self) -> tuple[str, ...]:
        """The keys of the shared remedies.

        >>> "keep_register" in texts("en").remedies
        True
        """
        return tuple(
            key.split(".")[1] for key in self if key.startswith("remedy.") and key.endswith(".short")
        )

    def remedy(
        self,
        key: str,
        *,
        have: float | None = None,
        need: float | None = None,
        of: str = "",
        table: str = "",
        column: str = "",
    ) -> str:
        """The sentence that names the next datum worth collecting.

        ``have`` and ``need`` count what there is and what would be enough; where one is missing, or the
        remedy counts nothing, the sentence goes without them. ``of`` is what is counted: a key of
        ``counted`` or words in this language; where the remedy names a register it is the id of its table,
        or ``table.column``, unless ``table`` and ``column`` say so themselves.

        >>> texts("en").remedy("more_cases", have=4, need=10, of="answers")
        'Collect more answers: 4 so far, at least 10 needed.'
        >>> texts("en").remedy("fill_column", of="complaint.resolved_at")
        'Fill in the column “resolved_at” of the register “complaint or protest”.'

        Raises:
            UnknownId: there is no such remedy, or no such table.
            ValueError: the remedy names a table or a column and none is given.
        """
        short = self[f"remedy.{key}.short"]
        full = self.get(f"remedy.{key}.full", short)
        sentence = short if have is None or need is None else full
        if "{table}" in sentence and not table:
            table, _, column_of_table = of.partition(".")
            column = column or column_of_table
        for part, given in (("table", table), ("column", column)):
            if f"{{{part}}}" in sentence and not given:
                raise ValueError(f"the remedy {key!r} needs to know which {part}")
        of = of or self.get(f"remedy.{key}.of", "cases")
        return sentence.format(
            have=_number(have, self.language),
            need=_number(need, self.language),
            of=self.get(f"counted.{of}.label", of),
            table=self[f"table.{table}.label"] if table else "",
            column=column,
        )


@cache
def texts(language: str) -> Texts:
    """The shared texts in ``language``, one of ``LANGUAGES``.

    >>> texts("fr")["verdict.concern.label"]
    'signal d’alerte'

    Raises:
        UnknownId: there is no such language.
    """
    known_language(language)
    return Texts(language, dict(_spelled(read("texts.toml"), language)))


def _spelled(branch: Mapping[str, Any], language: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in branch.items():
        if isinstance(value, str):
            yield prefix + key, value
        elif set(value) == {"en", "fr"}:
            yield prefix + key, value[language]
        else:
            yield from _spelled(value, language, f"{prefix}{key}.")


def _number(value: float | None, language: str) -> str:
    if value is None:
        return ""
    digits = f"{value:.0f}" if float(value).is_integer() else f"{value:.3g}"
    return digits.replace(".", ",") if language == "fr" else digits
