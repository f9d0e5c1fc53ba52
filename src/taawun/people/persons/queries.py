"""People as lists read them: by name in either script, and each party's own unless they were released."""

from typing import Any

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from taawun.ground.lists import Column, Filter, Listing
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import Fold, folded, holding
from taawun.ground.records.names import name_key
from taawun.people.accounts.language import Language

from .models import Person

SHORTEST_KEY = 3
_SEARCHED = ("name_en", "name_ar", "rank_en", "rank_ar", "post_en", "post_ar", "body_en", "body_ar")


def visible() -> QuerySet[Person]:
    """Return the people whom the viewer sees, with whose they are."""
    return Person.objects.select_related("originator", "label")


def search(found: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Narrow to people whose name, rank, post or body holds `words`, in either script.

    A name also matches by its consonants, so that محمد finds Mohammed; a number matches as a whole.
    """
    spelt = holding(Person.objects.all(), words, *_SEARCHED).values("pk")
    condition = Q(pk__in=spelt) | Q(identifier=words)
    if len(key := name_key(words)) >= SHORTEST_KEY:
        condition |= Q(key__contains=key)
    return found.filter(condition)


def by_name(language: Language) -> Func:
    """Return the order by name in the reader's script, where the article does not count; the other script fills in."""
    other = "en" if language == "ar" else "ar"
    return Func(
        folded(f"name_{language}", f"name_{other}"),
        Value("^ال(?=..)"),
        Value(""),
        function="regexp_replace",
        template='%(function)s(%(expressions)s) COLLATE "C"',
        output_field=CharField(),
    )


def _nations(language: Language) -> Filter:
    other = "en" if language == "ar" else "ar"
    seen = Party.objects.filter(pk__in=Person.objects.order_by().values("originator").distinct())
    names = {
        party.code: getattr(party, f"short_name_{language}") or getattr(party, f"short_name_{other}") or party.code
        for party in seen
    }
    return Filter(
        key="party",
        title=_("Party"),
        choices=sorted(names.items(), key=lambda choice: choice[1]),
        apply=lambda found, code: found.filter(originator__code=code),
    )


def listing(language: Language) -> Listing:
    """Declare the list of people; whose they are is a column where the viewer sees more than one party's."""
    nations = _nations(language)
    several = len(nations.choices) > 1
    post: Any = Fold(F(f"post_{language}"))
    return Listing(
        columns=[
            Column(key="name", title=_("Name"), order=by_name(language)),
            *([Column(key="party", title=_("Party"), order="originator__code")] if several else []),
            Column(key="post", title=_("Rank and post"), order=post),
            Column(key="body", title=_("Ministry or body")),
            Column(key="english", title=_("English"), order="english"),
            Column(key="changed", title=_("Changed"), order="updated_at"),
        ],
        sort="name",
        filters=[nations] if several else [],
        search=search,
    )
