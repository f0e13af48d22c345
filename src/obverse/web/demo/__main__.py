"""``python -m obverse.web.demo``: load the examples."""

from __future__ import annotations

import os
import sys

import django

# A dossier is composed into another folder each time: answers about it would never be found again.
os.environ["OBVERSE_CACHE"] = ""
django.setup()

from obverse.web.demo.loading import load  # noqa: E402 - after the settings have been read

if missing := load():
    sys.stderr.write(f"Not found, so not loaded: {', '.join(missing)}.\n")
