"""Follows and read marks go along when two conversations are joined."""

from commonplace.attention.models import Follow, ReadMark
from commonplace.communities.models import Space
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person


def test_follows_and_marks_go_along(hal: Person, tomasz: Person, rosa: Person, table: Space) -> None:
    kept, other = (
        open_conversation(by=hal, space=table, kind="tip", title=title, text="Words") for title in ("Kept", "Other")
    )
    for person, read in ((hal, 1), (tomasz, 0)):
        Follow.objects.create(person=person, conversation=other)
        ReadMark.objects.create(person=person, conversation=kept, number=read)
        ReadMark.objects.create(person=person, conversation=other, number=1)
    Follow.objects.create(person=hal, conversation=kept)
    merge(by=rosa, kept=kept, other=other)
    assert set(Follow.objects.values_list("person", "conversation")) == {(hal.pk, kept.pk), (tomasz.pk, kept.pk)}
    marks = dict(ReadMark.objects.values_list("person", "number"))
    assert marks == {hal.pk: 2, tomasz.pk: 0}
