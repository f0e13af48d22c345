"""The engine's letters for readers of pages: a field of the page where they name a word of the command line."""

from __future__ import annotations

import re

from obverse.web.texts import say

_FIELDS = {
    "--platform": "platform",
    "--option": "options",
    "--encoding": "encoding",
    "--replace": "replaces",
    "--suggest": "describe",
    "--mapping": "describe",
}
_FLAG = re.compile("|".join(map(re.escape, _FIELDS)))
# What only the command line can do is no help here.
_ASIDE = re.compile(r"[ \u00a0]?\((?:--keep-originals|obverse )[^)]*\)")


def on_a_page(letter: str) -> str:
    """A letter in words that its reader finds on the page."""
    return _FLAG.sub(lambda found: say(f"intake.named.{_FIELDS[found[0]]}"), _ASIDE.sub("", letter))
