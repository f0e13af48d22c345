"""Closes a wave in a real installation: ``python -m tests.web.booth.ending ADDRESS`` tells what is sealed, and spent.

With ``close`` behind the address it closes it and says nothing; with ``destroy`` all of it is removed.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def main() -> None:
    """End the wave in the installation that the environment names."""
    import django  # noqa: PLC0415 - only where this runs as a program

    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    from obverse.web.booth.store import store  # noqa: PLC0415 - after the settings

    address, *how = sys.argv[1:]
    if how == ["destroy"]:
        store().destroy(address)
        return
    store().close(address)
    if not how:
        sealed = [base64.b64encode(one).decode() for one in store().sealed(address)]
        sys.stdout.write(json.dumps({"sealed": sealed, "spent": sum(store().spent(address).values())}))


def ended(variables: Mapping[str, str], address: str) -> dict[str, Any]:
    """Close a wave; the sealed answers, and how many codes were used."""
    done = subprocess.run(
        command(address), env=dict(variables), stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout)
    return {"sealed": [base64.b64decode(one) for one in told["sealed"]], "spent": told["spent"]}


def command(*arguments: str) -> list[str]:
    """How it is called."""
    return [sys.executable, "-m", "tests.web.booth.ending", *arguments]


if __name__ == "__main__":
    main()
