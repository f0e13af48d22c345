"""What a cluster says when something is wrong, told so that somebody who does not run it knows whom to ask for what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources

from obverse.evidence.problems import EvidenceProblems, Problem, Words
from obverse.vocabulary.text import Text

_PLACE = "Spark"
_OURS = ("pyspark.", "py4j.", "grpc.")
# The first that is found in an error's text names the kind of the letter.
_SIGNS = (
    (re.compile(r"FILE_NOT_EXIST|FileNotFoundException|PATH_NOT_FOUND|FAILED_READ_FILE"), "not_visible"),
    (
        re.compile(r"ExecutorLostFailure|Application has been killed|SparkContext was shut down"),
        "workers_lost",
    ),
    (re.compile(r"OutOfMemoryError|No space left on device|UNABLE_TO_ACQUIRE_MEMORY"), "too_little_memory"),
    (re.compile(r"UNAVAILABLE|Connection refused|Answer from Java side is empty|SESSION_CLOSED"), "gone"),
)


def letter(kind: str, place: str = _PLACE, **details: str) -> EvidenceProblems:
    """The letter of a kind, ready to be raised.

    >>> print(letter("no_java", "local[2]"))  # doctest: +ELLIPSIS
    local[2]: Spark needs Java, and none was found on this machine. Install Java 17 (on Debian or Ubuntu: ...
    """
    texts = _texts()[kind]
    what, remedy = (Text(en=texts[f"{part}_en"], fr=texts[f"{part}_fr"]) for part in ("what", "remedy"))
    return EvidenceProblems([Problem(kind, place, details=details, words=Words(what, remedy))])


@contextmanager
def told(place: str = _PLACE) -> Iterator[None]:
    """Turn what Spark raises into a letter; other errors are the program's own and pass."""
    try:
        yield
    except Exception as error:
        if not any(type(error).__module__.startswith(name) for name in _OURS) and not isinstance(
            error, ConnectionError
        ):
            raise
        text = str(error)
        kind = next((kind for sign, kind in _SIGNS if sign.search(text)), "refused")
        if isinstance(error, ConnectionError):
            kind = "gone"
        raise letter(kind, place, error=_sentence(text)) from error


def _sentence(text: str) -> str:
    """The line of an error that says what is wrong: after Java's own name for it, before the stack."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith(("Caused by:", "["))]
    said = (causes or lines or ["?"])[-1 if len(causes) > 1 else 0]
    return said if len(said) <= 300 else f"{said[:297]}..."


@cache
def _texts() -> dict[str, dict[str, str]]:
    file = resources.files("obverse.evidence.engines").joinpath("spark.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
