"""What is said of parties, and the areas of cooperation. The tree itself stands in `policy`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.models import Party


class Profile(models.Model):
    """What is known of a party beside its place in the tree; open, since parties are public facts."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="profile")
    hosted_by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    what_it_does_en = models.TextField(blank=True)
    what_it_does_ar = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)
    ar_by = models.CharField(max_length=8, blank=True, help_text="who gave the Arabic name: source or project")

    def __str__(self) -> str:
        return self.party.code


class Area(models.Model):
    """An area of cooperation. Areas are data: the statement of 2019 names eight, practice has more."""

    key = models.SlugField(max_length=32, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=160)
    ar_by = models.CharField(max_length=8, blank=True)
    of_the_eight = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("order", "key")

    def __str__(self) -> str:
        return self.key
