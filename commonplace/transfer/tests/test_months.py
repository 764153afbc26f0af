"""Months come in any order: what an earlier one ties together becomes one, silently."""

from datetime import datetime
from pathlib import Path

from commonplace.communities.models import Community, Deed, Hold
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive

LINES = "From x at y.example  Mon Mar 01 09:00:00 2010\nFrom: ada at wells.example (Ada Quill)\n"
LINES += (
    "Date: Sun, {day} 2010 09:00:00 +0000\nSubject: {subject}\nMessage-ID: <{name}@wells.example>\n{more}\n{name}\n\n"
)


def _tied(folder: Path) -> tuple[Archive, Archive]:
    """January opens and goes on; in February each of the two is answered under a subject of its own."""
    letters = [
        ("j1", "03 Jan", "A whistle", ""),
        ("j2", "10 Jan", "Re: A whistle", "In-Reply-To: <j1@wells.example>\n"),
        ("f1", "07 Feb", "Whistling pipes", "In-Reply-To: <j1@wells.example>\n"),
        ("f2", "14 Feb", "Pipes, again", "In-Reply-To: <j2@wells.example>\n"),
        ("f3", "21 Feb", "Re: Pipes, again", "In-Reply-To: <f2@wells.example>\n"),
    ]
    texts = [LINES.format(name=name, day=day, subject=subject, more=more) for name, day, subject, more in letters]
    january, february = folder / "2010-January.txt", folder / "2010-February.txt"
    january.write_text("".join(texts[:2]))
    february.write_text("".join(texts[2:]))
    return Archive([january]), Archive([february])


def test_an_earlier_month_ties_together_what_it_began(stick: Community, tmp_path: Path, ines: Person) -> None:
    january, february = _tied(tmp_path)
    table = stick.spaces.get(slug="table")
    assert bring_in(archive=february, space=table).conversations == 2
    apart = list(Conversation.objects.filter(space=table).order_by("pk"))
    assert bring_in(archive=january, space=table).kept == 2
    whole = Conversation.objects.visible_to(ines).get(space=table)
    assert whole == apart[0]
    assert whole.posts.count() == whole.post_count == 5
    assert Conversation.objects.get(pk=apart[1].pk).merged_into == whole
    answers = {post.source.strip(): post.reply_to and post.reply_to.source.strip() for post in whole.posts.all()}
    assert answers == {"f1": None, "f2": None, "f3": "f2", "j1": None, "j2": "j1"}
    assert not Deed.objects.filter(community=stick, verb="merged").exists()
    for again in (january, february):
        assert bring_in(archive=again, space=table).kept == 0
    assert Conversation.objects.visible_to(ines).get(space=table).post_count == 5


def test_the_months_in_their_order_are_one_conversation_too(stick: Community, tmp_path: Path, ines: Person) -> None:
    table = stick.spaces.get(slug="table")
    for archive in _tied(tmp_path):
        bring_in(archive=archive, space=table)
    assert Conversation.objects.visible_to(ines).get(space=table).post_count == 5


def test_what_is_held_back_is_not_joined(stick: Community, tmp_path: Path, ines: Person, now: datetime) -> None:
    january, february = _tied(tmp_path)
    table = stick.spaces.get(slug="table")
    bring_in(archive=february, space=table)
    first = Conversation.objects.filter(space=table).earliest("pk")
    Hold.objects.create(community=stick, kind="conversation", object_id=first.pk, by=ines, at=now, why="Wait")
    bring_in(archive=january, space=table)
    assert not Conversation.objects.filter(space=table, merged_into__isnull=False).exists()
    assert Post.objects.filter(conversation__space=table).count() == 5
