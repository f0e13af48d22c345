"""The public page: errata first, then the frozen report, then who answers for it and how to check it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.publications import frozen
from obverse.web.publications.models import Publication
from obverse.web.publications.preparing import BUNDLE, README, SUMS

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

POLICY = "Content-Security-Policy"


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of who did what when: the act and the role as words of our texts, a name only where it was chosen."""

    act: str
    role: str
    at: dt.datetime
    name: str


@dataclass(frozen=True, slots=True)
class Download:
    """One frozen file as it stands on a page."""

    name: str
    sha256: str
    size: int
    address: str


def page(publication: Publication, language: str, *, draft: bool = False) -> HttpResponse:
    """The page in one language; as a ``draft`` it says that only members of the process see it."""
    parts = frozen.parts_of(publication.files[f"report.{language}.html"])
    with translation.override(language):
        content = render_to_string(
            "publications/public.html",
            {
                "publication": publication,
                "process": publication.process,
                "facts": frozen.facts_of(publication.files[f"report.{language}.json"]),
                "errata": errata(publication, language),
                "standing": standing(publication),
                "downloads": downloads(publication, draft=draft),
                "bundle": BUNDLE,
                "language": language,
                "languages": addresses(publication, draft=draft),
                "is_draft": draft,
                # The program's own bytes, refused when they were frozen if they held a script.
                "style": mark_safe(parts.style),  # noqa: S308 - see above
                "skip": mark_safe(parts.skip),  # noqa: S308 - see above
                "report": mark_safe(parts.body),  # noqa: S308 - see above
            },
        )
    return HttpResponse(content, headers={POLICY: parts.policy, "Content-Language": language})


def errata(publication: Publication, language: str) -> list[tuple[dt.datetime, str]]:
    """The corrections, the oldest first, in one language."""
    return [
        (erratum.at, erratum.text_fr if language == "fr" else erratum.text_en)
        for erratum in publication.errata.order_by("id")
    ]


def standing(publication: Publication) -> list[Standing]:
    """Who prepared, signed and published: by role, and by name only where the person chose so and is still here."""
    told: list[tuple[str, str, dt.datetime | None, UUID | None]] = [
        (
            "prepared",
            publication.prepared_as,
            publication.prepared_at,
            publication.prepared_by if publication.preparer_is_named else None,
        ),
        (
            "signed",
            publication.signed_as,
            publication.signed_at,
            publication.signed_by if publication.signer_is_named else None,
        ),
        ("published", "owner", publication.published_at, None),
    ]
    names = _names(mark for _, _, _, mark in told if mark is not None)
    return [
        Standing(
            f"publications.standing.{act}",
            f"publications.role.{role or 'somebody'}",
            at,
            names.get(mark, "") if mark is not None else "",
        )
        for act, role, at, mark in told
        if at is not None
    ]


def _names(marks: Iterable[UUID]) -> dict[UUID, str]:
    found = Person.objects.filter(mark__in=list(marks), is_active=True)
    return dict(found.values_list("mark", "name"))


def downloads(publication: Publication, *, draft: bool = False) -> list[Download]:
    """All frozen files: the bundle first, then the reports, then how to check them."""
    place = "publication-draft-file" if draft else "publication-file"
    order = {BUNDLE: 0, README: 2, SUMS: 3}
    return [
        Download(
            name,
            sha256,
            blobs.path(sha256).stat().st_size if blobs.path(sha256).exists() else 0,
            reverse(place, args=[publication.process.slug, publication.number, name]),
        )
        for name, sha256 in sorted(
            publication.files.items(), key=lambda item: (order.get(item[0], 1), item[0])
        )
    ]


def addresses(publication: Publication, *, draft: bool = False) -> dict[str, str]:
    """The address of the page in each language."""
    place = "publication-preview" if draft else "publication-in"
    return {
        language: reverse(place, args=[publication.process.slug, publication.number, language])
        for language in ("en", "fr")
    }


def page_in(request: HttpRequest) -> str:
    """The language in which a reader is sent to a public page: chosen here before, or asked for by the browser."""
    return "fr" if translation.get_language_from_request(request).startswith("fr") else "en"
