"""Looking at a page as people see it: light and dark, narrow and wide, twice as large; and what axe-core says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# A window of 1280 by 900 in which everything is twice as large holds half as much.
ENLARGED = {"width": 640, "height": 450}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """options => axe.run(document, options).then(found => found.violations.map(
  one => `${one.id} (${one.help}): ` + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')))"""
# A report of thousands of rows is made of a few kinds of parts: three of each beside one another are enough to judge.
_LARGE = 3_000
_THIN_OUT = """() => {
  const walk = parent => {
    const seen = new Map();
    for (const child of [...parent.children]) {
      const kind = child.tagName + '.' + child.className + '.' + (child.firstElementChild?.tagName ?? '');
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (seen.get(kind) > 3 && !child.querySelector('main') && !['TH', 'TD', 'COL'].includes(child.tagName))
        child.remove();
      else walk(child);
    }
  };
  walk(document.body);
}"""
_TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? null
  : [...document.querySelectorAll('body *')].filter(
      one => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest('.wide'))
    .slice(0, 3).map(one => one.outerHTML.slice(0, 160)).join(' | ') || 'something'"""
_WAYS = (
    ("light", WIDE, None),
    ("dark", WIDE, ["color-contrast", "link-in-text-block"]),
    ("dark", NARROW, None),
    ("light", ENLARGED, None),
)


def faults(page: Page, path: str) -> list[str]:
    """All that is wrong with a page in any of the ways in which it is looked at."""
    found = []
    page.goto(path)
    page.evaluate(AXE)
    if page.evaluate("document.querySelectorAll('*').length") > _LARGE:
        page.evaluate(_THIN_OUT)
    for scheme, size, rules in _WAYS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
        page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        kind = "rule" if rules else "tag"
        options["runOnly"] = {"type": kind, "values": rules or _RULES}
        said = [*page.evaluate(_RUN, options)]
        if (too_wide := page.evaluate(_TOO_WIDE)) is not None:
            said.append(f"wider than the window: {too_wide}")
        found += [f"{path} ({scheme}, {size['width']} px): {one}" for one in said]
    return found
