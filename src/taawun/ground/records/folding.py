"""Search by folded text inside the database: the function of sql/arabic.sql as the ORM speaks of it."""

from typing import Any, TypeVar

from django.db.models import CharField, F, Func, Model, QuerySet, Value
from django.db.models.functions import Concat

from .text import fold_arabic

M = TypeVar("M", bound=Model)
_WORDS = "words_folded"


class Fold(Func):
    """Arabic folded and Latin in small letters, as `fold_arabic` does it, so that rows and words meet."""

    function = "public.taawun_ar_fold"
    output_field = CharField()


def folded(*fields: str) -> Fold:
    """Return the text of several fields, one after the other, folded; the dot keeps words of two fields apart."""
    parts: list[Any] = [part for name in fields for part in (F(name), Value(" · "))]
    return Fold(Concat(*parts, output_field=CharField()))


def holding(found: QuerySet[M], words: str, *fields: str) -> QuerySet[M]:
    """Narrow to rows in whose `fields`, taken together, every one of `words` stands, in whatever spelling."""
    narrowed: QuerySet[M] = found.alias(**{_WORDS: folded(*fields)})
    for word in fold_arabic(words).split():
        narrowed = narrowed.filter(**{f"{_WORDS}__contains": word})
    return narrowed
