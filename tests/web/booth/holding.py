"""Opens a wave in a real installation: ``python -m tests.web.booth.holding EACH`` tells its address, codes and key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def main() -> None:
    """Open a wave in the installation that the environment names."""
    import django  # noqa: PLC0415 - only where this runs as a program

    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    from obverse.web.processes.models import Body, Process  # noqa: PLC0415 - after the settings
    from tests.web.booth.waves import open_wave  # noqa: PLC0415 - as above

    body = Body.objects.get_or_create(name="Town of Exampleton (synthetic)")[0]
    count = Process.objects.count()
    process = Process.objects.create(body=body, slug=f"agenda-{count}", title="2030 Agenda (synthetic)")
    # With an earlier wave everybody is asked for stories, so that there are words to look for.
    town = open_wave(process, each=int(sys.argv[1]), questionnaire={"has_pre_wave": True})
    told = {"address": town.wave.address, "codes": town.codes, "private": town.private.hex()}
    sys.stdout.write(json.dumps(told))


def held(variables: Mapping[str, str], each: int = 4) -> dict[str, Any]:
    """A new wave in an installation whose server runs already."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.booth.holding", str(each)],
        env=dict(variables),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
