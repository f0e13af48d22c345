"""How gunicorn serves the pages. What it does not know in an older release it passes over."""

from __future__ import annotations

import os

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
# gunicorn looks for modules where it stands: there are none in the folder of the installation.
chdir = os.environ["OBVERSE_DATA"]
control_socket_disable = True
