"""Pages of the registrar and the course directors: courses, runs, promised seats."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.language import language
from taawun.people.accounts.routes import Request, route

from ..forms.courses import COURSE_FIELDS, RUN_FIELDS, CourseForm, PromiseForm, RunForm
from ..models import Allotment, Course, Run
from ..queries import courses as queries
from ..steps import courses as steps
from ..steps import planning
from .courses import PLANNERS, course_or_404, run_or_404


def refused(form: forms.Form, refusal: Refused) -> None:
    """Put the message of a refusal to the field that it is about."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _answer(request: Request, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)


@route("GET", "POST", who=PLANNERS)
def course_new(request: Request) -> HttpResponse:
    """Add a course to the catalogue."""
    form = CourseForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            label = planning.label_seen_by(form.cleaned_data["audience"])
            made = steps.add_course(label=label, **form.kept_fields(COURSE_FIELDS))
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The course was added to the catalogue."))
            return redirect("training:course", code=made.code)
    return _answer(request, "training/course_form.html", form)


@route("GET", "POST", who=PLANNERS)
def course_edit(request: Request, code: str) -> HttpResponse:
    """Change a course."""
    course: Course = course_or_404(code)
    form = CourseForm(request.POST or None, language=language(), kept=course)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_course(course, version=form.cleaned_data["version"], **form.kept_fields(COURSE_FIELDS))
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The course was changed."))
            return redirect("training:course", code=course.code)
    return _answer(request, "training/course_form.html", form, course=course, ribbon=ribbon_of(course))


@route("GET", "POST", who=PLANNERS)
def run_new(request: Request, code: str) -> HttpResponse:
    """Plan a run of a course; nobody may nominate before it is announced."""
    course = course_or_404(code)
    form = RunForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            label = planning.label_seen_by(form.cleaned_data["audience"])
            made = steps.plan_run(course, label=label, **form.kept_fields(RUN_FIELDS))
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The run was planned. Announce it when nations may nominate."))
            return redirect("training:run", code=made.code)
    return _answer(request, "training/run_form.html", form, course=course)


@route("GET", "POST", who=PLANNERS)
def run_edit(request: Request, code: str) -> HttpResponse:
    """Change a run: once it has begun, its days and seats stay."""
    run: Run = run_or_404(code)
    form = RunForm(request.POST or None, language=language(), kept=run)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_run(run, version=form.cleaned_data["version"], **form.kept_fields(RUN_FIELDS))
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The run was changed."))
            return redirect("training:run", code=run.code)
    return _answer(request, "training/run_form.html", form, run=run, course=run.course, ribbon=ribbon_of(run))


@route("GET", "POST", who=PLANNERS)
def promises(request: Request, code: str) -> HttpResponse:
    """Promise seats of a run to parties: each sees its own promise alone."""
    run = run_or_404(code)
    form = PromiseForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            planning.promise_seats(run, form.cleaned_data["party"], form.cleaned_data["seats"])
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The promise was kept."))
            return redirect("training:promises", code=run.code)
    return _answer(
        request,
        "training/promises.html",
        form,
        run=run,
        titled=run if run.title_en or run.title_ar else run.course,
        seats=queries.seats_of(run, request.viewer),
        promises=Allotment.objects.filter(run=run).select_related("party").order_by("party__protocol_order"),
    )
