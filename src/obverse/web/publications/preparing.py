"""Making ready what will be public: the files of a finished audit, frozen by their digests, and a bundle."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from obverse.web.bridge.releases import would_tell
from obverse.web.journal.writing import note
from obverse.web.keeping import blobs
from obverse.web.people import may
from obverse.web.processes.models import Process
from obverse.web.publications import frozen
from obverse.web.publications.models import Publication
from obverse.web.texts import LANGUAGES, say

if TYPE_CHECKING:
    from obverse.web.audits.models import Audit
    from obverse.web.people.models import Person

NEEDED = tuple(f"report.{language}.{form}" for language in LANGUAGES for form in ("html", "json", "csv"))
_REPORT = "report.en.json"
README, SUMS, BUNDLE = "README.txt", "SHA256SUMS", "bundle.zip"
# ZIP files know no earlier day; the same bytes inside give the same bundle whenever it is made.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


class WouldTell(Exception):  # noqa: N818 - the name says what the report would do
    """A report must not leave: ``letters`` say by language which figures have to be changed, and why."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        super().__init__(letters["en"])
        self.letters = letters


class NotReady(Exception):  # noqa: N818 - it says what is not there yet; nothing went wrong
    """An audit cannot be prepared: ``why`` names the text that says what is missing, ``missing`` the files."""

    def __init__(self, why: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.missing = missing


def prepare(audit: Audit, *, by: Person, named: bool = False) -> Publication:
    """Freeze the report of a finished audit as it will be public.

    Raises:
        NotReady: the audit is not done, or one of its files is missing or damaged.
        WouldTell: with what left before it, it would tell too much about a few people.
    """
    files = frozen_files(audit)
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=audit.process_id)
        _through_the_gate(process, files)
        latest = process.publications.aggregate(latest=Max("number"))["latest"] or 0
        publication = Publication.objects.create(
            process=process,
            audit=audit,
            number=latest + 1,
            files=files,
            audited_by=audit.by,
            prepared_by=by.mark,
            prepared_as=role_of(by, process),
            preparer_is_named=named,
        )
        note(
            "publications.prepared",
            by=by,
            process=process,
            about=str(publication.number),
            details={"audit": audit.number, "seal": publication.seal},
        )
    return publication


def _through_the_gate(process: Process, files: Mapping[str, str]) -> None:
    """Look at all that was prepared before, public or not: what was refused by a person alone never leaves."""
    before = process.publications.exclude(state=Publication.State.REFUSED).order_by("number")
    earlier = {one.number: one for one in before}
    try:
        reports = [(str(number), frozen.whole(one.files[_REPORT])) for number, one in earlier.items()]
    except (frozen.Damaged, KeyError) as damaged:
        raise NotReady("publications.wrong.earlier_damaged", (_REPORT,)) from damaged
    letters = would_tell(reports, frozen.whole(files[_REPORT]))
    if letters:
        raise WouldTell(letters)


def frozen_files(audit: Audit) -> dict[str, str]:
    """The digests of all that will be public, by file name; what is made for it here is kept at once."""
    missing = tuple(name for name in NEEDED if name not in audit.reports)
    if not audit.is_done or missing:
        raise NotReady("publications.wrong.not_ready", missing)
    contents: dict[str, bytes] = {}
    for name in sorted(audit.reports):
        try:
            contents[name] = frozen.whole(audit.reports[name])
        except frozen.Damaged as damaged:
            raise NotReady("publications.wrong.damaged_files", (name,)) from damaged
    for name in (f"report.{language}.html" for language in LANGUAGES):
        try:
            frozen.parts(contents[name])
        except ValueError as not_ours:
            raise NotReady("publications.wrong.no_page", (name,)) from not_ours
    contents[README] = readme(audit, contents)
    contents[SUMS] = sums(contents)
    contents[BUNDLE] = bundle(contents)
    return {name: blobs.keep(content)[0] for name, content in contents.items()}


def readme(audit: Audit, contents: Mapping[str, bytes]) -> bytes:
    """The page of the bundle that says what lies in it and how to check it, in both languages."""
    told = []
    for language in LANGUAGES:
        facts = frozen.facts(contents[f"report.{language}.json"])
        with translation.override(language):
            undeclared = say("publications.undeclared")
            told.append(
                say(
                    "publications.readme",
                    title=facts.title,
                    as_of=facts.as_of,
                    auditor=facts.auditor or undeclared,
                    payer=facts.payer or undeclared,
                    audit=audit.number,
                    process=audit.process.slug,
                )
            )
    return "\n----\n\n".join(told).encode()


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The digests of files as ``sha256sum -c`` reads them."""
    lines = (f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents))
    return "".join(lines).encode()


def bundle(contents: Mapping[str, bytes]) -> bytes:
    """One ZIP archive of files, the same bytes whenever it is made."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, contents[name], zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()


def role_of(person: Person, process: Process) -> str:
    """As what somebody acts in a publication: an owner, or an auditor."""
    held = may.kinds(person, process)
    return str(may.OWNER) if may.OWNER in held else str(may.AUDITOR)
