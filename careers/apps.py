from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        from careers import checks, receivers  # noqa: F401  (registers the system checks, connects the signals)
