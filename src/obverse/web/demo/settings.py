"""Settings of a demo: those of the workspace, and what may be nowhere else."""

from obverse.web.settings import *  # noqa: F403 - all that is not said here
from obverse.web.settings import HOME, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "obverse.web.demo.addresses"
# Last, so that what it adds is counted and digested by those before it.
MIDDLEWARE = [*MIDDLEWARE, "obverse.web.demo.telling.Telling"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [HOME / "demo" / "templates", HOME / "templates"]}]
