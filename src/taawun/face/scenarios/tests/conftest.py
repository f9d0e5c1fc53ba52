"""What is said is tested in English, except where a test says otherwise."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
