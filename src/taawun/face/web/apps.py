"""The shell of the product: its frame, its components and what a page needs of every room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Django's handle on the shell."""

    name = "taawun.face.web"
    label = "web"
    verbose_name = _("Pages")
