"""Why a verdict is what it is, in words."""

from __future__ import annotations

from functools import cache

from obverse.vocabulary.reading import read
from obverse.vocabulary.register import Register
from obverse.vocabulary.text import Text, text_from


@cache
def reasons() -> Register[Text]:
    """The sentence for each reason that a verdict can have.

    >>> reasons()["no_figure"].in_language("en")
    'There is no figure to judge.'
    """
    return Register("reason", {key: text_from(entry) for key, entry in read("reasons.toml").items()})
