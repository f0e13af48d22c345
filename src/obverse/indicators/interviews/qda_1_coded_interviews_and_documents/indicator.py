"""QDA-1: what coded interviews and documents say, and whether those who coded them agree."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why, full_count
from obverse.statistics.agreement import krippendorff_alpha
from obverse.statistics.shares import share_of_register

USABLE = 0.667
SAID = {"strengthened": (1, 3), "weakened": (2, 3)}
Numbers = npt.NDArray[np.int64]


class CodedInterviewsAndDocuments(Indicator):
    """Agreement of coders on each code, and counts of interviews where it suffices."""

    id = "QDA-1"
    version = 1
    question = "What do coded interviews and documents say, and do those who coded them agree?"
    serves = ("D",)
    claims = ("S174",)
    unit = Unit.INDEX
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"before", "during", "after"})
    minimum = {"documents": 5, "passages": 10, "shown": 5}
    references = (
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability",
        "Potz & Serval 2023, a single case studied by interviews",
    )
    needs = ({"coded_statement": ("coder", "code")},)
    also_reads = ("document",)

    def estimate(self, samples: Samples) -> Result | Mapping[str, Result]:
        """Alpha of each code first; its counts only where alpha lets them be used."""
        marks = samples["marks"]
        readers = _readers(marks)
        documents, need = len(readers), self.minimum["documents"]
        if documents < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_interviews", have=documents, need=need, of="cases"
            )
        twice = sum(len(coders) > 1 for coders in readers.values())
        results: dict[str, Result] = {"coded_twice": share_of_register(twice, documents)}
        passages = _passages_read_twice(marks, readers)
        roles = dict(zip(samples["roles"]["code"].tolist(), samples["roles"]["roles"].tolist(), strict=True))
        for (code,), part in marks.groups("code"):
            name = code.replace(".", "·")
            agreement = self._agreement(part, passages)
            results[f"agreement.{name}"] = agreement
            if isinstance(agreement, NotEstimable):
                continue
            if agreement.value < USABLE:
                results[f"found.{name}"] = NotEstimable(why=Why.REJECTED, remedy="recode")
                continue
            results |= self._counts(part, name, readers)
            if isinstance(results[f"found.{name}"], Estimate):
                results[f"roles.{name}"] = _count(roles[code], documents, None)
        return results

    def _agreement(self, part: Reduction, passages: Mapping[int, frozenset[int]]) -> Result:
        need = self.minimum["passages"]
        if len(passages) < need:
            have = len(passages)
            return NotEstimable(why=Why.TOO_FEW, remedy="second_coder", have=have, need=need, of="cases")
        coders = sorted(set().union(*passages.values()))
        table = np.full((len(passages), len(coders)), np.nan)
        for row, (_, read_by) in enumerate(passages.items()):
            for coder in read_by:
                table[row, coders.index(coder)] = 0.0
        place = {passage: row for row, passage in enumerate(passages)}
        for passage, coder in zip(part["passage"].tolist(), part["coder"].tolist(), strict=True):
            if passage in place:
                table[place[passage], coders.index(coder)] = 1.0
        alpha = krippendorff_alpha(table)
        if isinstance(alpha, NotEstimable):
            return NotEstimable(why=alpha.why, remedy="second_coder", of="cases")
        return alpha

    def _counts(self, part: Reduction, name: str, readers: Mapping[int, frozenset[int]]) -> dict[str, Result]:
        chosen = {"found": np.ones(len(part), dtype=bool), "process": part["by_the_process"] == 1}
        chosen |= {word: np.isin(part["direction"], codes) for word, codes in SAID.items()}
        return {
            f"{word}.{name}": self._documents(part["document"][rows], part["coder"][rows], readers)
            for word, rows in chosen.items()
        }

    def _documents(self, document: Numbers, coder: Numbers, readers: Mapping[int, frozenset[int]]) -> Result:
        found: dict[int, set[int]] = {}
        for one, by in zip(document.tolist(), coder.tolist(), strict=True):
            found.setdefault(one, set()).add(by)
        most = sum(2 * len(coders) >= len(readers[one]) for one, coders in found.items())
        every = sum(len(coders) == len(readers[one]) for one, coders in found.items())
        need = self.minimum["shown"]
        if len(found) > 0 and every < need:
            return NotEstimable(why=Why.WITHHELD, remedy="too_few_to_show", need=need, of="cases")
        coding = None if every == len(found) else Interval(every, len(found), 1.0, Basis.JUDGEMENT)
        return _count(most, len(readers), coding)


def _count(value: int, documents: int, coding: Interval | None) -> Estimate:
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.COUNT,
        n=documents,
        method="count_of_register",
        coding=coding,
    )


def _readers(marks: Reduction) -> dict[int, frozenset[int]]:
    """Who coded anything in each interview or document."""
    found: dict[int, set[int]] = {}
    for document, coder in zip(marks["document"].tolist(), marks["coder"].tolist(), strict=True):
        found.setdefault(document, set()).add(coder)
    return {document: frozenset(coders) for document, coders in sorted(found.items())}


def _passages_read_twice(
    marks: Reduction, readers: Mapping[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """Passages of interviews that at least two people coded, with the people."""
    pairs = dict(zip(marks["passage"].tolist(), marks["document"].tolist(), strict=True))
    return {
        passage: readers[document]
        for passage, document in sorted(pairs.items())
        if len(readers[document]) > 1
    }
