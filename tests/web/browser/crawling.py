"""Following links: what can be reached, some of each kind."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

ADDRESSES = "obverse.web.demo.addresses"
# So many pages of one kind, which differ in their rows only, are looked at.
OF_ONE_KIND = 2
# Milliseconds: some files are made when they are asked for, and all tests run at once.
PATIENCE = 180_000


class Links(HTMLParser):
    """The targets of all links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.found.append(target)


@dataclass(frozen=True, slots=True)
class Reached:
    """A page that a link led to."""

    path: str
    kind: str
    status: int
    is_page: bool
    linked_from: str


def kind_of(path: str) -> str:
    """The name of the address that a path is one of; empty where there is no such address."""
    try:
        return resolve(urlsplit(path).path, urlconf=ADDRESSES).url_name or urlsplit(path).path
    except Resolver404:
        return ""


def crawl(requests: APIRequestContext, home: str, start: Iterable[str] = ("/",)) -> list[Reached]:
    """Follow links of the same origin from a page on, some of each kind."""
    waiting = deque((path, "") for path in start)
    seen, kinds, found = set(start), Counter[str](), []
    while waiting:
        path, linked_from = waiting.popleft()
        answer = requests.get(f"{home}{path}", max_redirects=0, timeout=PATIENCE)
        shown = "attachment" not in answer.headers.get("content-disposition", "")
        is_page = shown and answer.headers.get("content-type", "").startswith("text/html")
        found.append(Reached(path, kind_of(path), answer.status, is_page, linked_from))
        links = Links()
        if "location" in answer.headers:
            links.found.append(answer.headers["location"])
        elif answer.status == 200 and is_page:
            links.feed(answer.text())
        for target in links.found:
            whole = urlsplit(urljoin(f"{home}{path}", target))
            inner = whole.path + (f"?{whole.query}" if whole.query else "")
            if f"{whole.scheme}://{whole.netloc}" != home or inner in seen:
                continue
            kind = kind_of(inner)
            if kinds[kind] < OF_ONE_KIND:
                kinds[kind] += 1
                seen.add(inner)
                waiting.append((inner, path))
    return found
