"""What training says beside a person: her nominations, as far as the viewer sees them."""

from taawun.people.persons.beside import Section, beside
from taawun.people.persons.models import Person

from .models import Nomination


@beside
def nominations_of(person: Person) -> Section | None:
    """Return the nominations of a person that the viewer sees, the newest first; None where there are none."""
    found = list(
        Nomination.objects.filter(person=person).select_related("run", "run__course").order_by("-created_at", "-pk")
    )
    return Section("training/_persons_nominations.html", {"nominations": found}) if found else None
