from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PolicyConfig(AppConfig):
    name = "taawun.ground.policy"
    label = "policy"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Guard every connection: a query on a record without a viewer raises in Python too."""
        from .guard import install

        connection_created.connect(install, dispatch_uid="policy.guard")
