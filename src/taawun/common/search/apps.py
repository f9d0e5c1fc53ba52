from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "taawun.common.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what each room says of its own (its `searched.py`): how a result reads, and where it leads."""
        autodiscover_modules("searched")
