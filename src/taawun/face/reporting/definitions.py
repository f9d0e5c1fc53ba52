"""The key figures, each with its definition. Three counts, never one; courses and runs beside them.

A figure is a definition, a period and a query. What it counts is what its viewer sees.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Definition:
    """A figure's key, its name, what is counted, and in what unit."""

    key: str
    name: Promise
    says: Promise
    unit: Promise
    of_people: bool


DEFINITIONS = (
    Definition(
        "trainees",
        _("Trainees"),
        _(
            "Different people who completed at least one run held at the centre. A person who completed two runs "
            "counts once. Where a documented run states only how many took part, that number is added; the same "
            "group in two runs counts once, and whether other people sat in two such runs is not known."
        ),
        _("people"),
        True,
    ),
    Definition(
        "completions",
        _("Completions"),
        _(
            "Places completed in runs held at the centre. A person who completed two runs counts twice. Documented "
            "runs count the places that their source states."
        ),
        _("places"),
        True,
    ),
    Definition(
        "trainers",
        _("Trainers"),
        _("Different people assigned as trainers to runs held at the centre that were delivered. Each counts once."),
        _("people"),
        True,
    ),
    Definition(
        "participants",
        _("Participants"),
        _(
            "Different people who attended at least a day of a run held at the centre, whether they completed it or "
            "not. Documented runs add the number that their source states; the same group counts once."
        ),
        _("people"),
        True,
    ),
    Definition(
        "courses",
        _("Courses"),
        _("Different courses of which at least one run was delivered at the centre. A second run adds nothing."),
        _("different courses"),
        False,
    ),
    Definition("runs", _("Runs"), _("Runs delivered at the centre, each holding counted."), _("runs"), False),
)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}
