"""Addresses of training. One block for each file of views."""

from django.urls import path

from .views import imports, nominate, nominations, queue

app_name = "training"
urlpatterns = [
    # courses and runs (views/courses.py)
    # nominations: one by one (views/nominate.py, views/nominations.py), as a list (views/queue.py)
    path("runs/<str:code>/nominate/", nominate.nominate, name="nominate"),
    path("nominations/", queue.nominations, name="nominations"),
    path("nominations/bulk/", queue.bulk, name="bulk"),
    path("nominations/list.<slug:kind>", queue.nominations_file, name="nominations_file"),
    path("nominations/<uuid:id>/", nominations.nomination, name="nomination"),
    path("nominations/<uuid:id>/<slug:step>/", nominations.nomination_step, name="nomination_step"),
    # import of lists (views/imports.py)
    path("runs/<str:code>/import/", imports.send_list, name="import"),
    path("lists/pattern.<slug:kind>", imports.pattern, name="list_pattern"),
    path("lists/<uuid:id>/", imports.nominee_list, name="list"),
    path("lists/<uuid:id>/keep/", imports.keep, name="list_keep"),
    path("lists/<uuid:id>/cancel/", imports.cancel, name="list_cancel"),
    path("lists/<uuid:id>/marked/", imports.marked, name="list_marked"),
    # attendance and delivery (views/delivery.py)
    # trainers
]
