from django.db import migrations

from taawun.ground.policy.protect import RunFile


class Migration(migrations.Migration):
    """The indexes over what the rooms hold, and the one function that searches them. It names their tables, not their code."""

    initial = True
    dependencies = [
        ("policy", "0003_arabic"),
        ("persons", "0002_protect"),
        ("training", "0002_protect"),
        ("meetings", "0002_protect"),
        ("agreements", "0002_protect"),
    ]
    operations = [RunFile(__file__, "search.sql")]
