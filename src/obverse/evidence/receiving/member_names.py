"""Names of members of an archive: those that lead out of it, those that meet, and how a letter shows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DRIVE = re.compile(r"[A-Za-z]:")
_SHOWN = 80


def shown(name: str) -> str:
    """A name as a letter may show it: short, and without signs that cannot be seen or turn what follows around.

    >>> shown("votes\\u202evsc.csv")
    'votes�vsc.csv'
    """
    seen = "".join(sign if sign.isprintable() else "�" for sign in name)
    return seen if len(seen) <= _SHOWN else seen[: _SHOWN - 1] + "…"


def is_name(name: str) -> bool:
    """Whether a name is one at all: not empty, and without control characters; ``./`` names the folder itself.

    >>> is_name("votes.csv"), is_name("a\\tb"), is_name("."), is_name("./")
    (True, False, False, True)
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return bool(parts or name == "./") and not any(ord(sign) < 0x20 or sign == "\x7f" for sign in name)


def leads_out(name: str) -> bool:
    """Whether a name, its folders separated by ``/``, leads out of the folder that it is put into.

    >>> leads_out("a/../../b.csv"), leads_out("C:b.csv"), leads_out("a..b/c.csv")
    (True, True, False)
    """
    return name.startswith(("/", "~")) or ".." in name.split("/") or _DRIVE.match(name) is not None


def meeting(names: Sequence[str]) -> tuple[str, str] | None:
    """The first two names that would meet on some disk; None where all are apart.

    Case and composition of letters make no difference, and a file can be no folder. Folders end with ``/``.

    >>> meeting(["a/b.csv", "A/B.CSV"])
    ('A/B.CSV', 'a/b.csv')
    """
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        plain = unicodedata.normalize("NFC", name).casefold()
        parts = [part for part in plain.split("/") if part not in ("", ".")]
        path = "/".join(parts)
        is_folder = name.endswith("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + is_folder)]
        met = next((files[one] for one in [path, *above] if one in files), "")
        if not is_folder:
            met = met or folders.get(path, "")
            files[path] = name
        if met:
            return name, met
        folders.update(dict.fromkeys(above, name))
    return None
