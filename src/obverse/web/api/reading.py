"""What everybody may read: published reports, byte for byte as they were signed, and their errata."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from ninja import Query, Router, Schema

from obverse.web.api.answers import Problem
from obverse.web.api.wording import Number, Slug, described
from obverse.web.keeping import blobs
from obverse.web.publications import frozen
from obverse.web.publications.models import Publication
from obverse.web.publications.public_views import one

router = Router(tags=["read"])


class Published(Schema):
    """A published audit: what it is of, who answers for it, and the digests of its files."""

    process: str
    number: int
    title: str
    body: str
    as_of: dt.date
    auditor: str
    payer: str
    published_at: dt.datetime
    errata: int
    page: str
    report: str
    seal: str
    files: dict[str, str]


class Page(Schema):
    """Some of the published audits, the newest first."""

    total: int
    page: int
    pages: int
    items: list[Published]


class ErratumTold(Schema):
    """A correction in both languages."""

    at: dt.datetime
    text_en: str
    text_fr: str


@router.get(
    "/published", operation_id="published", response={200: Page, 422: Problem}, **described("published")
)
def published(
    request: HttpRequest,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Published audits, page by page."""
    public = Publication.objects.filter(state=Publication.State.PUBLISHED)
    total = public.count()
    found = public.select_related("process__body").order_by("-published_at", "-id")
    first = (page - 1) * per_page
    return {
        "total": total,
        "page": page,
        "pages": -(-total // per_page),
        "items": [_told(request, publication) for publication in found[first : first + per_page]],
    }


@router.get(
    "/published/{slug}/{number}",
    operation_id="publication",
    response={200: Published, 404: Problem, 422: Problem},
    **described("publication"),
)
def publication(request: HttpRequest, slug: Slug, number: Number) -> dict[str, Any]:
    """One published audit."""
    return _told(request, one(slug, number))


@router.get(
    "/published/{slug}/{number}/report",
    operation_id="report",
    response={200: dict[str, Any], 304: None, 404: Problem, 422: Problem},
    **described("report"),
)
def report(
    request: HttpRequest, slug: Slug, number: Number, language: Literal["en", "fr"] = "en"
) -> HttpResponse:
    """The frozen report in JSON."""
    sha256 = one(slug, number).files[f"report.{language}.json"]
    answer = HttpResponse(blobs.read(sha256), content_type="application/json")
    answer["ETag"], answer["Cache-Control"] = f'"{sha256}"', "public, max-age=31536000, immutable"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


@router.get(
    "/published/{slug}/{number}/errata",
    operation_id="errata",
    response={200: list[ErratumTold], 404: Problem, 422: Problem},
    **described("errata"),
)
def errata(request: HttpRequest, slug: Slug, number: Number) -> list[Any]:  # noqa: ARG001 - ninja passes it
    """The corrections of a published audit, the oldest first."""
    return list(one(slug, number).errata.order_by("id").values("at", "text_en", "text_fr"))


def _told(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    facts = frozen.facts_of(publication.files["report.en.json"])
    place = [publication.process.slug, publication.number]
    return {
        "process": publication.process.slug,
        "number": publication.number,
        "title": facts.title,
        "body": facts.body,
        "as_of": facts.as_of,
        "auditor": facts.auditor,
        "payer": facts.payer,
        "published_at": publication.published_at,
        "errata": publication.errata.count(),
        "page": request.build_absolute_uri(publication.get_absolute_url()),
        "report": request.build_absolute_uri(reverse("api:report", args=place)),
        "seal": publication.seal,
        "files": publication.files,
    }
