"""The bare facts that the rule needs: who stands below whom, who belongs to what, who asks.

`people` describes them; nothing here is a record with a label, because the rule is worked out from it.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PUBLIC = 1  # the community that everybody holds, signed in or not


class Party(models.Model):
    """An organisation. Parties form a tree; the root of a national branch is the sovereign.

    A centre and a secretariat are roots: their host is a dated fact, never a parent.
    """

    class Kind(models.TextChoices):
        NATION = "nation", _("nation")
        ALLIANCE = "alliance", _("alliance")
        SECRETARIAT = "secretariat", _("secretariat")
        ORGANISATION = "organisation", _("organisation")
        MINISTRY = "ministry", _("ministry")
        AGENCY = "agency", _("agency")
        OFFICE = "office", _("office")
        HEADQUARTERS = "headquarters", _("headquarters")
        CENTRE = "centre", _("centre")
        EXCELLENCE = "centre_of_excellence", _("centre of excellence")
        SCHOOL = "school", _("school")
        COLLEGE = "college", _("college")
        UNIVERSITY = "university", _("university")
        INSTITUTE = "institute", _("institute")
        PROGRAMME = "programme", _("programme")
        EMBASSY = "embassy", _("embassy")

    code = models.CharField(_("code"), max_length=24, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    short_name_en = models.CharField(max_length=80, blank=True)
    short_name_ar = models.CharField(max_length=80, blank=True)
    protocol_order = models.PositiveIntegerField(default=1000)
    endorses = models.BooleanField(
        default=False, help_text="Its own point of contact must endorse before the centre sees a nomination."
    )

    class Meta:
        ordering = ("protocol_order", "code")

    def __str__(self) -> str:
        return self.code

    @property
    def root(self) -> "Party":
        """The sovereign (or other root) above this party; itself where nothing stands above it."""
        party = self
        while party.parent is not None:
            party = party.parent
        return party


class Community(models.Model):
    """A named set of parties, or one party and all that stands below it (`party` is set)."""

    key = models.CharField(max_length=40, unique=True)
    party = models.OneToOneField(Party, models.PROTECT, null=True, blank=True, related_name="own_community")
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    ar_by = models.CharField(max_length=8, blank=True, help_text="who gave the Arabic name: source or project")
    steward = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")

    def __str__(self) -> str:
        return self.key


class Membership(models.Model):
    """A party's dated standing in a community. A date may be partial: its words are kept beside the days."""

    class Status(models.TextChoices):
        MEMBER = "member", _("member")
        PARTNER = "partner", _("partner")
        INVITED = "invited", _("invited")
        OBSERVER = "observer", _("observer")
        HOST = "host", _("host")
        FOUNDER = "founder", _("founder")
        GUEST = "guest", _("guest")

    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    status = models.CharField(max_length=12, choices=Status)
    valid = DateRangeField()
    since = models.CharField(max_length=10, blank=True, help_text="as known: 2004, 2004-12 or 2004-12-16")
    until = models.CharField(max_length=10, blank=True)
    note_en = models.TextField(blank=True)
    note_ar = models.TextField(blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_one_standing_at_a_time",
                expressions=[
                    ("community", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The party already has a standing in this community on these days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.community_id}"


class Label(models.Model):
    """Who may see a record. A label exists once and never changes; records point at it."""

    level = models.SmallIntegerField()
    audience = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(name="label_level_is_known", condition=Q(level__range=(0, 3))),
            models.CheckConstraint(name="label_has_an_audience", condition=Q(audience__len__gt=0)),
            models.UniqueConstraint(name="label_exists_once", fields=["level", "audience"]),
        ]

    def __str__(self) -> str:
        return f"{self.level}:{self.audience}"


class Identity(models.Model):
    """Who an account is to the rule: its party, its level and until when. One row an account."""

    account = models.BigIntegerField(primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="identities")
    level = models.SmallIntegerField(default=0)
    level_until = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(name="identity_level_is_known", condition=Q(level__range=(0, 3)))]

    def __str__(self) -> str:
        return f"account {self.account}"


class RoleGrant(models.Model):
    """A role that an account holds at its own party, for dated days."""

    account = models.ForeignKey(Identity, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="role_is_held_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The account already holds this role on these days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of account {self.account_id}"


class Mandate(models.Model):
    """Written authority by which an alternate acts in a role of a colleague of the same party."""

    principal = models.ForeignKey(Identity, models.PROTECT, related_name="mandates_given")
    alternate = models.ForeignKey(Identity, models.PROTECT, related_name="mandates_held")
    role = models.CharField(max_length=24)
    valid = DateRangeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_is_for_another",
                condition=~Q(principal=models.F("alternate")),
                violation_error_message=_("Choose a colleague: nobody is their own alternate."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.alternate_id} for {self.principal_id}"


class Installation(models.Model):
    """Facts of this installation that the rule needs: one row."""

    centre = models.OneToOneField(Party, models.PROTECT, related_name="+")
    centre_account = models.OneToOneField(Identity, models.PROTECT, null=True, related_name="+")
    zone = models.CharField(max_length=40, default="Asia/Kuwait")
    highest_level = models.SmallIntegerField(default=1)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    demonstration_en = models.TextField(blank=True, help_text="the stated rule of the demonstration data")
    demonstration_ar = models.TextField(blank=True)
    scenario = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="installation_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name_en
