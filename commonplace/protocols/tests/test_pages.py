"""The page of a protocol, and calling people together by it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.gatherings.tests.test_pages import said
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow, follow_on
from commonplace.protocols.catalogue import protocol_named, protocols
from commonplace.protocols.models import Plan

pytestmark = pytest.mark.django_db
HOME = "/c/stick/protocols/"


@pytest.mark.parametrize("code", protocols())
def test_every_protocol_has_a_page_with_all_its_prompts(client: Client, stick, hal: Person, code: str) -> None:
    client.force_login(hal)
    answer = client.get(f"{HOME}{code}/")
    one = protocol_named(code)
    assert answer.status_code == 200
    assert answer.text.count('class="order__prompt"') == len(one.phases)
    assert one.artefact.split("’")[0] in answer.text
    assert ("/convening" in answer.text) is one.is_timed


@pytest.mark.parametrize("ref", ["brainstorm", "own-7", "own-x", "own-" + "9" * 30, "own-", "pl"])
def test_what_is_no_protocol_is_found_nowhere(client: Client, stick, hal: Person, ref: str) -> None:
    client.force_login(hal)
    for more in ("", "convening", "adapting", "changing", "withdrawing", "file"):
        assert client.get(f"{HOME}{ref}/{more}").status_code == 404


def test_a_member_calls_people_together_by_a_protocol(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    form = client.get(f"{HOME}case-clinic/convening").text
    assert 'value="Case clinic"' in form
    assert 'value="60"' in form
    assert "Everyone else thinks of one time" in form
    sent = client.post(f"{HOME}case-clinic/convening", said(title="My case"), follow=True)
    made = Gathering.objects.get()
    assert sent.redirect_chain == [(f"/c/stick/gatherings/{made.pk}/", 302)]
    assert Plan.objects.get(gathering=made).protocol == "case-clinic"
    assert "What we have lived" in sent.text


def test_sent_twice_it_is_one(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    form = said(idempotency_key="5f2c1e0e-0a59-4a5c-9a53-0d7b6f1b8a11")
    for _ in range(2):
        client.post(f"{HOME}hot-topic/convening", form)
    assert (Gathering.objects.count(), Plan.objects.count()) == (1, 1)


def test_what_is_wrong_comes_back_with_the_words(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    answer = client.post(f"{HOME}hot-topic/convening", said(title="Pipes or pressure", minutes="soon"))
    assert answer.status_code == 422
    assert "Pipes or pressure" in answer.text
    assert not Gathering.objects.exists()


def test_what_is_no_meeting_is_not_called_together(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    assert client.get(f"{HOME}help-desk/convening").status_code == 404


def test_a_gathering_is_given_a_protocol_and_goes_without_one_again(client: Client, clinic, hal, leila) -> None:
    address = reverse("gathering_protocol", args=["stick", clinic.pk])
    client.force_login(leila)
    assert client.get(address).status_code in (403, 404)
    client.force_login(hal)
    assert "Choose a protocol" in client.get(f"/c/stick/gatherings/{clinic.pk}/").text
    assert '<option value="wise-crowds" selected' in client.get(f"{address}?protocol=wise-crowds").text
    client.post(address, {"protocol": "case-clinic"})
    assert Plan.objects.get().protocol == "case-clinic"
    assert client.post(address, {"protocol": "help-desk"}).status_code == 422
    client.post(address, {"protocol": ""})
    assert not Plan.objects.exists()


def test_every_later_date_of_a_series_follows_it_also_those_made_later(stick, hal: Person, table, clinic) -> None:
    first = begin_series(by=hal, space=table, plan=plan(), rule="FREQ=WEEKLY;COUNT=4")
    case = protocol_named("case-clinic")
    follow(gathering=first, protocol=case, by=hal, goes_on=True)
    dates = list(first.series.gatherings.order_by("starts_at"))
    assert Plan.objects.filter(gathering__in=dates).count() == len(dates) == 4
    Plan.objects.filter(gathering__in=dates[2:]).delete()
    assert follow_on(now=first.made_at) == 0, "a date that was given no protocol on purpose keeps none"
    Gathering.objects.filter(pk=dates[3].pk).update(made_at=first.made_at + timedelta(days=30))
    assert follow_on(now=first.made_at) == 1
    assert Plan.objects.get(gathering=dates[3]).steps == case.phases
    assert not Plan.objects.filter(gathering=dates[2]).exists()
    assert follow_on(now=first.made_at) == 0


def test_the_pages_stay_within_their_queries(client: Client, clinic, hal, django_assert_max_num_queries) -> None:
    follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=hal)
    client.force_login(hal)
    for page in (HOME, f"{HOME}case-clinic/", f"/c/stick/gatherings/{clinic.pk}/"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
