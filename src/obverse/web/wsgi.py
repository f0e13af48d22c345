"""The door for a server of web pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obverse.web.settings")
application = get_wsgi_application()
