"""Who is told of a step, when the task runs: notice first, then mail, once."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from taawun.common.notices import tasks
from taawun.common.notices.models import Notice
from taawun.ground.ledger.models import Entry
from taawun.ground.localtime import today_at
from taawun.ground.policy.door import turn_back
from taawun.ground.policy.models import Identity, RoleGrant
from taawun.ground.records.text import isolate
from taawun.people.accounts.enrol import enrol, give_mandate
from taawun.work.training.models import Nomination
from taawun.work.training.steps import nominations as steps


@pytest.fixture(autouse=True)
def _nominees_hear_at_once(settings):
    settings.NOMINEE_DELAY_HOURS = 0


@pytest.fixture
def queued(db):
    """The jobs that wait, as (task, arguments)."""
    return lambda: list(ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", "args"))


@pytest.fixture
def work(db):
    """Run what waits in the queue, as the worker does, until it is empty; return the names of the tasks."""

    def run():
        done = []
        while job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
            app.tasks[job.task_name].func(**job.args)
            done.append(job.task_name)
        return done

    return run


@pytest.fixture
def notices(world, viewing):
    """The notices of one of the cast."""

    def ask(name):
        with viewing(name):
            return list(Notice.objects.order_by("id"))

    return ask


@pytest.fixture
def decided(nomination_in, viewing, work):
    """An endorsed nomination of Qatar's on which the registrar takes a step; everybody before has been told."""

    def make(step="accept", **given):
        nomination = nomination_in("endorsed")
        work()
        mail.outbox.clear()
        with viewing("badr"):
            getattr(steps, step)(Nomination.objects.get(pk=nomination.pk), **given)
        return nomination

    return make


def test_a_step_queues_one_task_for_each_telling_in_its_own_transaction(decided, queued, viewing, nomination_in):
    decided()
    ((task, args),) = queued()
    assert task == "notices.tell"
    assert args["roles"] == ["liaison_officer", "point_of_contact"]
    assert args["act"] == "training.nomination.accept"


def test_what_a_transaction_that_is_turned_back_queued_is_gone(nomination_in, viewing, queued, work):
    nomination = nomination_in("endorsed")
    work()
    with viewing("badr"):
        steps.accept(Nomination.objects.get(pk=nomination.pk))
        assert len(queued()) == 1
        turn_back()
    assert queued() == []


def test_the_nation_hears_in_both_languages_and_nobody_else_does(decided, work, notices):
    nomination = decided()
    work()
    for name in ("amal", "dana"):
        (notice,) = [n for n in notices(name) if n.act == "training.nomination.accept"]
        assert (
            notice.title_en
            == f"Accepted: {isolate(nomination.person.name_en)}, {isolate('Lessons')} ({isolate(nomination.run.code)})"
        )
        assert notice.title_ar.startswith("قُبل الترشيح")
        assert nomination.person.name_ar in notice.title_ar
        assert notice.url == f"/nominations/{nomination.pk}/"
        assert notice.mailed_at is not None
    for name in ("carla", "karim", "nadia", "omar", "huda"):
        assert notices(name) == []
    assert sorted(m.to[0] for m in mail.outbox) == ["amal@example.org", "dana@example.org"]


def test_mail_to_a_reader_in_arabic_begins_in_arabic_with_english_beneath(decided, work):
    decided()
    work()
    message = mail.outbox[0]
    assert message.subject.startswith("قُبل الترشيح")
    assert message.body.index("قُبل الترشيح") < message.body.index("Accepted:")
    (html,) = message.alternatives
    assert html.content.index('dir="rtl"') < html.content.index('dir="ltr"')
    assert "http://127.0.0.1:8000/nominations/" in message.body


def test_mail_to_a_reader_in_english_begins_in_english(nomination_in, work, viewing):
    nomination = nomination_in("endorsed", who="carla")
    work()
    mail.outbox.clear()
    with viewing("badr"):
        steps.decline(Nomination.objects.get(pk=nomination.pk), reason="no room")
    work()
    (message,) = mail.outbox
    assert message.to == ["carla@example.org"]
    assert message.subject.startswith("Declined:")
    assert message.body.index("Declined:") < message.body.index("لم يُقبل")
    assert f"Reason: {isolate('no room')}" in message.body


def test_told_twice_is_one_notice_and_one_mail(decided, queued, work, notices):
    decided()
    ((_task, args),) = queued()
    work()
    before = len(notices("amal"))
    tasks.tell(**args)
    assert len(notices("amal")) == before
    assert len(mail.outbox) == 2


def test_mail_that_failed_is_sent_the_next_time_with_the_same_id_and_no_second_notice(
    decided, queued, notices, settings
):
    decided()
    ((_task, args),) = queued()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    with pytest.raises(tasks.NotDelivered):
        tasks.tell(**args)
    (notice,) = [n for n in notices("amal") if n.act == "training.nomination.accept"]
    assert notice.mailed_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tasks.tell(**args)
    (again,) = [n for n in notices("amal") if n.act == "training.nomination.accept"]
    assert again.pk == notice.pk
    assert {m.extra_headers["Message-ID"] for m in mail.outbox if m.to == ["amal@example.org"]} == {
        f"<notice.{notice.pk}@localhost>"
    }


@pytest.mark.parametrize("how", ["locked", "account off", "role gone"])
def test_whoever_lost_the_account_or_the_role_meanwhile_hears_nothing(decided, work, world, how):
    decided()
    amal = Identity.objects.get(account=world["amal"].pk)
    if how == "locked":
        Identity.objects.filter(pk=amal.pk).update(active=False)
    elif how == "account off":
        world["amal"].is_active = False
        world["amal"].save()
    else:
        RoleGrant.objects.filter(account=amal).update(valid=DateRange(None, today_at() - timedelta(days=3)))
    work()
    assert [m.to[0] for m in mail.outbox] == ["dana@example.org"]


