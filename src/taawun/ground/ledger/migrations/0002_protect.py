from django.db import migrations

from taawun.ground.policy.protect import RunFile


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("policy", "0002_rule")]
    operations = [RunFile(__file__, "ledger.sql")]
