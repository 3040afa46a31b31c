"""Celery's application as the product has it, with what SABOTAGE names."""

import django

from careers.config.celery import app

django.setup()

from tests.faults import sabotage  # noqa: E402

sabotage.apply()

__all__ = ["app"]
