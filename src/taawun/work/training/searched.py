"""Courses, runs and nominations as results of a search."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taawun.common.search.registry import Kind, Words, searchable

from .models import Course, Nomination, Run

searchable(
    Kind(
        key="course",
        heading=_("Courses"),
        model=Course,
        related=("area",),
        url=lambda course: reverse("training:course", args=[course.code]),
        title=lambda course: Words.of(course, "title"),
        about=lambda course: (Words.of(course.area, "name"),) if course.area else (),
        code=lambda course: course.code,
    )
)
searchable(
    Kind(
        key="run",
        heading=_("Runs of courses"),
        model=Run,
        related=("course",),
        url=lambda run: reverse("training:run", args=[run.code]),
        title=lambda run: Words.of(run, "title") | Words.of(run.course, "title"),
        about=lambda run: (Words.of(run, "venue"),),
        code=lambda run: run.code,
    )
)
searchable(
    Kind(
        key="nomination",
        heading=_("Nominations"),
        model=Nomination,
        related=("person", "run__course"),
        url=lambda nomination: reverse("training:nomination", args=[nomination.pk]),
        title=lambda nomination: Words.of(nomination.person, "name"),
        about=lambda nomination: (Words.of(nomination.run, "title") | Words.of(nomination.run.course, "title"),),
        code=lambda nomination: nomination.run.code,
        in_list=lambda words: f"{reverse('training:nominations')}?{urlencode({'tab': 'all', 'q': words})}",
        names=True,
    )
)
