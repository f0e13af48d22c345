"""``obverse survey``: one file a command, found by walking this folder."""

from __future__ import annotations

import importlib
from pathlib import Path

import click


class Walked(click.Group):
    """A group whose commands are the files beside this one, each with a click command named ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """The names of the files, which are the names of the commands."""
        return sorted(
            file.stem.replace("_", "-")
            for file in Path(__file__).parent.glob("*.py")
            if file.stem != "__init__"
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command, and nothing of the others."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"obverse.cli.survey.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.command(cls=Walked)
def survey() -> None:
    """Plan, draw, seal and open the survey of public values; needs obverse[survey]."""
