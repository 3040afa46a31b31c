from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        from careers import checks  # noqa: F401  (registers the system checks)
