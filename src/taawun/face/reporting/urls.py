from django.urls import path

from . import views

app_name = "reporting"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures.csv", views.figures_csv, name="figures_csv"),
    path("figures.xlsx", views.figures_xlsx, name="figures_xlsx"),
    path("figures/<slug:key>/", views.figure, name="figure"),
]
