"""What other rooms and the face may use of training."""

from .models import Assignment, Course, Headcount, Nomination, Run, Seat, Trainer

__all__ = ["Assignment", "Course", "Headcount", "Nomination", "Run", "Seat", "Trainer"]
