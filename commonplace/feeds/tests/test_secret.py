"""Secret addresses: shown once, kept as a digest, read as their person may read today, gone when they are revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.feeds.actions import MOST_ADDRESSES, digest_of, make_address
from commonplace.feeds.models import SecretAddress
from commonplace.people.models import Person
from commonplace.people.proof import ON_FIRST_PROVEN, Unproven

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_hal(client: Client, hal: Person) -> Client:
    client.force_login(hal)
    return client


def tell(by: Person, space: Space, title: str, *topics: str):
    return open_conversation(by=by, space=space, kind="tip", title=title, text=f"{title} words.", topics=topics)


def test_made_on_ones_page_shown_once_and_revoked(client_of_hal, read, stick, table, hal) -> None:
    tell(hal, table, "Inside")
    page = client_of_hal.post("/me/feeds", {"of": "stick"}).text
    atom, json = re.findall(r"http://localhost:8000(/feeds/[\w-]{43}/conversations\.(?:atom|json))", page)
    secret = atom.split("/")[2]
    kept = SecretAddress.objects.get()
    assert (kept.digest, secret in str(vars(kept))) == (digest_of(secret), False)
    assert secret not in client_of_hal.get("/me/feeds").text
    assert [one.title for one in read(atom).entries] == ["Inside"]
    assert Client().get(json).json()["items"][0]["title"] == "Inside"
    client_of_hal.post(reverse("feed_revocation", args=[kept.pk]))
    assert [Client().get(address).status_code for address in (atom, json)] == [404, 404]


@pytest.mark.parametrize("visibility", ["private", "listed", "public"])
def test_it_tells_what_its_person_may_read_and_no_group(
    read, secret_of, stick, table, circle, ines, visibility
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility=visibility)
    inside, few = tell(ines, table, "Inside", "ours"), tell(ines, circle, "Zq few", "ours", "zqword")
    base = secret_of(ines, stick)
    for address in ("conversations", "topics/ours", f"conversations/{inside.pk}", f"spaces/{table.slug}"):
        told = read(f"{base}/{address}.atom")
        assert [one.title for one in told.entries] == ["Inside"], address
    for address in (f"conversations/{few.pk}", "topics/zqword"):
        assert Client().get(f"{base}/{address}.atom").status_code == 404, address
    assert read(f"{base}/spaces/{circle.slug}.atom").entries == []


def test_an_address_of_a_group_tells_of_it_alone(read, secret_of, stick, table, circle, ines) -> None:
    inside, few = tell(ines, table, "Zq inside", "zqword"), tell(ines, circle, "Few", "ours")
    base = secret_of(ines, stick, circle)
    for address in ("conversations", "topics/ours", f"conversations/{few.pk}", f"spaces/{circle.slug}"):
        assert [one.title for one in read(f"{base}/{address}.atom").entries] == ["Few"], address
    for address in (f"conversations/{inside.pk}", "topics/zqword", f"spaces/{table.slug}"):
        assert Client().get(f"{base}/{address}.atom").status_code == 404, address


def test_it_heeds_what_changes_meanwhile(secret_of, stick, table, hal, rosa) -> None:
    base = secret_of(hal, stick)
    talk = tell(rosa, table, "Inside")
    answer = reply(by=rosa, conversation=talk, text="Zq held.")
    hold(by=rosa, kind="post", object_id=answer.pk, community=stick, why="A look.")
    assert "Zq held" not in Client().get(f"{base}/conversations/{talk.pk}.atom").text
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert Client().get(f"{base}/conversations.atom").status_code == 404
    Person.objects.filter(pk=hal.pk).update(is_active=True)
    leave(person=hal, community=stick)
    assert Client().get(f"{base}/conversations.atom").status_code == 404


def test_whoever_left_reads_nothing_even_where_anyone_may(secret_of, stick, window, hal) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    base = secret_of(hal, stick)
    leave(person=hal, community=stick)
    assert Client().get(f"{base}/conversations.atom").status_code == 404


def test_nobody_keeps_it_on_the_way_and_no_page_hears_of_it(secret_of, stick, table, hal) -> None:
    tell(hal, table, "Inside")
    answer = Client().get(f"{secret_of(hal, stick)}/conversations.atom")
    said = {name: answer.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert said == {
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
    }
    assert not answer.cookies
    again = Client().get(answer.wsgi_request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
    # Neither its name nor the names of its entries give it away.
    secret = answer.wsgi_request.path.split("/")[2]
    assert [secret in name for name in re.findall(r"<id>(.*?)</id>", answer.text)] == [False, False]


def test_its_pages_follow_each_other_under_the_same_secret(read, secret_of, stick, table, hal, now) -> None:
    for number in range(31):
        open_conversation(
            by=hal, space=table, kind="tip", title=f"Tip {number}", text="So.", at=now - timedelta(hours=number + 1)
        )
    base = secret_of(hal, stick)
    links = {link.rel: link.href for link in read(f"{base}/conversations.atom").feed.links}
    assert [one.title for one in read(links["next"].removeprefix("http://localhost:8000")).entries] == ["Tip 30"]


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "é" * 20, "a" * 3000])
def test_made_up_secrets_open_nothing(stick, secret) -> None:
    assert Client().get(f"/feeds/{secret}/conversations.atom").status_code == 404


def test_only_ones_own_can_be_chosen_and_revoked(client_of_hal, stick, circle, hal, rosa, stranger) -> None:
    for of in ("stick/circle", "nowhere", "", "stick/table"):
        assert client_of_hal.post("/me/feeds", {"of": of}).status_code == 422, of
    assert "Circle" not in client_of_hal.get("/me/feeds").text
    theirs, _secret = make_address(person=rosa, community=stick)
    assert client_of_hal.post(reverse("feed_revocation", args=[theirs.pk])).status_code == 404
    assert SecretAddress.objects.count() == 1


def test_there_is_an_end_to_them(client_of_hal, stick, hal) -> None:
    for _number in range(MOST_ADDRESSES):
        make_address(person=hal, community=stick)
    assert client_of_hal.post("/me/feeds", {"of": "stick"}).status_code == 422
    assert SecretAddress.objects.count() == MOST_ADDRESSES


def test_none_outlives_a_first_proof(stick, hal) -> None:
    make_address(person=hal, community=stick)
    ON_FIRST_PROVEN(hal)
    assert not SecretAddress.objects.exists()
    hal.emailaddress_set.update(verified=False)
    with pytest.raises(Unproven):
        make_address(person=hal, community=stick)


def test_pages_say_where_they_are_made(client_of_hal, stick, circle, table, hal, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        assert "/me/feeds?of=stick" in client_of_hal.get("/c/stick/conversations/").text
    assert "A feed reader can bring you" in client_of_hal.get("/me/attention").text
    make_address(person=hal, community=stick)
    with django_assert_max_num_queries(12):
        assert "1 secret address of yours" in client_of_hal.get("/me/attention").text
    leave(person=hal, community=stick)
    assert "It opens nothing now" in client_of_hal.get("/me/feeds").text


def test_the_page_asks_to_sign_in_and_is_kept_by_nobody(client: Client, hal: Person, stick) -> None:
    assert client.get("/me/feeds").status_code == 302
    client.force_login(hal)
    answer = client.post("/me/feeds", {"of": "stick"})
    # It names itself to the house and to nobody else: from a page that names nothing no form may be sent.
    assert ("no-store" in answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (True, "same-origin")
