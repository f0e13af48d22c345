"""What ``obverse audit --release NAME`` does: the gate, and the list of what left the house."""

from __future__ import annotations

from pathlib import Path

import click

from obverse.disclosure.gate import gate
from obverse.disclosure.ledger import FILE, Release, append, read
from obverse.disclosure.refusal import Refused
from obverse.disclosure.released import from_entry
from obverse.findings.report import Report

REFUSED = 5
"""The exit code of a report that must not leave as it is."""
_DONE = {
    "en": "Released as “{name}”: it stands in {file} with the safe counts of {count} figures about people.",
    "fr": "Diffusé sous le nom «\u00a0{name}\u00a0»\u00a0: il figure dans {file} avec les effectifs sûrs de {count}"
    " chiffres sur des personnes.",
}


def earlier_releases(directory: Path) -> tuple[Release, ...]:
    """What left before, by the list of releases of a dossier.

    Raises:
        EvidenceProblems: the list was changed.
    """
    return read(directory / FILE)


def release(directory: Path, report: Report, name: str, language: str) -> str:
    """Let a report leave after all that left before it, and note it; the line to print.

    It is noted before a file of it is written: what is out and not in the list could not be protected any more.

    Raises:
        EvidenceProblems: the list was changed, or the name is taken.
        click.exceptions.Exit: the report must not leave; the letter is printed.
    """
    ledger = directory / FILE
    told = tuple(from_entry(one) for one in report.content.get("safe_counts", ()))
    new = Release(name, str(report.content["audit"]["as_of"]), told)
    answer = gate(read(ledger), new)
    if isinstance(answer, Refused):
        click.echo(answer.letter(language), err=True)
        raise click.exceptions.Exit(REFUSED)
    append(ledger, new)
    return _DONE[language].format(name=name, file=ledger, count=len(told))
