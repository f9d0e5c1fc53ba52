from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<uuid:id>/", views.follow, name="notice"),
    path("notices/<uuid:id>/read/", views.read, name="read"),
]
