"""Reads that more than one caller wants."""

from .nominations import waiting_count

__all__ = ["waiting_count"]
