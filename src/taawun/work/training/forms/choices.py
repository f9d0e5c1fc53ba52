"""Choices of records, named in the reader's language."""

from typing import Any

from django import forms


class Named(forms.ModelChoiceField[Any]):
    """A choice among records: each by its text in the reader's language, in the other where only that exists."""

    language = "ar"

    def __init__(self, queryset: Any, *, field: str, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.field = field

    def label_from_instance(self, obj: Any) -> str:
        """Return the name; the record's own word where it has none in either language."""
        other = "en" if self.language == "ar" else "ar"
        return str(getattr(obj, f"{self.field}_{self.language}") or getattr(obj, f"{self.field}_{other}") or obj)
