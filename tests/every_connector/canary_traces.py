"""Looking for canaries in bytes: as they are, in other encodings, packed, and as hashes that nobody needs a key for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pyarrow.parquet as pq

TRACE = re.compile(
    rb"zq[a-z]\d{4}|canarin|canary\.example"
    rb"|(?:\+33[ .]?|0033 ?|0)6[ .]00[ .]00[ .]\d\d|2001:db8:ca:a|77007700",
    re.IGNORECASE,
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_ESCAPED = re.compile(rb"\\u00([0-7][0-9a-f])", re.IGNORECASE)
_NUL = b"\0"


def found_in(content: bytes | str) -> list[str]:
    """What of a canary stands in some bytes, whatever common encoding they are in."""
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    met = {item.decode("ascii").lower() for view in _views(content) for item in TRACE.findall(view)}
    return sorted(met)


def traces(directory: Path) -> dict[str, list[str]]:
    """Per file below a folder, what of a canary stands in it or in its name."""
    met: dict[str, list[str]] = {}
    for file in sorted(directory.rglob("*")):
        name = str(file.relative_to(directory))
        found = found_in(name)
        for content in _unpacked(file) if file.is_file() else ():
            found += found_in(content)
        if found:
            met[name] = found
    return met


def plain_hashes(told: Iterable[str]) -> set[str]:
    """The beginnings of the hashes that anybody could try for what is told of people."""
    made = set()
    for one in told:
        for said in (one, one.lower(), f"user-{one}", f"name:{one}", f"email:{one}"):
            for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
                made.add(kind(said.encode()).hexdigest()[:12])
    return made


def _views(content: bytes) -> Iterator[bytes]:
    yield content
    if _NUL in content:
        yield content.replace(_NUL, b"")
    if b"%" in content:
        yield unquote_to_bytes(content)
    if b"\\u00" in content:
        yield _ESCAPED.sub(lambda met: bytes([int(met[1], 16)]), content)
    for run in _BASE64.findall(content):
        for start in range(4):
            part = run[start : start + (len(run) - start) // 4 * 4].replace(b"-", b"+").replace(b"_", b"/")
            try:
                yield base64.b64decode(part).replace(_NUL, b"")
            except binascii.Error:
                continue


def _unpacked(file: Path) -> Iterator[bytes]:
    content = file.read_bytes()
    yield content
    if content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content))
        yield repr(table.schema).encode() + repr(pq.read_metadata(io.BytesIO(content)).metadata).encode()
        for column in table.itercolumns():
            yield "\n".join(str(cell) for cell in column.to_pylist()).encode()
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode() + b"\n" + archive.read(name)
