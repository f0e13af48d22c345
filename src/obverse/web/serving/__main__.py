"""``python -m obverse.web.serving``: what ``obverse serve`` becomes."""

from __future__ import annotations

import sys

from obverse.web.serving.starting import start

sys.exit(start(sys.argv[1:]))
