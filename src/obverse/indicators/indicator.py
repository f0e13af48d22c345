"""What every indicator is: a question, the rows that it looks at, and the number that it makes of them."""

from __future__ import annotations

import hashlib
import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, TypeAlias, final

import numpy as np

from obverse.evidence.evidence import Evidence, Reduction
from obverse.evidence.facts import Facts
from obverse.evidence.provenance import Provenance
from obverse.indicators.texts import Texts, read_texts
from obverse.indicators.threshold import Direction, Threshold, read_thresholds
from obverse.quantities import Chart, NotEstimable, Result, Unit, Why

VERSION = "0.1.0"
WHOLE = ""
Needs: TypeAlias = Mapping[str, Sequence[str]]
_IDENTIFIER = re.compile(r"(E[1-7]|L[1-7]|G|D|SV|NP|PW|QDA|MIT|PS)[.-]\d+[a-f]?")


@dataclass(frozen=True, slots=True)
class Samples:
    """What an indicator counted: small tables by the name of their statement, and the declared facts."""

    reductions: Mapping[str, Reduction]
    facts: Facts
    seed: int

    def __getitem__(self, name: str) -> Reduction:
        return self.reductions[name]

    def rng(self) -> np.random.Generator:
        """The source of all randomness of this estimate: the same dossier always gives the same figures."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """An indicator's results by subject, with the way back to the rows."""

    indicator: Indicator
    results: Mapping[str, Result]
    provenance: Provenance
    charts: Mapping[str, Chart] = field(default_factory=dict)


