"""Stewards change the community, its spaces, standings, roles, topics and charter; one steward always stays."""

from datetime import timedelta

import pytest
from django.test import Client

from commonplace.communities.charter import actions as charter
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.membership.actions import roles, standing
from commonplace.communities.models import Community, Membership, Role, Space, SpaceSeat
from commonplace.communities.settings.actions import arranging
from commonplace.communities.spaces import actions as spaces
from commonplace.communities.stewards import NotASteward
from commonplace.communities.topics import actions as topics
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.models import Letter


def standing_in(stick: Community, person: object) -> Membership:
    return Membership.objects.get(community=stick, person=person)


def test_member_changes_nothing(stick, hal, table) -> None:
    with pytest.raises(NotASteward):
        arranging.change_community(by=hal, community=stick, lines={"name": "Mine"})
    with pytest.raises(NotASteward):
        spaces.change_space(by=hal, space=table, name="Mine")


def test_private_community_with_words_in_an_open_space_stays_private(stick, window, ines, hal) -> None:
    arranging.change_community(by=ines, community=stick, lines={"visibility": "private"})
    open_conversation(by=hal, space=window, kind="question", title="Where?", text="Where is it?")
    with pytest.raises(arranging.WordsWouldReachFurther):
        arranging.change_community(by=ines, community=stick, lines={"visibility": "listed"})
    spaces.change_space(by=ines, space=window, visibility="members")
    assert arranging.change_community(by=ines, community=stick, lines={"visibility": "listed"}).visibility == "listed"


def test_space_with_words_grows_narrower_only(table, ines, hal) -> None:
    open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is it?")
    with pytest.raises(arranging.WordsWouldReachFurther):
        spaces.change_space(by=ines, space=table, visibility="public")
    assert spaces.change_space(by=ines, space=table, visibility="group").visibility == "group"
    assert [seat.person for seat in table.seats.all()] == [ines]


def test_empty_space_grows_wider(table, ines) -> None:
    assert spaces.change_space(by=ines, space=table, visibility="public").visibility == "public"


def test_two_spaces_of_one_name_have_two_addresses(stick, ines) -> None:
    slugs = [spaces.add_space(by=ines, community=stick, name="Valves").slug for _ in range(3)]
    assert slugs == ["valves", "valves-2", "valves-3"]


def test_only_those_who_sit_in_a_group_seat_others(circle, ines, rosa, hal, tomasz, stick) -> None:
    standing.make_steward(by=ines, membership=standing_in(stick, hal))
    with pytest.raises(spaces.NoSeat):
        spaces.seat(by=hal, space=circle, person=hal)
    spaces.seat(by=rosa, space=circle, person=tomasz)
    spaces.unseat(by=rosa, space=circle, person=rosa)
    with pytest.raises(spaces.NoSeat):
        spaces.seat(by=rosa, space=circle, person=rosa)


def test_steward_reopens_a_group_nobody_sits_in(circle, ines, rosa) -> None:
    SpaceSeat.objects.filter(space=circle).delete()
    spaces.seat(by=rosa, space=circle, person=rosa)
    assert [seat.person for seat in circle.seats.all()] == [rosa]


def test_stranger_gets_no_seat(circle, ines, stranger) -> None:
    with pytest.raises(spaces.ElsewhereStanding):
        spaces.seat(by=ines, space=circle, person=stranger)
    with pytest.raises(spaces.ElsewhereStanding):
        spaces.add_space(by=ines, community=circle.community, name="Valves", visibility="group", seats=[stranger])


def test_community_always_keeps_one_steward(stick, ines, rosa) -> None:
    standing.make_member(by=ines, membership=standing_in(stick, rosa))
    with pytest.raises(standing.LastSteward):
        standing.make_member(by=ines, membership=standing_in(stick, ines))


def test_unclaimed_name_tends_nothing(stick, ines, unclaimed) -> None:
    with pytest.raises(standing.NotClaimed):
        standing.make_steward(by=ines, membership=standing_in(stick, unclaimed))


def test_asked_to_leave_with_words_that_reach_them(stick, ines, hal, circle) -> None:
    spaces.seat(by=ines, space=circle, person=hal)
    standing.remove(by=ines, membership=standing_in(stick, hal), words="Not this year, Hal.")
    assert standing_in(stick, hal).standing == "alumnus"
    assert not circle.seats.filter(person=hal).exists()
    assert "Not this year, Hal." in Letter.objects.get(to="hal@example.org").text


def test_nobody_removes_themselves(stick, ines, rosa) -> None:
    with pytest.raises(standing.NotOneself):
        standing.remove(by=ines, membership=standing_in(stick, ines), words="Bye.")


def test_role_has_a_term_and_is_laid_down(stick, ines, hal, now) -> None:
    today = now.date()
    membership = standing_in(stick, hal)
    role = roles.appoint(by=ines, membership=membership, name="host", since=today - timedelta(days=9), until=None)
    roles.step_down(by=hal, role=role)
    assert Role.objects.get().until == today
    with pytest.raises(roles.TermEndsBeforeItBegins):
        roles.appoint(by=ines, membership=membership, name="host", since=today, until=today - timedelta(days=1))


def test_charter_keeps_every_state(stick, ines) -> None:
    charter.revise_charter(by=ines, community=stick, words={"domain": "Water."}, summary="First")
    second = charter.revise_charter(by=ines, community=stick, words={"norms": "We ask."}, summary="Norms")
    assert (second.number, second.words) == (2, {"domain": "Water.", "norms": "We ask."})
    with pytest.raises(charter.NothingChanged):
        charter.revise_charter(by=ines, community=stick, words={"domain": "Water."}, summary="")


