"""Who may do what in the workspace, as a page of the reference: the predicates themselves tell."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator


def lines() -> Iterator[str]:
    """The page, line by line; the workspace is started in a folder of its own, for its settings want one."""
    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        os.environ |= {"OBVERSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
        import django  # noqa: PLC0415 - its settings are read when it is first asked

        django.setup()
        from obverse.web.people import permissions_page  # noqa: PLC0415 - models exist only from here on

        yield from permissions_page.lines()
