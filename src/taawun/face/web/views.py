"""Pages that belong to no room: the other language, one's own account, whether the server is up."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from taawun.people.accounts.models import Account
from taawun.people.accounts.routes import anyone, anyone_signed_in, route

from .forms import Habits
from .navigation import address


@route("GET", who=anyone, door=False)
def health(_request: HttpRequest) -> HttpResponse:
    """Answer `ok` while the process answers at all; it reads nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return address("home") or "/"


def _remember(response: HttpResponseBase, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


@route("POST", who=anyone)
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the pages, and return to the same one; whoever is signed in finds it so next time too."""
    wanted = request.POST.get("language", "")
    response = redirect(_way_back(request))
    if wanted not in dict(settings.LANGUAGES):
        return response
    account = request.user
    if isinstance(account, Account) and account.language != wanted:
        account.language = wanted
        account.save(update_fields=["language"])
    _remember(response, wanted)
    return response


@route("GET", "POST", who=anyone_signed_in)
def account(request: HttpRequest) -> HttpResponseBase:
    """Show and keep a person's choices of language, digits and keys."""
    assert isinstance(request.user, Account)
    form = Habits(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        translation.activate(kept.language)
        messages.success(request, _("Your choices are kept."))
        response = redirect("web:account")
        _remember(response, kept.language)
        return response
    return render(request, "web/account.html", {"form": form}, status=422 if form.errors else 200)
