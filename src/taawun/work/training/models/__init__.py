"""Training: courses, their runs, the seats of a run, nominations, trainers, attendance."""

from .courses import Course, Headcount, Run
from .imports import NomineeList
from .nominations import Nomination
from .seats import Allotment, Attendance, Seat
from .trainers import Assignment, Trainer

__all__ = [
    "Allotment",
    "Assignment",
    "Attendance",
    "Course",
    "Headcount",
    "Nomination",
    "NomineeList",
    "Run",
    "Seat",
    "Trainer",
]
