"""Pages of people: the list, one person, and the form by which a party adds and changes its own."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write
from taawun.ground.lists import ListPage
from taawun.ground.policy.door import Viewer
from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.language import language
from taawun.people.accounts.routes import Request, anyone_signed_in, holder, route

from . import queries
from .beside import sections
from .forms import PersonForm, as_typed
from .models import Person
from .steps import KEEPERS, add_person, change_person

READ = "persons.person.read"


@route("GET", who=anyone_signed_in)
def persons(request: Request) -> HttpResponse:
    """List the people whom the viewer sees: the party's own, and those whom others released to it."""
    page = ListPage(queries.listing(language()), queries.visible(), request.GET)
    return render(
        request,
        "persons/persons.html",
        {"page": page, "rows": page.rows, "may_add": request.viewer.holds(*KEEPERS)},
    )


@route("GET", who=anyone_signed_in)
def person(request: Request, id: uuid.UUID) -> HttpResponse:
    """Show a person. Reading another party's person leaves an entry in the ledger, which that party may read."""
    found = get_object_or_404(queries.visible(), pk=id)
    if found.originator_id != request.viewer.party_id:
        write(READ, found)
    return render(
        request,
        "persons/person.html",
        {
            "person": found,
            "ribbon": ribbon_of(found),
            "sections": sections(found),
            "may_change": may_change(request.viewer, found),
        },
    )


def may_change(viewer: Viewer, person: Person) -> bool:
    """Say whether the viewer may change what is known of a person: her own party's keepers alone."""
    return person.originator_id == viewer.party_id and viewer.holds(*KEEPERS)


@route("GET", "POST", who=holder(*KEEPERS))
def add(request: Request) -> HttpResponse:
    """Add a person of one's own party."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_person(**form.person_fields())
        except Refused as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
        else:
            messages.success(request, _("The person was added. Nobody outside your party sees this yet."))
            return redirect("persons:person", id=made.pk)
    return render(request, "persons/person_form.html", {"form": form}, status=422 if form.errors else 200)


@route("GET", "POST", who=holder(*KEEPERS))
def change(request: Request, id: uuid.UUID) -> HttpResponse:
    """Change what is known of a person of one's own party, unless somebody else did meanwhile."""
    found = get_object_or_404(queries.visible().filter(originator=request.viewer.party_id), pk=id)
    form = PersonForm(request.POST) if request.method == "POST" else PersonForm(initial=as_typed(found))
    version = request.POST.get("version", str(found.version))
    if request.method == "POST" and form.is_valid():
        try:
            change_person(found, version=_version(version), **form.person_fields())
        except Refused as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
        else:
            messages.success(request, _("The changes were kept."))
            return redirect("persons:person", id=found.pk)
    return render(
        request,
        "persons/person_form.html",
        {"form": form, "person": found, "ribbon": ribbon_of(found), "version": version},
        status=422 if form.errors else 200,
    )


def _version(sent: str) -> int:
    """Return the version that the page had; for what is none, 0, which no person has."""
    # Python refuses to read a number of 5,000 digits
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _field_of(form: PersonForm, refusal: Refused) -> str | None:
    return refusal.field if refusal.field in form.fields else None
