"""The vocabulary: words made one and two again, renamed, put under broader ones; old words lead on, nothing circles."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.attention.actions.following import follow_subject
from commonplace.attention.models import SubjectFollow
from commonplace.attention.subjects import Subject
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Deed, Space, Topic
from commonplace.communities.stewards import NotASteward
from commonplace.communities.topics import actions as topics
from commonplace.communities.topics.queries import mergers_of, names_meant, synonyms_of, topic_named, vocabulary, within
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person


def talk(by: Person, space: Space, *names: str) -> Conversation:
    return open_conversation(by=by, space=space, kind="tip", title="A tip", text="It hums.", topics=names)


def filed(one: Conversation) -> list[str]:
    return list(one.topics.order_by("name").values_list("name", flat=True))


def named(community: Community, *names: str) -> list[Topic]:
    topics.name_topics(community=community, names=names)
    return [Topic.objects.get(community=community, name=name) for name in names]


def test_old_words_lead_on_and_files_what_is_new(stick: Community, ines: Person, hal: Person, table: Space) -> None:
    before = talk(hal, table, "PE", "valves")
    pipe, polymer = named(stick, "plastic pipe", "PE")
    topics.merge_topics(by=ines, kept=pipe, other=polymer)
    topics.rename_topic(by=ines, topic=pipe, name="Plastic pipes")
    topics.add_synonym(by=ines, topic=pipe, name="HDPE")
    after = talk(hal, table, "hdpe", "PE", "plastic pipe")
    assert (filed(before), filed(after)) == (["Plastic pipes", "valves"], ["Plastic pipes"])
    assert {
        word: topic_named(stick, word) for word in ("pe", "hdpe", "plastic-pipe", "plastic-pipes")
    } == dict.fromkeys(("pe", "hdpe", "plastic-pipe", "plastic-pipes"), pipe)
    assert topic_named(stick, "nothing\x00") is None
    assert synonyms_of([pipe.pk]) == {pipe.pk: ["HDPE", "PE", "plastic pipe"]}
    assert vocabulary(stick)[pipe.pk] == ["Plastic pipes", "PE", "plastic pipe", "HDPE"]
    assert Deed.objects.filter(verb="tidied_topics", person=ines, what_id=pipe.pk).count() == 3


def test_a_word_is_one_thing(stick: Community, ines: Person) -> None:
    valve, pipe = named(stick, "valve", "pipe")
    tap = topics.add_synonym(by=ines, topic=valve, name="tap")
    with pytest.raises(topics.TopicTaken):
        topics.add_synonym(by=ines, topic=pipe, name="Tap")
    with pytest.raises(topics.TopicTaken):
        topics.rename_topic(by=ines, topic=pipe, name="tap")
    with pytest.raises(topics.NotAWord):
        topics.add_synonym(by=ines, topic=pipe, name="…")
    topics.drop_synonym(by=ines, topic=pipe, synonym=tap)  # another topic's stays
    assert topic_named(stick, "tap") == valve
    topics.rename_topic(by=ines, topic=valve, name="Tap")
    assert [topic_named(stick, word) for word in ("tap", "valve")] == [valve, valve]
    topics.drop_synonym(by=ines, topic=valve, synonym=Topic.every.get(slug="valve"))
    assert topic_named(stick, "valve") is None


def test_a_merger_is_undone(stick: Community, ines: Person, hal: Person, table: Space, circle: Space) -> None:
    both, kept_only, other_only = talk(hal, table, "pipe", "PE"), talk(hal, table, "pipe"), talk(hal, table, "PE")
    pipe, polymer, mains, seams = named(stick, "pipe", "PE", "mains", "seams")
    topics.put_within(by=ines, topic=polymer, broader=mains)
    topics.put_within(by=ines, topic=seams, broader=polymer)
    for person, topic in ((hal, pipe), (hal, polymer), (ines, polymer)):
        follow_subject(person=person, subject=Subject(stick, topic=topic))
    merger = topics.merge_topics(by=ines, kept=pipe, other=polymer)
    assert [one.pk for one in mergers_of(pipe)] == [merger.pk]
    assert {filed(one)[0] for one in (both, kept_only, other_only)} == {"pipe"}
    assert Topic.objects.get(pk=pipe.pk).broader == mains
    assert within(mains) == [mains.pk, pipe.pk, seams.pk]
    since = talk(hal, table, "PE")
    assert topics.part_topics(by=ines, merger=merger) == polymer
    assert [filed(one) for one in (both, kept_only, other_only, since)] == [["PE", "pipe"], ["pipe"], ["PE"], ["pipe"]]
    assert [within(topic) for topic in (mains, pipe)] == [[mains.pk, polymer.pk, seams.pk], [pipe.pk]]
    # Whoever followed both follows the one that stayed; what they wanted beside it was not kept.
    assert set(SubjectFollow.objects.values_list("person", "topic")) == {(hal.pk, pipe.pk), (ines.pk, polymer.pk)}
    with pytest.raises(topics.NotPartable):
        topics.part_topics(by=ines, merger=merger)


def test_of_two_mergers_the_later_is_undone_first(stick: Community, ines: Person) -> None:
    one, two, three = named(stick, "one", "two", "three")
    first = topics.merge_topics(by=ines, kept=two, other=one)
    second = topics.merge_topics(by=ines, kept=three, other=two)
    assert topic_named(stick, "one") == three
    with pytest.raises(topics.NotPartable):
        topics.part_topics(by=ines, merger=first)
    topics.part_topics(by=ines, merger=second)
    assert topic_named(stick, "one") == two
    topics.part_topics(by=ines, merger=first)
    assert topic_named(stick, "one") == one


def test_stewards_alone_tidy_their_own(stick: Community, ines: Person, hal: Person) -> None:
    one, two = named(stick, "one", "two")
    (away,) = named(found(by=ines, name="Elsewhere"), "away")
    merger = topics.merge_topics(by=ines, kept=one, other=two)
    for deed in (
        lambda: topics.merge_topics(by=hal, kept=one, other=two),
        lambda: topics.part_topics(by=hal, merger=merger),
        lambda: topics.put_within(by=hal, topic=one, broader=None),
        lambda: topics.add_synonym(by=hal, topic=one, name="three"),
        lambda: topics.drop_synonym(by=hal, topic=one, synonym=two),
        lambda: topics.rename_topic(by=hal, topic=one, name="three"),
    ):
        with pytest.raises(NotASteward):
            deed()
    for deed in (
        lambda: topics.merge_topics(by=ines, kept=one, other=away),
        lambda: topics.merge_topics(by=ines, kept=one, other=one),
        lambda: topics.merge_topics(by=ines, kept=two, other=one),
        lambda: topics.put_within(by=ines, topic=one, broader=away),
        lambda: topics.put_within(by=ines, topic=one, broader=two),
    ):
        with pytest.raises(topics.NotMergeable):
            deed()


NAMES = "abcde"
DEEDS = st.lists(
    st.tuples(st.sampled_from(("within", "merge", "part", "rename")), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_stewards_do_nothing_circles_and_every_word_leads_somewhere(
    stick: Community, ines: Person, deeds: list[tuple[str, str, str]]
) -> None:
    Topic.every.all().delete()
    topics.name_topics(community=stick, names=NAMES)
    for deed, one, other in deeds:
        this, that = topic_named(stick, one), topic_named(stick, other)
        assert this is not None
        try:
            if deed == "within":
                topics.put_within(by=ines, topic=this, broader=that)
            elif deed == "merge":
                topics.merge_topics(by=ines, kept=this, other=that)
            elif deed == "rename":
                topics.rename_topic(by=ines, topic=this, name=other)
            else:
                for merger in mergers_of(this):
                    topics.part_topics(by=ines, merger=merger)
        except (topics.WouldCircle, topics.NotMergeable, topics.TopicTaken, topics.NotPartable):
            continue
    rows = {row.pk: row for row in Topic.every.all()}
    assert {*NAMES} <= {row.slug for row in rows.values()}
    for row in rows.values():
        assert row.same_as_id is None or rows[row.same_as_id].same_as_id is None
        steps, above = 0, row
        while above.broader_id is not None:
            above, steps = rows[above.broader_id], steps + 1
            assert above.same_as_id is None
            assert steps <= len(rows), "a circle"


def test_a_word_of_many_communities_is_asked_for_at_once(
    stick: Community, ines: Person, django_assert_num_queries
) -> None:
    for slug in ("one", "two", "three"):
        here = found(by=ines, name=slug, slug=slug, domain="Pipes")
        pipe, valve = named(here, "pipe", f"valve of {slug}")
        topics.put_within(by=ines, topic=valve, broader=pipe)
    with django_assert_num_queries(1):
        meant = names_meant("Pipe", None)
    assert sorted(meant) == ["Pipe", "pipe", "valve of one", "valve of three", "valve of two"]


def test_any_topic_is_named_by_what_it_is_called(client, stick, ines) -> None:
    topics.name_topics(community=stick, names=[f"a{number:03}" for number in range(501)])
    pipe, zinc = topics.name_topics(community=stick, names=["pipe", "zinc"])
    topics.add_synonym(by=ines, topic=zinc, name="galvanised")
    client.force_login(ines)
    page = f"/c/stick/settings/topics/{pipe.pk}"
    for address, field in ((f"{page}/merger", "merger-into"), (f"{page}/broader", "broader-topic")):
        for said in ("nothing like it", "pipe"):
            answer = client.post(address, {field: said})
            assert (answer.status_code, f'value="{said}"' in answer.text) == (422, True)
            assert "No other topic here is called so." in answer.text
    assert client.post(f"{page}/broader", {"broader-topic": "Zinc"}).status_code == 302
    assert 'value="zinc"' in client.get(page).text
    assert client.post(f"{page}/broader", {"broader-topic": ""}).status_code == 302
    assert Topic.objects.get(pk=pipe.pk).broader is None
    assert client.post(f"{page}/merger", {"merger-into": ""}).status_code == 422
    assert client.post(f"{page}/merger", {"merger-into": "Galvanised"})["Location"].endswith(f"topics/{zinc.pk}")
    assert Topic.every.get(pk=pipe.pk).same_as == zinc
