"""Damages to the bytes of a file, whatever it holds."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import numpy as np

from tests.hostile.operators.damage import Damaged, Files, Operator, pick, within

Change = Callable[[bytes, np.random.Generator], bytes]


def _cut(content: bytes, chance: np.random.Generator) -> bytes:
    return content[: within(len(content), chance)]


def _cut_start(content: bytes, chance: np.random.Generator) -> bytes:
    return content[within(len(content), chance) :]


def _flip(content: bytes, chance: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(1 + within(5, chance)):
        changed[within(len(changed), chance)] ^= 1 << within(8, chance)
    return bytes(changed)


def _remove(content: bytes, chance: np.random.Generator) -> bytes:
    place = within(len(content), chance)
    return content[:place] + content[place + 1 + within(40, chance) :]


def _repeat(content: bytes, chance: np.random.Generator) -> bytes:
    place, length = within(len(content), chance), 1 + within(200, chance)
    return content[: place + length] + content[place:]


def _exchange(content: bytes, chance: np.random.Generator) -> bytes:
    first, second = sorted((within(len(content), chance), within(len(content), chance)))
    return content[second:] + content[first:second] + content[:first]


def _insert(what: bytes) -> Change:
    def change(content: bytes, chance: np.random.Generator) -> bytes:
        place = within(len(content), chance)
        return content[:place] + what + content[place:]

    return change


def _mixed_ends(content: bytes, chance: np.random.Generator) -> bytes:
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    return b"".join(line + (b"\r\n" if chance.random() < 0.5 else b"\n") for line in lines)


def _append(what: bytes) -> Change:
    return lambda content, chance: content + what * (1 + within(30, chance))


def _encoded(encoding: str) -> Change:
    def change(content: bytes, chance: np.random.Generator) -> bytes:  # noqa: ARG001 - the text decides
        return content.decode("utf-8-sig").encode(encoding, errors="replace")

    return change


def _mojibake(content: bytes, chance: np.random.Generator) -> bytes:  # noqa: ARG001 - the text decides
    return content.decode("utf-8-sig").encode().decode("latin-1").encode()


def _decimal_commas(content: bytes, chance: np.random.Generator) -> bytes:  # noqa: ARG001 - all of them
    return re.sub(rb"(?<=\d)\.(?=\d)", b",", content)


def _digits_lost(content: bytes, chance: np.random.Generator) -> bytes:
    return bytes(b for b in content if not (48 <= b <= 57 and chance.random() < 0.05))


def _on(change: Change, *, text: bool = False, same: bool = False) -> Operator:
    def operate(files: Files, chance: np.random.Generator) -> Damaged | None:
        name = pick(
            [name for name, content in files.items() if content and (_is_text(content) or not text)], chance
        )
        return (
            None if name is None else Damaged(files={**files, name: change(files[name], chance)}, same=same)
        )

    return operate


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8") and not content.startswith(b"PK")
    except UnicodeDecodeError:
        return False


OPERATORS: dict[str, Operator] = {
    "cut off anywhere": _on(_cut),
    "beginning lost": _on(_cut_start),
    "bits flipped": _on(_flip),
    "some bytes lost": _on(_remove),
    "a piece twice": _on(_repeat),
    "pieces exchanged": _on(_exchange),
    "NUL somewhere": _on(_insert(b"\x00")),
    "0xFF somewhere": _on(_insert(b"\xff")),
    "quote somewhere": _on(_insert(b'"'), text=True),
    "line end somewhere": _on(_insert(b"\n"), text=True),
    "carriage return somewhere": _on(_insert(b"\r"), text=True),
    "delimiters somewhere": _on(_insert(b",;\t|"), text=True),
    "bracket somewhere": _on(_insert(b"[{"), text=True),
    "mark of order before": _on(lambda content, _chance: codecs.BOM_UTF8 + content, text=True, same=True),
    "mark of order within": _on(_insert(codecs.BOM_UTF8), text=True),
    "all ends CRLF": _on(lambda content, _chance: re.sub(rb"\r?\n", b"\r\n", content), text=True),
    "ends mixed": _on(_mixed_ends, text=True),
    "NULs behind": _on(_append(b"\x00")),
    "empty lines behind": _on(_append(b"\n"), text=True),
    "UTF-16": _on(_encoded("utf-16"), text=True, same=True),
    "UTF-16 without mark": _on(_encoded("utf-16-le"), text=True),
    "UTF-32": _on(_encoded("utf-32"), text=True),
    "cp1252": _on(_encoded("cp1252"), text=True),
    "mojibake": _on(_mojibake, text=True),
    "decimal commas": _on(_decimal_commas, text=True),
    "digits lost": _on(_digits_lost, text=True),
    "emptied": _on(lambda _content, _chance: b""),
    "blanks only": _on(lambda _content, chance: b" \n" * (1 + within(9, chance))),
}
