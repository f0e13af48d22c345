"""Finding the descriptor of a package among files, and telling which paths in it may be followed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from obverse.evidence.receiving.json_document import read_json

_START = 1 << 18
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def looks_like_a_package(file: Path) -> bool:
    """Whether a file may be a descriptor: an object with resources near its beginning."""
    try:
        with file.open("rb") as stream:
            start = stream.read(_START)
    except OSError:
        return False
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"resources"' in start


def find_package(files: Sequence[Path]) -> Path | None:
    """The descriptor among some files."""
    for file in files:
        if looks_like_a_package(file):
            content, problems = read_json(file)
            listed = content.get("resources") if isinstance(content, dict) and not problems else None
            if isinstance(listed, list) and any(
                isinstance(one, dict) and {"path", "data"} & set(one) for one in listed
            ):
                return file
    return None


def base_name(path: str) -> str:
    """The file's name that a path ends with.

    >>> base_name("data/actor.csv")
    'actor.csv'
    """
    return PurePosixPath(path).name


def is_safe(path: str) -> bool:
    """Whether a path leads to a file beside the descriptor or below: no address, no way up, no root.

    >>> [is_safe(path) for path in ("data/actor.csv", "../actor.csv", "/etc/passwd", "https://example.org/a.csv")]
    [True, False, False, False]
    """
    parts = path.replace("\\", "/").split("/")
    return (
        bool(path)
        and not path.startswith(("/", "\\", "~"))
        and ".." not in parts
        and not _ADDRESS.match(path)
    )
