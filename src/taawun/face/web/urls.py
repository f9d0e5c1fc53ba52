"""Addresses of the shell itself."""

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("language/", views.language, name="language"),
    path("account/", views.account, name="account"),
]
