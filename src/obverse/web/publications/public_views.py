"""Public pages: they answer everybody alike, without a session or a cookie, and can be kept by any cache."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from obverse.web.keeping import blobs
from obverse.web.processes.models import Process
from obverse.web.publications import showing
from obverse.web.publications.models import Publication
from obverse.web.texts import LANGUAGES

# Errata have to be seen at once: a cache may keep the page, but asks each time whether it still stands.
_ASK_AGAIN = "public, no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def published(slug: str) -> tuple[Process, list[Publication]]:
    """A process with its publications, the newest first; without any it does not exist for the public."""
    process = get_object_or_404(Process.objects.select_related("body"), slug=slug)
    found = list(process.publications.filter(state=Publication.State.PUBLISHED).order_by("-number"))
    if not found:
        raise Http404
    return process, found


def one(slug: str, number: int) -> Publication:
    """A publication that is public; everything else does not exist."""
    public = Publication.objects.filter(state=Publication.State.PUBLISHED)
    return get_object_or_404(
        public.select_related("process__body", "audit"), process__slug=slug, number=number
    )


@require_safe
def publications_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Send on to the list of publications in the reader's language."""
    published(slug)
    return _sent(reverse("published-in", args=[slug, showing.page_in(request)]))


@require_safe
def publication(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send on to the publication in the reader's language."""
    return _sent(showing.addresses(one(slug, number))[showing.page_in(request)])


def _sent(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address, headers={"Cache-Control": "no-cache"})
    patch_vary_headers(answer, ["Accept-Language", "Cookie"])
    return answer


@require_safe
@conditional_page
def publications_in(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """All publications of a process, in one language."""
    process, found = published(slug)
    with translation.override(language):
        answer = render(
            request,
            "publications/published.html",
            {
                "process": process,
                "publications": found,
                "language": language,
                "languages": {each: reverse("published-in", args=[slug, each]) for each in LANGUAGES},
            },
        )
    answer["Content-Language"] = language
    answer["Cache-Control"] = _ASK_AGAIN
    return answer


@require_safe
@conditional_page
def publication_in(_: HttpRequest, slug: str, number: int, language: str) -> HttpResponse:
    """A publication in one language: errata, the frozen report, who answers for it."""
    answer = showing.page(one(slug, number), language)
    answer["Cache-Control"] = _ASK_AGAIN
    return answer


@require_safe
def publication_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """One frozen file, byte for byte."""
    return frozen_file(request, one(slug, number), name, kept=_FOR_EVER)


def frozen_file(request: HttpRequest, publication: Publication, name: str, *, kept: str) -> HttpResponseBase:
    """A frozen file as a download; ``kept`` says for how long caches may keep it."""
    sha256 = publication.files.get(name)
    if sha256 is None or not blobs.path(sha256).exists():
        raise Http404
    tag = f'"{sha256}"'
    headers = {"ETag": tag, "Cache-Control": kept}
    unchanged = get_conditional_response(request, etag=tag, response=HttpResponse(headers=headers))
    if unchanged is not None and unchanged.status_code != 200:
        return unchanged
    return FileResponse(
        blobs.path(sha256).open("rb"),
        as_attachment=True,
        filename=f"{publication.process.slug}-{publication.number}-{name}",
        content_type=_TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8"),
        headers=headers,
    )
