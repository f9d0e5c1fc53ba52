from django.db import migrations

from taawun.ground.policy.protect import Open


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("policy", "0002_rule")]
    operations = [
        Open("parties_profile", "SELECT, INSERT, UPDATE", "what is said of parties is public"),
        Open("parties_area", "SELECT, INSERT, UPDATE", "areas of cooperation are public"),
    ]
