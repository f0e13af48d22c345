"""Starting the workspace. It is a neighbour of the command line, not a part of it: it runs as a program of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import NoReturn

import click

# What pages are made and served with; all of it comes with obverse[web].
NEEDED = ("django", "allauth", "csp", "dj_database_url", "gunicorn", "ninja", "whitenoise")
_WORKSPACE = "obverse.web.serving"
_MISSING = {
    "en": """The workspace needs some more programs, and {names} cannot be found here.

In a checkout of Obverse, type

    scripts/setup web

Where Obverse was installed with pip, type

    pip install 'obverse[web]'

Then run this command again. Nothing has been changed.""",
    "fr": """L’espace de travail a besoin d’autres programmes, et {names} est introuvable ici.

Dans une copie de travail d’Obverse, tapez

    scripts/setup web

Si Obverse a été installé avec pip, tapez

    pip install 'obverse[web]'

Puis relancez cette commande. Rien n’a été modifié.""",
}
_ELSEWHERE = {
    "en": "The workspace runs on Linux and on macOS. On Windows, run it in the Windows Subsystem for Linux.",
    "fr": "L’espace de travail fonctionne sous Linux et macOS. Sous Windows, lancez-le dans le sous-système"
    " Windows pour Linux (WSL).",
}


def serve(arguments: Sequence[str], language: str) -> NoReturn:
    """Become the program that serves the workspace, or say what is missing for it.

    Raises:
        click.UsageError: the workspace is not installed, or cannot run on this kind of machine.
    """
    if os.name != "posix":
        raise click.UsageError(_ELSEWHERE[language])
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise click.UsageError(_MISSING[language].format(names=", ".join(missing)))
    sys.stdout.flush()
    # -P: a file in the caller's folder that is named like a module must not be taken for it.
    call = [sys.executable, "-P", "-m", _WORKSPACE, "--lang", language, *arguments]
    os.execv(sys.executable, call)  # noqa: S606 - this very Python, with arguments that were checked
