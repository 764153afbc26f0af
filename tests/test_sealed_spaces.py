"""Once its days are over, what was said in a sealed space is in no table, no file, and no byte of the database."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from commonplace.communities.models import Community, Deed, Flag, Space
from commonplace.communities.moderation.actions.holding import flag
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import add_space
from commonplace.conversations.actions import changing, drafting, ending, reactions, settling, translating
from commonplace.conversations.actions.forgetting import forget_sealed
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.uploading import bring
from commonplace.conversations.models import Conversation, Draft, Post, Withdrawal
from commonplace.conversations.models.draft import OPENING, edit_place, reply_place
from commonplace.house.backup.taking import Silent, take
from commonplace.house.tests import postgres_bytes
from commonplace.letters.models import Letter
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.keeping import Taken, keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Passage, Resource
from commonplace.repertoire.tests.test_sealed_bytes import RARE, in_files, standing_in
from commonplace.store.wiping import wipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def close(stick: Community, ines, now: datetime) -> Space:
    return add_space(by=ines, community=stick, name="Close", confidence="sealed", at=now - timedelta(days=60))


@pytest.fixture
def said(stick: Community, close: Space, table: Space, hal, tomasz, rosa, leila, now: datetime) -> Conversation:
    """A question that was answered and settled; the rare word stands wherever something of it can."""
    stick.modules = [*stick.modules, "repertoire"]
    stick.save(update_fields=["modules"])
    at = now - timedelta(hours=2)
    brought = bring(by=hal, community=stick, upload=SimpleUploadedFile(f"{RARE}.txt", RARE.encode()), at=at)
    talk = open_conversation(
        by=hal, space=close, kind="question", title=f"Of {RARE}", text=f"Is it {RARE}?", attachments=[brought], at=at
    )
    opening = talk.posts.get()
    changing.edit(by=hal, post=opening, text=f"A {RARE}?", title=f"{RARE}!", on_revision=1, at=at)
    opening.refresh_from_db()
    words = {"language": "pl", "out_of": "en", "text": f"Czy to {RARE}?", "title": f"O {RARE}", "number": 2}
    translating.translate(by=rosa, post=opening, at=at, **words)
    answer = reply(by=tomasz, conversation=talk, text=f"{RARE} it is, @{leila.name}.", at=at)
    gone = reply(by=rosa, conversation=talk, text=f"{RARE}, no.", at=at)
    changing.withdraw(by=rosa, post=gone, at=at)
    settling.settle(by=hal, post=answer, at=at)
    settling.tell_outcome(by=hal, post=answer, how="helped", text=f"{RARE} helped", at=at)
    reactions.amplify(by=leila, conversation=talk, why=f"All should hear of {RARE}", at=at)
    flag(by=leila, kind="post", object_id=answer.pk, community=stick, why=f"Too much {RARE}", at=at)
    ending.close(by=hal, conversation=talk, why=f"Enough of {RARE}", at=at)
    for place in (OPENING, reply_place(talk.pk), edit_place(opening.pk), f"again:{opening.pk}:en:pl"):
        begun = {"title": RARE, "text": RARE, "space": close.slug}
        drafting.keep_draft(by=hal, community=stick, place=place, words=begun, at=at)
    for part in (answer, opening):
        keep(
            by=leila, space=table, kind="guide", words=Words("How", parts={"how": "So:"}), passages=[Taken(part, "how")]
        )
    return talk


@pytest.mark.django_db(transaction=True)
def test_no_table_no_file_no_byte_and_no_backup_keeps_what_was_said(said: Conversation, tomasz, now, tmp_path) -> None:
    read_on()
    before = standing_in()
    assert {
        "conversations.Conversation",
        "conversations.Post",
        "conversations.Revision",
        "conversations.PostTranslation",
        "conversations.Outcome",
        "conversations.Amplification",
        "conversations.Closure",
        "conversations.Draft",
        "conversations.Attachment",
        "communities.Flag",
        "files.StoredFile",
        "repertoire.Passage",
        "search.SearchEntry",
    } <= before
    assert in_files()
    assert Letter.objects.exists()
    assert "letters.Letter" not in before
    if connection.vendor == "postgresql" and postgres_bytes.may_be_read(connection.connection):
        assert "conversations_post" in postgres_bytes.standing_in(connection.connection, RARE)
    assert forget_sealed(now=now + timedelta(days=13)) == 0
    later = now + timedelta(days=15)
    assert forget_sealed(now=later) == 3
    consenting.let_go_of_words(now=later)
    assert wipe(now=later)
    assert standing_in() == set()
    assert not in_files()
    with zipfile.ZipFile(take(folder=tmp_path, now=later, progress=Silent()).path) as archive:
        assert [name for name in archive.namelist() if RARE.encode() in archive.read(name)] == []
    if connection.vendor == "sqlite":
        assert RARE.encode() not in connection.connection.serialize()
    elif postgres_bytes.may_be_read(connection.connection):
        assert postgres_bytes.write_anew(connection.connection)
        assert postgres_bytes.standing_in(connection.connection, RARE) == set()
    assert forget_sealed(now=later) == 0


def test_its_place_stays_with_who_spoke_and_what_settled_it(said: Conversation, rosa, leila, now) -> None:
    deeds = Deed.objects.count()
    counted = (said.post_count, said.me_too_count)
    forget_sealed(now=now + timedelta(days=15))
    said.refresh_from_db()
    assert (said.title, said.kind) == ("What was said here is gone", "discussion")
    assert Conversation.objects.visible_to(leila).filter(pk=said.pk).exists()
    assert said.settlement.post.number == 2
    assert (Deed.objects.count(), said.first_reply_at is not None) == (deeds, True)
    client = Client()
    client.force_login(leila)
    page = client.get(f"/c/stick/conversations/{said.pk}/").text
    # Of Rosa’s, which she had taken back, nothing is told but that.
    assert (page.count("its days are over"), page.count("Taken back by its author")) == (2, 1)
    assert RARE not in page
    assert counted[1] == said.me_too_count
    gone = said.posts.get(number=3)
    changing.restore(by=rosa, post=gone)
    assert Withdrawal.objects.filter(post=gone).exists()
    assert "Give it" not in Client().get(f"/c/stick/conversations/{said.pk}/").text


def test_what_its_author_let_be_kept_stays(said: Conversation, tomasz, leila, now) -> None:
    passage = Passage.objects.get(post__number=2)
    consenting.answer(by=tomasz, passage=passage, says="nameless")
    later = now + timedelta(days=15)
    forget_sealed(now=later)
    consenting.let_go_of_words(now=later)
    kept = Passage.objects.exclude(source="")
    assert list(kept) == [passage]
    client = Client()
    client.force_login(leila)
    pages = [client.get(one.url("stick")).text for one in Resource.objects.order_by("pk")]
    assert [RARE in page for page in pages] == [True, False]


def test_each_word_counts_from_when_it_was_said_and_drafts_from_their_last_touch(close, hal, tomasz, now) -> None:
    talk = open_conversation(by=hal, space=close, kind="question", title=RARE, text="Old.", at=now - timedelta(days=20))
    new = reply(by=tomasz, conversation=talk, text="New.", at=now - timedelta(days=3))
    begun = {"text": "Not said yet"}
    drafting.keep_draft(by=hal, community=close.community, place=reply_place(talk.pk), words=begun, at=now)
    assert forget_sealed(now=now) == 1
    assert list(talk.posts.exclude(html="")) == [new]
    assert Draft.objects.count() == 1
    # A conversation goes on below what is gone.
    reply(by=hal, conversation=Conversation.objects.get(pk=talk.pk), text="Still here.", at=now)
    talk.refresh_from_db()
    assert (talk.post_count, Post.objects.visible_to(hal).filter(conversation=talk).count()) == (3, 2)


def test_what_is_not_sealed_stays(table, ines, hal, now) -> None:
    for confidence in ("ordinary", "chatham"):
        space = add_space(by=ines, community=table.community, name=confidence, confidence=confidence)
        open_conversation(by=hal, space=space, kind="idea", title="A", text="B", at=now - timedelta(days=900))
    assert forget_sealed(now=now) == 0
    assert Post.objects.exclude(source="").count() == 2
    assert Flag.objects.count() == 0
