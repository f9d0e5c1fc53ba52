"""Putting a person forward: choose or enter her, check, then keep a draft or send.

Nothing is kept before the page *Check before you send*; what was typed travels in the form until then.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.ribbon import Ribbon
from taawun.ground.records.steps import Refused
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, holder, route
from taawun.people.persons.models import Person
from taawun.people.persons.steps import add_person, change_person

from .. import offered
from ..forms.nominations import KnownNomineeForm, NomineeForm
from ..models import Nomination, Run
from ..queries import nominations as queries
from ..steps import nominations as steps
from .choosing import people_to_choose


@dataclass(frozen=True)
class Change:
    """One thing that would change of a person who is known already."""

    name: str
    before: Any
    after: Any

    @property
    def is_day(self) -> bool:
        """Whether it is a date, which pages write in the reader's way."""
        return isinstance(self.after, date)


@route("GET", "POST", who=holder(Role.LIAISON_OFFICER))
def nominate(request: Request, code: str) -> HttpResponse:
    """Nominate a person for a run: one whom the party knows, or a new one."""
    run = get_object_or_404(Run.objects.select_related("course"), code=code, originator=centre_id())
    if not run.takes_nominations:
        raise Refused(_("This run takes no nominations now."))
    if request.method == "POST":
        return _received(request, run)
    if request.GET.get("new"):
        return _new(request, run, NomineeForm())
    return _known(request, run, KnownNomineeForm())


def _received(request: Request, run: Run) -> HttpResponse:
    """Answer what was sent: back to the form, on to the check, or keep it."""
    wanted = request.POST.get("go", "check")
    if "person" in request.POST or "name_en" not in request.POST:
        return _received_known(request, run, wanted)
    form = NomineeForm(request.POST)
    if wanted == "edit":
        return _new(request, run, _as_typed(form))
    known = known_person(request.viewer, form.cleaned_data["identifier"]) if form.is_valid() else None
    if known is not None and queries.standing(run, [known]):
        form.add_error("identifier", _("This person is already nominated for this run."))
    if form.errors:
        return _new(request, run, form, wrong=True)
    if wanted == "check" or request.POST.get("seen", "") != _version(known):
        return _check(request, run, form, known, again=wanted != "check")
    try:
        nomination = keep(run, form, known, send=wanted == "send")
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _new(request, run, form, wrong=True)
    return _kept(request, nomination)


def _received_known(request: Request, run: Run, wanted: str) -> HttpResponse:
    form = KnownNomineeForm(request.POST)
    if wanted == "edit":
        return _known(request, run, form)
    if not form.is_valid():
        return _known(request, run, form, wrong=True)
    person = queries.own_people(request.viewer).filter(pk=form.cleaned_data["person"]).first()
    if person is None:
        form.add_error("person", _("Choose a person of your own party."))
    elif queries.standing(run, [person]):
        form.add_error("person", _("This person is already nominated for this run."))
    if person is None or form.errors:
        return _known(request, run, form, wrong=True)
    if wanted == "check":
        return _check(request, run, form, person)
    nomination = steps.nominate(run, person, remark=form.cleaned_data["remark"])
    if wanted == "send":
        steps.submit(nomination)
    return _kept(request, nomination)


def known_person(viewer: Viewer, identifier: str) -> Person | None:
    """Return the person of one's own party who has this number; people are matched by it alone."""
    return Person.objects.filter(originator=viewer.party_id, identifier=identifier).first() if identifier else None


def changes_of(person: Person, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed that differs from what is known; what was left empty changes nothing."""
    different = {name: value for name, value in fields.items() if value and getattr(person, name) != value}
    if "birth_date" not in different:
        different.pop("birth_typed", None)
    return different


def keep(run: Run, form: NomineeForm, known: Person | None, *, send: bool) -> Nomination:
    """Keep the person and the nomination, and send it where asked."""
    fields = form.person_fields()
    if known is None:
        person = add_person(**fields)
    else:
        changes = changes_of(known, fields)
        person = change_person(known, version=known.version, **changes) if changes else known
    nomination = steps.nominate(run, person, remark=form.cleaned_data["remark"])
    if send:
        steps.submit(nomination)
    return nomination


def _kept(request: Request, nomination: Nomination) -> HttpResponse:
    messages.success(
        request,
        str(offered.ACTIONS["submit"].done)
        if nomination.state != Nomination.State.DRAFT
        else _("The draft was kept. Nobody outside your party sees it."),
    )
    return redirect("training:nomination", id=nomination.pk)


def _as_typed(form: NomineeForm) -> NomineeForm:
    """Return a form that shows what was typed without finding fault yet."""
    return NomineeForm(initial={name: form.data.get(name, "") for name in form.fields})


def _version(known: Person | None) -> str:
    return f"{known.pk}:{known.version}" if known else ""


def _base(request: Request, run: Run) -> dict[str, Any]:
    party = request.viewer.party
    assert party is not None
    return {
        "run": run,
        # the label that the nomination will have, not the run's: what is typed here is the party's alone
        "ribbon": Ribbon(
            level=1, audience=(party.own_community,), others=False, public=False, own=True, originator=party
        ),
        "action_url": reverse("training:nominate", args=[run.code]),
    }


def _new(request: Request, run: Run, form: NomineeForm, *, wrong: bool = False) -> HttpResponse:
    context = _base(request, run) | {"form": form}
    return render(request, "training/nominate_new.html", context, status=422 if wrong else 200)


def _known(request: Request, run: Run, form: KnownNomineeForm, *, wrong: bool = False) -> HttpResponse:
    choice = people_to_choose(request, run)
    if choice.none_yet and not wrong:
        return _new(request, run, NomineeForm())
    context = _base(request, run) | {"form": form if wrong or form.is_bound else KnownNomineeForm(), "choice": choice}
    return render(request, "training/nominate_known.html", context, status=422 if wrong else 200)


def _check(
    request: Request, run: Run, form: NomineeForm | KnownNomineeForm, known: Person | None, *, again: bool = False
) -> HttpResponse:
    """Show all that will be kept, and who will see it, before anything is kept."""
    party = request.viewer.party
    assert party is not None
    nation = party.root
    if isinstance(form, NomineeForm):
        typed = form.person_fields()
        shown: Any = typed
        changed = changes_of(known, typed) if known else {}
        changes = [_change(known, name, value) for name, value in changed.items() if name != "birth_typed"]
    else:
        assert known is not None
        shown, changes, typed = known, [], {"gender": known.gender}
    context = _base(request, run) | {
        "form": form,
        "shown": shown,
        "shown_gender": dict(Person.Gender.choices).get(typed["gender"], ""),
        "remark": form.cleaned_data["remark"],
        "known": known if isinstance(form, NomineeForm) else None,
        "changes": changes,
        "seen": _version(known) if isinstance(form, NomineeForm) else "",
        "again": again,
        "endorses": nation.endorses,
        "nation": nation,
        "seen_by": offered.next_readers(party, nation),
    }
    return render(request, "training/nominate_check.html", context)


def _change(person: Person | None, name: str, value: Any) -> Change:
    field: Any = Person._meta.get_field(name)
    words = dict(field.choices or ())
    before = getattr(person, name)
    return Change(str(field.verbose_name), words.get(before, before), words.get(value, value))
