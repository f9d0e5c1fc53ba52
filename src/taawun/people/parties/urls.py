"""Addresses of parties."""

from django.urls import path

from . import views

app_name = "parties"
urlpatterns = [
    path("parties/", views.parties, name="parties"),
    path("parties/<str:code>/", views.party, name="party"),
]
