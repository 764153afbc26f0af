"""Looks that an office allows are on record for those concerned, and nobody looks without."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.looks.actions import KEPT_FOR, NoReason, forget_looks, keep_look, keep_look_by_command
from commonplace.communities.membership.actions.taking_along import take_list_along
from commonplace.communities.models import Community, Look, Looked, Space
from commonplace.communities.moderation.actions import flag, hold
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.house.cli import main
from commonplace.house.cli.looks import NO_REASON
from commonplace.people.models import Person


def test_whoever_is_looked_at_reads_who_looked_and_when(
    client: Client, stick: Community, rosa: Person, hal: Person, tomasz: Person
) -> None:
    client.force_login(rosa)
    for _again in range(2):
        assert client.get(f"/c/stick/moderation/people/{hal.pk}").status_code == 200
    assert list(Look.objects.values_list("what", "by", "person", "community")) == [
        (Looked.MODERATED, rosa.pk, hal.pk, stick.pk)
    ]
    for page in ("/me/looks", "/c/stick/looks"):
        assert "Nobody has looked." in client.get(page).content.decode()
        client.force_login(hal)
        said = client.get(page).content.decode()
        assert "what is held back of yours, and what was complained of" in said
        assert rosa.name in said.partition("<h1")[2]
        client.force_login(tomasz)
        assert "Nobody has looked." in client.get(page).content.decode()
        client.force_login(rosa)


def test_reading_at_the_desk_what_is_held_back_is_a_look_and_what_is_read_by_all_is_none(
    client: Client, stick: Community, table: Space, rosa: Person, ines: Person, hal: Person, tomasz: Person
) -> None:
    talk = open_conversation(by=hal, space=table, kind="idea", title="Mine", text="I sell sticks.")
    theirs = open_conversation(by=tomasz, space=table, kind="idea", title="His", text="I buy them.")
    flag(by=hal, kind="post", object_id=theirs.posts.get().pk, community=stick, why="He buys.")
    ours = open_conversation(by=rosa, space=table, kind="idea", title="Hers", text="I lend mine.")
    held = [
        hold(by=ines, kind="post", object_id=one.posts.get().pk, community=stick, why="A look.") for one in (talk, ours)
    ]
    client.force_login(rosa)
    for page in ("/c/stick/moderation/", "/c/stick/moderation/", f"/c/stick/moderation/holds/{held[0].pk}/release"):
        assert "I sell sticks." in client.get(page).content.decode()
    assert list(Look.objects.values_list("what", "by", "person")) == [(Looked.MODERATED, rosa.pk, hal.pk)]


def test_looking_at_ones_own_is_no_look(stick: Community, rosa: Person) -> None:
    keep_look(what=Looked.MODERATED, by=rosa, community=stick, person=rosa)
    assert not Look.objects.exists()


def test_a_list_taken_along_concerns_everyone_there(
    stick: Community, rosa: Person, hal: Person, stranger: Person
) -> None:
    take_list_along(by=rosa, community=stick)
    assert [Look.objects.visible_to(one).count() for one in (hal, rosa, stranger, None)] == [1, 1, 0, 0]


def test_commands_look_for_a_reason_that_those_concerned_read(
    client: Client, stick: Community, hal: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["reading", "participation", "--community", "stick", "--json"]
    assert main(asked) == 0
    assert '"person"' not in capsys.readouterr().out
    assert main([*asked, "--people"]) == NO_REASON
    assert main(["export", "community", "stick", "--why", "  "]) == NO_REASON
    assert main(["found", "--link", "hal@example.org"]) == NO_REASON
    assert capsys.readouterr().out == ""
    assert not Look.objects.exists()
    assert main([*asked, "--people", "--why", "Hal asked for his number"]) == 0
    assert '"person"' in capsys.readouterr().out
    assert main(["found", "--link", "hal@example.org", "--why", "Lost his phone"]) == 0
    client.force_login(hal)
    said = client.get("/me/looks").content.decode()
    for words in ("Hal asked for his number", "Lost his phone", "whoever runs the house", "of everyone there"):
        assert words in said


def test_founding_for_an_account_that_is_here_is_a_look_too(
    stick: Community, hal: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["found", "--name", "Hal", "--address", "hal@example.org", "--community", "Second"]
    assert main(words) == 0
    assert main(["found", "--steward-of", "stick", "--name", "Hal", "--address", "hal@example.org"]) == 0
    assert list(Look.objects.order_by("pk").values_list("what", "person", "why")) == [
        (Looked.LINK, hal.pk, "to found Second"),
        (Looked.LINK, hal.pk, "to tend The Listening Stick"),
        (Looked.HELPED, None, "Hal Brennan was asked to tend it"),
    ]


def test_an_operators_account_opens_no_group(stick: Community, circle: Space, rosa: Person, hal: Person) -> None:
    lee = open_space(community=stick, slug="lee", name="The lee", visibility="neutral")
    open_conversation(space=circle, by=rosa, kind="discussion", title="Between us", text="Said.")
    Person.objects.filter(pk=hal.pk).update(is_operator=True)
    hal.refresh_from_db()
    assert list(Conversation.objects.visible_to(hal)) == []
    assert list(Space.objects.visible_to(hal).filter(pk__in=[lee.pk, circle.pk])) == [lee]


def test_a_look_by_command_has_a_reason(stick: Community) -> None:
    with pytest.raises(NoReason):
        keep_look_by_command(what=Looked.READING, why=" \n ", community=stick)


def test_looks_go_after_their_days(stick: Community, rosa: Person, hal: Person) -> None:
    now = timezone.now()
    for at in (now, now - KEPT_FOR - timedelta(days=2)):
        keep_look(what=Looked.MODERATED, by=rosa, community=stick, person=hal, at=at)
    assert forget_looks(now=now) == 1
    assert Look.objects.get().on == timezone.localdate(now)
