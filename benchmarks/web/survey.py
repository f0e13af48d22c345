"""Opens a wave with many codes in the installation that the environment names, and tells it to the measurement.

python -m benchmarks.web.survey CODES           tells the wave's address and its codes
python -m benchmarks.web.survey count ADDRESS   closes it, and tells the receipts of all that was kept
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obverse.web.settings")


def opened(count: int) -> dict[str, object]:
    """A wave of people who were drawn by lot, with so many codes."""
    from nacl.public import PrivateKey  # noqa: PLC0415 - after the settings

    from obverse.survey.sealing import codes  # noqa: PLC0415 - after the settings
    from obverse.web.booth.store import Ticket, store  # noqa: PLC0415 - after the settings
    from obverse.web.processes.models import Body, Process  # noqa: PLC0415 - after the settings
    from obverse.web.surveys.models import Stratum, Wave  # noqa: PLC0415 - after the settings

    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    wave = Wave.objects.create(
        process=Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)"),
        name="spring",
        subject="2030 Agenda (synthetic)",
        place="Exampleton (synthetic)",
        state=Wave.State.OPEN,
        key=bytes(PrivateKey.generate().public_key).hex(),
        holders=["Library (synthetic)", "Auditor (synthetic)", "Notary (synthetic)"],
    )
    Stratum.objects.create(
        wave=wave,
        number=1,
        label="People (synthetic)",
        variant="participant",
        role="volunteer",
        eligible=count,
    )
    pepper, made = codes.new_pepper(), codes.new_codes(count)
    store().begin(wave.address, pepper)
    store().add_codes(wave.address, [(codes.mark(code, pepper), Ticket(1, "")) for code in made])
    return {"address": wave.address, "codes": made}


def counted(address: str) -> list[str]:
    """The receipts of all that was kept."""
    from obverse.survey.sealing import sealed  # noqa: PLC0415 - after the settings
    from obverse.web.booth.store import store  # noqa: PLC0415 - after the settings

    store().close(address)
    return [sealed.receipt(one) for one in store().sealed(address)]


if __name__ == "__main__":
    django.setup()
    what: object = counted(sys.argv[2]) if sys.argv[1] == "count" else opened(int(sys.argv[1]))
    sys.stdout.write(json.dumps(what))
