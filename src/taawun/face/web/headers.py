"""What every answer carries, and what is said when the database is away."""

import logging
from collections.abc import Callable
from typing import ClassVar

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("taawun.web")


class Headers:
    """Set the content security policy and its kin on every answer, errors too."""

    POLICY: ClassVar[str] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DatabaseAway:
    """Answer with a plain page while the database is away; the next request tries again with a new connection."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = self.get_response(request)
        except (OperationalError, InterfaceError) as fault:
            return self.away(fault)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer for a view that lost the database."""
        return self.away(exception) if isinstance(exception, OperationalError | InterfaceError) else None

    def away(self, fault: Exception) -> HttpResponse:
        """Close what is broken and say so."""
        log.error("the database is away: %s", type(fault).__name__)
        connections.close_all()
        answer = HttpResponse(render_to_string("503.html"), status=503)
        answer.headers["Retry-After"] = "10"
        return answer
