"""Topics: told apart by their signs, refused by name, offered while filing, found, and each with its page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.topics.actions import (
    add_synonym,
    drop_synonym,
    merge_topics,
    name_topics,
    put_within,
    rename_topic,
)
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.lib.slugs import topic_slug
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry
from commonplace.search.queries import Filters, find

NEW = "/c/stick/conversations/new"


def talk(by: Person, space: Space, title: str, *topics: str) -> Conversation:
    return open_conversation(by=by, space=space, kind="tip", title=title, text="It hums.", topics=topics)


@pytest.mark.parametrize(
    "names",
    [
        ("C", "C++", "C#", "F#"),
        (".NET", "NET"),
        ("Łąka", "Laka", "Ląka"),
        ("経糸", "緯糸"),
        ("A", "A*", "A+"),
        ("R&D", "RD"),
        ("100", "100%"),
        ("тема", "тёма"),
        ("🌿", "🔥"),
        ("हद", "हिंदी"),
        ("x" * 60, "x" * 59),
        ("🔥" * 20, "🔥" * 19 + "🌿"),
    ],
)
def test_different_words_have_different_addresses(
    client: Client, hal: Person, table: Space, stick: Community, names: tuple[str, ...]
) -> None:
    for name in names:
        talk(hal, table, f"On {name}", name)
    client.force_login(hal)
    assert Topic.objects.count() == len(names)
    for topic in Topic.objects.all():
        page = client.get(f"/c/stick/topics/{topic.slug}")
        assert [row.title for row in page.context["rows"]] == [f"On {topic.name}"]
        assert len(find(hal, "hums ", Filters(topic=topic.name)).hits) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Night flow", " night-FLOW "), ("Łąka", "łąka"), ("e\u0301te\u0301", "été"), ("zero\u200bwidth", "Zerowidth")],
)
def test_the_same_word_is_one_topic(hal: Person, table: Space, one: str, other: str) -> None:
    talk(hal, table, "One", one)
    talk(hal, table, "Other", other)
    assert Topic.objects.count() == 1


def test_what_is_refused_is_named_with_the_reason(client: Client, hal: Person, table: Space) -> None:
    client.force_login(hal)
    words = {"kind": "tip", "title": "A tip", "text": "It hums.", "space": "table"}
    for topics, said in (
        ("valves, …", "“…” has no letter and no figure"),
        ("pumps, " + "z" * 61, f"“{'z' * 61}” is longer than 60 characters"),
        (", ".join(f"word{n}" for n in range(10)), "These are too many: word8, word9."),
    ):
        page = client.post(NEW, {**words, "topics": topics})
        assert page.status_code == 422
        assert said in page.content.decode()
        assert f'value="{escape(topics)}"' in page.content.decode()
    assert client.post(NEW, {**words, "topics": "valves、 C++，C#; D"}).status_code == 302
    assert set(Topic.objects.values_list("name", flat=True)) == {"valves", "C++", "C#; D"}


def test_words_in_use_are_offered_and_ticked_without_script(
    client: Client, hal: Person, ines: Person, table: Space, circle: Space
) -> None:
    talk(hal, table, "One", "valves", "night flow")
    talk(ines, circle, "Two", "a secret of the circle")
    client.force_login(hal)
    page = client.get(NEW).content.decode()
    assert page.count('name="filed"') == 2
    assert 'value="night flow"' in page
    assert "a secret of the circle" not in page
    words = {"kind": "tip", "title": "A tip", "text": "It hums.", "space": "table"}
    kept = client.post(NEW, {**words, "topics": "pumps", "filed": ["valves"], "draft": "1"})
    assert kept.status_code == 302
    assert 'value="pumps, valves"' in client.get(NEW).content.decode()
    sent = client.post(NEW, {**words, "topics": "pumps, Valves", "filed": ["valves", "night flow"]})
    made = Conversation.objects.get(title="A tip")
    assert sent.status_code == 302
    assert set(made.topics.values_list("name", flat=True)) == {"pumps", "valves", "night flow"}
    text = f"/c/stick/conversations/{made.pk}/posts/1/text"
    assert client.get(text).content.decode().count('name="filed"') == 3
    changed = client.post(text, {**words, "on_revision": 1, "topics": "", "filed": ["night flow"]})
    assert changed.status_code == 302
    assert list(made.topics.values_list("name", flat=True)) == ["night flow"]


def test_a_topic_is_known_where_something_of_it_may_be_read(
    client: Client,
    hal: Person,
    ines: Person,
    rosa: Person,
    stranger: Person,
    table: Space,
    circle: Space,
    window: Space,
) -> None:
    talk(ines, circle, "Within", "pay")
    talk(ines, table, "Inside", "valves")
    talk(ines, window, "Outside", "weirs")
    everyone = {hal: {"valves", "weirs"}, rosa: {"pay", "valves", "weirs"}, stranger: {"weirs"}}
    for person, known in everyone.items():
        client.force_login(person)
        listed = client.get("/c/stick/topics/")
        assert {topic.name for topic in listed.context["page"].items} == known
        told = client.get("/api/v1/communities/stick/topics").json()
        assert {topic["slug"] for topic in told["items"]} == known
        for word in ("pay", "valves", "weirs"):
            assert client.get(f"/c/stick/topics/{word}").status_code == (200 if word in known else 404)
            found = [hit.kind for hit in find(person, f"{word} ", Filters(kind="topic")).hits]
            assert found == (["topic"] if word in known else [])
    # A word that is not known is refused like one that is none.
    answers = [client.get(f"/api/v1/communities/stick/conversations?topic={word}") for word in ("pay", "none")]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_all_topics_come_page_by_page(
    client: Client, hal: Person, table: Space, django_assert_max_num_queries: Callable
) -> None:
    made = talk(hal, table, "One", "a")
    made.topics.set(name_topics(community=table.community, names=[f"word {n:03}" for n in range(70)]))
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        first = client.get("/c/stick/topics/").context["page"]
    second = client.get("/c/stick/topics/", {"after": first.older}).context["page"]
    assert [topic.name for topic in [*first.items, *second.items]] == [f"word {n:03}" for n in range(70)]
    assert (second.older, "/c/stick/topics/" in client.get("/c/stick/conversations/").content.decode()) == (None, True)


def test_a_topic_is_found_under_its_present_name(ines: Person, table: Space) -> None:
    def found(words: str) -> list[str]:
        return [hit.url for hit in find(ines, f"{words} ", Filters(kind="topic", community=table.community)).hits]

    made = talk(ines, table, "One", "valves", "taps")
    kept, other = made.topics.order_by("-name")
    assert found("valve") == ["/c/stick/topics/valves"]
    rename_topic(by=ines, topic=kept, name="Sluices")
    assert found("valve") == found("sluice") == ["/c/stick/topics/sluices"]
    merge_topics(by=ines, kept=kept, other=other)
    assert found("tap") == ["/c/stick/topics/sluices"]
    assert set(SearchEntry.objects.filter(kind="topic").values_list("object_id", flat=True)) == {kept.pk}


def test_what_is_filed_under_a_topic_is_found_by_what_else_it_is_called(ines: Person, table: Space) -> None:
    made = talk(ines, table, "One", "valves")
    valves = made.topics.get()

    def found(words: str) -> list[int]:
        hits = find(ines, f"{words} ", Filters(community=table.community)).hits
        return [hit.object_id for hit in hits if hit.kind == "post"]

    assert found("gate taps") == []
    synonym = add_synonym(by=ines, topic=valves, name="gate taps")
    later = talk(ines, table, "Two", "gate taps")
    assert sorted(found("gate taps")) == sorted(one.posts.get(number=1).pk for one in (made, later))
    drop_synonym(by=ines, topic=valves, synonym=synonym)
    assert (found("gate taps"), len(found("valves"))) == ([], 2)


def test_an_address_is_no_longer_than_it_may_be() -> None:
    assert max(len(topic_slug(name)) for name in ("x" * 200, "🌿" * 60, "é" * 100)) <= 60
    assert topic_slug(" \u0301 ") == topic_slug("") == topic_slug("...") == ""


def test_a_broader_topic_holds_what_is_within_it_everywhere(
    client: Client, hal: Person, ines: Person, table: Space, circle: Space, django_assert_max_num_queries: Callable
) -> None:
    here = table.community
    talk(hal, table, "On mains", "mains")
    talk(hal, table, "On both", "mains", "pipe")
    talk(ines, circle, "On pay", "pay")
    asked = open_conversation(by=hal, space=table, kind="question", title="On PE?", text="It hums.", topics=["PE"])
    mains, pipe, plastic, pay = (Topic.objects.get(slug=slug) for slug in ("mains", "pipe", "pe", "pay"))
    for topic, broader in ((pipe, mains), (plastic, pipe), (pay, mains)):
        put_within(by=ines, topic=topic, broader=broader)
    add_synonym(by=ines, topic=plastic, name="HDPE")
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get("/c/stick/topics/mains")
    titles = ["On PE?", "On both", "On mains"]
    assert [row.title for row in page.context["rows"]] == titles
    shown = page.context["lies"]
    assert shown.counts == {"all": 3, "asked": 1, "settled": 0, "waiting": 1}
    # What is filed within it in a circle of others is not named.
    assert ([one.name for one in shown.narrower], "pay" in page.content.decode()) == (["pipe"], False)
    assert client.get("/c/stick/topics/pipe").context["lies"].broader == mains
    assert [row.title for row in client.get("/c/stick/topics/mains?show=waiting").context["rows"]] == ["On PE?"]
    listed = client.get("/api/v1/communities/stick/conversations?topic=mains&limit=50").json()["items"]
    assert [one["title"] for one in listed] == titles
    assert {hit.object_id for hit in find(hal, "hums ", Filters(topic="Mains", community=here)).hits} == {
        hit.object_id for hit in find(hal, "hums ", Filters()).hits
    }
    # A synonym means its topic wherever one narrows by it, and its address leads on.
    assert len(find(hal, "hums ", Filters(topic="hdpe")).hits) == 1
    one = client.get("/api/v1/communities/stick/conversations?topic=hdpe").json()["items"]
    assert [each["id"] for each in one] == [asked.pk]
    led = client.get("/c/stick/topics/hdpe?show=waiting")
    assert (led.status_code, led["Location"]) == (302, "/c/stick/topics/pe?show=waiting")
    feed = client.get("/c/stick/feeds/topics/hdpe.json")
    assert feed.status_code == 404  # a stranger's way in, and nothing here is open
    with django_assert_max_num_queries(12):
        words = client.get("/c/stick/topics/").context["words"]
    assert [(word.topic.name, word.filed, list(word.synonyms), word.broader) for word in words] == [
        ("PE", 1, ["HDPE"], "pipe"),
        ("mains", 2, [], ""),
        ("pipe", 1, [], "mains"),
    ]


def test_an_old_address_leads_nobody_to_what_they_may_not_read(
    client: Client, hal: Person, ines: Person, circle: Space, table: Space
) -> None:
    talk(ines, circle, "Within", "pay")
    rename_topic(by=ines, topic=Topic.objects.get(slug="pay"), name="wages")
    client.force_login(hal)
    assert [client.get(f"/c/stick/topics/{word}").status_code for word in ("pay", "wages")] == [404, 404]
    client.force_login(ines)
    assert client.get("/c/stick/topics/pay")["Location"] == "/c/stick/topics/wages"


def test_words_are_suggested_while_one_writes_and_by_a_button(
    client: Client, hal: Person, ines: Person, table: Space, circle: Space, django_assert_max_num_queries: Callable
) -> None:
    talk(hal, table, "One", "valves", "PE")
    talk(ines, circle, "Two", "wages")
    add_synonym(by=ines, topic=Topic.objects.get(slug="pe"), name="plastic pipe")
    client.force_login(hal)
    writing = {
        "kind": "tip",
        "title": "A valve on plastic pipe",
        "text": "Wages? Gate seals, gate seals.",
        "space": "table",
    }
    with django_assert_max_num_queries(12):
        page = client.post("/c/stick/conversations/words", {**writing, "topics": "", "filed": []})
    told = [(one["name"], one["is_ours"]) for one in page.context["suggested"]]
    # By what else it is called; a word of a circle of others is none that the house knows, only the writer's own.
    assert told[:2] == [("PE", True), ("valves", True)]
    assert ("gate seals", False) in told
    assert ("wages", True) not in told
    # What stands in the line is not said twice, and what was ticked stays ticked.
    more = client.post("/c/stick/conversations/words", {**writing, "topics": "Valves", "filed": ["gate seals"]})
    ticked = [(one["name"], one["is_ticked"]) for one in more.context["suggested"]]
    assert ticked[:2] == [("gate seals", True), ("PE", False)]
    # Without script a button asks, and gives every word back.
    asked = client.post(NEW, {**writing, "topics": "pumps", "suggest": "1"})
    assert asked.status_code == 200
    assert [one["name"] for one in asked.context["suggested"]][:2] == ["PE", "valves"]
    assert (asked.context["form"]["topics"].value(), Conversation.objects.count()) == ("pumps", 2)
    sent = client.post(NEW, {**writing, "topics": "pumps", "filed": ["PE", "gate seals"]})
    assert sent.status_code == 302
    made = Conversation.objects.get(title=writing["title"])
    assert set(made.topics.values_list("name", flat=True)) == {"pumps", "PE", "gate seals"}
    # What is ticked and cannot be a word is refused with the reason, and nothing is suggested to nobody.
    assert client.post(NEW, {**writing, "title": "Other", "topics": "", "filed": ["…"]}).status_code == 422
    assert client.post("/c/stick/conversations/words", {"title": "", "text": ""}).content.strip() == b""


def test_words_are_suggested_to_members_alone(client: Client, stranger: Person, stick: Community) -> None:
    client.force_login(stranger)
    assert client.post("/c/stick/conversations/words", {"title": "valve"}).status_code == 404
