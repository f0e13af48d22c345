"""From a page to a PDF file that is tagged for reading aloud, fetches nothing, and has the same bytes every time."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
_MISSING = {
    "en": (
        "PDF files cannot be made here: {what} is missing.\n"
        "In a checkout, type scripts/setup web and then scripts/pango. Elsewhere on Debian or Ubuntu, type\n"
        "    pip install 'obverse[survey]'\n"
        "    sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation\n"
        "Everything else works without."
    ),
    "fr": (
        "Impossible de produire un PDF ici : il manque {what}.\n"
        "Dans une copie de travail, tapez scripts/setup web puis scripts/pango.\n"
        "Ailleurs, sous Debian ou Ubuntu, tapez\n"
        "    pip install 'obverse[survey]'\n"
        "    sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation\n"
        "Tout le reste fonctionne sans cela."
    ),
}
_WHAT = {
    "program": {"en": "the program library WeasyPrint", "fr": "la bibliothèque WeasyPrint"},
    "layout": {"en": "Pango, which lays out text", "fr": "Pango, qui compose le texte"},
}


class NoPress(Exception):  # noqa: N818 - nothing in the program went wrong; something is to be installed
    """PDF files cannot be made on this machine before something is installed."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(self.letter())

    def letter(self, language: str = "en") -> str:
        """What is missing and what to type."""
        return _MISSING[language].format(what=_WHAT[self.what][language])


def ready() -> None:
    """Look whether PDF files can be made here, before anything long is begun for one.

    Raises:
        NoPress: something has to be installed first.
    """
    _weasyprint()


def printed(
    page: str | bytes,
    *,
    change: Callable[[Element], None] | None = None,
    styles: Sequence[str] = (),
) -> bytes:
    """A page of HTML as tagged PDF (PDF/UA-1); title and language are those of the page.

    ``change`` may alter the tree of the page first, ``styles`` come after the styles in it. Only what stands in the
    page itself is shown: every address but ``data:`` is refused. The file has no date, and its identifier follows
    from the page, so that the same page gives the same bytes wherever the same fonts are.

    Raises:
        NoPress: something has to be installed first.
    """
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    source = page.encode() if isinstance(page, str) else page
    with _without_collecting():
        html = weasyprint.HTML(string=source.decode(), url_fetcher=fetcher)
        if change is not None:
            change(html.etree_element)
        sheets = [weasyprint.CSS(string=style, url_fetcher=fetcher) for style in styles]
        identifier = hashlib.sha256(source).hexdigest()[:32].encode()
        made: bytes = html.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return made


@cache
def templates(folder: Path = TEMPLATES) -> Environment:
    """The templates of a folder; what stands in their places is escaped."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _weasyprint() -> Any:
    # A second to load, and not there at all where only audits are made: imported by those who print.
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - it ships no types; the reason stands above
    except ImportError:
        raise NoPress("program") from None
    except OSError:
        # This is how the loader of shared libraries says that one of them is not there.
        raise NoPress("layout") from None
    return weasyprint


@contextmanager
def _without_collecting() -> Iterator[None]:
    # Millions of boxes live until the file is written; looking for garbage among them took a fifth of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
