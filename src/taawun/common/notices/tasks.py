"""Background work of notices: telling, and taking up what a killed worker left.

Tasks take ids only, enter as the reader, and may run twice: a notice is kept once for an account and an entry, and its
mail is marked as sent.
"""

import logging
import uuid
from dataclasses import dataclass

from django.apps import apps
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from taawun.ground.policy.door import Viewer, viewing
from taawun.ground.records.ids import uuid7
from taawun.ground.records.models import Record
from taawun.people.accounts.models import Account

from . import mail, texts
from .models import Notice
from .telling import readers

logger = logging.getLogger(__name__)

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)  # after 3 s, 9 s, 27 s … a day in all
STALLED_AFTER = 6.0  # seconds without a sign of life after which a worker counts as killed
MOST_ATTEMPTS = 10  # a job that kills its worker each time is given up


class NotDelivered(RuntimeError):
    """Somebody could not be told; the task is taken up again for those alone."""


@dataclass(frozen=True)
class Told:
    """What is to be told, as ids."""

    party_id: int
    roles: tuple[str, ...]
    act: str
    subject_type: str
    subject: uuid.UUID
    entry: uuid.UUID


@app.task(name="notices.tell", queue="notices", retry=AGAIN, pass_context=False)
def tell(  # noqa: PLR0917  a task is called by keyword alone
    party_id: int,
    roles: list[str],
    act: str,
    subject_type: str,
    subject: str,
    entry: str,
    by: int | None = None,
) -> None:
    """Tell those who hold one of `roles` at a party today of an act: a notice each, then its mail.

    Who lost the role, or the sight of the record, since the act hears nothing. One reader's fault does not keep the
    others waiting; what is to follow (`texts.afterwards`) waits for all of them.
    """
    told = Told(party_id, tuple(roles), act, subject_type, uuid.UUID(subject), uuid.UUID(entry))
    heard, failed = 0, 0
    for account in readers(party_id, roles, by):
        try:
            heard += _tell_one(account, told)
        except Exception:
            logger.exception("Account %s was not told of %s %s.", account.pk, act, entry)
            failed += 1
    if failed:
        raise NotDelivered(f"{failed} of those told of {act} {entry}")
    then = texts.after(act)
    if heard and then is not None:
        then(act, told.subject, told.entry)


def _tell_one(account: Account, told: Told) -> bool:
    """Keep the notice of one reader and send its mail once; False where she is not to be told."""
    with viewing(account.pk) as viewer:
        if not _is_told(viewer, told):
            return False
        model = apps.get_model(told.subject_type)
        record = model._default_manager.filter(pk=told.subject).first()
        if record is None:
            return False
        notice = _kept(account, told, record)
        if notice is None:
            return False
        message = None if notice.mailed_at or not account.email else _message(account, notice, record)
    if message is not None and mail.deliver(message):
        # A crash between the two sends the mail again, with the same Message-ID: late twice is better than never.
        with viewing(account.pk):
            Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    return True


def _is_told(viewer: Viewer, told: Told) -> bool:
    """Ask the door: an account that was locked or lost the role meanwhile is told nothing."""
    return viewer.party_id == told.party_id and (not told.roles or viewer.holds(*told.roles))


def _kept(account: Account, told: Told, record: Record) -> Notice | None:
    mine = Notice.objects.filter(account_id=account.pk, entry=told.entry)
    found = mine.first()
    if found is not None:
        return found
    text = texts.text_of(told.act, record)
    if text is None:
        return None
    notice = Notice(
        id=uuid7(),
        account_id=account.pk,
        entry=told.entry,
        act=told.act,
        subject=record.pk,
        subject_type=told.subject_type,
        title_en=text.title_en[: texts.LONGEST_TITLE],
        title_ar=text.title_ar[: texts.LONGEST_TITLE],
        detail_en=text.detail_en,
        detail_ar=text.detail_ar,
        url=text.url,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)  # a second run of this task may be a moment ahead
    return mine.get()


def _message(account: Account, notice: Notice, record: Record) -> EmailMultiAlternatives:
    text = texts.Text(notice.title_en, notice.title_ar, notice.url, notice.detail_en, notice.detail_ar)
    if record.label.level > mail.HIGHEST_BY_MAIL:
        text = mail.veiled(text)
    return mail.compose(account.email, text, first=account.language, key=f"notice.{notice.pk}")


@app.periodic(cron="* * * * * */10")
@app.task(name="notices.sweep", queue="centre", queueing_lock="notices.sweep", priority=100, pass_context=False)
async def sweep(timestamp: int) -> None:
    """Put jobs of killed workers back into the queue, every ten seconds. Tasks may run twice, so nothing is asked."""
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        assert job.id is not None
        try:
            if job.attempts >= MOST_ATTEMPTS:
                logger.error("Job %s (%s) is given up after %s attempts.", job.id, job.task_name, job.attempts)
                await jobs.finish_job_by_id_async(job.id, status=Status.FAILED, delete_job=False)
            else:
                await jobs.retry_job_by_id_async(job.id, retry_at=timezone.now())
        except exceptions.ConnectorException:
            logger.warning("Job %s was taken up by another worker meanwhile.", job.id)
