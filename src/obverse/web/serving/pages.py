"""How gunicorn serves the pages. What it does not know in an older release it passes over."""

from __future__ import annotations

import os
from typing import Any

wsgi_app = "obverse.web.wsgi:application"
worker_class = "gthread"
threads = 4
# Loaded once and then forked: half the time to start and half the memory.
preload_app = True
timeout = 120
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
loglevel = "warning"
# Who answers the survey when is nobody's business, and an address with its moment would tell.
accesslog = None
# gunicorn looks for modules where it stands: there are none in the folder of the installation.
chdir = os.environ["OBVERSE_DATA"]
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001 - as gunicorn calls it
    """Let each process that makes pages keep its connections to where answers wait."""
    from obverse.web.booth.postgresql_store import Keeping  # noqa: PLC0415 - once Django is ready

    Keeping.on = True
