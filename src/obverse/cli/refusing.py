"""What the commands of the survey do with a refusal: its letter, and an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")
REFUSED = 3
_CALL = 2
_EXTRA = {"nacl", "shamir_mnemonic", "segno", "weasyprint"}
_MISSING = {
    "en": "This needs more of Obverse than is installed here. Type: pip install 'obverse[survey]'",
    "fr": "Il faut pour cela davantage d’Obverse que ce qui est installé. Tapez : pip install 'obverse[survey]'",
}
_NO_FILE = {
    "en": "{file} cannot be read or written ({reason}). Look whether it is there, and whether the disk has room.",
    "fr": "{file} ne peut être lu ou écrit ({reason}). Vérifiez qu’il est là et que le disque a de la place.",
}


def refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal of the sealing room, a missing library and a file that is not there into letters."""

    @wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> R:
        from obverse.survey.sealing.letters import Refused  # noqa: PLC0415 - only where a command runs

        language = str(options.get("language", "en"))
        try:
            return command(*arguments, **options)
        except Refused as refused:
            click.echo(refused.letter(language), err=True)
            raise click.exceptions.Exit(REFUSED) from None
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] not in _EXTRA:
                raise
            click.echo(_MISSING[language], err=True)
            raise click.exceptions.Exit(_CALL) from None
        except OSError as failed:
            file = failed.filename or "?"
            click.echo(_NO_FILE[language].format(file=file, reason=failed.strerror or failed), err=True)
            raise click.exceptions.Exit(REFUSED) from None

    return run


def read_whole(file: Path, most: int) -> bytes:
    """A file, or so much of it that it is seen to be too long."""
    with file.open("rb") as stream:
        return stream.read(most + 1)


def write_new(files: Mapping[Path, bytes], mode: int = 0o600) -> None:
    """Write files that must not be there yet, for their owner's eyes only: all of them or none.

    Raises:
        Refused: one of them is there already.
    """
    from obverse.survey.sealing.letters import Refused  # noqa: PLC0415 - only where a command runs

    written: list[Path] = []
    try:
        for file, content in files.items():
            try:
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            except FileExistsError:
                raise Refused("file_exists", file=file) from None
            written.append(file)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise
