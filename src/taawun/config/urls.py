"""The URLs of the house. Each room brings its own; libraries' views are declared here."""

from importlib.util import find_spec

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from taawun.face.reporting.home import home
from taawun.people.accounts.routes import anyone, anyone_signed_in, declare_library

ROOMS = [
    ("", "taawun.face.web.urls"),
    ("", "taawun.face.reporting.urls"),
    ("", "taawun.people.parties.urls"),
    ("", "taawun.people.persons.urls"),
    ("", "taawun.people.accounts.urls"),
    ("", "taawun.common.notices.urls"),
    ("", "taawun.common.search.urls"),
    ("", "taawun.work.training.urls"),
    ("", "taawun.work.meetings.urls"),
    ("", "taawun.work.agreements.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sign-in/", declare_library(account.login, "GET", "POST"), name="account_login"),
    path("sign-out/", declare_library(account.logout, "GET", "POST"), name="account_logout"),
    path("sign-up/", declare_library(account.signup, "GET"), name="account_signup"),
    path("account/inactive/", declare_library(account.account_inactive, "GET"), name="account_inactive"),
    path(
        "account/reauthenticate/",
        declare_library(account.reauthenticate, "GET", "POST", who=anyone_signed_in),
        name="account_reauthenticate",
    ),
    path(
        "account/password/",
        declare_library(account.password_change, "GET", "POST", who=anyone_signed_in),
        name="account_change_password",
    ),
    path(
        "account/password/set/",
        declare_library(account.password_set, "GET", "POST", who=anyone_signed_in),
        name="account_set_password",
    ),
    path("password/", declare_library(account.password_reset, "GET", "POST"), name="account_reset_password"),
    path(
        "password/sent/",
        declare_library(account.password_reset_done, "GET"),
        name="account_reset_password_done",
    ),
    re_path(
        # the first hyphen parts the two: the key holds one of its own
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        declare_library(account.password_reset_from_key, "GET", "POST", who=anyone),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        declare_library(account.password_reset_from_key_done, "GET"),
        name="account_reset_password_from_key_done",
    ),
]
urlpatterns += [path(prefix, include(room)) for prefix, room in ROOMS if find_spec(room)]
