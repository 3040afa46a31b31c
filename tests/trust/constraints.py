"""Every unique value of the database, found in the models: one line a constraint, whoever declared it."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models


def constraints() -> Iterator[str]:
    """Name each of them: `app.Model.field`, or `app.Model:name` if it is over several columns.

    Numbers that the database counts itself can't be taken twice, and are left out.
    """
    for model in apps.get_models(include_auto_created=True):
        label, meta = model._meta.label, model._meta
        for field in meta.local_fields:
            if field.unique and not isinstance(field, models.AutoField):
                yield f"{label}.{field.name}"
        for constraint in meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                yield f"{label}:{constraint.name}"
        for together in meta.unique_together:
            yield f"{label}:{'+'.join(together)}"
