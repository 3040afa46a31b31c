"""The app of what is true."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"

    def ready(self) -> None:
        """Connect the signals and register the system checks."""
        from careers.accounts import notices as _notices  # noqa: F401
        from careers.accounts import receivers as _accounts  # noqa: F401
        from careers.documents import checks as _documents  # noqa: F401
        from careers.profile import receivers as _profile  # noqa: F401
        from careers.web import checks as _web  # noqa: F401
