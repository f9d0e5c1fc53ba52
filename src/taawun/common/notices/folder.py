"""Mail without a mail server: each message lands in a folder as an .eml file, which any mail program opens."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmlFolder(BaseEmailBackend):
    """Writes messages into `EMAIL_FILE_PATH`: whole or not at all, for the account that runs the application alone."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        """Take the folder from the settings; it is made when the first message comes."""
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many there were; those without a recipient are left out."""
        written = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                self._write(message)
            except OSError:
                if not self.fail_silently:
                    raise
            else:
                written += 1
        return written

    def _write(self, message: EmailMessage) -> None:
        made = message.message()
        # The name begins with the time, for people, and ends with the message's own id, for a second try.
        digest = hashlib.sha256(str(made["Message-ID"]).encode()).hexdigest()[:16]
        name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{digest}.eml"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp gives mode 0600, and the rename shows the message only once it is whole
        handle, unfinished = tempfile.mkstemp(prefix=".", suffix=".eml.part", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's own mixin takes it
            Path(unfinished).replace(self.folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(unfinished).unlink()
            raise
