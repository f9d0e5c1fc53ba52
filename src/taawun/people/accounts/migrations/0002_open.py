from django.db import migrations

from taawun.ground.policy.protect import Open

WRITE = "SELECT, INSERT, UPDATE, DELETE"


class Migration(migrations.Migration):
    """Tables of sign-in, sessions and the queue: they hold no records and carry no labels."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("policy", "0002_rule"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        Open("accounts_account", "SELECT, INSERT, UPDATE", "sign-in comes before there is a viewer"),
        Open("account_emailaddress", WRITE, "sign-in comes before there is a viewer"),
        Open("account_emailconfirmation", WRITE, "sign-in comes before there is a viewer"),
        Open("django_session", WRITE, "sessions come before there is a viewer; keyed by a secret"),
        Open("django_content_type", "SELECT", "names of models"),
        Open("procrastinate_jobs", WRITE, "the queue: jobs hold ids only"),
        Open("procrastinate_events", WRITE, "the queue's history: no content"),
        Open("procrastinate_periodic_defers", WRITE, "the queue's clock"),
        Open("procrastinate_workers", WRITE, "which workers are alive"),
        Open("django_migrations", "SELECT", "health: whether the database is in step with the code"),
    ]
