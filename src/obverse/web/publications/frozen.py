"""Reading what is frozen: bytes that are checked against their digest, a report's page and what it says of itself."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from obverse.web.keeping import blobs

if TYPE_CHECKING:
    from obverse.web.publications.models import Publication


class Damaged(Exception):  # noqa: N818 - the name says what the file is
    """A kept file is gone, or its bytes are no longer those of its digest."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The style and the body of a report's page, as they stand in its bytes.

    ``skip`` is the link with which the body begins: on the public page it comes before all else too.
    """

    style: str
    skip: str
    body: str

    @property
    def policy(self) -> str:
        """What a page with this report in it may load: our own styles and the report's, nothing else."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'self' 'sha256-{digest}'; img-src 'self' data:;"
            " form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says of the process and of who audited it; empty where that was not declared."""

    title: str
    body: str
    as_of: str
    auditor: str
    payer: str


def whole(sha256: str) -> bytes:
    """The bytes of a digest, checked against it.

    Raises:
        Damaged: they are gone, or others.
    """
    try:
        content = blobs.read(sha256)
    except OSError as gone:
        raise Damaged(sha256) from gone
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(sha256)
    return content


def damaged_files(publication: Publication) -> list[str]:
    """The names of files that are gone or no longer what was frozen."""
    found = []
    for name, sha256 in sorted(publication.files.items()):
        try:
            whole(sha256)
        except Damaged:
            found.append(name)
    return found


def parts(page: bytes) -> Parts:
    """The style and the body of a report's page.

    Raises:
        ValueError: it is not a page as this program makes them.
    """
    text = page.decode()
    _, opened, rest = text.partition("<style>")
    style, closed, rest = rest.partition("</style>")
    _, begun, rest = rest.partition("<body>")
    body, ended, _ = rest.rpartition("</body>")
    if not (opened and closed and begun and ended) or "<style" in body or "<script" in body:
        raise ValueError("this is no report of ours")
    skip, end, rest = body.partition("</a>")
    if not (end and skip.lstrip().startswith('<a class="skip"')):
        raise ValueError("this report of ours begins without the link that skips to its content")
    return Parts(style, skip + end, rest)


# What is kept under a digest never changes, so neither does what was read from it.
@lru_cache(maxsize=16)
def parts_of(sha256: str) -> Parts:
    """The style and the body of the report that is kept under a digest."""
    return parts(whole(sha256))


@lru_cache(maxsize=256)
def facts_of(sha256: str) -> Facts:
    """What the report in JSON that is kept under a digest says of itself."""
    return facts(whole(sha256))


def facts(report: bytes) -> Facts:
    """What a report in JSON says of itself."""
    told = json.loads(report)
    process, audit = told["process"], told["audit"]
    return Facts(
        title=str(process["title"]),
        body=str(process.get("body") or ""),
        as_of=str(audit["as_of"]),
        auditor=str(audit.get("auditor") or ""),
        payer=str(audit.get("payer") or ""),
    )
