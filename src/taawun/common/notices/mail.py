"""Mail: what a notice says, in the reader's language first and in the other beneath it, as plain text and HTML."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from taawun.ground.policy.door import installation
from taawun.ground.policy.models import Installation
from taawun.ground.records.text import isolate

from .texts import Text

logger = logging.getLogger(__name__)
HIGHEST_BY_MAIL = 1  # mail leaves the installation unprotected: above this level it says only that there is news
DIRECTIONS = {"ar": "rtl", "en": "ltr"}


@dataclass(frozen=True)
class Passage:
    """A message in one language."""

    language: str
    direction: str
    salutation: str
    title: str
    lines: tuple[str, ...]
    link_words: str
    foot: tuple[str, ...]


def veiled(text: Text) -> Text:
    """Return a text that says nothing of its subject, for records above the level that mail may carry."""
    titles = {}
    for language in ("en", "ar"):
        with translation.override(language):
            titles[language] = _("There is news for you. Sign in to read it.")
    return Text(titles["en"], titles["ar"], text.url)


def compose(
    to: str,
    text: Text,
    *,
    first: str,
    key: str,
    names: tuple[str, str] = ("", ""),
) -> EmailMultiAlternatives:
    """Compose a message to one reader, whose language is `first`; `names` are hers in English and in Arabic.

    `key` names what the message is about: the same key gives the same Message-ID, so that a mail server can tell
    a message that was sent again after a fault.
    """
    order = ("ar", "en") if first == "ar" else ("en", "ar")
    link = urljoin(settings.SITE_URL, text.url) if text.url else ""
    passages = [_passage(text, language, names[language == "ar"]) for language in order]
    context = {"passages": passages, "link": link}
    message = EmailMultiAlternatives(
        subject=" ".join(text.title(first).split()),
        body=render_to_string("notices/mail.txt", context),
        to=[to],
        headers={
            "Message-ID": f"<{key}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(order),
        },
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def deliver(message: EmailMultiAlternatives) -> bool:
    """Hand a message to the mail server (or to the folder); False where it does not know the recipient.

    Any other failure is raised, so that the task is taken up again.
    """
    try:
        message.send()
    except SMTPRecipientsRefused:
        logger.warning("The mail server refused the recipient of %s.", message.extra_headers.get("Message-ID"))
        return False
    return True


def _passage(text: Text, language: str, name: str) -> Passage:
    with translation.override(language):
        salutation = _("%(name)s,") % {"name": isolate(name)} if name else ""
        return Passage(
            language=language,
            direction=DIRECTIONS[language],
            salutation=salutation,
            title=text.title(language),
            lines=tuple(line for line in text.detail(language).splitlines() if line.strip()),
            link_words=_("Open in Taawun"),
            foot=tuple(_foot(language)),
        )


def _foot(language: str) -> Sequence[str]:
    try:
        facts = installation()
    except Installation.DoesNotExist:
        return []
    centre = (facts.name_ar if language == "ar" else facts.name_en) or facts.name_en or facts.name_ar
    lines = [_("Sent by Taawun at %(centre)s; nobody reads answers to this address.") % {"centre": isolate(centre)}]
    if facts.demonstration_en or facts.demonstration_ar:
        lines.append(_("Demonstration data: the people in this message are invented."))
    return lines


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
