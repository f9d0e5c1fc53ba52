"""The remark for the centre, changed while the nomination is the nation's to change."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from taawun.ground.records.ribbon import ribbon_of
from taawun.ground.records.steps import Refused
from taawun.people.accounts.roles import Role
from taawun.people.accounts.routes import Request, holder, route

from ..forms.nominations import RemarkForm
from ..queries import nominations as queries
from ..steps import nominations as steps


@route("GET", "POST", who=holder(Role.LIAISON_OFFICER))
def remark(request: Request, id: uuid.UUID) -> HttpResponse:
    """Show and change the remark; what somebody else changed meanwhile is not overwritten."""
    found = get_object_or_404(queries.visible(), pk=id)
    if not steps.may_change(found):
        raise Refused(steps.CHANGED_WHEN)
    form = RemarkForm(request.POST or None, initial={"remark": found.remark, "version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            steps.change_remark(found, remark=form.cleaned_data["remark"], version=form.cleaned_data["version"])
        except Refused as refusal:
            form.add_error("remark", str(refusal))
        else:
            messages.success(request, _("The remark was changed."))
            return redirect("training:nomination", id=found.pk)
    page = {"nomination": found, "person": found.person, "run": found.run, "form": form, "ribbon": ribbon_of(found)}
    return render(request, "training/nomination_remark.html", page, status=422 if form.errors else 200)
