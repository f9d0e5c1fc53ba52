from pathlib import Path

from django.db import migrations

ARABIC = Path(__file__).resolve().parents[2] / "records" / "sql" / "arabic.sql"


class Migration(migrations.Migration):
    """The folding and stemming of Arabic, as functions that search and sorting share."""

    dependencies = [("policy", "0002_rule")]
    operations = [migrations.RunSQL(ARABIC.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
