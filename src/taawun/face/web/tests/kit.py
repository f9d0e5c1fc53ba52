"""One page with every component, for tests and for pictures."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace as Thing

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from taawun.face.web import states

TEMPLATE = Path(__file__).parent / "kit.txt"


class Form(forms.Form):
    title_en = forms.CharField()
    title_ar = forms.CharField()
    start = forms.DateField(widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}))
    email = forms.EmailField(required=False)
    kind = forms.ChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    agree = forms.BooleanField(required=False, help_text="Tick to agree")
    list = forms.FileField(required=False)
    nation = forms.ChoiceField(choices=[("", "—"), ("QA", "Qatar")], required=False)
    reason = forms.CharField(widget=forms.Textarea, required=False)


def party(code, en, ar):
    return Thing(code=code, name_en=en, name_ar=ar, short_name_en=en, short_name_ar=ar)


def label(level, **more):
    return Thing(level=level, audience_names_en=["Qatar", "the initiative"], audience_names_ar=["قطر", "المبادرة"],
                 others=False, public=level == 0, own=False, originator_name="Qatar", **more)  # fmt: skip


def context(language):
    ar = language == "ar"
    person = Thing(name_en="Invented Person", name_ar="شخص مخترع", post_en="Engineer", post_ar="مهندس")
    return {
        "course": Thing(title_en="Critical energy infrastructure protection", title_ar="حماية البنية التحتية الحيوية للطاقة"),
        "english": Thing(title_en="Lessons learned", title_ar=""),
        "ribbons": [label(n) for n in range(4)],
        "todos": [
            {"count": 12, "label": "ترشيحات بانتظار القرار" if ar else "Nominations to decide", "url": "/n/", "more": "…"},
            {"count": 3, "label": "Held seats", "url": "/n/", "more": "x", "warn": True},
            {"count": 1, "label": "Sheet", "url": "/n/", "more": "x"},
        ],
        "steps": [
            {"label": "Announced", "when": "3 Nov", "state": "done"},
            {"label": "Selection", "when": "until 12 Jan", "state": "current"},
            {"label": "Held", "when": "9 Feb", "state": "todo"},
        ],
        "facts": [{"name": "Place", "value": "Kuwait", "more": "Hall 2"}, {"name": "Gone", "value": ""}],
        "figures": [
            {"name": "Trainees", "value": 889, "url": "/f/", "recorded": 889, "reported": "889", "verdict": "not verifiable",
             "verdict_kind": "quiet", "verdict_icon": "circle-question-mark", "documented": 0, "demonstration": 889,
             "definition_url": "/d/"},
        ] * 3,
        "nations": [{"name": "Kuwait", "iso": "KW", "value": 412, "url": "/k/"}, {"name": "Qatar", "iso": "QA", "value": 121}],
        "years": [{"name": "2017", "value": 241}, {"name": "2018", "value": 305}, {"name": "2019", "value": 343}],
        "tabs": [{"label": "To decide", "url": "?s=1", "count": 9, "current": True}, {"label": "All", "url": "?", "count": None, "current": False}],
        "nominations": [Thing(code="QA", person=person, party=party("QA", "Qatar", "قطر"), at=date(2019, 12, 10), state=s) for s in ("submitted", "accepted", "waitlisted", "returned")],
        "form": Form({"title_en": "Critical", "title_ar": "", "start": "31/2/1985"}),
        "events": [{"what": "Submitted", "when": "13 December", "who": "liaison officer"}, {"what": "Made", "when": "1 December"}],
        "states": list(states.STATES),
        "day": date(2019, 12, 16),
        "day2": date(2019, 12, 20),
        "at": datetime(2019, 12, 16, 6, 30, tzinfo=UTC),
    }  # fmt: skip


def request_of(language, digits="latn", single_keys=True):
    request = RequestFactory().get("/courses/1/")
    request.viewer = Thing(account_id=1, holds=lambda *roles: "registrar" in roles, party=party("NIRC", "Regional Centre", "المركز الإقليمي"), roles=("registrar",), level=1,
        mandates=(Thing(role="registrar", principal="Badr", until=date(2019, 12, 31)),))  # fmt: skip
    request.account = Thing(email="badr@example.org", name_en="Badr", name_ar="بدر", language=language, digits=digits,
                            single_keys=single_keys, initials="BD")  # fmt: skip
    return request


def page(language, digits="latn"):
    """Render the kit as a signed-in reader sees it."""
    with translation.override(language):
        template = engines["django"].from_string(TEMPLATE.read_text())
        return template.render(context(language), request_of(language, digits))
