from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "taawun.common.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to every step that tells somebody, and load the texts of each room (its `notices.py`)."""
        from taawun.ground.records.steps import on_step

        from .telling import queue

        on_step(queue)
        autodiscover_modules("notices")