def test_two_who_change_one_section_lose_nothing(stick, ines, rosa, client: Client) -> None:
    charter.revise_charter(by=ines, community=stick, words={"domain": "Water we lose."}, summary="First")
    charter.revise_charter(by=rosa, community=stick, words={"domain": "Water we waste."}, summary="Hers", on_revision=1)
    client.force_login(ines)
    sent = {"words": "Water we find.", "summary": "Mine", "on_revision": "1"}
    answer = client.post("/c/stick/charter/domain", sent)
    assert answer.status_code == 409
    assert "<del>waste</del><ins>find</ins>" in answer.text
    assert "Water we find." in answer.text
    assert client.post("/c/stick/charter/domain", {**sent, "on_revision": "2"}).status_code == 302
    assert stick.charter_revisions.count() == 3


def test_two_who_change_two_sections_do_not_meet(stick, ines, rosa) -> None:
    charter.revise_charter(by=ines, community=stick, words={"domain": "Water."}, summary="First")
    charter.revise_charter(by=rosa, community=stick, words={"norms": "We ask."}, summary="", on_revision=1)
    third = charter.revise_charter(by=ines, community=stick, words={"rhythm": "Mondays."}, summary="", on_revision=1)
    assert sorted(third.words) == ["domain", "norms", "rhythm"]


def test_topics_become_one(stick, ines, hal, table) -> None:
    name_topics(community=stick, names=["valve", "valves"])
    one, other = stick.topics.order_by("slug")
    both = open_conversation(by=hal, space=table, kind="question", title="A?", text="A", topics=["valve", "valves"])
    single = open_conversation(by=hal, space=table, kind="question", title="B?", text="B", topics=["valve"])
    topics.merge_topics(by=ines, kept=other, other=one)
    assert [list(talk.topics.values_list("slug", flat=True)) for talk in (both, single)] == [["valves"], ["valves"]]


def test_topic_is_renamed_unless_another_has_the_name(stick, ines) -> None:
    name_topics(community=stick, names=["valve", "night flow"])
    valve = stick.topics.get(slug="valve")
    assert topics.rename_topic(by=ines, topic=valve, name="Boundary valves").slug == "boundary-valves"
    with pytest.raises(topics.TopicTaken):
        topics.rename_topic(by=ines, topic=valve, name="Night flow")


def test_stewards_change_everything_by_form(stick, table, circle, ines, rosa, hal, client: Client, now) -> None:
    client.force_login(ines)
    lines = {"name": "The Stick", "visibility": "listed", "joining": "open", "stage": "maturing", "language": "en"}
    assert client.post("/c/stick/settings", lines).status_code == 302
    assert Community.objects.get(pk=stick.pk).name == "The Stick"
    wider = {"name": "Valves", "visibility": SpaceVisibility.GROUP}
    assert client.post("/c/stick/settings/spaces/", wider).status_code == 302
    group = Space.objects.get(slug="valves")
    assert client.post(f"/c/stick/settings/spaces/{group.pk}/seats/", {"person": hal.pk}).status_code == 302
    assert client.post(f"/c/stick/settings/spaces/{group.pk}/seats/{group.seats.get(person=hal).pk}").status_code == 302
    assert [seat.person for seat in group.seats.all()] == [ines]
    membership = standing_in(stick, hal)
    page = f"/c/stick/settings/members/{membership.pk}"
    until = (now + timedelta(days=30)).date().isoformat()
    assert client.post(page, {"standing": "guest", "until": ""}).status_code == 422
    assert client.post(page, {"standing": "guest", "until": until}).status_code == 302
    assert client.post(page, {"standing": "steward"}).status_code == 302
    assert standing_in(stick, hal).is_steward
    role = {"role-name": "librarian", "role-since": now.date().isoformat()}
    assert client.post(f"{page}/roles/", role).status_code == 302
    assert client.post(f"/c/stick/settings/roles/{Role.objects.get().pk}/end").status_code == 302
    assert client.post(f"{page}/removal", {"removal-words": "Thank you, Hal."}).status_code == 302
    assert standing_in(stick, hal).standing == "alumnus"


def test_what_letters_say_of_a_space_is_chosen_and_unsaid_stays(table, ines, hal) -> None:
    assert table.sends_words
    with pytest.raises(NotASteward):
        spaces.change_space(by=hal, space=table, in_letters="notice")
    spaces.change_space(by=ines, space=table, in_letters="notice")
    changed = spaces.change_space(by=ines, space=table, name="The table", in_letters=None)
    assert (changed.in_letters, changed.sends_words) == ("notice", False)
    assert not spaces.add_space(by=ines, community=table.community, name="Quiet", in_letters="notice").sends_words


def test_what_is_said_in_confidence_stands_in_no_letter(table) -> None:
    table.confidence = "sealed"
    assert not table.sends_words


def test_the_page_of_a_space_asks_what_letters_say(client, table, ines) -> None:
    client.force_login(ines)
    page = f"/c/stick/settings/spaces/{table.pk}"
    assert 'name="in_letters" value="words"' in client.get(page).content.decode()
    said = {"name": table.name, "purpose": "", "visibility": "members"}
    client.post(page, {**said, "in_letters": "notice"})
    client.post(page, said)
    table.refresh_from_db()
    assert table.in_letters == "notice"
    assert client.post(page, {**said, "in_letters": "all"}).status_code == 422
    # Of what is in confidence no letter says a word: it is not asked, and nothing else is kept.
    client.post(page, {**said, "in_letters": "words", "confidence": "chatham"})
    table.refresh_from_db()
    assert (table.confidence, table.in_letters) == ("chatham", "notice")
    assert 'name="in_letters"' not in client.get(page).content.decode()
    assert client.post(page, {**said, "in_letters": "words", "confidence": "chatham"}).status_code == 302
    table.refresh_from_db()
    assert table.in_letters == "notice"
