"""Agreements as results of a search."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taawun.common.search.registry import Kind, Words, searchable

from .models import Agreement

searchable(
    Kind(
        key="agreement",
        heading=_("Agreements"),
        model=Agreement,
        url=lambda agreement: reverse("agreements:agreement", args=[agreement.code]),
        title=lambda agreement: Words.of(agreement, "title"),
        about=lambda agreement: (Words.of(agreement, "kind"), Words.of(agreement, "standing")),
        in_list=lambda words: f"{reverse('agreements:agreements')}?{urlencode({'q': words})}",
    )
)
