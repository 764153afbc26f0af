"""A house of its own in another process, in which somebody leaves a trace everywhere: each word of theirs begins alike.

python -m commonplace.house.tests.leaving settle
"""

import json
import os
import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.inviting import invite, take_invitation
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import tell_outcome
from commonplace.files.actions import keep_bytes, keep_face
from commonplace.files.tests.samples import picture
from commonplace.house.cli.prepared import prepare
from commonplace.letters import models as letters
from commonplace.letters.actions import post
from commonplace.people.actions import register
from commonplace.people.actions.profile import Belonging, belong, change_profile
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.merging import merge
from commonplace.people.models import Person
from commonplace.people.one_time_links import one_time_link
from commonplace.search.catch_up import catch_up
from commonplace.store.due import do_due
from commonplace.store.kept import KEPT
from commonplace.transfer.models import Enclosed, Handle, Import, Letter, Merged, SetAside

# No other word in the house begins like this, nor any part of one.
MARK = "Qxqvjw"
ROUNDS = 3  # of the worker: enough for every letter and every deed of theirs
NAME, ADDRESS, OLD = f"{MARK}zelda {MARK}zorn", f"{MARK}zelda@example.org".lower(), f"{MARK}old@example.net".lower()


def settle() -> None:
    """They come, change their mind often, write, and are written to; another does the same without a trace of them."""
    prepare()
    ines = register(name="Inês Baptista", address="ines@example.org", is_confirmed=True)
    stick = found(by=ines, name="The Listening Stick", slug="stick", domain="Finding the water we lose")
    invited = invite(by=ines, community=stick, words="Come and listen.", name=NAME, address=ADDRESS)
    their = register(name=f"{MARK}former Name", address=ADDRESS, is_confirmed=True)
    take_invitation(invitation=invited.invitation, person=their, cares_about=f"{MARK}cares")
    (old,) = remember(people=[Remembered(f"{MARK}archived Name", timezone.now(), (OLD,))])
    admit(person=old, community=stick, origin="mbox:1")
    _archive(stick, old)
    merge(kept=their, other=old, why="the same")
    photo = keep_face(upload=SimpleUploadedFile(f"{MARK}.png", picture(), "image/png"))
    change_profile(
        person=their,
        name=NAME,
        craft=f"{MARK}craft",
        place=f"{MARK}place",
        ask_about=f"{MARK}ask",
        photo=photo,
        learning_about=f"{MARK}learning",
    )
    belong(person=their, belongings=[Belonging(f"{MARK}works", f"{MARK}unit", "GB")])
    catch_up(now=timezone.now())
    table = stick.spaces.get(slug="table")
    for number in range(60):
        text = f"{MARK}draft {number} " * (number + 1)
        keep_draft(by=their, community=stick, place="opening", words={"title": f"{MARK}half", "text": text})
    sheet = keep_bytes(name="notes.txt", data=f"{MARK}bytes in a file".encode())
    talk = open_conversation(
        by=their, space=table, kind="question", title=f"{MARK}title", text=f"{MARK}first " * 400, attachments=[sheet]
    )
    edit(by=their, post=talk.posts.get(), text=f"{MARK}second", title=f"{MARK}titled", on_revision=1)
    answer = reply(by=ines, conversation=talk, text="Air, says the manometer.")
    tell_outcome(by=their, post=answer, how="helped", text=f"{MARK}outcome")
    hers = open_conversation(by=ines, space=table, kind="question", title="A valve", text="It sings at two.")
    amplify(by=their, conversation=hers, why=f"{MARK}why")
    for number in range(40):
        said = reply(by=their, conversation=hers, text=f"{MARK}reply{number} " * 30)
        if number % 2:
            withdraw(by=their, post=said)
        reply(by=ines, conversation=hers, text=f"I heard it in the night of day {number}, under the road.")
    post(to="ines@example.org", kind="news", subject=f"{NAME} is here", text=f"{NAME} is here.")
    post(to=ADDRESS, kind="welcome", subject=f"Welcome, {NAME}", text=f"Come in, {NAME}.")
    one_time_link(person=their)
    # The index takes in again what changed in the last minutes, so it says for minutes that there was something.
    for _ in range(ROUNDS):
        do_due(now=timezone.now())
        catch_up(now=timezone.now())
    assert not letters.Letter.objects.filter(sent_at=None, given_up_at=None).exists(), "letters wait"
    # A name of another archive has their address, and a letter to another that names them did not go yet.
    remember(people=[Remembered("Z. Zorn", timezone.now(), (ADDRESS,))])
    later = timezone.now() + timedelta(days=1)
    post(to="ines@example.org", kind="news", subject=f"{NAME} asks you", text=f"Come, says {NAME}.", due_at=later)


def _archive(stick: Community, old: Person) -> None:
    """What an archive knows of them: handles, a letter set aside with a file, a name that was recognised."""
    here = {"community": stick}
    run = Import.objects.create(
        **here,
        space=stick.spaces.get(slug="table"),
        name="wells",
        planned_at=timezone.now(),
        finished_at=timezone.now(),
    )
    sender = Handle.objects.create(**here, run=run, handle=OLD, address=OLD, name=f"{MARK}archived Name", person=old)
    letter = Letter.objects.create(
        **here,
        run=run,
        digest="d",
        file=0,
        offset=0,
        size=3,
        sent_at=run.begun_at,
        sender=sender,
        talk="t",
        subject="s",
    )
    aside = SetAside.objects.create(
        **here,
        letter=letter,
        sent_at=run.begun_at,
        reason="virus",
        name=f"{MARK}archived Name",
        subject=f"{MARK}subject",
        text=f"{MARK}aside",
    )
    Enclosed.objects.create(set_aside=aside, position=1, name="all.bin", data=f"{MARK}enclosed".encode())
    Merged.objects.create(run=run, kept=f"{MARK}archived Name", merged="Z", reason="same_mailbox")


def counted() -> None:
    """Print which kept numbers are off."""
    do_due(now=timezone.now())
    print(json.dumps([kept.code for kept in KEPT for _ in kept.wrong(timezone.now())]))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
