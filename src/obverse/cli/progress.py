"""What a person at a terminal sees while an audit runs: how far it is, and how long it may still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

import click

from obverse.auditing import Step

# Before this much has been seen, any remaining time would be a guess.
SEEN = 0.05
WAITED = 3.0
_WORDS = {
    "en": {"left": "about {time} left", "second": "{n} s", "minute": "{n} min", "hour": "{n} h"},
    "fr": {"left": "encore {time} environ", "second": "{n} s", "minute": "{n} min", "hour": "{n} h"},
}


def shown(
    stream: TextIO, language: str, clock: Callable[[], float] = time.monotonic
) -> Callable[[Step], None] | None:
    """A function that shows each step on one line of a terminal; None where the stream is none."""
    if not stream.isatty():
        return None
    began = clock()

    def show(step: Step) -> None:
        left = remaining(step.done, clock() - began, language)
        click.echo(
            f"\r\033[K{step.number}/{step.total} {step.name}{'  ' + left if left else ''}",
            nl=False,
            file=stream,
        )
        if step.number == step.total:
            click.echo("\r\033[K", nl=False, file=stream)

    return show


def remaining(done: float, elapsed: float, language: str) -> str:
    """The time that is left if the rest goes as the part before did, coarsely; empty where that is not known yet.

    >>> remaining(0.25, 60.0, "en")
    'about 3 min left'
    >>> remaining(0.01, 60.0, "en")
    ''
    """
    if done < SEEN or elapsed < WAITED:
        return ""
    words = _WORDS[language]
    seconds = elapsed * (1 - done) / done
    if seconds < 90:
        text = words["second"].format(n=max(5, 5 * round(seconds / 5)))
    elif seconds < 5400:
        text = words["minute"].format(n=round(seconds / 60))
    else:
        text = words["hour"].format(n=round(seconds / 3600, 1))
    return words["left"].format(time=text)
