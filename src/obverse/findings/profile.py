"""The profile: one verdict for each evil, ideal and question and for the duality; never a total, never a rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obverse.findings.finding import Finding
from obverse.findings.verdict import Reason, Verdict
from obverse.vocabulary import PlannedIndicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the profile: what was examined for it, how it ended, and what stays unanswered.

    ``rule_unmet`` tells that there are concerns, but not in each of the groups that the evil requires.
    """

    id: str
    verdict: Verdict
    concerns: tuple[Finding, ...]
    no_signs: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    described: tuple[Finding, ...]
    unanswered: tuple[PlannedIndicator, ...]
    rule_unmet: bool = False


def row_for(
    identifier: str,
    findings: Iterable[Finding],
    planned: Iterable[PlannedIndicator],
    requires: Sequence[Sequence[str]] = (),
) -> Row:
    """The profile's line for an evil, ideal, question or the duality.

    A concern needs at least one finding of concern, and one in each of the groups that ``requires`` lists.
    No sign of concern needs that everything planned for this line was answered and gave no sign: a silence
    never turns into a clean bill.
    """
    own = [finding for finding in findings if identifier in finding.indicator.serves]
    concerns = [finding for finding in own if finding.verdict is Verdict.CONCERN]
    no_signs = [finding for finding in own if finding.verdict is Verdict.NO_SIGN]
    described = [finding for finding in own if finding.judgement.reason is Reason.DESCRIBED]
    early = [finding for finding in own if finding.verdict is Verdict.TOO_EARLY]
    undecided = [
        finding for finding in own if finding.verdict in {Verdict.NOT_ENOUGH_EVIDENCE, Verdict.TOO_EARLY}
    ]
    answered = {
        finding.indicator.id
        for finding in own
        if finding.judgement.reason not in {Reason.NO_FIGURE, Reason.FOLLOW_UP}
    }
    set_aside = {finding.indicator.id for finding in own if finding.judgement.reason is Reason.DECLARED}
    unanswered = [
        item for item in planned if identifier in item.serves and item.id not in answered | set_aside
    ]
    met = all(any(finding.indicator.id in group for finding in concerns) for group in requires)
    if concerns and met:
        verdict = Verdict.CONCERN
    elif concerns or unanswered:
        early_only = bool(early) and len(early) == len(undecided) and not no_signs and not concerns
        verdict = Verdict.TOO_EARLY if early_only else Verdict.NOT_ENOUGH_EVIDENCE
    elif undecided:
        verdict = Verdict.TOO_EARLY if len(early) == len(undecided) else Verdict.NOT_ENOUGH_EVIDENCE
    else:
        verdict = Verdict.NO_SIGN if no_signs else Verdict.NOT_APPLICABLE
    return Row(
        id=identifier,
        verdict=verdict,
        concerns=tuple(concerns),
        no_signs=tuple(no_signs),
        undecided=tuple(undecided),
        described=tuple(described),
        unanswered=tuple(unanswered),
        rule_unmet=bool(concerns) and not met,
    )


def registers_worth_keeping(
    planned: Iterable[PlannedIndicator], answered: set[str], recorded: set[str]
) -> list[tuple[str, tuple[PlannedIndicator, ...]]]:
    """The registers that nobody kept, with the unanswered questions that each would open, the most useful first.

    A question counts for a register if that register is the only one that it still lacks.
    """
    opens: dict[str, list[PlannedIndicator]] = {}
    for item in planned:
        if item.id in answered:
            continue
        missing = [table for table in item.needs if table != "process" and table not in recorded]
        if len(missing) == 1:
            opens.setdefault(missing[0], []).append(item)
    ordered = sorted(opens.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(table, tuple(items)) for table, items in ordered]
