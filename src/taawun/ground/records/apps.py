from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "taawun.ground.records"
    label = "records"
