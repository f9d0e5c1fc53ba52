"""The pages before and around sign-in, as a person meets them."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from taawun.config.catalogues import compile_stale
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def catalogues():
    compile_stale()


@pytest.fixture(autouse=True)
def a_throttle_of_its_own(settings):
    """The store of the throttle outlives a run of the tests; two runs in a minute must not meet there."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "signing-in"}
    }
    cache.clear()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/sign-in/", "تسجيل الدخول"),
        ("/sign-up/", "الحسابات تنشئها الأطراف"),
        ("/password/", "لا أستطيع الدخول"),
        ("/password/sent/", "الرابط في طريقه إليك"),
        ("/password/changed/", "تغيّرت كلمة المرور"),
        ("/password/0-none/", "لم يعد هذا الرابط صالحًا"),
        ("/account/inactive/", "هذا الحساب موقوف"),
    ],
)
def test_a_stranger_is_met_in_arabic(world, client, path, heading):
    page = client.get(path, follow=True).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert heading in page
    assert "allauth" not in page


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/account/password/", "Change password"), ("/sign-out/", "Sign out"), ("/account/reauthenticate/", "Enter your password again")],
)  # fmt: skip
def test_someone_signed_in_is_met_in_her_language(world, signed_in, path, heading):
    page = signed_in("carla").get(path).content.decode()
    assert '<html lang="en" dir="ltr">' in page
    assert heading in page


def test_the_right_password_opens_and_a_wrong_one_says_what_to_do(world, client):
    wrong = client.post("/sign-in/", {"login": "amal@example.org", "password": "not this one"})
    page = wrong.content.decode()
    assert "خطأ:" in page
    assert "البريد الإلكتروني أو كلمة المرور غير صحيحة. تحقق منهما وحاول مرة أخرى." in page
    assert "_auth_user_id" not in client.session
    client.post("/sign-in/", {"login": "amal@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(world["amal"].pk)


def test_an_empty_form_names_each_field(world, client):
    page = client.post("/sign-in/", {}).content.decode()
    assert re.findall(r'<a href="#id_(\w+)">', page) == ["login", "password"]


def test_a_forgotten_password_is_changed_by_the_link_in_the_mail(world, client):
    client.post("/password/", {"email": "amal@example.org"})
    (letter,) = mail.outbox
    assert letter.subject == "رابط لاختيار كلمة مرور جديدة"
    (link,) = re.findall(r"http://testserver(\S+)", letter.body)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "another long password", "password2": "another long password"})
    world["amal"].refresh_from_db()
    assert world["amal"].check_password("another long password")


def test_whoever_has_no_account_is_told_so_by_mail_alone(world, client):
    known = client.post("/password/", {"email": "amal@example.org"}, follow=True)
    unknown = client.post("/password/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert "لا يوجد حساب" in mail.outbox[-1].subject
