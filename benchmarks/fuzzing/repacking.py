"""The samples of a connector taken apart, so that one file or one member of an archive can be changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAPPING = "mapping.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One file of a case, or one ``member`` of an archive among them, with all other ``files`` of the case."""

    files: Mapping[str, bytes]
    file: str
    member: str
    mapping: Path | None

    @property
    def content(self) -> bytes:
        """What stands there in the sample."""
        if not self.member:
            return self.files[self.file]
        with zipfile.ZipFile(io.BytesIO(self.files[self.file])) as archive:
            return archive.read(self.member)


@cache
def places(folder: Path) -> list[Place]:
    """All places in the samples of a connector's folder, in order."""
    found = []
    for case in sorted(folder.glob("sample/*")):
        files = {file.name: file.read_bytes() for file in sorted(case.iterdir()) if file.is_file()}
        mapping = case / MAPPING if files.pop(MAPPING, None) is not None else None
        for name, content in files.items():
            found += [
                Place(files=files, file=name, member=member, mapping=mapping) for member in _members(content)
            ]
    return found


def _members(content: bytes) -> list[str]:
    if not content.startswith(b"PK\x03\x04"):
        return [""]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [info.filename for info in archive.infolist() if not info.is_dir()]


def repacked(place: Place, content: bytes) -> dict[str, bytes]:
    """The files of a case with ``content`` in its place."""
    if not place.member:
        return {**place.files, place.file: content}
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(place.files[place.file])) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for info in archive.infolist():
            changed.writestr(info.filename, content if info.filename == place.member else archive.read(info))
    return {**place.files, place.file: packed.getvalue()}
