"""Notices: what happened, to which record, what is asked. Each is its reader's own."""

from django.db import models

from taawun.ground.policy.models import Identity


class Notice(models.Model):
    """A notice to one account. The text is made for its reader from what she may see, in her language."""

    is_protected = True

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    entry = models.UUIDField(help_text="the ledger's entry that this tells of")
    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=80)
    subject = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    title_en = models.CharField(max_length=250)
    title_ar = models.CharField(max_length=250)
    detail_en = models.TextField(blank=True, help_text="what is asked, and by when")
    detail_ar = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="when the mail server took it; it is sent once")

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_once_an_entry", fields=["account", "entry"])]
        indexes = [models.Index(fields=["account", "-at"], name="notice_newest_first")]

    def __str__(self) -> str:
        return self.act

    def lines(self, language: str) -> list[str]:
        """Return what is asked, line by line, in one of the two languages."""
        return (self.detail_ar if language.startswith("ar") else self.detail_en).splitlines()
