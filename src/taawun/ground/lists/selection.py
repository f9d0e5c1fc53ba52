"""The rows that a person selected on a list."""

import uuid

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

MOST = 1000

_MESSAGES = {
    "none": _("Nothing is selected. Select at least one row."),
    "many": _("More than %(most)s rows are selected. Select fewer."),
    "unknown": _("The selection could not be read. Open the list again and select the rows."),
}


class BadSelection(ValueError):
    """A selection that cannot be used. Its `str` says what to do, in the reader's language."""

    def __init__(self, reason: str, most: int = MOST) -> None:
        super().__init__(reason, most)
        self.reason, self.most = reason, most

    def __str__(self) -> str:
        return str(_MESSAGES[self.reason]) % {"most": self.most}


def selected_ids(post: QueryDict, name: str = "selected", *, most: int = MOST) -> list[uuid.UUID]:
    """Return the ids selected in a POST, each once, in the order of the page.

    BadSelection when there are none, more than `most`, or something that is no id. Whether the rows exist
    and may be seen is for the caller's queryset to say.
    """
    texts = post.getlist(name)
    if not texts:
        raise BadSelection("none")
    if len(texts) > most:
        raise BadSelection("many", most)
    try:
        return list(dict.fromkeys(uuid.UUID(text) for text in texts))
    except ValueError as error:
        raise BadSelection("unknown") from error
