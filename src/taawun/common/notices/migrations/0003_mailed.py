from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_protect")]
    operations = [
        migrations.AddField(
            "notice", "detail_en", models.TextField(blank=True, help_text="what is asked, and by when")
        ),
        migrations.AddField("notice", "detail_ar", models.TextField(blank=True)),
        migrations.AddField(
            "notice",
            "mailed_at",
            models.DateTimeField(help_text="when the mail server took it; it is sent once", null=True),
        ),
    ]
