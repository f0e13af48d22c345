"""Settings of tests: the workspace's own, in a folder of their own, on the database that ``DATABASE_URL`` names.

Without ``DATABASE_URL`` that is an embedded one. ``scripts/postgresql`` runs a command beside a real PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="obverse-web-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["OBVERSE_DATA"] = _folder

from obverse.web.settings import *  # noqa: E402, F403 - after the folder has been named

# Passwords of tests protect nobody.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
