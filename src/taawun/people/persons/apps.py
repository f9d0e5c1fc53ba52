from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PersonsConfig(AppConfig):
    name = "taawun.people.persons"
    label = "persons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what each room says beside a person (its `about_persons.py`)."""
        autodiscover_modules("about_persons")
