"""Pages of a party's own accounts: who may stand in for whom, and who holds which role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from taawun.ground.policy.models import Mandate
from taawun.ground.records.steps import Refused

from . import mandates as authority
from .forms import MandateForm
from .language import language
from .roles import Role
from .routes import Request, holder, route


@route("GET", "POST", who=holder(*authority.GIVERS))
def mandates(request: Request) -> HttpResponse:
    """List the mandates of one's own party, and name an alternate."""
    roles = authority.roles_to_give(request.viewer)
    people = list(authority.colleagues(request.viewer)) if roles else []
    form = MandateForm(request.POST or None, people=people, roles=roles, name=f"name_{language()}")
    if request.method == "POST" and form.is_valid():
        try:
            authority.give(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The mandate was given. It is written in the ledger of your party."))
            return redirect("accounts:mandates")
    return render(
        request,
        "accounts/mandates.html",
        {"form": form, "roles": roles, "people": people, "rows": authority.of_party(request.viewer)},
        status=422 if form.errors else 200,
    )


@route("POST", who=holder(*authority.GIVERS))
def end_mandate(request: Request, id: int) -> HttpResponse:
    """End a mandate of one's own party at once."""
    authority.end(get_object_or_404(Mandate, pk=id, principal__party=request.viewer.party_id))
    messages.success(request, _("The mandate was ended. It is written in the ledger of your party."))
    return redirect("accounts:mandates")


@route("GET", who=holder(Role.PARTY_ADMINISTRATOR))
def people(request: Request) -> HttpResponse:
    """List the accounts of one's own party with their roles; they are changed by whoever runs the installation."""
    return render(request, "accounts/people.html", {"rows": authority.people_of(request.viewer)})
