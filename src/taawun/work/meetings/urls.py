"""Addresses of events."""

from django.urls import path

from . import views

app_name = "meetings"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/<str:code>/", views.event, name="event"),
]
