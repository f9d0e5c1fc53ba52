from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "taawun.face.scenarios"
    label = "scenarios"