class Indicator(ABC):
    """One thing that is measured; a folder holds its class, statements, examples, thresholds and texts.

    Class attributes:
        id: as in the catalogue, for example ``E5.2``.
        version: raised whenever a figure can change for the same rows.
        question: what it asks, in plain English words.
        serves: the evils, ideals, questions (or ``D``) to whose answer it belongs.
        claims: the claims of the founding texts that it tests, ``S1`` to ``S185``.
        unit: the unit of its main figure.
        direction: which side is the worrying one.
        stage: when it can be judged: ``before``, ``during``, ``after``.
        minimum: how many of what it needs before it prints a figure.
        references: where the method comes from.
        needs: the registers and columns without which there is nothing to count; several alternatives are
            possible, one is enough.
        also_reads: further tables that it uses where they exist.
        headline: patterns of the subjects that a dossier's threshold without subject is meant for; by default
            those that have a default threshold.
        about_things: patterns of the subjects that rest on no row about a person, though the indicator reads
            registers about people for others; they are printed exactly.
        crosses_answers: patterns of the subjects that cross two answers of the same people, which tell more of each
            of them; they are printed from thirty people on.
        two_sources: a concern needs a second, independent source.

    A computation that several indicators share stands beside this module, in a class made with ``abstract=True``: it
    has no entry in the catalogue, and what it annotates without giving it a value, each of its indicators has to say.

    Raises:
        TypeError: at the creation of a class that leaves one of them out.
    """

    id: ClassVar[str]
    version: ClassVar[int]
    question: ClassVar[str]
    serves: ClassVar[tuple[str, ...]]
    claims: ClassVar[tuple[str, ...]]
    unit: ClassVar[Unit]
    direction: ClassVar[Direction]
    stage: ClassVar[frozenset[str]]
    minimum: ClassVar[Mapping[str, int]]
    references: ClassVar[tuple[str, ...]]
    needs: ClassVar[tuple[Needs, ...]]
    also_reads: ClassVar[tuple[str, ...]] = ()
    headline: ClassVar[tuple[str, ...]] = ()
    about_things: ClassVar[tuple[str, ...]] = ()
    crosses_answers: ClassVar[tuple[str, ...]] = ()
    two_sources: ClassVar[bool] = False

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        super().__init_subclass__()
        if "measure" in cls.__dict__:
            raise TypeError(f"{cls.__name__} must not replace measure, which keeps the provenance")
        if abstract:
            return
        wanted = [name for base in reversed(cls.__mro__[1:]) for name in inspect.get_annotations(base)]
        missing = [name for name in wanted if not hasattr(cls, name)]
        if missing:
            raise TypeError(f"the indicator {cls.__name__} does not say its {', '.join(missing)}")
        if not _IDENTIFIER.fullmatch(cls.id):
            raise TypeError(f"{cls.id} is not the id of an indicator")
        if not cls.claims or not cls.references or not cls.serves or not cls.stage:
            raise TypeError(
                f"{cls.id} needs at least one claim, reference, stage and evil, ideal or question"
            )

    @cached_property
    def folder(self) -> Path:
        """The folder that holds all that belongs to this indicator."""
        return Path(inspect.getfile(type(self))).parent

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The default thresholds, dated and sourced."""
        return read_thresholds(self.folder / "thresholds.toml", self.direction)

    def texts(self, language: str) -> Texts:
        """Its words in ``en`` or ``fr``."""
        if language not in self._words_read:
            self._words_read[language] = read_texts(self.folder / "texts" / f"{language}.toml", self.question)
        return self._words_read[language]

    @cached_property
    def _words_read(self) -> dict[str, Texts]:
        return {}

    @property
    def seed(self) -> int:
        """The number from which its randomness is drawn: a hash of its id, the same on every machine."""
        return int.from_bytes(hashlib.sha256(f"obverse {self.id}".encode()).digest()[:8], "big")

    def statement(self, name: str) -> str:
        """The text of one of the folder's SQL statements."""
        return self.statements[name]

    @cached_property
    def statements(self) -> Mapping[str, str]:
        """The texts of the folder's SQL statements by name."""
        return {file.stem: file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.sql"))}

    def select(self, evidence: Evidence) -> Samples:
        """Count: ``rows.sql`` names the rows, each further statement of the folder reduces them."""
        evidence.select_rows(self.statement("rows"))
        names = [name for name in self.statements if name != "rows"]
        return Samples(
            {name: evidence.reduce(self.statement(name)) for name in names}, evidence.facts, self.seed
        )

    @abstractmethod
    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Turn counts into a result, or into one for each subject (dotted words, for example ``closed.ratio``)."""

    def picture(self, samples: Samples, results: Mapping[str, Result]) -> Mapping[str, Chart]:
        """Charts by the subject beside which they stand; none by default."""
        return {}

    @final
    def measure(
        self, evidence: Evidence, disclose: Callable[[Measurement], Measurement] | None = None
    ) -> Measurement:
        """Count, estimate, and keep the way back to the rows; silence where the registers were not kept.

        ``disclose`` turns exact results into those that may be printed, before charts are drawn from
        them; without it all stays exact, for those who may see the rows anyway.
        """
        gap = self.gap(evidence)
        if gap is not None:
            empty = Provenance(tables=(), counted=0, indicator_version=self.version, program_version=VERSION)
            silent = Measurement(indicator=self, results={WHOLE: gap}, provenance=empty)
            return disclose(silent) if disclose else silent
        samples = self.select(evidence)
        estimated = self.estimate(samples)
        results = dict(estimated) if isinstance(estimated, Mapping) else {WHOLE: estimated}
        results = {
            subject: _who_keeps_it_back(result, evidence) if isinstance(result, NotEstimable) else result
            for subject, result in results.items()
        }
        tables = [name for need in self.needs for name in need] + list(self.also_reads)
        read = tuple(dict.fromkeys(name for name in tables if not evidence.coverage(name).is_silence))
        provenance = evidence.provenance(
            read, seed=self.seed, indicator_version=self.version, program=VERSION
        )
        exact = Measurement(indicator=self, results=results, provenance=provenance)
        printed = disclose(exact) if disclose else exact
        return replace(printed, charts=dict(self.picture(samples, printed.results)))

    def gap(self, evidence: Evidence) -> NotEstimable | None:
        """What it lacks before anything can be counted; None where its registers and columns are there."""
        gaps: list[NotEstimable] = []
        for need in self.needs:
            gap = _first_gap(need, evidence)
            if gap is None:
                return None
            gaps.append(gap)
        return gaps[0] if gaps else None

    def reads(self, table: str, column: str) -> bool:
        """Whether one of its statements names a column of a register that it needs or also reads."""
        if table not in {name for need in self.needs for name in need} | set(self.also_reads):
            return False
        word = re.compile(rf"\b{re.escape(column)}\b")
        return any(word.search(statement) for statement in self.statements.values())


def _first_gap(need: Needs, evidence: Evidence) -> NotEstimable | None:
    for table, columns in need.items():
        coverage = evidence.coverage(table)
        if coverage.is_silence:
            gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="keep_register", of=table)
            return _who_keeps_it_back(gap, evidence)
        if coverage.rows:
            for column in columns:
                if not evidence.fills(table, column):
                    gap = NotEstimable(why=Why.NOT_COLLECTED, remedy="fill_column", of=f"{table}.{column}")
                    return _who_keeps_it_back(gap, evidence)
    return None


_KEPT_BACK = {
    ("hidden", "fill_column"): (Why.HIDDEN, "ask_to_show"),
    ("hidden", "keep_register"): (Why.HIDDEN, "ask_to_show_register"),
    ("not_exported", "fill_column"): (Why.NOT_EXPORTED, "another_export"),
    ("not_exported", "keep_register"): (Why.NOT_EXPORTED, "another_export_register"),
}


def _who_keeps_it_back(result: NotEstimable, evidence: Evidence) -> NotEstimable:
    """A gap in what was recorded, told as what it is where a platform holds the datum and keeps it back."""
    if result.why is not Why.NOT_COLLECTED:
        return result
    table, _, column = result.of.partition(".")
    withheld = evidence.withheld(table, column)
    if (withheld, result.remedy) not in _KEPT_BACK:
        return result
    why, remedy = _KEPT_BACK[withheld, result.remedy]
    return replace(result, why=why, remedy=remedy)
