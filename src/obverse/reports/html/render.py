"""The report as one page: no network, no script, readable on a screen, a phone, on paper and aloud."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from obverse.findings.report import Report
from obverse.reports.html.account_view import value_views
from obverse.reports.html.page import (
    COUNTED,
    FOLD_ANSWERS,
    FOLD_LISTS,
    FOLD_REMARKS,
    FOLD_TABLES,
    SECTIONS,
    Page,
    page_of,
)
from obverse.reports.html.untrusted import visible
from obverse.reports.html.words import Words
from obverse.vocabulary import rules

FOLDER = Path(__file__).parent / "templates"


def render(report: Report) -> bytes:
    """The report as UTF-8 HTML that is also well-formed XML: one file that needs nothing else."""
    content = visible(report.content)
    words = Words(content["language"], content["process"]["currency"])
    page = page_of(content, words)
    text = (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            content=content,
            words=words,
            t=words.text,
            shared=words.shared,
            rules=[rule for rule in rules().values() if rule.kind == "auditor"],
            style=_style(page),
        )
    )
    return text.encode("utf-8")


def _style(page: Page) -> str:
    # What has nothing to show for it is not in the page, which so stays the same bytes.
    names = ("style.css", "beside.css") if not page.beside.is_empty else ("style.css",)
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "COUNTED": COUNTED,
        "FOLD_ANSWERS": FOLD_ANSWERS,
        "FOLD_LISTS": FOLD_LISTS,
        "FOLD_REMARKS": FOLD_REMARKS,
        "FOLD_TABLES": FOLD_TABLES,
        "SECTIONS": SECTIONS,
        "value_views": value_views,
        "VERDICTS": ("concern", "no_sign", "not_enough_evidence", "too_early", "not_applicable"),
    }
    return environment
