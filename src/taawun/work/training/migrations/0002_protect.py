from django.db import migrations

from taawun.ground.policy.protect import Protect, ProtectPart, RunFile


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("policy", "0002_rule")]
    operations = [
        Protect("training_course"),
        Protect("training_run"),
        Protect("training_headcount"),
        Protect("training_nomination"),
        Protect("training_allotment"),
        Protect("training_seat"),
        Protect("training_trainer"),
        Protect("training_assignment"),
        ProtectPart("training_attendance", "training_seat", "seat_id"),
        RunFile(__file__, "listed.sql"),
    ]
