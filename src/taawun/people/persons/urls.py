"""Addresses of people."""

from django.urls import path

from . import views

app_name = "persons"
urlpatterns = [
    path("people/", views.persons, name="persons"),
    path("people/new/", views.add, name="add"),
    path("people/<uuid:id>/", views.person, name="person"),
    path("people/<uuid:id>/change/", views.change, name="change"),
]
