"""Run in a process of its own: an installation as an earlier version left it, with something in every table.

python -m tests.web.serving.upgrading fill       the first state of every room, filled; prints what was written
python -m tests.web.serving.upgrading prepare    what a start does with the database
python -m tests.web.serving.upgrading read       what stands in the tables now
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 - after the settings have been read
from django.db import connection, models  # noqa: E402 - as above
from django.db.migrations.executor import MigrationExecutor  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

OWN = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("obverse."))
Content = dict[str, list[dict[str, Any]]]


def to_the_first_state(executor: MigrationExecutor) -> None:
    """Take the first step of every room of our own, with all that it needs of others, and all steps of all others."""
    first = [node for node in executor.loader.graph.root_nodes() if node[0] in OWN]
    for node in [*first, *(leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in OWN)]:
        executor.loader.build_graph()
        if node not in executor.loader.applied_migrations:
            executor.migrate([node])
    executor.loader.build_graph()


def fill() -> Content:
    """Bring the database to its first state and write one row into every table."""
    executor = MigrationExecutor(connection)
    to_the_first_state(executor)
    state = executor.loader.project_state(list(executor.loader.applied_migrations)).apps
    made: dict[type[models.Model], models.Model] = {}
    for label in OWN:
        for model in state.get_app_config(label).get_models():
            one_of(model, made)
    return {model._meta.db_table: rows(model._meta.db_table) for model in made}


def one_of(model: type[models.Model], made: dict[type[models.Model], models.Model]) -> models.Model:
    """A row of a model and of all that it refers to, one of each."""
    if model not in made:
        values = {}
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and not isinstance(field.related_model, str):
                values[field.name] = one_of(field.related_model, made)
            elif not field.primary_key:
                values[field.name] = value_of(field)
        made[model] = model._default_manager.create(**values)
    return made[model]


def value_of(field: models.Field[Any, Any]) -> Any:
    """Something that a field can hold and that is not what it holds by itself."""
    if field.choices:
        return list(field.choices)[-1][0]
    match field:
        case models.UUIDField():
            return uuid.uuid4()
        case models.EmailField():
            return "somebody@example.org"
        case models.CharField() | models.TextField():
            return f"{field.name} é"[: field.max_length]
        case models.BooleanField():
            return True
        case models.DateTimeField():
            return timezone.now()
        case models.DateField():
            return timezone.localdate()
        case models.IntegerField() | models.FloatField():
            return 3
        case models.JSONField():
            return {"value": ["é", 1]}
    raise TypeError(field)


def rows(table: str) -> list[dict[str, Any]]:
    """All rows of a table, as the database tells them."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]


def read() -> Content:
    """All rows of all tables of our own."""
    own = (model for label in OWN for model in apps.get_app_config(label).get_models())
    return {model._meta.db_table: rows(model._meta.db_table) for model in own}


def main(what: str) -> Iterator[str]:
    """Do one of the three."""
    if what == "prepare":
        from obverse.web.serving.preparing import prepare  # noqa: PLC0415 - needed here only

        prepare()
    yield json.dumps(fill() if what == "fill" else read())


if __name__ == "__main__":
    sys.stdout.writelines(main(sys.argv[1]))
