"""How a statement's words have to be spelled for Spark, which takes a backslash for the beginning of a sign."""

from __future__ import annotations

import re

_COMMENT_OR_WORD = re.compile(r"--[^\n]*|'(?:[^']|'')*'")


def spelled(statement: str) -> str:
    r"""The statement with each backslash in a text written twice, so that Spark reads one.

    >>> print(spelled(r"SELECT 'a\b' AS word -- it's one"))
    SELECT 'a\\b' AS word -- it's one
    """
    if "\\" not in statement:
        return statement
    return _COMMENT_OR_WORD.sub(
        lambda found: found[0].replace("\\", "\\\\") if found[0].startswith("'") else found[0], statement
    )
