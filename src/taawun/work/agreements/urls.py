"""Addresses of agreements."""

from django.urls import path

from . import views

app_name = "agreements"
urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<str:code>/", views.agreement, name="agreement"),
]
