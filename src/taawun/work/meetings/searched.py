"""Events as results of a search."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taawun.common.search.registry import Kind, Words, searchable
from taawun.ground.localtime import format_partial

from .models import Event


def _when(event: Event) -> Words:
    return Words(format_partial(event.when, "ar"), format_partial(event.when, "en")) if event.when else Words()


searchable(
    Kind(
        key="event",
        heading=_("Meetings and events"),
        model=Event,
        url=lambda event: reverse("meetings:event", args=[event.code]),
        title=lambda event: Words.of(event, "title"),
        about=lambda event: (Words.of(event, "kind"), Words.of(event, "place"), _when(event)),
        in_list=lambda words: f"{reverse('meetings:events')}?{urlencode({'q': words})}",
    )
)
