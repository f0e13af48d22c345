"""What a finished PDF file says, to whom it is read aloud, and how it looks."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Tag:
    """An element of the structure that is read aloud."""

    kind: str
    alternative: str
    own: DictionaryObject


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its white space as single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def tags(pdf: bytes) -> list[Tag]:
    """The structure in the order in which it is read aloud."""
    return list(_below(root(pdf)["/StructTreeRoot"]["/K"]))


def root(pdf: bytes) -> Any:
    """The catalogue of the file."""
    return reader(pdf).trailer["/Root"]


def _below(node: Any) -> Iterator[Tag]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _below(child)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield Tag(str(node["/S"]), str(node.get("/Alt", "")), node)
        yield from _below(node.get("/K", ArrayObject()))


def assert_accessible(pdf: bytes, language: str) -> None:
    """All of PDF/UA-1 that can be seen without a checker of its own."""
    file = reader(pdf)
    catalogue = root(pdf)
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata is not None
    assert file.metadata.title
    assert b'part="1"' in catalogue["/Metadata"].get_data()
    assert {str(page["/Tabs"]) for page in file.pages} == {"/S"}
    found = tags(pdf)
    assert [tag.kind for tag in found if tag.kind in {"/H1", "/H2"}][:1] != ["/H2"]
    assert [tag.own for tag in found if tag.kind == "/Figure" and not tag.alternative] == []
    resources: list[Any] = [page["/Resources"] for page in file.pages]
    fonts = [font.get_object() for one in resources for font in one["/Font"].values()]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


def pictures(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """Each page as it looks."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-", f"{folder}/page"], input=pdf, check=True)
        for file in sorted(Path(folder).iterdir()):
            with Image.open(file) as page:
                found.append(page.copy())
    return found


def squares(pdf: bytes) -> list[str]:
    """What a phone reads in the squares, page by page."""
    return [square.text for page in pictures(pdf) for square in zxingcpp.read_barcodes(page)]