def test_whoever_may_not_see_the_record_hears_nothing(decided, queued, world, work, notices):
    decided()
    ((_task, args),) = queued()
    tasks.tell(**{**args, "party_id": world.parties["BH"].pk, "entry": str(uuid.uuid4())})
    assert notices("carla") == []
    assert mail.outbox == []


def test_an_alternate_with_a_mandate_of_today_is_told(decided, work, world, notices):
    stands_in = enrol("samir@example.org", world.parties["QA"], [], name_en="Samir")
    world.accounts["samir"] = stands_in
    today = today_at()
    give_mandate(
        Identity.objects.get(account=world["dana"].pk), Identity.objects.get(account=stands_in.pk), "point_of_contact",
        today - timedelta(days=1), today + timedelta(days=1),
    )  # fmt: skip
    decided()
    work()
    assert [n.act for n in notices("samir")][-1] == "training.nomination.accept"


def test_whose_turn_it_is_is_told_and_whoever_acted_is_not(nomination_in, work, notices):
    nomination_in("submitted")
    work()
    assert [n.title_en.split(":")[0] for n in notices("dana")] == ["To endorse"]
    assert notices("amal") == notices("badr") == []


def test_the_registrar_is_told_once_the_nation_has_endorsed(nomination_in, work, notices):
    nomination_in("endorsed")
    work()
    assert [n.title_en.split(":")[0] for n in notices("badr")] == ["To decide"]
    assert notices("centre") == notices("omar") == []
    assert not [m for m in mail.outbox if "centre@example.org" in m.to]


def test_above_the_level_that_mail_may_carry_it_says_only_that_there_is_news(
    decided, queued, world, monkeypatch, notices
):
    nomination = decided()
    ((_task, args),) = queued()
    monkeypatch.setattr(tasks.mail, "HIGHEST_BY_MAIL", 0)
    tasks.tell(**args)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        text = message.subject + message.body + message.alternatives[0].content
        assert nomination.person.name_en not in text
        assert nomination.person.name_ar not in text
        assert "Sign in to read it." in text


def test_every_step_that_tells_somebody_has_words_for_it(db):
    from taawun.common.notices.texts import told_acts
    from taawun.ground.records.steps import declared
    from taawun.work.training import clock
    from taawun.work.training.steps import courses, delivery, nominations, seats, trainers

    modules = (
        ("nomination", nominations), ("nomination", seats), ("nomination", delivery), ("run", courses),
        ("assignment", trainers), ("allotment", clock),
    )  # fmt: skip
    telling = {
        f"training.{noun}.{name}" for noun, module in modules for name, step in declared(module).items() if step.tells
    }
    assert telling == told_acts()


# ---- the nominee, after the nation ------------------------------------------------------------------------------


def with_mail(nomination, viewing, who="amal"):
    from taawun.people.persons.steps import change_person

    with viewing(who):
        change_person(Nomination.objects.get(pk=nomination.pk).person, email="nominee@example.org")


def test_the_nominee_hears_after_the_nation(decided, viewing, work):
    nomination = decided()
    with_mail(nomination, viewing)
    assert work() == ["notices.tell", "training.tell_nominee"]
    assert [m.to[0] for m in mail.outbox] == ["amal@example.org", "dana@example.org", "nominee@example.org"]
    message = mail.outbox[-1]
    assert message.subject.startswith("لكم مقعد")
    assert nomination.person.name_ar in message.body
    assert message.body.index("لكم مقعد") < message.body.index("You have a seat")
    with viewing("amal"):
        assert Entry.objects.filter(subject=nomination.pk, act="training.nomination.tell_nominee").count() == 1


def test_the_nominee_hears_a_day_later(decided, viewing, work, settings):
    settings.NOMINEE_DELAY_HOURS = 24
    nomination = decided()
    with_mail(nomination, viewing)
    (job,) = ProcrastinateJob.objects.filter(status="todo")
    tasks.tell(**job.args)
    later = ProcrastinateJob.objects.get(task_name="training.tell_nominee")
    assert timedelta(hours=23) < later.scheduled_at - job.procrastinateevent_set.get().at < timedelta(hours=25)
    assert len(mail.outbox) == 2


def test_the_nominee_does_not_hear_what_is_no_longer_so(decided, viewing, work):
    nomination = decided()
    with_mail(nomination, viewing)
    with viewing("amal"):
        steps.withdraw(Nomination.objects.get(pk=nomination.pk))
    work()
    assert "nominee@example.org" not in [m.to[0] for m in mail.outbox]


def test_the_nominee_does_not_read_the_reason_of_a_refusal(decided, viewing, work):
    nomination = decided("decline", reason="too junior")
    with_mail(nomination, viewing)
    work()
    message = mail.outbox[-1]
    assert message.to == ["nominee@example.org"]
    assert "too junior" not in message.body + message.alternatives[0].content
    assert "too junior" in mail.outbox[0].body


def test_the_nominee_hears_nothing_while_somebody_of_the_nation_has_not_been_told(decided, viewing, queued, settings):
    nomination = decided()
    with_mail(nomination, viewing)
    ((_task, args),) = queued()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    with pytest.raises(tasks.NotDelivered):
        tasks.tell(**args)
    assert [task for task, _args in queued()] == ["notices.tell"]


def test_the_nominee_is_written_once_however_often_the_task_runs(decided, viewing, work, queued):
    from taawun.work.training.tasks import tell_nominee

    nomination = decided()
    with_mail(nomination, viewing)
    ((_task, args),) = queued()
    work()
    sent = len(mail.outbox)
    tell_nominee(act=args["act"], nomination=args["subject"], entry=args["entry"])
    assert len(mail.outbox) == sent
