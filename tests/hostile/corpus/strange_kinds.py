"""Files of kinds that no platform exports as a table, and things that are no files."""

from __future__ import annotations

import os
import pickle
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from tests.hostile.corpus.case import SECRET, Hostile, Write, one
from tests.hostile.corpus.exports import comments, noise, votes
from tests.hostile.corpus.zip_writing import Member, archive

NOT_READ = (
    "refused_binary",
    "refused_columns",
    "refused_compressed",
    "refused_document",
    "refused_old_office",
    "refused_picture",
    "refused_program",
    "refused_web_page",
)
MISSING = ("missing_file", "not_a_file", "archive_empty", "folder_empty")
# How files of these kinds begin; the rest does not matter to who looks at the beginning.
BEGINNINGS = {
    "Parquet": ("votes.parquet", b"PAR1"),
    "Arrow": ("votes.feather", b"ARROW1\x00\x00"),
    "HDF5": ("votes.h5", b"\x89HDF\r\n\x1a\n"),
    "old XLS": ("votes.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "PDF": ("votes.pdf", b"%PDF-1.7\n"),
    "a picture": ("votes.png", b"\x89PNG\r\n\x1a\n"),
    "a photograph": ("votes.jpg", b"\xff\xd8\xff\xe0"),
    "7z": ("votes.7z", b"7z\xbc\xaf\x27\x1c"),
    "RAR": ("votes.rar", b"Rar!\x1a\x07\x01\x00"),
    "a program": ("votes.csv", b"\x7fELF\x02\x01\x01\x00"),
    "a program of another system": ("votes.csv", b"MZ\x90\x00"),
    "a database": ("votes.sqlite", b"SQLite format 3\x00"),
    "RTF": ("votes.csv", b"{\\rtf1\\ansi "),
    "a web page": ("votes.csv", b"<!DOCTYPE html><html><body>Log in, made up</body></html>"),
    "SPSS": ("votes.sav", b"$FL2@(#) "),
    "zstandard": ("votes.csv.zst", b"\x28\xb5\x2f\xfd"),
}


def cases() -> Iterator[Hostile]:
    """Kinds that are refused by name, a pickle, noise, and what is no file at all."""
    for name, (file, start) in BEGINNINGS.items():
        yield _strange(name, one(file, start + noise(name, 3000)))
        if name in {"Parquet", "old XLS", "PDF", "a picture"}:
            beside = {"contribution": 2} if name in {"PDF", "a picture"} else None
            yield _strange(f"{name} in a ZIP", one("export.zip", _packed(file, start)), read=beside)
    yield _strange("a pickle that writes a file", _pickle)
    yield _strange("a pickle that is called CSV", lambda folder: _pickle(folder, "votes.csv"))
    yield _strange("a tar", one("export.tar", _tar))
    yield _strange("noise", one("votes.csv", noise("noise", 200_000)))
    yield _strange(
        "a page of the log-in instead of the export", one("votes.csv", b"<html><title>Made up</title>")
    )
    yield _strange("a folder without files", _folder, (*MISSING, "empty_folder"))
    yield _strange("a file that is not there", lambda folder: [folder / "votes.csv"], MISSING)
    yield _strange("a pipe that never ends", _pipe, MISSING)
    yield _strange("a device that never ends", lambda folder: _link(folder, "/dev/zero"), MISSING)
    yield _strange("a link to itself", lambda folder: _link(folder, "votes.csv"), MISSING)
    yield _strange(
        "a folder with a link out of it",
        _leading_out,
        (*MISSING, "archive_special", "link_in_folder"),
        {"contribution": 2},
    )
    yield _strange(
        "a folder that holds itself",
        _round,
        (*MISSING, "archive_special", "link_in_folder"),
        {"contribution": 2},
    )
    yield _strange(
        "a name with a line break and an escape",
        one("statements\n\x1b[31m.csv", comments()),
        NOT_READ,
        {"contribution": 2},
    )
    yield _strange(
        "a name of placeholders", one("{0}%s$(x)'; --.csv", comments()), NOT_READ, {"contribution": 2}
    )
    yield _strange("a name that is no UTF-8", _bytes_name, NOT_READ, {"contribution": 2})


def _strange(
    name: str,
    write: Write,
    refused: tuple[str, ...] = NOT_READ,
    read: dict[str, int] | None = None,
) -> Hostile:
    return Hostile(family="strange_kinds", name=name, write=write, refused=refused, read=read)


def _packed(file: str, start: bytes) -> bytes:
    content = start + noise(file, 3000)
    return archive([Member(name=file, content=content), Member(name="comments.csv", content=comments())])


class _Planted:
    """Unpickled, it would make a file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.place),)


def _pickle(folder: Path, name: str = "votes.pkl") -> list[Path]:
    file = folder / name
    file.write_bytes(pickle.dumps(_Planted(folder.parent / "escaped-by-pickle")))
    return [file]


def _tar() -> bytes:
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w") as packing:
        info = tarfile.TarInfo("../votes.csv")
        info.size = len(votes())
        packing.addfile(info, BytesIO(votes()))
    return made.getvalue()


def _folder(folder: Path) -> list[Path]:
    (folder / "export").mkdir()
    return [folder / "export"]


def _pipe(folder: Path) -> list[Path]:
    os.mkfifo(folder / "votes.csv")
    return [folder / "votes.csv"]


def _link(folder: Path, target: str) -> list[Path]:
    (folder / "votes.csv").symlink_to(target)
    return [folder / "votes.csv"]


def _leading_out(folder: Path) -> list[Path]:
    export = folder / "export"
    export.mkdir()
    (export / "statements.csv").write_bytes(comments())
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    (export / "votes.csv").symlink_to(folder / "secret.txt")
    return [export]


def _round(folder: Path) -> list[Path]:
    export = folder / "export"
    export.mkdir()
    (export / "statements.csv").write_bytes(comments())
    (export / "again").symlink_to(export)
    return [export]


def _bytes_name(folder: Path) -> list[Path]:
    name = os.fsdecode(b"votes-\xff\xfe.csv")
    (folder / name).write_bytes(comments())
    return [folder / name]
