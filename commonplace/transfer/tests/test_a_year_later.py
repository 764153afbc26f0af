"""A place exported a year later: what is new comes, what changed there changes, what people made here stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.archives import whatsapp
from commonplace.lib.archives.kinds import KINDS
from commonplace.people.models import Person
from commonplace.transfer.actions.closed_chats import open_chat, tell_people
from commonplace.transfer.actions.moving_in import Moved, move_in
from commonplace.transfer.models import NOTICE, ClosedChat
from commonplace.transfer.tests.exported import EXPORTED
from commonplace.transfer.tests.test_places import adds_up


def bring(kind: str, folder: Path, community: Community, *, is_later: bool) -> Moved:
    word, export = EXPORTED[kind]
    where = folder / str(is_later)
    if not where.exists():
        where.mkdir()
        export(where, is_later)
    moved = move_in(reader=KINDS[word].opens([where]), community=community)
    adds_up(moved.account)
    return moved


@pytest.mark.parametrize("kind", list(EXPORTED))
def test_a_year_later(tmp_path: Path, stick: Community, ines: Person, kind: str) -> None:
    bring(kind, tmp_path, stick, is_later=False)
    said = Post.objects.filter(conversation__community=stick).exclude(origin="")
    before = {one.source: one for one in said.all()}
    edit(by=ines, post=before["In rice"], text="In rice, says a steward", on_revision=1)
    Space.objects.filter(pk=before["In rice"].conversation.space_id).update(name="As we call it")
    spaces = list(Space.objects.values_list("pk", "name"))
    moved = bring(kind, tmp_path, stick, is_later=True)
    told = moved.account.as_json()["records"]
    count = len(before)
    assert {name: told["messages"][name] for name in ("kept", "updated", "already")} == {
        "kept": 1, "updated": 1, "already": count - 1,
    }  # fmt: skip
    assert told["places"]["kept"] == 0
    assert list(Space.objects.values_list("pk", "name")) == spaces
    after = {one.source: one for one in said.all()}
    assert sorted(after.keys() - before.keys()) == ["And a year on", "Dry them very slowly", "In rice, says a steward"]
    assert after["Dry them very slowly"].pk == before["Dry them slowly"].pk
    assert after["And a year on"].conversation_id == before["Wet reeds"].conversation_id
    people, conversations = Person.objects.count(), Conversation.objects.count()
    again = bring(kind, tmp_path, stick, is_later=True)
    assert (again.account.has_news, Person.objects.count(), Conversation.objects.count()) == (
        False, people, conversations,
    )  # fmt: skip


# Of each: how the phone calls the file before and after the group was renamed, what it wrote, and what came since.
CHATS = {
    "German": (
        "WhatsApp Chat mit Rohr.txt",
        "WhatsApp Chat mit Schilf.txt",
        (
            "14.11.23, 10:00 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe, um mehr zu erfahren.",
            "14.11.23, 10:01 - Jörg: Wie trocknet man ein Rohrblatt?",
            "14.11.23, 10:02 - Änne: In Reis",
            "14.11.23, 10:03 - Jörg: Diese Nachricht wurde gelöscht.",
            "14.11.23, 10:03 - Uwe: ok",
            "14.11.23, 10:03 - Uwe: ok",
        ),
        (
            '20.11.24, 09:00 - Jörg hat den Betreff von "Rohr" zu "Schilf" geändert',
            "20.11.24, 09:01 - Änne: Ein Jahr später",
        ),
    ),
    "Arabic": (
        "دردشة واتساب مع القصب.txt",
        "دردشة واتساب مع القصب والورق.txt",
        (
            "١٤‏/١١‏/٢٠٢٣، ١٠:٠٠ ص - الرسائل والمكالمات مشفرة تمامًا بين الطرفين. لا يمكن لأحد، ولا حتى واتساب، قراءتها.",
            "‏١٤‏/١١‏/٢٠٢٣، ١٠:٠١ ص - ‫ليلى‬: كيف نجفف القصبة؟",
            "١٤‏/١١‏/٢٠٢٣، ١٠:٠٢ م - +٩٦٢ ٧ ٩٠٠٠ ٠٠٠٠: في الأرز",
            "١٤‏/١١‏/٢٠٢٣، ١٠:٠٣ م - سامي: نعم",
        ),
        ("٢٠‏/١١‏/٢٠٢٤، ٩:٠١ ص - ليلى: بعد سنة",),
    ),
    "on an iPhone": (
        "_chat.txt",
        "_chat.txt",
        (
            "[14.11.23, 10:00:00] Rohr: ‎Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe für mehr.",
            "[14.11.23, 10:01:00] Jörg: Wie trocknet man ein Rohrblatt?",
            "‎[14.11.23, 10:02:00] ~ Änne: ‎Bild weggelassen",
            "[14.11.23, 10:03:00] Uwe: In Reis",
        ),
        ("[20.11.24, 09:01:00] Uwe: Ein Jahr später",),
    ),
}


def chat(folder: Path, name: str, *lines: str) -> whatsapp.WhatsAppReader:
    folder.mkdir()
    (folder / name).write_text("\n".join([*lines, ""]))
    return whatsapp.opens([folder])


@pytest.mark.parametrize("language", list(CHATS))
def test_a_group_that_was_renamed_is_the_same_group(tmp_path: Path, stick: Community, language: str) -> None:
    name, later, first, since = CHATS[language]
    renamed = [line.replace("] Rohr: ", "] Schilf: ") for line in first]
    move_in(reader=chat(tmp_path / "a", name, *first), community=stick)
    before = Post.objects.exclude(origin="").count()
    spaces = Space.objects.count()
    moved = move_in(reader=chat(tmp_path / "b", later, *renamed, *since), community=stick)
    adds_up(moved.account)
    messages = moved.account.as_json()["records"]["messages"]
    assert (messages["aside"], messages["already"], Space.objects.count()) == (1, before, spaces)
    again = move_in(reader=chat(tmp_path / "c", later, *renamed, *since), community=stick)
    assert not again.account.has_news


def test_a_group_whose_later_export_begins_later_brings_only_what_is_new(
    tmp_path: Path, stick: Community, ines: Person
) -> None:
    """Phones export the last 40,000 messages alone."""
    name, _later, first, since = CHATS["German"]
    move_in(reader=chat(tmp_path / "a", name, *first), community=stick)
    move_in(reader=chat(tmp_path / "other", "WhatsApp Chat mit Korb.txt", *first[1:4]), community=stick)
    said = Post.objects.exclude(origin="")
    before = said.count()
    reed = said.order_by("pk").get(source="Wie trocknet man ein Rohrblatt?", conversation__space__name="Rohr")
    for number, begins in enumerate((2, 4, 5)):
        moved = move_in(reader=chat(tmp_path / f"{number}", name, *first[begins:], *since), community=stick)
        adds_up(moved.account)
        assert moved.account.as_json()["records"]["messages"]["aside"] == (1 if number == 0 else 0)
    assert said.count() == before + 1
    # What went here, and is the first thing in a later export, does not come again.
    reed.delete()
    moved = move_in(reader=chat(tmp_path / "gone", name, *first[1:], *since), community=stick)
    assert (moved.account.has_news, said.count()) == (False, before)


def test_the_same_words_in_two_groups_are_said_in_both(tmp_path: Path, stick: Community) -> None:
    said = "14.11.23, 10:05 - Ines: We meet on Monday"
    for minute, group in enumerate(("Reeds", "Boxes"), start=1):
        lines = (f"14.11.23, 10:0{minute} - Rosa: of {group}", said, "14.11.23, 10:06 - Hal: yes")
        move_in(reader=chat(tmp_path / group, f"WhatsApp Chat with {group}.txt", *lines), community=stick)
    assert Post.objects.filter(source="We meet on Monday").count() == 2
    assert ClosedChat.objects.count() == 2


def test_what_comes_to_an_opened_chat_waits_anew(tmp_path: Path, stick: Community, ines: Person, hal: Person) -> None:
    name, later, first, since = CHATS["German"]
    move_in(reader=chat(tmp_path / "a", name, *first), community=stick)
    closed = ClosedChat.objects.select_related("space__community").get()
    moved = closed.run.begun_at
    tell_people(chat=closed, by=ines, at=moved)
    open_chat(chat=closed, by=ines, at=moved + NOTICE)
    move_in(reader=chat(tmp_path / "b", later, *first, *since), community=stick)
    read = Post.objects.visible_to(hal).exclude(origin="").values_list("source", flat=True)
    assert "In Reis" in read
    assert "Ein Jahr später" not in read
    assert ClosedChat.objects.filter(opened_at=None, told_at=None).count() == 1
