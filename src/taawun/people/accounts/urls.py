"""Addresses of a party's own accounts."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("account/mandates/", views.mandates, name="mandates"),
    path("account/mandates/<int:id>/end/", views.end_mandate, name="end_mandate"),
    path("account/people/", views.people, name="people"),
]
