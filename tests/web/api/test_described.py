"""The interface does what its own description says, whatever is sent: drawn from the description itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.config import SchemathesisConfig

from obverse.web.api import access
from obverse.web.api.models import AccessKey
from obverse.web.people.models import Person
from obverse.web.processes.models import Process

EXAMPLES = 8
# What fits the description can still be no date, or name a row that is not there: that is said with a 422.
_MAY_BE_WRONG = ["2xx", "401", "404", "409", "413", "422", "429"]


SECRET = "obverse_known-to-this-test-only"  # noqa: S105 - opens nothing outside of it


def application(environ: dict[str, Any], begin: Any) -> list[bytes]:
    """The application as a server calls it: an answer is read to its end and closed, with what came with its call.

    Only the connection to the database stays: it holds the transaction of the test.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        answer = _application(environ, begin)
        try:
            return list(answer)
        finally:
            answer.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


_application = get_wsgi_application()


def described(parameters: Mapping[str, Any]) -> Any:
    """The description as the program serves it, with values for some parameters that lead somewhere."""
    config = SchemathesisConfig.from_dict(
        {
            "auth": {"openapi": {"WithKey": {"bearer": SECRET}}},
            "parameters": dict(parameters),
            "generation": {"mode": "all", "max-examples": EXAMPLES, "deterministic": True},
            "operations": [
                {
                    "include-operation-id": ["push_rows", "push_files"],
                    "checks": {"positive_data_acceptance": {"expected-statuses": _MAY_BE_WRONG}},
                }
            ],
        }
    )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


anywhere = described({})
where_something_is = described({"path.slug": "agenda", "path.number": 1, "path.table": "duty"})


@pytest.fixture
def town(process: Process, people: dict[str, Person], at: Any, settings: Any) -> None:
    """A process with a publication and a key that never tires."""
    settings.API_CALLS_A_MINUTE = 1_000_000
    at("published")
    key, _ = access.make_key(process, name="all that can be sent", days=1, by=people["owner"])
    AccessKey.objects.filter(pk=key.pk).update(digest=AccessKey.digest_of(SECRET))


# What fails is told as it was found: making it smaller takes minutes.
UNHURRIED = hypothesis_settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


@anywhere.parametrize()  # type: ignore[untyped-decorator]  # schemathesis tells no types of it
@UNHURRIED
def test_every_answer_is_one_that_is_described(case: Any, town: None) -> None:
    case.call_and_validate()


@where_something_is.parametrize()  # type: ignore[untyped-decorator]  # as above
@UNHURRIED
def test_every_answer_about_what_is_there_is_one_that_is_described(case: Any, town: None) -> None:
    case.call_and_validate()
