"""From the set-up link to a published report: a clerk, an auditor and a group, by keyboard, and without scripts."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from tests.web.browser.conftest import Visitors
from tests.web.browser.visiting import Visitor
from tests.web.serving.running import Workspace

PASSWORD = "a sentence that only we would think of"  # noqa: S105 - of nobody
OWNER = "owner@example.org"
# An import and an audit take seconds; a machine with much else to do takes more.
PATIENCE = 180.0


def join(visitor: Visitor, link: str, email: str) -> None:
    """Open a link that was handed over, and make an account."""
    visitor.open(link)
    visitor.write("Name", f"{email.partition('@')[0]} (synthetic)")
    if visitor.page.locator("main").get_by_label("E-mail").is_editable():
        visitor.write("E-mail", email)
    visitor.write("Password", PASSWORD)
    visitor.write("Password, once more", PASSWORD)
    visitor.press("Join")


def sign_in(visitor: Visitor, email: str) -> None:
    visitor.open("/account/login/")
    visitor.write("Email", email)
    visitor.write("Password", PASSWORD)
    visitor.press("Sign in")


def waits_for(visitor: Visitor, words: str) -> None:
    """Load a page again until the background work is over."""
    until = time.monotonic() + PATIENCE
    while words not in visitor.page.locator("main").inner_text():
        assert time.monotonic() < until, visitor.page.locator("main").inner_text()
        time.sleep(0.5)
        try:
            visitor.page.reload()
        except PlaywrightError as error:
            # The page loads itself again, too, and the browser lets only one of the two happen.
            if "ERR_ABORTED" not in error.message:
                raise


@pytest.fixture(scope="module")
def owned(browser: Browser, workspace: Workspace) -> Workspace:
    """A workspace whose first administrator came in through the link that was printed, by keyboard alone."""
    first = Visitor(browser, workspace.address, keyboard=True)
    join(first, workspace.way_in, OWNER)
    first.open("/administration/")
    assert first.complaints == []
    first.leave()
    return workspace


@pytest.fixture
def archive(tmp_path: Path, example: Path) -> Path:
    """What an administrator of Decidim downloads from its page of open data."""
    file = tmp_path / "decidim-open-data.zip"
    with zipfile.ZipFile(file, "w") as written:
        for one in sorted((example / "decidim" / "sample" / "open_data_0_31").iterdir()):
            written.write(one, one.name)
    return file


def invite(owner: Visitor, process: str, kind: str, group: str = "") -> str:
    """Give a role to somebody who has no account yet; the link to hand over."""
    owner.open(f"{process}people/")
    owner.tick(kind)
    if group:
        owner.choose("Which group", group)
    owner.press("Give the role")
    return owner.page.get_by_label("Link to hand over").input_value()


def add_row(clerk: Visitor, process: str, table: str, values: dict[str, str]) -> None:
    clerk.open(f"{process}registers/{table}/add/")
    for label, value in values.items():
        field = clerk.page.locator("main").get_by_label(label).first
        if field.evaluate("element => element.tagName") == "SELECT":
            clerk.choose(label, value)
        else:
            clerk.write(label, value)
    clerk.press("Add this row")
    clerk.sees(re.compile(next(iter(values.values()))))


@pytest.mark.parametrize("how", ["keyboard", "no-script"])
def test_from_the_set_up_to_a_published_report(
    owned: Workspace, visitor: Visitors, archive: Path, how: str
) -> None:
    def somebody() -> Visitor:
        return visitor(owned, keyboard=how == "keyboard", script=how != "no-script")

    owner = somebody()
    sign_in(owner, OWNER)
    owner.open("/processes/new/")
    owner.write("What is the process called", f"Green plan, {how} (synthetic)")
    owner.write("Or a body that is not in the list", f"Town of Exampleton, {how} (synthetic)")
    owner.tick("I look after this process myself")
    owner.press("Begin a process")
    process = re.match(r"/processes/[a-z0-9-]+/", owner.path)[0]  # type: ignore[index]  # it is there, or the test fails

    clerk = somebody()
    join(clerk, invite(owner, process, "Clerk"), f"clerk-{how}@example.org")
    clerk.open(f"{process}setup/what/")
    clerk.write("What problem is it to solve", "Too few trees, and nobody was asked.")
    clerk.press("Save")
    group = {
        "Id": "tenants",
        "Label": f"People who rent, {how}",
        "Side": "external",
        "Affected": "strongly",
    }
    add_row(clerk, process, "stakeholder_group", group)
    add_row(clerk, process, "duty", {"Text": "Water the young trees", "Service": "parks"})
    add_row(clerk, process, "duty", {"Text": "Clean the playground", "Service": "parks"})

    auditor = somebody()
    join(auditor, invite(owner, process, "Independent auditor"), f"auditor-{how}@example.org")
    auditor.open(f"{process}thresholds/")
    auditor.press("Freeze the thresholds")
    auditor.sees("frozen")

    clerk.open(f"{process}imports/")
    clerk.hand_over("Files", archive)
    clerk.press("Bring in")
    waits_for(clerk, "The letter")
    clerk.sees("What came in")

    clerk.open(f"{process}audits/")
    clerk.press("Begin the audit")
    clerk.open(f"{process}audits/1/")
    waits_for(clerk, "The six questions")

    speaker = somebody()
    link = invite(owner, process, "Speaks for a group", group["Label"])
    join(speaker, link, f"speaker-{how}@example.org")
    speaker.open(f"{process}audits/1/findings/")
    finding = speaker.page.locator("main a[href*='finding/?key=']").first.get_attribute("href")
    assert finding is not None
    speaker.open(finding)
    speaker.write("What your group says", "Nobody asked those who rent.")
    speaker.press("State it")
    speaker.sees("Nobody asked those who rent.")

    auditor.open(f"{process}publications/")
    auditor.press("Freeze and prepare")
    draft = f"{process}publications/1/"
    auditor.open(draft)
    assert auditor.page.get_by_role("button", name="Sign", exact=True).count() == 0
    owner.open(draft)
    owner.tick("I have read the report")
    owner.press("Sign")
    owner.press("Publish now")
    owner.sees("Everybody can read it")

    public = somebody()
    public.open("/")
    public.follow(f"Green plan, {how} (synthetic)")
    assert public.path.startswith(f"/published{process.removeprefix('/processes')}1/")
    assert "Water the young trees" not in public.page.content()
    reader = somebody()
    reader.open(public.path)
    assert reader.context.cookies() == []
    for name in ("report.en.json", "report.fr.html"):
        assert public.status(f"/published{process.removeprefix('/processes')}1/files/{name}") == 200
