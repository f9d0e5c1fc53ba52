"""The page of one's own notices."""

import pytest
from django.urls import reverse

from taawun.common.notices.models import Notice
from taawun.common.notices.queries import unread_count
from taawun.ground.policy.door import current
from taawun.ground.records.ids import uuid7


@pytest.fixture
def notice_to(viewing, world):
    """Make notices of one of the cast: `notice_to("amal", "First", "Second")`."""

    def make(name, *titles, url="/notices/"):
        with viewing(name):
            for title in titles:
                Notice.objects.create(
                    id=uuid7(), account_id=world[name].pk, entry=uuid7(), act="training.nomination.accept",
                    title_en=title, title_ar=f"«{title}»", detail_en="Confirm.", detail_ar="أكّد.", url=url,
                )  # fmt: skip
            return list(Notice.objects.order_by("-id"))

    return make


def unread(viewing, name):
    with viewing(name):
        return unread_count(current())


def test_each_reads_her_own_newest_first_in_her_language(signed_in, notice_to):
    notice_to("amal", "First", "Second")
    notice_to("carla", "Hers")
    page = signed_in("amal").get(reverse("notices:notices")).content.decode()
    assert 'dir="rtl"' in page
    assert page.index("«Second»") < page.index("«First»")
    assert "Hers" not in page
    page = signed_in("carla").get(reverse("notices:notices")).content.decode()
    assert "Hers" in page
    assert "First" not in page


def test_a_reader_without_notices_is_told_what_will_be_here(signed_in):
    page = signed_in("carla").get(reverse("notices:notices")).content.decode()
    assert "No notices yet" in page


def test_who_is_not_signed_in_is_asked_to(client, world):
    answer = client.get(reverse("notices:notices"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_one_is_marked_as_read(signed_in, notice_to, viewing):
    second, _first = notice_to("amal", "First", "Second")
    answer = signed_in("amal").post(reverse("notices:read", args=[second.pk]), {"next": "/notices/?tab=unread"})
    assert answer.headers["Location"] == "/notices/?tab=unread"
    assert unread(viewing, "amal") == 1
    page = signed_in("amal").get(reverse("notices:notices") + "?tab=unread").content.decode()
    assert "«First»" in page
    assert "«Second»" not in page


def test_all_are_marked_as_read_and_nobody_else_s(signed_in, notice_to, viewing):
    notice_to("amal", "First", "Second")
    notice_to("carla", "Hers")
    assert signed_in("amal").post(reverse("notices:read_all")).status_code == 302
    assert unread(viewing, "amal") == 0
    assert unread(viewing, "carla") == 1


def test_following_a_notice_leads_to_its_record_and_reads_it(signed_in, notice_to, viewing):
    (notice,) = notice_to("amal", "First", url="/nominations/1/")
    answer = signed_in("amal").get(reverse("notices:notice", args=[notice.pk]))
    assert answer.headers["Location"] == "/nominations/1/"
    assert unread(viewing, "amal") == 0


def test_another_s_notice_is_not_found(signed_in, notice_to, viewing):
    (notice,) = notice_to("amal", "First")
    carla = signed_in("carla")
    assert carla.get(reverse("notices:notice", args=[notice.pk])).status_code == 404
    assert carla.post(reverse("notices:read", args=[notice.pk])).status_code == 404
    assert unread(viewing, "amal") == 1


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_out_of_the_installation(signed_in, notice_to, url):
    (notice,) = notice_to("amal", "First", url=url)
    answer = signed_in("amal").post(reverse("notices:read", args=[notice.pk]), {"next": url})
    assert answer.headers["Location"] == "/notices/"
    answer = signed_in("amal").get(reverse("notices:notice", args=[notice.pk]))
    assert answer.headers["Location"] == "/notices/"


def test_a_long_list_has_pages_by_key(signed_in, notice_to):
    notice_to("carla", *[f"No {n}." for n in range(60)])
    client, url, seen = signed_in("carla"), "/notices/", []
    while url:
        page = client.get(url)
        seen += [notice.title_en for notice in page.context["page"].rows]
        url = page.context["page"].next_url and "/notices/" + page.context["page"].next_url
    assert seen == [f"No {n}." for n in reversed(range(60))]
