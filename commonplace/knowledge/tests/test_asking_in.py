"""Who may know, for whom, and how somebody is asked in by name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.communities.questions import askable
from commonplace.communities.topics.actions import add_synonym
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.knowledge.actions import asking
from commonplace.knowledge.models import AskedIn, Pointing
from commonplace.knowledge.queries.who_may_know import Wondered, topics_in, who_may_know
from commonplace.people.models import Person


def question(by: Person, space, days: float = 0, title: str = "Which valves freeze?") -> Conversation:
    return open_conversation(
        by=by, space=space, kind=Kind.QUESTION, title=title, text="Which?", topics=["valves"],
        at=timezone.now() - timedelta(days=days),
    )  # fmt: skip


def answered(by: Person, asker: Person, space, days: float = 5) -> Post:
    asked = question(asker, space, days, title="An earlier one")
    return reply(conversation=asked, by=by, text="The old ones.", at=timezone.now() - timedelta(days=days - 1))


def says_ask_me(person: Person) -> None:
    person.ask_about = "valves"
    person.save(update_fields=["ask_about"])


def seen_from(viewpoint_of, conversation: Conversation):
    topics = {one: [one.name] for one in conversation.topics.all()}
    wondered = Wondered(conversation.space, topics, conversation.author_id, conversation=conversation)
    return who_may_know(viewpoint_of, wondered, now=timezone.now())


def test_whoever_says_so_is_named_at_once(valves, table, hal, leila, from_hal):
    says_ask_me(leila)

    (one,) = seen_from(from_hal, question(hal, table))

    assert (one.byline.name, len(one.reasons)) == ("Leila Haddad", 1)


def test_a_topic_is_heard_by_what_else_it_is_called(valves, table, hal, leila, tomasz, ines, from_hal):
    question(hal, table)
    add_synonym(by=ines, topic=valves, name="gate taps")
    tomasz.ask_about = "gate taps"
    tomasz.save(update_fields=["ask_about"])
    says_ask_me(leila)

    topics = topics_in(from_hal, "My gate taps sing")
    found = who_may_know(from_hal, Wondered(table, topics, hal.pk), now=timezone.now())

    assert topics == {valves: ["valves", "gate taps"]}
    assert {one.byline.name for one in found} == {"Leila Haddad", "Tomasz Wilk"}


def test_whoever_showed_it_is_named_only_after_saying_yes(valves, table, hal, leila, tomasz, from_hal):
    answered(leila, tomasz, table)
    asked = question(hal, table)

    before = seen_from(from_hal, asked)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    after = seen_from(from_hal, asked)
    asking.say_pointing(by=leila, topic=valves, is_welcome=False)

    assert (list(before), [one.byline.name for one in after]) == ([], ["Leila Haddad"])
    assert "one conversation" in after[0].reasons[0].words
    assert list(seen_from(from_hal, asked)) == []


def test_a_name_from_an_archive_is_never_named(valves, table, hal, unclaimed, from_hal):
    says_ask_me(unclaimed)
    Pointing.objects.create(person=unclaimed, topic=valves, is_welcome=True)

    assert list(seen_from(from_hal, question(hal, table))) == []


def test_evidence_from_a_group_names_nobody_to_those_outside(valves, table, circle, hal, ines, rosa, from_hal):
    answered(rosa, ines, circle)
    asking.say_pointing(by=rosa, topic=valves, is_welcome=True)

    assert list(seen_from(from_hal, question(hal, table))) == []


def test_whoever_answered_lately_comes_first(valves, table, hal, leila, tomasz, rosa, from_hal):
    answered(tomasz, rosa, table, days=300)
    answered(leila, rosa, table, days=3)
    for one in (tomasz, leila):
        asking.say_pointing(by=one, topic=valves, is_welcome=True)

    found = [one.byline.name for one in seen_from(from_hal, question(hal, table))]
    answered(tomasz, rosa, table, days=1.5)
    answered(tomasz, rosa, table, days=1.4)

    assert found == ["Leila Haddad", "Tomasz Wilk"]
    assert [one.byline.name for one in seen_from(from_hal, question(hal, table))] == found[::-1]


def test_whoever_asks_for_no_nudges_is_not_named(valves, table, hal, leila, from_hal):
    says_ask_me(leila)
    leila_here = leila.pk and from_hal.community.memberships.get(person=leila)
    leila_here.pace = "follow"
    leila_here.save(update_fields=["pace"])

    assert list(seen_from(from_hal, question(hal, table))) == []


def test_ones_own_limit_is_kept(valves, stick, table, hal, leila, from_hal):
    says_ask_me(leila)
    asking.limit_asking(by=leila, community=stick, a_week=1)
    first, second = question(hal, table), question(hal, table, title="Another")
    asking.ask_in(by=hal, conversation=first, person=leila)

    assert list(seen_from(from_hal, second)) == []
    with pytest.raises(asking.NotToBeAsked):
        asking.ask_in(by=hal, conversation=second, person=leila)
    assert [one.is_asked for one in seen_from(from_hal, first)] == [True]


def test_nobody_is_asked_while_they_pause(valves, stick, table, hal, leila, from_hal):
    says_ask_me(leila)
    until = timezone.localdate() + timedelta(days=3)
    asking.limit_asking(by=leila, community=stick, a_week=3, paused_until=until)

    assert list(seen_from(from_hal, question(hal, table))) == []


def test_asked_twice_is_asked_once(valves, table, hal, leila):
    asked = question(hal, table)

    both = {asking.ask_in(by=hal, conversation=asked, person=leila).pk for _ in range(2)}

    assert (len(both), Deed.objects.filter(verb="asked_in").count()) == (1, 1)


def test_only_who_asked_or_a_steward_asks_somebody_in(valves, table, hal, leila, tomasz, rosa):
    asked = question(hal, table)

    with pytest.raises(asking.NotYours):
        asking.ask_in(by=tomasz, conversation=asked, person=leila)
    assert asking.ask_in(by=rosa, conversation=asked, person=leila).by == rosa


def test_nobody_is_asked_into_a_group_they_do_not_read(valves, circle, ines, hal):
    with pytest.raises(asking.NotToBeAsked):
        asking.ask_in(by=ines, conversation=question(ines, circle), person=hal)


def test_passing_on_leaves_no_trace_for_others(client, valves, stick, table, hal, leila, from_hal):
    says_ask_me(leila)
    asked = asking.ask_in(by=hal, conversation=question(hal, table), person=leila)
    before = list(seen_from(from_hal, asked.conversation))
    client.force_login(leila)

    told = client.get("/c/stick/").content.decode()
    client.post(reverse("pass_on", args=["stick", asked.pk]))

    assert "wonders whether you know" in told
    assert "wonders whether you know" not in client.get("/c/stick/").content.decode()
    assert list(seen_from(from_hal, asked.conversation)) == before
    assert Deed.objects.filter(person=leila).exclude(verb="joined").count() == 0


def test_nobody_passes_on_what_another_was_asked(client, valves, table, hal, leila, tomasz):
    asked = asking.ask_in(by=hal, conversation=question(hal, table), person=leila)
    client.force_login(tomasz)

    assert client.post(reverse("pass_on", args=["stick", asked.pk])).status_code == 404
    assert AskedIn.objects.get().passed_at is None


def test_the_house_asks_once_whoever_helped(valves, table, hal, leila, tomasz, now):
    post = answered(leila, tomasz, table)
    before = [one.code for one, _asking in askable(leila, now, code="may_point")]
    thank(by=tomasz, post=post)
    (found,) = [asked for _kind, asked in askable(leila, now, code="may_point")]
    asking.say_pointing(by=leila, topic=valves, is_welcome=False)

    assert before == []
    assert found.url == reverse("being_pointed_to", args=["stick", valves.pk])
    assert list(askable(leila, now, code="may_point")) == []


def test_the_way_through_the_pages(client, valves, table, hal, leila, django_assert_max_num_queries):
    says_ask_me(leila)
    asked = question(hal, table)
    here = reverse("ask_in", args=["stick", asked.pk])
    client.force_login(hal)

    assert here in client.get(reverse("conversation", args=["stick", asked.pk])).content.decode()
    with django_assert_max_num_queries(12):
        page = client.get(here)
    assert "Leila Haddad" in page.content.decode()
    client.post(here, {"person": leila.pk})
    assert AskedIn.objects.get().person == leila
    assert "Asked in" in client.get(here).content.decode()
    client.force_login(leila)
    assert client.get(here).status_code == 404


def test_a_person_who_was_not_suggested_is_not_asked(client, valves, table, hal, tomasz):
    asked = question(hal, table)
    client.force_login(hal)

    for whom in (str(tomasz.pk), "", "x", "9" * 30):
        client.post(reverse("ask_in", args=["stick", asked.pk]), {"person": whom})

    assert not AskedIn.objects.exists()


def test_people_appear_beside_the_composer(client, valves, table, hal, leila):
    says_ask_me(leila)
    question(hal, table)
    client.force_login(hal)

    found = client.get(reverse("knowing", args=["stick"]), {"title": "Do valves freeze?"}).content.decode()
    none = client.get(reverse("knowing", args=["stick"]), {"title": "Do pumps?"}).content.decode()

    assert ("Leila Haddad" in found, "Leila Haddad" in none) == (True, False)
    assert reverse("knowing", args=["stick"]) in client.get("/c/stick/conversations/new?kind=question").content.decode()


def test_people_stand_beside_a_form_that_was_sent_without_script(client, valves, table, hal, leila):
    says_ask_me(leila)
    question(hal, table)
    client.force_login(hal)
    sent = {"preview": "1", "kind": "question", "title": "Do valves freeze?", "text": "At night.", "space": "table"}

    page = client.post("/c/stick/conversations/new", sent).text
    tip = client.post("/c/stick/conversations/new", {**sent, "kind": "tip"}).text

    assert ("Leila Haddad" in page, "Already talked about" in page) == (True, True)
    assert "Leila Haddad" not in tip


def test_the_fifth_seat_is_for_somebody_new(valves, table, hal, rosa, member, from_hal):
    for number in range(6):
        one = member(f"Old{number} Hand", days=400)
        answered(one, rosa, table, days=20 + number)
        says_ask_me(one)
    says_ask_me(member("New One", days=3))

    found = [one.byline.name for one in seen_from(from_hal, question(hal, table))]

    assert (len(found), found[-1]) == (5, "New One")


def test_ones_own_word_on_being_asked(client, valves, stick, table, hal, leila):
    client.force_login(leila)
    here = reverse("being_asked", args=["stick"])
    about = reverse("being_pointed_to", args=["stick", valves.pk])
    assert client.get(about).status_code == 404, "a word under which they may read nothing is not known to them"
    question(hal, table)

    assert client.post(here, {"a_week": "-1", "paused_until": "soon"}).status_code == 422
    client.post(here, {"a_week": "0", "paused_until": ""})
    client.post(about, {"says": "yes"})

    assert "valves" in client.get(here).content.decode()
    assert Pointing.objects.get().is_welcome
