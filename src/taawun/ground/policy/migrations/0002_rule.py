from django.db import migrations

from taawun.ground.policy.protect import RunFile


class Migration(migrations.Migration):
    """The rule itself: roles' rights, the door's functions, what protects a table."""

    dependencies = [("policy", "0001_initial")]
    operations = [RunFile(__file__, "rule.sql")]
