"""The interface as a whole: its calls, its description, and its answers when something is wrong."""

from __future__ import annotations

from ninja import NinjaAPI

from obverse.web.api import pushing, reading
from obverse.web.api.answers import answer_in_our_words
from obverse.web.texts import texts

api = NinjaAPI(
    title=texts("en")["api.name"],
    version="1",
    description=texts("en")["api.purpose"],
    docs_url=None,
    urls_namespace="api",
)
answer_in_our_words(api)
api.add_router("", reading.router)
api.add_router("", pushing.router)
