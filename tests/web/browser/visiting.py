"""Somebody in front of a browser: what they do by name, as they would say it, and what the browser complained about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

# More than any page has to tab through.
_STOPS = 400
expect.set_options(timeout=30_000)
_HERE = "element => element === document.activeElement"


class Visitor:
    """A browser of somebody's own. ``keyboard`` says that they use no mouse, ``script`` that pages may run theirs."""

    def __init__(
        self, browser: Browser, home: str, *, keyboard: bool = False, script: bool = True, **wishes: Any
    ) -> None:
        wishes.setdefault("viewport", {"width": 1280, "height": 900})
        self.home = home
        self.keyboard = keyboard
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=home, locale="en-GB", java_script_enabled=script, accept_downloads=True, **wishes
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", self._printed)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asked somebody else: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    def _printed(self, message: ConsoleMessage) -> None:
        # A page that says 400 or 404 on purpose is mentioned by Chromium as well; the tests look at the status.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()

    def open(self, path: str) -> None:
        """Type an address."""
        # A page that shows background work loads itself again when that is over, perhaps just now.
        answer = self.page.goto(path) or self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def status(self, path: str) -> int:
        """What comes of an address, without following where it leads."""
        return self.context.request.get(path, max_redirects=0).status

    def become(self, part: str) -> None:
        """Choose a part in a demo."""
        self.open("/demo/")
        self.page.locator(f"button[value={part}]").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def follow(self, name: str | re.Pattern[str], *, within: str = "body") -> None:
        """Follow a link."""
        self._use(self.page.locator(within).get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def press(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """Press a button."""
        self._use(
            self.page.locator(within).get_by_role("button", name=name, exact=isinstance(name, str)).first
        )

    def write(self, label: str, text: str) -> None:
        """Write into a field."""
        field = self._field(label)
        if self.keyboard:
            self._reach(field)
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list, or one of several circles."""
        field = self._field(label)
        if field.get_attribute("type") in ("radio", "checkbox"):
            field.check() if not self.keyboard else self._press_key(field, "Space")
        elif self.keyboard:
            self._reach(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)

    def tick(self, label: str) -> None:
        """Tick a box or a circle."""
        field = self._field(label)
        if field.is_checked():
            return
        self._press_key(field, "Space") if self.keyboard else field.check()

    def hand_over(self, label: str, *files: Path) -> None:
        """Choose files of one's own."""
        field = self._field(label)
        if self.keyboard:
            self._reach(field)
        field.set_input_files(list(files))

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Expect words on the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    @property
    def path(self) -> str:
        """Where the visitor is."""
        return urlsplit(self.page.url).path

    def _field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label).first

    def _use(self, what: Locator) -> None:
        if self.keyboard:
            self._reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter") if self.keyboard else what.click()

    def _press_key(self, what: Locator, key: str) -> None:
        self._reach(what)
        self.page.keyboard.press(key)

    def _reach(self, what: Locator) -> None:
        """Go to a thing with the tabulator alone; a circle is reached through the one of its group that is chosen."""
        expect(what).to_be_attached()
        group = what.get_attribute("name") if what.get_attribute("type") == "radio" else None
        for _ in range(_STOPS):
            if what.evaluate(_HERE):
                return
            self.page.keyboard.press("Tab")
            if group is not None and self._in_group(group):
                self._turn_to(what)
                return
        raise AssertionError(f"nobody gets to {what} with the keyboard on {self.page.url}")

    def _in_group(self, group: str) -> bool:
        return bool(self.page.evaluate("name => document.activeElement.name === name", group))

    def _turn_to(self, what: Locator) -> None:
        for _ in range(_STOPS):
            if what.evaluate(_HERE):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {what} on {self.page.url}")
