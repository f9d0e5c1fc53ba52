"""Mail without a server lands in a folder: whole messages, for the account that runs the application alone."""

import email
import email.policy
from pathlib import Path

import pytest
from django.core import mail

from taawun.common.notices.mail import compose
from taawun.common.notices.texts import Text


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "taawun.common.notices.folder.EmlFolder"
    settings.EMAIL_FILE_PATH = str(tmp_path / "var" / "mail")
    return Path(settings.EMAIL_FILE_PATH)


def test_a_message_is_an_eml_file_that_reads_back(folder, db):
    text = Text("Accepted: one", "قُبل الترشيح: واحد", "/nominations/1/", "Confirm.", "المطلوب: تأكيد الحضور.")
    assert compose("amal@example.org", text, first="ar", key="notice.1").send() == 1
    (path,) = folder.iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert read["To"] == "amal@example.org"
    assert read["Subject"] == "قُبل الترشيح: واحد"
    assert read["Message-ID"] == "<notice.1@localhost>"
    plain, html = (read.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert plain.index("قُبل الترشيح") < plain.index("Accepted: one")
    assert "http://127.0.0.1:8000/nominations/1/" in plain
    assert 'lang="ar" dir="rtl"' in html


def test_a_write_that_fails_leaves_nothing_and_is_raised(folder, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        mail.send_mail("one", "two", None, ["amal@example.org"])
    assert list(folder.iterdir()) == []
    assert mail.send_mail("one", "two", None, ["amal@example.org"], fail_silently=True) == 0


def test_two_messages_of_one_moment_are_two_files(folder):
    for _ in range(20):
        mail.send_mail("one", "two", None, ["amal@example.org"])
    assert len(list(folder.iterdir())) == 20


def test_what_comes_from_data_cannot_become_markup_or_a_header(folder, db):
    text = Text("<script>alert(1)</script>\nBcc: eve@example.org", "عنوان", "")
    compose("amal@example.org", text, first="en", key="notice.1").send()
    (path,) = folder.iterdir()
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert read["Bcc"] is None
    assert "<script>" not in read.get_body(["html"]).get_content()
