"""What moved in without topics is looked through for some, and stewards say which of the words are topics."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.models import Community, Deed, Space, Topic
from commonplace.communities.stewards import NotASteward
from commonplace.communities.topics.actions import TopicTaken, name_topics, rename_topic
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions import deciding, suggesting
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.uprooting import uproot, uproot_empty
from commonplace.conversations.models import Conversation, Fitting, Post, SuggestedTopic, TopicDecision, TopicSearch
from commonplace.conversations.queries.suggested import suggested_topics
from commonplace.knowledge.queries.reading import read
from commonplace.people.models import Person
from commonplace.search.queries import Filters, find

PAGE = "/c/stick/suggested-topics/"
TITLES = (
    "Which pressure logger lasts?",
    "A pressure logger that freezes",
    "Reading a pressure logger by night",
    "Sluice gates in frost",
    "Grease for sluice gates",
    "Who mends sluice gates?",
    "Old brass, and where it came from",
)


def move_in(space: Space, people: list[Person], titles: tuple[str, ...] = TITLES) -> list[Conversation]:
    """Conversations of an archive, of these people in turn, and a search for topics."""
    at = timezone.now() - timedelta(days=900)
    posts = import_posts(
        space=space,
        arrivals=[
            Arrival(author=people[n % len(people)], at=at + timedelta(days=n), source="It hums.", title=title)
            for n, title in enumerate(titles)
        ],
        origin="mbox:somewhere",
    )
    suggesting.look_for_topics(community=space.community)
    suggesting.suggest_topics(now=timezone.now())
    return [post.conversation for post in posts]


def seen(person: Person, community: Community) -> dict[str, int]:
    viewpoint = Viewpoint(person, community, standing_of(person, community))
    return {one.name: one.number for one in suggested_topics(viewpoint)}


def word(name: str) -> SuggestedTopic:
    return SuggestedTopic.objects.select_related("community").get(name=name)


def test_words_that_come_again_are_suggested_and_nothing_is_filed(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    came = move_in(table, [hal, rosa])
    assert seen(ines, stick) == {"pressure logger": 3, "sluice gates": 3}
    assert (Topic.objects.count(), Conversation.topics.through.objects.count()) == (0, 0)
    assert TopicSearch.objects.get().upto is None
    assert len(came) == len(TITLES)


def test_the_words_of_the_community_come_first(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    name_topics(community=stick, names=["Gates"])
    move_in(table, [hal, rosa])
    assert seen(ines, stick) == {"Gates": 3, "pressure logger": 3, "sluice gates": 3}
    assert next(iter(suggesting._Look(stick).words_for("Sluice gates in frost", ""))) == "gate"


def test_what_stands_in_a_group_or_has_a_topic_is_not_looked_at(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space, circle: Space
) -> None:
    move_in(circle, [hal, rosa])
    assert SuggestedTopic.objects.count() == 0
    first = move_in(table, [hal, rosa])[0]
    first.topics.set(name_topics(community=stick, names=["Brass"]))
    Fitting.objects.all().delete()
    suggesting.look_for_topics(community=stick)
    suggesting.suggest_topics(now=timezone.now())
    assert Fitting.objects.filter(conversation=first).count() == 0


def test_what_one_may_not_read_any_more_suggests_nothing(
    client: Client, stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    move_in(table, [hal, rosa])
    suggested = word("sluice gates")
    deciding.decline_suggested(by=ines, suggested=word("pressure logger"))
    Space.objects.filter(pk=table.pk).update(visibility=SpaceVisibility.GROUP)
    assert seen(ines, stick) == {}
    with pytest.raises(deciding.Decided):
        deciding.keep_suggested(by=ines, suggested=suggested)
    client.force_login(ines)
    page = client.get(PAGE)
    assert (page.status_code, b"sluice" in page.content, b"logger" in page.content) == (200, False, False)
    assert client.get(f"{PAGE}{suggested.pk}").status_code == 404
    assert client.post(f"{PAGE}decisions/{TopicDecision.objects.get().pk}").status_code == 404


def test_a_word_of_one_person_is_theirs(stick: Community, ines: Person, hal: Person, table: Space) -> None:
    move_in(table, [hal])
    assert seen(ines, stick) == {}


def test_kept_it_gathers_is_found_and_stands_on_the_map_and_goes_again(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    came = move_in(table, [hal, rosa])
    now = timezone.now()
    assert {one.name for one in read(stick, now=now).topics.values()} == set()
    decision = deciding.keep_suggested(by=ines, suggested=word("pressure logger"))
    topic = Topic.objects.get()
    assert set(Conversation.objects.filter(topics=topic)) == set(came[:3])
    assert {one.name: one.talked for one in read(stick, now=now).topics.values()} == {"pressure logger": 3}
    assert find(hal, "hums", Filters(topic="pressure logger")).hits == []
    assert suggesting.tell_search(now=now) == 3
    assert len(find(hal, "hums", Filters(topic="pressure logger")).hits) == 3
    assert seen(ines, stick) == {"sluice gates": 3}
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.person, deed.what_id) == ("tidied_topics", ines, topic.pk)
    deciding.take_back_decision(by=ines, decision=decision)
    suggesting.tell_search(now=now)
    assert (Topic.objects.count(), find(hal, "hums", Filters(topic="pressure logger")).hits) == (0, [])
    assert seen(ines, stick) == {"pressure logger": 3, "sluice gates": 3}
    with pytest.raises(deciding.Decided):
        deciding.take_back_decision(by=ines, decision=decision)


def test_what_others_built_on_a_word_stays_when_it_is_taken_back(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    came = move_in(table, [hal, rosa])
    by_hand = came[0]
    by_hand.topics.set(name_topics(community=stick, names=["pressure logger"]))
    decision = deciding.keep_suggested(by=ines, suggested=word("pressure logger"))
    rename_topic(by=rosa if standing_of(rosa, stick).is_steward else ines, topic=decision.topic, name="Loggers")
    deciding.take_back_decision(by=ines, decision=decision)
    assert [one.name for one in by_hand.topics.all()] == ["Loggers"]
    assert list(Conversation.objects.filter(topics__name="Loggers")) == [by_hand]


def test_declined_it_is_not_suggested_again(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    move_in(table, [hal, rosa])
    decision = deciding.decline_suggested(by=ines, suggested=word("sluice gates"))
    move_in(table, [hal, rosa], tuple(f"{title} Again!" for title in TITLES))
    assert seen(ines, stick) == {"pressure logger": 6}
    with pytest.raises(deciding.Decided):
        deciding.keep_suggested(by=ines, suggested=word("sluice gates"))
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicDecision.objects.create(suggested=word("sluice gates"), by=rosa)
    deciding.take_back_decision(by=ines, decision=decision)
    assert seen(ines, stick)["sluice gates"] == 3


def test_another_word_for_a_topic(stick: Community, ines: Person, hal: Person, rosa: Person, table: Space) -> None:
    came = move_in(table, [hal, rosa])
    gates, loggers = name_topics(community=stick, names=["Penstocks", "Pressure logger"])
    decision = deciding.keep_suggested(by=ines, suggested=word("sluice gates"), under=gates)
    assert set(Conversation.objects.filter(topics=gates)) == set(came[3:6])
    assert Topic.every.get(slug="sluice-gates").same_as == gates
    with pytest.raises(TopicTaken):
        deciding.keep_suggested(by=ines, suggested=word("pressure logger"), under=gates)
    # What moves in later goes to the topic that the word leads to.
    move_in(table, [hal, rosa], tuple(f"{title} Again!" for title in TITLES[3:6]))
    assert seen(ines, stick) == {"Penstocks": 3, "pressure logger": 3}
    deciding.take_back_decision(by=ines, decision=decision)
    assert list(Topic.every.order_by("name")) == [gates, loggers]
    assert Conversation.objects.filter(topics=gates).count() == 0


def test_only_stewards(client: Client, stick: Community, ines: Person, hal: Person, rosa: Person, table: Space) -> None:
    move_in(table, [hal, rosa])
    one = word("sluice gates")
    decision = deciding.decline_suggested(by=ines, suggested=word("pressure logger"))
    for deed in (
        lambda: deciding.keep_suggested(by=hal, suggested=one),
        lambda: deciding.decline_suggested(by=hal, suggested=one),
        lambda: deciding.take_back_decision(by=hal, decision=decision),
    ):
        with pytest.raises(NotASteward):
            deed()
    client.force_login(hal)
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}{one.pk}")] == [404, 404]
    assert b"sluice gates" not in client.get("/c/stick/topics/").content
    client.force_login(ines)
    assert b"Look at 1 suggested word" in client.get("/c/stick/topics/").content


def test_the_page_keeps_one_or_several(
    client: Client,
    stick: Community,
    ines: Person,
    hal: Person,
    rosa: Person,
    table: Space,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    move_in(table, [hal, rosa])
    client.force_login(ines)
    one, other = word("sluice gates"), word("pressure logger")
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    assert [len(each.a_few) for each in page.context["shown"]] == [3, 3]
    empty = client.post(PAGE, {"keep": "ticked"})
    assert (empty.status_code, "Tick some words first." in empty.text) == (422, True)
    assert client.post(PAGE, {"keep": "9" * 30}).status_code == 422
    assert client.post(PAGE, {"words": [str(one.pk), str(other.pk)], "keep": "ticked"}).status_code == 302
    assert Topic.objects.count() == 2
    for decision in TopicDecision.objects.all():
        assert client.post(f"{PAGE}decisions/{decision.pk}")["Location"] == PAGE
    assert Topic.objects.count() == 0
    # One that is pressed is meant, whatever is ticked beside it.
    assert client.post(PAGE, {"words": [str(one.pk)], "decline": str(other.pk)}).status_code == 302
    assert [each.suggested for each in TopicDecision.objects.filter(topic=None)] == [other]
    with django_assert_max_num_queries(12):
        page = client.get(f"{PAGE}{one.pk}")
    assert len(page.context["conversations"]) == 3
    assert client.post(f"{PAGE}{one.pk}", {"keep": str(one.pk)}).status_code == 302
    assert client.post(f"{PAGE}{one.pk}", {"keep": str(one.pk)}).status_code == 404


def test_the_page_of_a_word_asks_for_a_topic_that_is_there(
    client: Client, stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    move_in(table, [hal, rosa])
    name_topics(community=stick, names=["Penstocks", "Pressure logger"])
    client.force_login(ines)
    page = f"{PAGE}{word('pressure logger').pk}"
    for said in ("Zinc", "Penstocks"):
        answer = client.post(page, {"word-into": said})
        assert (answer.status_code, f'value="{said}"' in answer.text) == (422, True)
    sluices = f"{PAGE}{word('sluice gates').pk}"
    assert client.post(sluices, {"word-into": "penstocks"})["Location"] == PAGE
    assert "sluice gates leads to Penstocks now." in client.get(PAGE).text


def test_it_waits_for_stewards_for_three_weeks_while_there_is_something(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    now = timezone.now()

    def waits(person: Person, days: int = 1) -> list[str]:
        moment = now + timedelta(days=days)
        standings = [standing_of(person, stick)]
        needs = needs_from(waiting_for(person, standings, now=moment), {stick.pk: standings[0]}, person)
        return [one.url for one in needs if one.url == PAGE]

    assert waits(ines) == []
    move_in(table, [hal, rosa])
    assert (waits(ines), waits(hal), waits(ines, 22)) == ([PAGE], [], [])
    for name in ("sluice gates", "pressure logger"):
        deciding.decline_suggested(by=ines, suggested=word(name))
    assert waits(ines) == []


def test_words_that_gather_little_are_forgotten(
    stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    name_topics(community=stick, names=["brass"])
    move_in(table, [hal, rosa])
    assert set(SuggestedTopic.objects.values_list("name", flat=True)) == {"pressure logger", "sluice gates"}


def test_what_goes_again_takes_the_words_along_that_were_found_in_it(
    stick: Community, hal: Person, rosa: Person, table: Space
) -> None:
    came = move_in(table, [hal, rosa])
    uproot(list(Post.objects.filter(conversation__in=came[:3]).values_list("pk", flat=True)))
    uproot_empty([one.pk for one in came[:3]])
    assert [one.name for one in SuggestedTopic.objects.all()] == ["sluice gates"]


def test_it_goes_on_where_it_was_cut_short(
    monkeypatch: pytest.MonkeyPatch, stick: Community, ines: Person, hal: Person, rosa: Person, table: Space
) -> None:
    monkeypatch.setattr(suggesting, "AT_ONCE", 2)
    monkeypatch.setattr(suggesting, "IN_ONE_TURN", 2)
    move_in(table, [hal, rosa])
    assert TopicSearch.objects.get().upto is not None
    turns = 0
    while TopicSearch.objects.get().upto is not None:
        turns += suggesting.suggest_topics(now=timezone.now())
    assert (turns, seen(ines, stick)) == (5, {"pressure logger": 3, "sluice gates": 3})
