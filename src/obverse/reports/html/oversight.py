"""An oversight as one page: no network, no script, readable on a screen, a phone, on paper and aloud."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from obverse.findings.oversight import Oversight
from obverse.reports.html.oversight_page import groups_of
from obverse.reports.html.oversight_words import OversightWords
from obverse.reports.html.untrusted import visible

FOLDER = Path(__file__).parent / "templates"
FEWEST_PROCESSES = 10


def render(oversight: Oversight) -> bytes:
    """The oversight as UTF-8 HTML that is also well-formed XML: one file that needs nothing else."""
    content = visible(oversight.content)
    words = OversightWords(content["language"])
    page = (
        _environment()
        .get_template("oversight.html")
        .render(
            content=content,
            groups=groups_of(content),
            words=words,
            t=words.text,
            shared=words.shared,
            fewest=FEWEST_PROCESSES,
            style=(FOLDER / "style.css").read_text(encoding="utf-8"),
            own_style=(FOLDER / "oversight.css").read_text(encoding="utf-8"),
        )
    )
    return page.encode("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
