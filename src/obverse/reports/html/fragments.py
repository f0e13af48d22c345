"""Parts of the page for who shows a stored report piece by piece: the same words, drawings and tables.

They are made from the content of ``report.json``; nothing is computed anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from obverse.reports.html.account_view import value_views
from obverse.reports.html.page import FOLD_LISTS, FOLD_TABLES, page_of
from obverse.reports.html.untrusted import visible
from obverse.reports.html.words import Words

FOLDER = Path(__file__).parent / "templates"
_LINK = re.compile(r'href="#place-(\d+)"')
_PARTS = {
    "group": '{% import "finding.html" as finding with context %}{{ finding.group(group, level) }}',
    "marks": '{% import "marks.html" as marks with context %}{{ marks.definitions() }}',
    "account": '{% import "account.html" as account with context %}{{ account.account(own) }}',
}


def finding_html(content: Mapping[str, Any], key: str, level: int = 2) -> str:
    """One finding in full, with its drawing, its chart and how it was measured, below a heading of a level.

    Raises:
        KeyError: the report has no such finding.
    """
    return _group(content, lambda item: item["key"] == key, key, level)


def indicator_html(content: Mapping[str, Any], indicator: str, level: int = 2) -> str:
    """All findings of an indicator, as the page shows them.

    Raises:
        KeyError: the report has no findings of such an indicator.
    """
    return _group(content, lambda item: item["indicator"] == indicator, indicator, level)


def account_html(content: Mapping[str, Any], address: Callable[[str], str]) -> str:
    """The account of public values; ``address`` is where the finding of a key stands."""
    shown = visible({**_bare(content), "findings": []})
    keys = [item["key"] for item in content["findings"]]
    places = {key: f"place-{number}" for number, key in enumerate(keys)}
    told = _rendered("account", shown, page={"anchors": places}, own=shown["duality"]["account"])
    # Within the whole page it stands three levels down; alone it stands right below the title.
    told = told.replace("<h4 ", "<h2 ").replace("</h4>", "</h2>")
    return _LINK.sub(lambda found: f'href="{escape(address(keys[int(found[1])]))}"', told)


def marks_html() -> str:
    """The shapes of the verdicts, which every page that shows one has to hold once."""
    return _environment().from_string(_PARTS["marks"]).render()


def _group(
    content: Mapping[str, Any], wanted: Callable[[Mapping[str, Any]], bool], name: str, level: int
) -> str:
    chosen = [item for item in content["findings"] if wanted(item)]
    if not chosen:
        raise KeyError(name)
    shown = visible({**_bare(content), "findings": chosen})
    page = page_of(shown, _words(shown))
    groups = [group for kind in page.sections.values() for one in kind for group in one.groups]
    group = next(iter([*groups, *page.others]))
    return _rendered("group", shown, page=page, group=group, level=level)


def _bare(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the page is arranged from, without all that belongs to other findings."""
    kept = {
        name: content[name] for name in ("language", "process", "evils", "ideals", "questions", "duality")
    }
    return {**kept, "evidence": [], "unknown": {"figures": []}}


def _rendered(part: str, content: Mapping[str, Any], **values: Any) -> str:
    words = _words(content)
    template = _environment().from_string(_PARTS[part])
    return template.render(content=content, words=words, t=words.text, shared=words.shared, **values)


def _words(content: Mapping[str, Any]) -> Words:
    return Words(content["language"], content["process"]["currency"])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "FOLD_LISTS": FOLD_LISTS,
        "FOLD_TABLES": FOLD_TABLES,
        "value_views": value_views,
    }
    return environment
