from django.db import migrations

from taawun.ground.policy.protect import Protect


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("policy", "0002_rule")]
    operations = [
        Protect("reporting_statement"),
    ]
