"""What parties keep together: records and their parts. Both are abstract; rooms give them nouns."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.models import Label, Party

from .ids import uuid7
from .stepping import is_stepping


class Basis(models.TextChoices):
    """What a record rests on. Figures count the three apart."""

    RECORDED = "recorded", _("recorded at work")
    DOCUMENTED = "documented", _("documented")
    DEMONSTRATION = "demonstration", _("demonstration data")


class OutsideAStep(RuntimeError):
    """A state, an originator, a steward or a label was assigned outside a step."""


class Protected(models.Model):
    """Carries a label under which the database shows it or not."""

    is_protected: ClassVar[bool] = True
    # set by steps alone; `state` joins where a record has one
    kept: ClassVar[tuple[str, ...]] = ("label_id", "originator_id", "steward_id", "state")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label = models.ForeignKey(Label, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise `OutsideAStep` when what only a step may set has changed, or the record is new."""
        before = getattr(self, "_kept", None)
        if not is_stepping() and (
            before is None or any(self.__dict__.get(name) != value for name, value in before.items())
        ):
            raise OutsideAStep(f"{self._meta.label}: states, owners and labels are set by steps.")
        super().save(*args, **kwargs)
        self._kept = {name: self.__dict__.get(name) for name in self.kept if name in self.__dict__}

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        loaded = super().from_db(db, field_names, values, **kwargs)
        loaded._kept = {name: loaded.__dict__.get(name) for name in cls.kept if name in loaded.__dict__}
        return loaded


class Record(Protected):
    """A record: whose it is, who may also act on it, who sees it, and what it rests on.

    Constraints: the originator's own community is always in the audience; only the originator changes label and
    originator (both held by a trigger that `Protect` sets).
    """

    originator = models.ForeignKey(Party, models.PROTECT, related_name="+", editable=False)
    steward = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    basis = models.CharField(max_length=13, choices=Basis, default=Basis.RECORDED, editable=False)
    source = models.TextField(blank=True, editable=False, help_text="the named source of a documented record")

    class Meta:
        abstract = True


class Part(Protected):
    """A part of a record: it carries its parent's label by a composite key (`ProtectPart`)."""

    kept: ClassVar[tuple[str, ...]] = ("label_id",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a part: it may be made and changed by whoever may act on its parent, so a step is not asked for."""
        models.Model.save(self, *args, **kwargs)


def protected_models() -> Iterable[type[Protected]]:
    """Yield every model whose table must carry policies."""
    from django.apps import apps

    return [m for m in apps.get_models() if issubclass(m, Protected)]
