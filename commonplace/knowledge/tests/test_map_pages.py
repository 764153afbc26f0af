"""The map, its gaps and its topics as pages: for whoever belongs, from what everybody inside may read."""

import re

import pytest
from django.urls import reverse

from commonplace.communities.topics.actions import add_synonym, name_topics, put_within
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.settling import settle
from commonplace.knowledge.actions import asking
from commonplace.knowledge.tests.test_asking_in import answered, question, says_ask_me
from commonplace.knowledge.tests.test_reading import kept_thing

MAP, GAPS, TOPIC = "/c/stick/map/", "/c/stick/map/gaps", "/c/stick/map/topics/valves"


@pytest.fixture(autouse=True)
def the_map_is_on(stick):
    stick.modules = [*stick.modules, "map", "repertoire", "gatherings", "protocols"]
    stick.save(update_fields=["modules"])


def words(page) -> str:
    """What a page says, with one blank between words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def only_leila_answers(hal, leila, table):
    for days in (3, 4, 5):
        answered(leila, hal, table, days=days)


def test_strangers_find_no_map(client, stick, stranger):
    assert client.get(MAP).status_code == 302
    client.force_login(stranger)
    assert [client.get(one).status_code for one in (MAP, GAPS, TOPIC)] == [404, 404, 404]


def test_a_map_of_nothing_says_what_belongs_there(client, hal):
    client.force_login(hal)
    assert "Nothing is filed under a topic yet." in words(client.get(MAP))
    assert "No topic runs dry." in words(client.get(GAPS))
    assert "Nothing is filed under a topic yet." in words(client.get(MAP, {"show": "all"}))


def test_every_page_takes_twelve_queries(client, valves, stick, table, hal, leila, ines, django_assert_max_num_queries):
    only_leila_answers(hal, leila, table)
    question(hal, table)
    kept_thing(leila, table, days=900)
    thank(post=answered(leila, hal, table), by=hal)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    client.force_login(ines)
    for page in (MAP, f"{MAP}?show=all", GAPS, TOPIC):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200


def test_a_year_that_is_over_says_so_on_every_page(
    client, valves, table, hal, leila, tomasz, django_assert_max_num_queries
):
    thank(post=answered(leila, hal, table, days=900), by=hal)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    client.force_login(tomasz)

    for page in (MAP, f"{MAP}?show=all", GAPS, TOPIC):
        with django_assert_max_num_queries(12):
            told = words(client.get(page))
        assert "Nothing has been asked here since " in told
    assert "Was thanked one time for an answer" in told
    question(hal, table)
    assert "Nothing has been asked here since" not in words(client.get(MAP))


def test_who_alone_answers_is_told_to_stewards_and_to_themselves(client, valves, table, hal, leila, ines):
    only_leila_answers(hal, leila, table)
    told = {}
    for reader in (ines, hal, leila):
        client.force_login(reader)
        told[reader.name] = [words(client.get(page)) for page in (MAP, GAPS, TOPIC)]

    assert all("All three answers within a year came from Leila Haddad." in page for page in told[ines.name])
    assert all("All three answers within a year came from you." in page for page in told[leila.name])
    assert all("Few answer: three questions were answered within a year." in page for page in told[hal.name])
    assert not any("Leila" in page for page in told[hal.name])


def test_a_name_of_an_archive_is_told_to_nobody(client, valves, table, hal, unclaimed, ines):
    for days in (3, 4, 5):
        answered(unclaimed, hal, table, days=days)
    client.force_login(ines)

    page = words(client.get(GAPS))
    assert ("Few answer: three" in page, unclaimed.name in page) == (True, False)


def test_whoever_showed_it_is_named_with_what_they_showed_once_they_said_yes(client, valves, table, hal, leila, tomasz):
    post = answered(leila, hal, table)
    settle(by=hal, post=post)
    client.force_login(tomasz)
    before = words(client.get(TOPIC))
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)

    page = client.get(TOPIC).content.decode()

    assert "Leila" not in before
    assert "Leila Haddad" in page
    line = re.search(r'href="([^"]+)">Settled “', page)[1]
    assert line == f"{reverse('conversation', args=['stick', post.conversation_id])}?from=2#p2"
    assert client.get(line).status_code == 200


def test_whoever_could_be_named_is_told_so_alone(client, valves, table, hal, leila, tomasz):
    thank(post=answered(leila, hal, table), by=hal)
    client.force_login(leila)
    asked = words(client.get(TOPIC))
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    named = words(client.get(TOPIC))
    client.force_login(tomasz)

    assert "You are named for it only if you say so." in asked
    assert "because you said yes" in named
    assert "if you say so" not in words(client.get(TOPIC))


def test_who_says_so_and_who_learns_stand_apart(client, valves, table, hal, leila, tomasz):
    question(hal, table)
    says_ask_me(leila)
    tomasz.learning_about = "valves"
    tomasz.save(update_fields=["learning_about"])
    client.force_login(hal)

    page = words(client.get(TOPIC))
    assert page.index("Says “ask me about it”.") < page.index("Who learns about it")
    assert page.index("Leila Haddad") < page.index("Who learns about it") < page.index("Tomasz Wilk")


def test_what_stands_in_a_group_changes_nothing(client, valves, table, circle, hal, ines, rosa):
    question(hal, table)
    before = {}
    client.force_login(ines)
    for page in (MAP, GAPS):
        before[page] = words(client.get(page))
    answered(rosa, ines, circle)
    kept_thing(rosa, circle)

    assert {page: words(client.get(page)) for page in before} == before


def test_a_word_used_only_in_a_group_has_no_page(client, valves, circle, ines):
    question(ines, circle)
    client.force_login(ines)

    assert client.get(TOPIC).status_code == 404


def test_another_word_for_it_leads_on_and_neighbours_are_named(client, valves, stick, table, hal, ines):
    question(hal, table)
    add_synonym(by=ines, topic=valves, name="taps")
    (fittings,) = name_topics(community=stick, names=["fittings"])
    put_within(by=ines, topic=valves, broader=fittings)
    client.force_login(hal)

    assert client.get("/c/stick/map/topics/taps").headers["Location"] == TOPIC
    assert "Lies next to" not in words(client.get(TOPIC))
    answered_one = question(hal, table, title="Which fittings?")
    answered_one.topics.add(fittings)
    assert "Lies next to fittings" in words(client.get(TOPIC))


def test_the_table_says_what_the_picture_says(client, valves, table, hal, leila):
    answered(leila, hal, table)
    question(hal, table)
    client.force_login(hal)

    page = words(client.get(MAP))
    assert "Asked, answered, kept, known by: 2 1 nothing kept nobody yet" in page
    assert "valves 2 1 – none – none" in page


def test_topics_stand_by_what_becomes_of_their_questions(client, valves, stick, table, hal, leila):
    one, other, third = name_topics(community=stick, names=["pumps", "meters", "weirs"])
    answered(leila, hal, table)
    answered(leila, hal, table).conversation.topics.set([one])
    kept_thing(leila, table).topics.set([one])
    question(hal, table).topics.set([other])
    kept_thing(leila, table, title="On weirs").topics.set([third])
    client.force_login(hal)

    kinds = {name: re.search(r'class="kind">([^<]+)', client.get(f"{MAP}topics/{name}").content.decode())[1]
             for name in ("valves", "pumps", "meters", "weirs")}  # fmt: skip
    page = words(client.get(MAP))

    assert kinds == {
        "valves": "Answered when asked, and nothing kept",
        "pumps": "In good supply",
        "meters": "Asked, and hardly answered",
        "weirs": "Kept, seldom asked for",
    }
    assert page.index("In good supply pumps") < page.index("nothing kept valves") < page.index("seldom asked for weirs")
    assert "hardly answered" not in page


def test_what_nobody_answered_stands_first_among_what_is_open(client, valves, table, hal, leila):
    question(hal, table, days=9, title="Which ones sing?")
    answered(leila, hal, table)
    client.force_login(hal)

    page = words(client.get(TOPIC))
    assert page.index("Which ones sing?") < page.index("no answer yet") < page.index("An earlier one")
    assert page.index("An earlier one") < page.index("answered, and not settled")


def test_ways_lead_to_pages_that_are_filled_in(client, valves, table, hal, leila, tomasz):
    for days in (3, 4, 5, 6, 7):
        answered(leila if days % 2 else tomasz, hal, table, days=days)
    client.force_login(hal)
    found = client.get(GAPS).content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'class="btn[^"]*" href="(/c/stick/[^"]+)"', found)]

    assert len(links) == 3
    pages = [client.get(link) for link in links]
    assert [page.status_code for page in pages] == [200] * 3
    assert 'value="valves"' in pages[0].content.decode()
    assert 'value="valves"' in pages[1].content.decode()


def test_a_map_that_is_put_away_is_nowhere(client, stick, valves, table, hal):
    question(hal, table)
    stick.modules = [one for one in stick.modules if one != "map"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)

    assert [client.get(one).status_code for one in (MAP, GAPS, TOPIC)] == [404] * 3
    assert "on the map" not in words(client.get("/c/stick/topics/valves"))


def test_a_hundred_topics_go_over_two_pages(client, stick, table, hal):
    asked = question(hal, table)
    asked.topics.add(*name_topics(community=stick, names=[f"word {number:03}" for number in range(61)]))
    client.force_login(hal)

    first = client.get(MAP, {"show": "all"}).content.decode()
    onward = re.search(r'href="([^"]+after=[^"]+)"', first)[1].replace("&amp;", "&")
    rest = client.get(onward).content.decode()
    assert (first.count('class="stream"'), rest.count('class="stream"')) == (60, 2)
    assert client.get(MAP, {"show": "all", "after": "nothing"}).content.decode().count('class="stream"') == 60
