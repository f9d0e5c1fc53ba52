"""Checks at start: no route without a declaration."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import get_resolver

from .routes import undeclared


@register
def every_route_is_declared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start while a route does not say who may call it."""
    return [
        Error(
            f"The route “{where}” does not declare who may call it.",
            hint="Decorate its view with @route(verb, …, who=…).",
            id="accounts.E001",
        )
        for where in undeclared(get_resolver().url_patterns)
    ]
