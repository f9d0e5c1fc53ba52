"""What a reader finds among her notices. The database shows her none but her own."""

from django.db.models import QuerySet

from taawun.ground.policy.door import Viewer

from .models import Notice


def notices_of(viewer: Viewer) -> QuerySet[Notice]:
    """Return the notices of a viewer."""
    return Notice.objects.filter(account_id=viewer.account_id)


def unread_count(viewer: Viewer) -> int:
    """Return how many notices a viewer has not read."""
    return notices_of(viewer).filter(read_at=None).count()
