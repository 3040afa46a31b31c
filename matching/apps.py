import os

from django.apps import AppConfig
from django.conf import settings


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching import receivers  # noqa: F401  (connects the signals)

        if settings.METRICS_TOKEN:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)  # has to be there before the import
            from matching.scores import metrics  # noqa: F401  (connects the signals of tasks)
