"""People and parties as results: their rooms stand below this package and cannot register themselves."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taawun.ground.policy.models import Party
from taawun.people.persons.models import Person

from .registry import Kind, Words, searchable

searchable(
    Kind(
        key="person",
        heading=_("People"),
        model=Person,
        related=("originator",),
        url=lambda person: reverse("persons:person", args=[person.pk]),
        title=lambda person: Words.of(person, "name"),
        about=lambda person: (
            Words.of(person, "rank"),
            Words.of(person, "post"),
            Words.of(person.originator, "short_name") | Words.of(person.originator, "name"),
        ),
        in_list=lambda words: f"{reverse('persons:persons')}?{urlencode({'q': words})}",
        names=True,
    )
)
searchable(
    Kind(
        key="party",
        heading=_("Parties"),
        model=Party,
        url=lambda party: reverse("parties:party", args=[party.code]),
        title=lambda party: Words.of(party, "name") | Words.of(party, "short_name"),
        code=lambda party: party.code,
    )
)
