from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "taawun.people.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check that every route is declared."""
        from . import checks  # noqa: F401 imported for its registration
