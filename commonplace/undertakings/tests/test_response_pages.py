"""The pages of a joint response, as those see them who may and those who may not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import flag, hold
from commonplace.people.actions.erasing import erase
from commonplace.undertakings.actions import endorsing, responding
from commonplace.undertakings.models import DraftComment, Endorsement, JointResponse, ResponseText, Undertaking

pytestmark = pytest.mark.django_db


def here(undertaking: Undertaking, deed: str = "") -> str:
    return f"/c/stick/joint-responses/{undertaking.pk}/{deed}"


def page(client: Client, who, address: str) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get(address).text.split())


def test_one_begins_it_on_a_page(client: Client, stick, hal) -> None:
    client.force_login(hal)
    assert "Joint response" in client.get("/c/stick/undertakings/new").text
    until = timezone.localdate() + timedelta(days=7)
    sent = {
        "title": "Loggers",
        "addressee": "The regulator",
        "text": "One is too few.",
        "until": until.isoformat(),
        "rule": "enough",
        "space": "table",
    }
    answer = client.post("/c/stick/joint-responses/new", sent)
    assert answer.status_code == 422
    assert "Say how many are enough." in answer.text
    assert "One is too few." in answer.text
    answer = client.post("/c/stick/joint-responses/new", {**sent, "enough": "3"})
    made = JointResponse.objects.get()
    assert answer["Location"] == f"/c/stick/joint-responses/{made.pk}/"
    assert timezone.localtime(made.comments_until).date() == until
    assert "3 names" in page(client, hal, here(made.undertaking))


def test_no_day_that_is_over_and_none_that_nobody_means(client: Client, stick, hal) -> None:
    client.force_login(hal)
    for until in ("2020-01-01", "9999-12-31", "0001-01-01", "soon", ""):
        sent = {"title": "L", "addressee": "R", "text": "One.", "until": until, "rule": "names", "space": "table"}
        assert client.post("/c/stick/joint-responses/new", sent).status_code == 422
    assert not JointResponse.objects.exists()


def test_a_paragraph_is_commented_on_and_answered_where_it_stands(client: Client, voice, hal, tomasz) -> None:
    assert "2: That is one too few" in page(client, tomasz, here(voice))
    sent = {"paragraph": "2", "number": "1", "words": "Which iron?", "is_in_the_way": "on"}
    assert client.post(here(voice, "comment"), sent).status_code == 302
    said = DraftComment.objects.get()
    assert (said.paragraph, said.is_in_the_way) == (2, True)
    client.force_login(hal)
    client.post(here(voice, f"comments/{said.pk}"), {"answer": "Grey iron; it says so now."})
    shown = page(client, tomasz, here(voice))
    assert "Grey iron" in shown
    assert "stands in the way" in shown
    client.post(here(voice, f"comments/{said.pk}"), {"no_more": "1"})
    assert "stood in the way, and does no more" in page(client, tomasz, here(voice))


def test_a_comment_on_what_has_changed_meanwhile_stays_with_what_it_was_about(client, voice, hal, tomasz) -> None:
    responding.revise(by=hal, undertaking=voice, text="One paragraph alone.", on=1)
    client.force_login(tomasz)
    client.post(here(voice, "comment"), {"paragraph": "2", "number": "1", "words": "Which iron?"})
    assert DraftComment.objects.get().text.number == 1
    assert "To version 1, where it said: " in page(client, tomasz, here(voice))


def test_members_carry_nothing_that_others_do(client: Client, voice, tomasz, ines) -> None:
    client.force_login(tomasz)
    for deed in ("change", "going-out", "answer"):
        assert client.get(here(voice, deed)).status_code == 403
        assert client.post(here(voice, deed), {}).status_code == 403
    said = responding.comment(by=ines, undertaking=voice, words="Mine.")
    assert client.post(here(voice, f"comments/{said.pk}"), {"take_back": "1"}).status_code == 404
    client.post(f"/c/stick/undertakings/{voice.pk}/hand")
    assert client.get(here(voice, "change")).status_code == 200


def test_whoever_does_not_read_the_space_finds_nothing(client: Client, respond, circle, rosa, ines, tomasz) -> None:
    among = respond(by=rosa, space=circle, title="Among us")
    assert "Among us" in page(client, ines, here(among))
    assert "Among us" not in page(client, tomasz, "/c/stick/undertakings/")
    for who in (tomasz, None):
        client.logout()
        if who is not None:
            client.force_login(who)
        for deed in ("", "as-sent", "texts/1"):
            assert client.get(here(among, deed)).status_code in (302, 404)
        for deed in ("comment", "names", "otherwise", "going-out"):
            assert client.post(here(among, deed), {"words": "x", "on": "1"}).status_code in (302, 404)
    assert not DraftComment.objects.exists()
    client.force_login(tomasz)
    assert client.get("/api/v1/communities/stick/undertakings").json()["items"] == []


def test_strangers_read_what_is_open_to_anyone_and_nothing_of_how_it_came_about(
    client: Client, respond, stick, window: Space, hal, tomasz
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    open_one = respond(space=window)
    responding.comment(by=tomasz, undertaking=open_one, words="Between us: who wrote this?")
    responding.revise(by=hal, undertaking=open_one, text="Another text.", on=1)
    shown = page(client, None, here(open_one))
    assert "Another text." in shown
    assert "Between us" not in shown
    assert "Put my name beneath it" not in shown
    assert client.get(here(open_one, "texts/1")).status_code == 404


def test_the_whole_of_it_is_one_page_to_print(client: Client, voice, hal, tomasz, leila) -> None:
    endorsing.endorse(by=tomasz, undertaking=voice, on=1, speaks_as="for the night crew")
    endorsing.see_otherwise(by=leila, undertaking=voice, text="One is *enough*.")
    JointResponse.objects.filter(pk=voice.pk).update(comments_until=timezone.now())
    responding.send(by=hal, undertaking=voice, how="By letter")
    responding.keep_answer(by=hal, undertaking=voice, text="Two it is.", on=timezone.localdate())
    shown = page(client, hal, here(voice, "as-sent"))
    for words in ("The water regulator", "for the night crew", "Tomasz Wilk", "<em>enough</em>", "Leila", "Two it is."):
        assert words in shown
    assert "<form" not in shown.partition('<main class="leaf"')[2].partition("</main>")[0]


def test_what_is_held_is_read_by_its_author_and_stewards(client: Client, voice, hal, ines, tomasz, stick) -> None:
    flag(by=tomasz, kind="undertaking", object_id=voice.pk, community=stick, why="It names a street.")
    hold(by=ines, kind="undertaking", object_id=voice.pk, community=stick, why="It names a street.")
    found = {}
    for who in (hal, ines, tomasz):
        client.force_login(who)
        found[who] = client.get(here(voice)).status_code
    assert found == {hal: 200, ines: 200, tomasz: 404}


def test_where_they_are_switched_off_nothing_is_there(client: Client, voice, stick, hal) -> None:
    stick.modules = ["archives"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    for address in ("/c/stick/undertakings/", here(voice), here(voice, "as-sent")):
        assert client.get(address).status_code == 404


def test_whoever_goes_leaves_no_name_and_no_words_where_they_wish_so(client: Client, voice, hal, tomasz, leila, ines):
    responding.comment(by=tomasz, undertaking=voice, words="Zqsaid by me.")
    endorsing.endorse(by=leila, undertaking=voice, on=1, speaks_as="zqleila")
    endorsing.endorse(by=tomasz, undertaking=voice, on=1)
    JointResponse.objects.filter(pk=voice.pk).update(comments_until=timezone.now())
    responding.send(by=hal, undertaking=voice)
    erase(person=leila, withdraw=False)
    erase(person=tomasz, withdraw=True)
    assert Endorsement.objects.filter(person=None, speaks_as="").count() == 2
    shown = page(client, ines, here(voice))
    assert shown.count("someone who has left") >= 2
    assert "zqleila" not in shown
    assert "Zqsaid" not in shown
    erase(person=hal, withdraw=True)
    assert "one logger" not in page(client, ines, here(voice))
    assert ResponseText.objects.get().source == ""
    assert page(client, ines, "/search?q=logger").count("joint-responses") == 0


def test_a_page_full_of_talk_takes_twelve_queries(
    client: Client, voice, hal, ines, tomasz, leila, django_assert_max_num_queries
) -> None:
    for n, person in enumerate((hal, ines, tomasz, leila) * 3):
        responding.comment(by=person, undertaking=voice, words=f"Comment {n}", paragraph=n % 4 or None)
    endorsing.see_otherwise(by=leila, undertaking=voice, text="No.")
    endorsing.endorse(by=tomasz, undertaking=voice, on=1)
    client.force_login(hal)
    for address in (here(voice), here(voice, "as-sent"), "/c/stick/undertakings/", here(voice, "going-out")):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
