"""Where a community is in its life, as a page: what stewards set for everyone, hints for those who tend alone."""

import pytest

from commonplace.communities.models import Community
from commonplace.cultivation.models import SaidSign
from commonplace.cultivation.signs.kept import keep

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/stages/"


def page(client, person) -> str:
    client.force_login(person)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_members_read_what_is_set_and_no_hint(client, stick, ines, hal, now, django_assert_max_num_queries) -> None:
    keep(stick, now=now)
    assert SaidSign.objects.get(community=stick).code == "few_yet"
    Community.objects.filter(pk=stick.pk).update(stage="maturing")
    told = page(client, hal)
    assert '<h2 id="here">Maturing</h2>' in told
    assert ("What the readings hint at" in told, "Closing well" in told) == (False, False)
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        told = client.get(PAGE).content.decode()
    assert "It began less than half a year ago" in told


def test_where_nothing_hints_it_says_so(client, stick, ines) -> None:
    assert "You know better than any reading." in page(client, ines)


def test_everyone_reads_how_to_close_well_once_it_is_set(client, stick, hal) -> None:
    Community.objects.filter(pk=stick.pk).update(stage="transformation")
    told = page(client, hal)
    assert "Closing well" in told
    assert "Call people together" not in told
    assert "/c/stick/settings" not in told.partition('id="closing"')[2].partition("</section>")[0]


def test_a_hint_is_no_sign_and_is_not_shared(client, stick, ines, now) -> None:
    keep(stick, now=now)
    client.force_login(ines)
    page = client.post("/c/stick/cultivate/signs", {"code": "few_yet"}, follow=True).content.decode()
    assert "Nothing asks to be said of the community as a whole just now." in page
    assert SaidSign.objects.get(community=stick).shared_at is None


def test_strangers_find_no_stage(client, stick, stranger) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
