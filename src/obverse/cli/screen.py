"""What must not stay on a screen."""

from __future__ import annotations

import click


def wipe() -> None:
    """Empty the screen and what has scrolled out of sight; where there is no screen, nothing is written."""
    click.clear()
    # click leaves this out where the output is no screen.
    click.echo("\033[3J", nl=False)
