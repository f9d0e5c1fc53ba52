"""Routes: every one declares which verbs it takes and who may call it, and opens the door once.

A view is written as if the viewer were simply there: `request.viewer`, `request.account`. Its answer is rendered
inside the door (a template may still read), and an answer of 400 and above leaves nothing behind. A route without a
declaration stops the start (`checks.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from taawun.ground.policy.door import Viewer, turn_back, viewing
from taawun.ground.records.steps import Refused

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from .models import Account

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request inside the door, as views read it."""

    viewer: Viewer
    account: "Account | None"
    htmx: "HtmxDetails"


@dataclass(frozen=True)
class Who:
    """Who may call a route: a name for documents and tests, and the test itself."""

    name: str
    admits: Callable[[Viewer], bool]


anyone = Who("anyone", lambda viewer: True)
anyone_signed_in = Who("anyone signed in", lambda viewer: viewer.account_id is not None)


def holder(*roles: str) -> Who:
    """Whoever holds one of `roles`, at whatever party."""
    return Who(" or ".join(roles), lambda viewer: viewer.holds(*roles))


def route(*verbs: str, who: Who, door: bool = True) -> Callable[[View], View]:
    """Declare a route. `door=False` is for answers that read nothing (health), not for shortcuts."""

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            allowed = (*verbs, "HEAD") if "GET" in verbs else verbs
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if not door:
                return view(request, *args, **kwargs)
            try:
                return _inside(request, view, who, args, kwargs)
            except Refused as refusal:
                return _refused(request, refusal)

        answer.declared = (verbs, who)  # type: ignore[attr-defined]  # read by the check and by the tests
        return answer

    return declare


def declare_library(view: View, *verbs: str, who: Who = anyone) -> View:
    """Declare a view of a library."""
    return route(*verbs, who=who)(view)


def _inside(request: HttpRequest, view: View, who: Who, args: Any, kwargs: Any) -> HttpResponseBase:
    account = request.user if request.user.is_authenticated else None
    with viewing(account.pk if account else None) as viewer:
        inside = cast("Request", request)
        inside.viewer, inside.account = viewer, account
        if account:
            translation.activate(account.language)
            request.LANGUAGE_CODE = account.language
        if not who.admits(viewer):
            response: HttpResponseBase = _turned_away(request, viewer)
        else:
            response = view(request, *args, **kwargs)
        if isinstance(response, StreamingHttpResponse):
            raise TypeError("A streaming answer would run after the door has closed: build it inside.")
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response = response.render()
        if response.status_code >= 400:
            turn_back()
    patch_vary_headers(response, ["Cookie"])
    if account:
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Content-Language"] = account.language
    return response


def _turned_away(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    if viewer.account_id is None and request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    raise PermissionDenied


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer 422 with the message of a refusal, in one place."""
    return render(request, "422.html", {"message": str(refusal)}, status=422)


def undeclared(patterns: Iterable[Any], prefix: str = "") -> list[str]:
    """Return the routes of a URLconf that declare nothing."""
    found = []
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += undeclared(pattern.url_patterns, where)
        elif not hasattr(pattern.callback, "declared"):
            found.append(where)
    return found
