"""The pages: who opens them, what they say, and what is refused in its place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonplace.launch.actions.beginning import begin
from commonplace.launch.actions.obstacles import note
from commonplace.sponsorship.actions import asking, saying
from commonplace.sponsorship.models import Request, Saying
from commonplace.value.actions.sense import keep
from commonplace.value.models import Decision

HERE = "/c/stick/sponsor/"


def shown(client, page=HERE, **more):
    return client.get(page, **more).content.decode()


def test_members_read_it_and_strangers_do_not(client, asks, hal, stranger):
    asks()
    client.force_login(hal)
    assert "Let crews stay on the clock" in shown(client)
    client.force_login(stranger)
    assert [client.get(f"{HERE}{page}").status_code for page in ("", "asked/", "brief")] == [404] * 3


def test_without_a_sponsor_the_page_says_what_it_would_be(client, stick, hal, mireille):
    client.force_login(hal)
    assert "There is no sponsor." not in shown(client)
    mireille.delete()
    assert "There is no sponsor." in shown(client)
    assert "No evidence yet is not nothing." in shown(client)


def test_a_steward_asks_and_what_is_missing_stands_beside_its_field(client, stick, ines):
    client.force_login(ines)
    page = reverse("request_new", args=["stick"])
    over = (timezone.localdate() - timedelta(days=2)).isoformat()
    sent = client.post(page, {"title": "A hydrophone", "why": "Three of our members have none.", "by_when": over})
    assert sent.status_code == 422
    said = sent.content.decode()
    assert "Three of our members" in said
    assert "of fewer than five people no number is told here" in said
    assert "That day is over." in said
    client.post(page, {"title": "A hydrophone", "why": "Some of us have none."})
    assert Request.objects.get().title == "A hydrophone"


def test_a_request_begins_from_an_obstacle_of_the_launch(client, stick, ines):
    launch = begin(by=ines, community=stick)
    obstacle = note(by=ines, launch=launch, strand="integrate", words="Sunday work is not paid.")
    client.force_login(ines)
    page = f"{reverse('request_new', args=['stick'])}?from=obstacle.{obstacle.pk}"
    assert 'value="Sunday work is not paid."' in shown(client, page)
    client.post(page, {"title": "Pay Sunday work", "why": "It is not paid."})
    made = Request.objects.get()
    assert made.obstacle == obstacle
    assert "It began as something that stood in the way of our launch." in shown(client, made.url("stick"))
    assert client.get(f"{reverse('request_new', args=['stick'])}?from=obstacle.{2**70}").status_code == 200


def test_beside_an_obstacle_stands_what_was_asked_of_the_sponsor(client, stick, ines, mireille):
    stick.refresh_from_db()
    launch = begin(by=ines, community=stick)
    obstacle = note(by=ines, launch=launch, strand="integrate", words="Sunday work is not paid.")
    client.force_login(ines)
    page, asking = reverse("obstacle", args=["stick", obstacle.pk]), f"?from=obstacle.{obstacle.pk}"
    assert asking in shown(client, page)
    client.post(f"{reverse('request_new', args=['stick'])}{asking}", {"title": "Pay Sunday work", "why": "It is not."})
    assert "waits for an answer" in shown(client, page)
    assert asking not in shown(client, page)
    client.force_login(mireille)
    said = {"answer-says": "yes", "answer-words": "From May on.", "answer-on": "0"}
    client.post(f"{Request.objects.get().url('stick')}answer", said)
    client.force_login(ines)
    assert "From May on." in shown(client, page)


def test_a_sponsor_answers_and_stewards_tell_what_changed(client, asks, ines, mireille, hal):
    page = asks().url("stick")
    client.force_login(mireille)
    sent = client.post(f"{page}answer", {"answer-says": "maybe", "answer-words": "Hm.", "answer-on": "0"})
    assert sent.status_code == 422
    client.post(f"{page}answer", {"answer-says": "yes", "answer-words": "From May on.", "answer-on": "0"})
    client.force_login(ines)
    sent = client.post(f"{page}changed", {"change-words": "", "change-on": "1"})
    assert (sent.status_code, "that nothing changed is one, too" in sent.content.decode()) == (422, True)
    client.post(f"{page}changed", {"change-words": "Some come on paid time.", "change-on": "1"})
    client.force_login(hal)
    for where in (page, HERE, f"{HERE}asked/"):
        assert "From May on." in shown(client, where)
        assert "Some come on paid time." in shown(client, where)


def test_who_answers_a_moment_later_reads_the_first_and_keeps_their_words(client, asks, mireille, sponsoring):
    request, henrik = asks(), sponsoring("Henrik Dahl")
    asking.answer(by=mireille, request=request, says="no", words="We cannot.", on=0)
    client.force_login(henrik)
    page = request.url("stick")
    sent = client.post(f"{page}answer", {"answer-says": "yes", "answer-words": "We can.", "answer-on": "0"})
    said = sent.content.decode()
    assert sent.status_code == 422
    assert "Somebody said something meanwhile." in said
    assert "We cannot." in said
    assert "We can." in said
    client.post(f"{page}answer", {"answer-says": "yes", "answer-words": "We can.", "answer-on": "1"})
    assert request.turns.count() == 2


def test_others_do_neither(client, asks, hal, mireille, stranger):
    request = asks()
    page = request.url("stick")
    client.force_login(hal)
    assert client.post(f"{page}answer", {}).status_code == 403
    assert client.post(f"{page}changed", {}).status_code == 403
    assert client.get(reverse("sponsor_say", args=["stick", "thanks"])).status_code == 403
    client.force_login(mireille)
    assert client.get(reverse("request_new", args=["stick"])).status_code == 403
    assert client.get(f"{page}withdraw").status_code == 403
    client.force_login(stranger)
    assert client.post(f"{page}answer", {}).status_code == 404


def test_a_sponsor_thanks_and_it_stands_where_the_community_says_what_it_is(client, stick, mireille, hal):
    client.force_login(mireille)
    client.post(reverse("sponsor_say", args=["stick", "thanks"]), {"words": "You saved us a winter."})
    assert client.get(reverse("sponsor_say", args=["stick", "orders"])).status_code == 404
    client.force_login(hal)
    assert "You saved us a winter." in shown(client, "/c/stick/about")
    assert "You saved us a winter." in shown(client)


def test_an_offer_is_answered_by_a_steward(client, stick, mireille, ines):
    client.force_login(mireille)
    page = reverse("sponsor_say", args=["stick", "offer"])
    assert client.post(page, {"words": "Our hall.", "what": "castle"}).status_code == 422
    client.post(page, {"words": "Our hall.", "what": "room"})
    offer = Saying.objects.get()
    client.force_login(ines)
    answer = reverse("sponsor_offer", args=["stick", offer.pk])
    assert "Our hall." in shown(client, answer)
    assert client.post(answer, {"taken": "yes", "reply": ""}).status_code == 422
    client.post(answer, {"taken": "yes", "reply": "Gladly, in May."})
    assert "Gladly, in May." in shown(client)
    assert client.get(answer).status_code == 302
    assert client.get(reverse("sponsor_offer", args=["stick", 2**70])).status_code == 404


def test_no_words_for_a_sponsor_count_few_people(client, stick, asks, mireille, ines):
    """In every field that a steward writes and a sponsor reads; a report and the three lines have tests beside them."""
    request = asks()
    asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)
    offer = saying.say(by=mireille, community=stick, kind="offer", what="room", words="Our hall.")
    client.force_login(ines)
    few = "3 of 12 members"
    sent = [
        client.post(reverse("request_new", args=["stick"]), {"title": few, "why": few, "would_change": few}),
        client.post(f"{request.url('stick')}changed", {"change-words": few, "change-on": "1"}),
        client.post(f"{request.url('stick')}withdraw", {"why": few}),
        client.post(reverse("sponsor_offer", args=["stick", offer.pk]), {"taken": "yes", "reply": few}),
    ]
    assert [one.status_code for one in sent] == [422] * 4
    assert [one.content.decode().count("no number is told here") >= 1 for one in sent] == [True] * 4


def test_what_a_sponsor_said_they_take_back(client, stick, mireille, hal):
    made = saying.say(by=mireille, community=stick, kind="matters", words="Less night work.")
    client.force_login(hal)
    assert client.post(reverse("saying_back", args=["stick", made.pk])).status_code == 404
    client.force_login(mireille)
    client.post(reverse("saying_back", args=["stick", made.pk]))
    assert not Saying.objects.exists()


def test_three_lines_say_how_they_are_known(client, stick, ines):
    client.force_login(ines)
    page = reverse("sponsor_brief", args=["stick"])
    sent = client.post(page, {"lead_1": "47 times", "words_1": "something was used by four engineers", "how_1": ""})
    assert sent.status_code == 422
    assert "four engineers" in sent.content.decode()
    assert "A sponsor asks this first." in sent.content.decode()
    client.post(page, {"lead_1": "47 times", "words_1": "something was used at work", "how_1": "counted"})
    assert "something was used at work" in shown(client)
    assert 'value="47 times"' in shown(client, page)


def test_what_is_asked_no_more_can_be_asked_again(client, asks, ines):
    request = asks()
    client.force_login(ines)
    page = request.url("stick")
    client.post(f"{page}withdraw", {"why": "It is solved."})
    assert "It is solved." in shown(client, page)
    client.post(f"{page}again")
    assert "It is solved." not in shown(client, page)


@pytest.mark.parametrize("who", ["ines", "mireille", "hal"])
def test_it_is_as_quick_as_a_page(client, request, asks, mireille, who, django_assert_max_num_queries):
    asked = [asks(f"Thing {number}") for number in range(6)]
    for one in asked[:3]:
        asking.answer(by=mireille, request=one, says="yes", words="Yes.", on=0)
    saying.say(by=mireille, community=asked[0].community, kind="thanks", words="Thank you.")
    client.force_login(request.getfixturevalue(who))
    client.get(HERE)
    for page in (HERE, f"{HERE}asked/", asked[0].url("stick")):
        with django_assert_max_num_queries(12):
            client.get(page)


def test_what_was_decided_about_support_leads_a_steward_to_the_sponsor(client, stick, ines, hal):
    stick.modules = [*stick.modules, "value"]
    stick.save(update_fields=["modules"])
    about = Decision.About
    decided = [(about.SUPPORT, "An hour a month on the clock."), (about.INDICATORS, "Nights without a call.")]
    sense = keep(by=ines, community=stick, on=date(2026, 1, 1), seen="Much.", decided=decided)
    page, asking = f"/c/stick/value/sense/{sense.pk}", "?from=decision."
    client.force_login(hal)
    assert asking not in client.get(page).text
    client.force_login(ines)
    assert client.get(page).text.count(asking) == 1
    new = f"{HERE}asked/new?from=decision.{sense.decisions.get(about=about.SUPPORT).pk}"
    assert 'value="An hour a month on the clock."' in client.get(new).text
    said = {"title": "An hour a month on the clock.", "why": "It was decided so.", "idempotency_key": "k"}
    assert client.post(new, said).status_code == 302
    assert Request.objects.get().title == said["title"]
