"""The roster of trainers, and who is assigned to a run."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from taawun.ground.lists import ListPage
from taawun.ground.policy.labels import centre_id
from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.language import language
from taawun.people.accounts.routes import Request, anyone_signed_in, route

from ..forms.delivery import AssignForm, TrainerForm
from ..models import Assignment, Trainer
from ..queries import courses as course_queries
from ..queries import delivery as queries
from ..steps import trainers as steps
from .courses import PLANNERS, run_or_404
from .delivery import DIRECTOR
from .planning import refused


@route("GET", who=anyone_signed_in)
def trainers(request: Request) -> HttpResponse:
    """List the trainers that the viewer sees: the centre all, a party its own."""
    page = ListPage(queries.trainer_listing(language()), queries.trainers(), request.GET)
    assigned = queries.runs_by_trainer(page.rows)
    return render(
        request,
        "training/trainers.html",
        {
            "page": page,
            "rows": [(trainer, assigned.get(trainer.pk, [])) for trainer in page.rows],
            "may_add": steps.planner(request.viewer, None),
            "at_centre": request.viewer.party_id == centre_id(),
        },
    )


@route("GET", "POST", who=PLANNERS)
def trainer_new(request: Request) -> HttpResponse:
    """Add a trainer of any party to the roster."""
    form = TrainerForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            steps.add_trainer(party=form.cleaned_data["party"], **form.trainer_fields())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The trainer was added to the roster."))
            return redirect("training:trainers")
    return render(request, "training/trainer_form.html", {"form": form}, status=422 if form.errors else 200)


@route("GET", "POST", who=PLANNERS)
def trainer_edit(request: Request, id: uuid.UUID) -> HttpResponse:
    """Change what the roster says of a trainer."""
    trainer = get_object_or_404(Trainer.objects.select_related("party", "label"), pk=id)
    form = TrainerForm(request.POST or None, language=language(), kept=trainer)
    if request.method == "POST" and form.is_valid():
        try:
            steps.change_trainer(trainer, version=form.cleaned_data["version"], **form.trainer_fields())
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The trainer was changed."))
            return redirect("training:trainers")
    context = {"form": form, "trainer": trainer, "ribbon": ribbon_of(trainer)}
    return render(request, "training/trainer_form.html", context, status=422 if form.errors else 200)


@route("GET", "POST", who=DIRECTOR)
def run_trainers(request: Request, code: str) -> HttpResponse:
    """Assign trainers to a run, from any party."""
    run = run_or_404(code)
    assigned = course_queries.trainers_of(run)
    free = Trainer.objects.select_related("party").exclude(pk__in=[a.trainer_id for a in assigned])
    form = AssignForm(request.POST or None, language=language(), free=free.order_by("name_en", "name_ar"))
    if request.method == "POST" and form.is_valid():
        try:
            steps.assign(
                run,
                form.cleaned_data["trainer"],
                subject_en=form.cleaned_data["subject_en"],
                subject_ar=form.cleaned_data["subject_ar"],
            )
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The trainer was assigned."))
            return redirect("training:run_trainers", code=run.code)
    return render(
        request,
        "training/trainers_of_run.html",
        {
            "run": run,
            "titled": run if run.title_en or run.title_ar else run.course,
            "form": form,
            "assigned": assigned,
            "any_free": free.exists(),
            "over": run.state in steps.OVER,
        },
        status=422 if form.errors else 200,
    )


@route("POST", who=DIRECTOR)
def release(request: Request, code: str, id: uuid.UUID) -> HttpResponse:
    """Release a trainer from a run."""
    run = run_or_404(code)
    steps.release_trainer(get_object_or_404(Assignment, pk=id, run=run))
    messages.success(request, _("The trainer was released from the run."))
    return redirect("training:run_trainers", code=run.code)
