"""``python -m obverse.web.demo``: load the examples; with ``work``, only do what waits."""

from __future__ import annotations

import os
import sys

import django

os.environ["OBVERSE_CACHE"] = ""
django.setup()

from obverse.web.demo.loading import load  # noqa: E402 - after the settings have been read
from obverse.web.jobs.working import work_off  # noqa: E402 - as above

if sys.argv[1:] == ["work"]:
    work_off()
elif missing := load():
    sys.stderr.write(f"Not found, so not loaded: {', '.join(missing)}.\n")
