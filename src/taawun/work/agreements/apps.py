from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "taawun.work.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
