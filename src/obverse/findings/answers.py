"""The six questions, each answered by the sentences that carry most, and by what is not known about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.quantities import Estimate
from obverse.vocabulary import PlannedIndicator, Question

SENTENCES = 3
CONCERNS_OF_ONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the evidence says to a question: findings to be read as sentences, and the indicators that are silent."""

    said: tuple[Finding, ...]
    further: int
    silent: tuple[PlannedIndicator, ...]


def answer_to(question: Question, findings: Iterable[Finding], planned: Iterable[PlannedIndicator]) -> Answer:
    """The findings that answer a question, concerns first, at most three, and every indicator without a figure.

    Each indicator is heard before any is heard twice, so that no single one can fill the answer.
    """
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        if question.id in finding.indicator.serves or finding.indicator.id in question.indicators:
            by_indicator.setdefault(finding.indicator.id, []).append(finding)
    spoken = {
        identifier: leads for identifier, own in by_indicator.items() if (leads := leading_findings(own))
    }
    first = sorted((leads[0] for leads in spoken.values()), key=lambda one: _order(one, question))
    seconds = [one for leads in spoken.values() for one in leads[1:]]
    ordered = first + sorted(seconds, key=lambda one: _order(one, question))
    silent = tuple(
        item
        for item in planned
        if (question.id in item.serves or item.id in question.indicators)
        and item.id not in spoken
        and not _set_aside(by_indicator.get(item.id, ()))
    )
    return Answer(said=tuple(ordered[:SENTENCES]), further=max(0, len(ordered) - SENTENCES), silent=silent)


def leading_findings(own: Sequence[Finding]) -> list[Finding]:
    """The figures by which an indicator is best told: its concerns, else the main figure that rests on most cases.

    There is none where the indicator is silent.
    """
    figures = [finding for finding in own if isinstance(finding.result, Estimate)]
    figures = [finding for finding in figures if finding.judgement.reason is not Reason.DECLARED]
    concerns = [finding for finding in figures if finding.verdict is Verdict.CONCERN]
    if concerns:
        return concerns[:CONCERNS_OF_ONE]
    judged = [finding for finding in figures if finding.judgement.reason is not Reason.DESCRIBED]
    main = [finding for finding in figures if _is_main(finding)]
    widest = max(judged or main or figures, key=_cases, default=None)
    return [] if widest is None else [widest]


def _cases(finding: Finding) -> int:
    return finding.result.n if isinstance(finding.result, Estimate) else 0


def _is_main(finding: Finding) -> bool:
    patterns = finding.indicator.headline or ("",)
    return any(fnmatchcase(finding.subject, pattern) for pattern in patterns)


_PLACES = (Verdict.CONCERN, Verdict.NO_SIGN, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.TOO_EARLY)


def _order(finding: Finding, question: Question) -> tuple[int, int]:
    place = _PLACES.index(finding.verdict) if finding.verdict in _PLACES else len(_PLACES)
    listed = question.indicators
    return place, listed.index(finding.indicator.id) if finding.indicator.id in listed else len(listed)


def _set_aside(own: Sequence[Finding]) -> bool:
    return any(finding.judgement.reason is Reason.DECLARED for finding in own)
