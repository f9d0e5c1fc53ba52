"""Addresses of training. One block for each file of views."""

from django.urls import path

from .views import courses, delivery, imports, nominate, nominations, planning, queue, remark, trainers

app_name = "training"
urlpatterns = [
    # courses and runs (views/courses.py, views/planning.py)
    path("courses/", courses.courses, name="courses"),
    path("courses/new/", planning.course_new, name="course_new"),
    path("courses/<str:code>/", courses.course, name="course"),
    path("courses/<str:code>/edit/", planning.course_edit, name="course_edit"),
    path("courses/<str:code>/plan/", planning.run_new, name="run_new"),
    path("runs/<str:code>/", courses.run, name="run"),
    path("runs/<str:code>/edit/", planning.run_edit, name="run_edit"),
    path("runs/<str:code>/seats/", planning.promises, name="promises"),
    path("runs/<str:code>/steps/<slug:step>/", courses.run_step, name="run_step"),
    # nominations: one by one (views/nominate.py, views/nominations.py), as a list (views/queue.py)
    path("runs/<str:code>/nominate/", nominate.nominate, name="nominate"),
    path("nominations/", queue.nominations, name="nominations"),
    path("nominations/bulk/", queue.bulk, name="bulk"),
    path("nominations/list.<slug:kind>", queue.nominations_file, name="nominations_file"),
    path("nominations/<uuid:id>/", nominations.nomination, name="nomination"),
    path("nominations/<uuid:id>/remark/", remark.remark, name="nomination_remark"),
    path("nominations/<uuid:id>/<slug:step>/", nominations.nomination_step, name="nomination_step"),
    # import of lists (views/imports.py)
    path("runs/<str:code>/import/", imports.send_list, name="import"),
    path("lists/pattern.<slug:kind>", imports.pattern, name="list_pattern"),
    path("lists/<uuid:id>/", imports.nominee_list, name="list"),
    path("lists/<uuid:id>/keep/", imports.keep, name="list_keep"),
    path("lists/<uuid:id>/cancel/", imports.cancel, name="list_cancel"),
    path("lists/<uuid:id>/marked/", imports.marked, name="list_marked"),
    # attendance and completion (views/delivery.py)
    path("runs/<str:code>/attendance/", delivery.attendance, name="attendance"),
    path("runs/<str:code>/attendance/print/", delivery.attendance_print, name="attendance_print"),
    path("runs/<str:code>/completion/", delivery.completion, name="completion"),
    path("runs/<str:code>/completion/<uuid:seat>/reopen/", delivery.reopen, name="reopen"),
    # trainers (views/trainers.py)
    path("trainers/", trainers.trainers, name="trainers"),
    path("trainers/new/", trainers.trainer_new, name="trainer_new"),
    path("trainers/<uuid:id>/", trainers.trainer_edit, name="trainer_edit"),
    path("runs/<str:code>/trainers/", trainers.run_trainers, name="run_trainers"),
    path("runs/<str:code>/trainers/<uuid:id>/release/", trainers.release, name="release_trainer"),
]
