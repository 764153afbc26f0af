"""The pages of value, as members, stewards and others open them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.value.actions.indicators import begin, put_aside
from commonplace.value.actions.pulses import ask
from commonplace.value.actions.sense import keep
from commonplace.value.models import Decision, Entered, Indicator, Pulse, PulseAnswer, Sense
from commonplace.value.tests.conftest import looked

PAGE = "/c/stick/value/"
LIST = f"{PAGE}indicators/"
SAID = {"enter-told_by": "Kaveri, measured", "enter-rests_on": "things", "enter-amount": "1,5"}


def test_a_member_reads_and_a_stranger_finds_nothing(
    valued: Community, hours: Indicator, hal: Person, someone: object, client: Client
) -> None:
    client.force_login(hal)
    for address in (PAGE, LIST, f"{LIST}{hours.pk}", f"{PAGE}sense/"):
        page = client.get(address)
        assert page.status_code == 200, address
    assert "No evidence yet" in client.get(PAGE).text
    assert "Nobody has asked yet" in client.get(PAGE).text
    assert "Run-time saved" not in client.get(f"{PAGE}?term=long").text
    assert "Run-time saved" in client.get(f"{LIST}?term=short&for=organisation").text
    assert client.get(f"{LIST}new").status_code == 404
    assert client.post(f"{LIST}{hours.pk}/enter", {}).status_code == 404
    client.force_login(someone("A Stranger"))
    assert [client.get(one).status_code for one in (PAGE, LIST, f"{LIST}{hours.pk}")] == [404] * 3


def test_the_matrix_takes_at_most_twelve_queries(
    valued: Community, ines: Person, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        begin(by=ines, community=valued, looked=looked(f"No {number}"))
    client.force_login(ines)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_a_steward_takes_up_enters_corrects_and_lets_go(valued: Community, ines: Person, client: Client) -> None:
    client.force_login(ines)
    own = {"name": "Hours", "cycle": "realized", "horizon": "short", "whose": "member", "source": "by_hand"}
    assert "Say in which unit." in client.post(f"{LIST}new", own).text
    assert client.post(f"{LIST}new", {**own, "source": "counted"}).status_code == 422
    assert client.post(f"{LIST}new", own | {"unit": "hours"}).status_code == 302
    twice = client.post(f"{LIST}new", own | {"unit": "hours"})
    assert (twice.status_code, "“Hours” is looked at already" in twice.text) == (422, True)
    one = f"{LIST}{Indicator.objects.get().pk}"
    wrong = client.post(f"{one}/enter", SAID | {"enter-since": "2026-02-01", "enter-until": "2026-01-01"})
    assert (wrong.status_code, "ends before it begins" in wrong.text) == (422, True)
    days = {"enter-since": "2026-01-01", "enter-until": "2026-01-31"}
    assert client.post(f"{one}/enter", SAID | days).status_code == 302
    assert "1.5" in client.get(one).text
    again = client.post(f"{one}/enter", SAID | days | {"enter-amount": "2"})
    assert (again.status_code, "stands already" in again.text) == (422, True)
    entry = Entered.objects.get().pk
    assert "1.5" in client.get(f"{one}/numbers/{entry}").text
    said = {"amount": "15", "told_by": "Kaveri", "rests_on": "things", "why": "The point."}
    assert client.post(f"{one}/numbers/{entry}", said | {"why": ""}).status_code == 422
    assert client.post(f"{one}/numbers/{entry}", said).status_code == 302
    page = client.get(one).text
    assert ("1.5 became 15" in page, "The point." in page) == (True, True)
    assert client.get(f"{one}/numbers/{entry}").status_code == 404
    assert client.post(f"{one}/unit", {"unit-unit": "Hours", "unit-note": "Why"}).status_code == 422
    assert client.post(f"{one}/unit", {"unit-unit": "days", "unit-note": "They count days."}).status_code == 302
    assert "They count days." in client.get(one).text
    client.post(f"{one}/aside", {})
    assert "put aside" in client.get(one).text
    client.post(f"{one}/aside", {"again": "1"})
    assert Indicator.objects.get().is_living


def test_what_is_expected_is_written_down(hours: Indicator, ines: Person, client: Client) -> None:
    client.force_login(ines)
    one = f"{LIST}{hours.pk}"
    later = (timezone.now() + timedelta(days=3)).date().isoformat()
    said = {"expect-words": "A hundred hours", "expect-agreed_with": "Mireille", "expect-agreed_on": later}
    assert "still to come" in client.post(f"{one}/expect", said).text
    assert client.post(f"{one}/expect", said | {"expect-agreed_on": "2026-01-10"}).status_code == 302
    assert "A hundred hours" in client.get(one).text
    assert "expected: A hundred hours" in client.get(PAGE).text


def test_one_of_the_starter_set_is_taken_once(valued: Community, ines: Person, client: Client) -> None:
    client.force_login(ines)
    assert "Marketability" in client.get(f"{LIST}new").text
    taken = client.post(f"{LIST}pick", {"starter": "marketability"}, follow=True)
    assert "“Marketability” is looked at from now on." in taken.text
    assert "is looked at already." in client.post(f"{LIST}pick", {"starter": "marketability"}, follow=True).text
    assert "no longer one of the choices" in client.post(f"{LIST}pick", {"starter": "x"}, follow=True).text


def test_a_pulse_is_asked_and_answered_once(worth: Indicator, ines: Person, hal: Person, client: Client) -> None:
    client.force_login(ines)
    one = f"{LIST}{worth.pk}"
    assert client.post(f"{one}/ask", {"ask-until": "2020-01-01"}).status_code == 422
    until = (timezone.now() + timedelta(days=14)).date().isoformat()
    assert client.post(f"{one}/ask", {"ask-until": until}).status_code == 302
    pulse = f"{PAGE}pulses/{Pulse.objects.get().pk}"
    client.force_login(hal)
    assert "The hour was worth it." in client.get("/for-you").text
    assert client.post(pulse, {"number": "7"}).status_code == 422
    assert "Thank you." in client.post(pulse, {"number": "4"}, follow=True).text
    assert "cannot be changed" in client.post(pulse, {"number": "1"}, follow=True).text
    assert [one.number for one in PulseAnswer.objects.all()] == [4]
    client.force_login(ines)
    assert "It is closed." in client.post(f"{one}/ask", {"close": "1"}, follow=True).text
    assert "fewer than five people" in client.get(one).text


def test_what_was_made_of_it_is_kept(valued: Community, ines: Person, hal: Person, client: Client) -> None:
    client.force_login(ines)
    said = {"on": "2026-01-10", "seen": "More told than counted."}
    assert client.post(f"{PAGE}sense/new", said).status_code == 422
    kept = client.post(f"{PAGE}sense/new", said | {"agenda": "Ask the crews.\nLeave the meters."}, follow=True)
    assert ("Leave the meters." in kept.text, Decision.objects.count()) == (True, 2)
    client.force_login(hal)
    assert "More told than counted." in client.get(PAGE).text
    one = f"{PAGE}sense/{Sense.objects.get().pk}"
    assert client.get(one).status_code == 200
    assert client.post(f"{one}/take-away").status_code == 404


def test_nothing_is_found_by_numbers_that_are_none(valued: Community, ines: Person, client: Client) -> None:
    client.force_login(ines)
    huge = 2**70
    for address in (f"{LIST}{huge}", f"{PAGE}pulses/{huge}", f"{PAGE}sense/{huge}", f"{LIST}{huge}/numbers/{huge}"):
        assert client.get(address).status_code == 404, address
    assert client.get(f"{PAGE}?thread={huge}&term=x&for=y").status_code == 200


@pytest.fixture
def kept(valued: Community, ines: Person) -> Sense:
    decided = [(Decision.About.SUPPORT, "An hour a month.")]
    return keep(by=ines, community=valued, on=date(2026, 1, 1), seen="Much.", decided=decided)


def test_an_indicator_that_was_put_aside_is_read_and_asked_no_more(
    worth: Indicator, ines: Person, client: Client, kept: Sense
) -> None:
    put_aside(by=ines, indicator=worth)
    client.force_login(ines)
    page = client.get(f"{LIST}{worth.pk}").text
    assert ("Look at it again" in page, "Ask all members" in page) == (True, False)
    until = (timezone.now() + timedelta(days=14)).date()
    with pytest.raises(Exception, match=str(worth.pk)):
        ask(by=ines, indicator=worth, until=until)
