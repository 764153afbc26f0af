"""A community told without keys, so that two databases can be compared; `python -m` prints it as JSON."""

import json
import os
import re
import sys
from hashlib import sha256
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.cultivation.models import Beat
from commonplace.files.models import StoredFile
from commonplace.people.models import ArchiveAddress, Person
from commonplace.search.models import SearchEntry
from commonplace.store.kept import KEPT
from commonplace.transfer.models import Anchor, Handle, Import, Letter, Merged, SetAside, Unreadable


def told(slug: str) -> dict[str, Any]:
    """Everything an import leaves in a community, in an order that does not depend on keys."""
    here = Community.objects.get(slug=slug)
    person = {one.pk: one.name for one in Person.objects.all()}
    posts = {one.pk: one for one in Post.objects.filter(conversation__community=here).select_related("conversation")}
    named = {pk: f"{one.idempotency_key}" for pk, one in posts.items()}
    named = {pk: key.split(" in ")[0] for pk, key in named.items()}
    first = {one.conversation_id: named[pk] for pk, one in posts.items() if one.number == 1}
    conversations = Conversation.objects.filter(community=here)
    files: dict[int, list[str]] = {}
    for one in Attachment.objects.filter(post__in=posts).select_related("file").order_by("position"):
        files.setdefault(one.post_id, []).append(f"{one.name} {one.file.sha256}")
    letters = list(Letter.objects.filter(community=here).select_related("sender"))
    digest = {one.pk: one.digest for one in letters}
    deeds = Deed.objects.filter(community=here).exclude(verb="founded").exclude(origin="")
    entries = SearchEntry.objects.filter(community=here, kind="post")
    return {
        "people_count": here.people_count,
        "persons": sorted(
            [one.name, str(one.joined_at), one.is_claimed] for one in Person.objects.all() if not one.is_operator
        ),
        "addresses": sorted([one.address, person[one.person_id]] for one in ArchiveAddress.objects.all()),
        "memberships": sorted(
            [person[one.person_id], one.standing, str(one.joined_at)]
            for one in Membership.objects.filter(community=here, person__is_operator=False)
        ),
        "conversations": sorted(
            [
                first.get(one.pk, ""),  # one that was joined to another has none
                one.title,
                one.kind,
                person[one.author_id],
                str(one.opened_at),
                str(one.last_post_at),
                str(one.first_reply_at),
                one.post_count,
                one.last_number,
                one.origin,
                list(one.topics.values_list("name")),
            ]
            for one in conversations
        ),
        "posts": sorted(
            [
                named[pk],
                first[one.conversation_id],
                one.number,
                person[one.author_id],
                one.form,
                one.source,
                one.html,
                named.get(one.reply_to_id or 0),
                str(one.written_at),
                one.origin,
                files.get(pk, []),
            ]
            for pk, one in posts.items()
        ),
        "deeds": sorted(
            [
                one.verb,
                person.get(one.person_id or 0),
                str(one.happened_at),
                one.what,
                named.get(one.part_id or 0, ""),
                first.get(one.what_id, "") if one.what == "conversation" else "",
                str(person.get(one.towards_id or 0)),
                one.origin,
            ]
            for one in deeds
        ),
        "entries": sorted(
            [
                named[one.object_id],
                first[one.parent_id],
                one.title,
                one.body,
                one.title_words,
                one.body_words,
                re.sub(r"\b(space|by)\d+", r"\1", one.marks),
                str(one.happened_at),
                person[one.person_id],
            ]
            for one in entries
        ),
        "beats": sorted(
            [one.verb, str(one.monday), one.deeds]
            for one in Beat.objects.filter(community=here)
            if one.monday.year < 2020
        ),
        "letters": sorted(
            [
                one.digest,
                one.place,
                one.file,
                one.offset,
                one.size,
                str(one.sent_at),
                one.sender.handle,
                one.talk,
                one.answers,
                one.subject,
                one.waits,
                named.get(one.post_id or 0),
            ]
            for one in letters
            if one.place is not None
        ),
        "handles": sorted(
            [one.handle, one.address, one.name, person.get(one.person_id or 0)]
            for one in Handle.objects.filter(community=here)
        ),
        "anchors": sorted([one.digest, digest[one.letter_id]] for one in Anchor.objects.filter(community=here)),
        "merged": sorted([one.kept, one.merged, one.reason] for one in Merged.objects.all()),
        "aside": sorted(
            [digest[one.letter_id], one.name, one.subject, one.text, one.reason, _enclosed(one)]
            for one in SetAside.objects.filter(community=here)
        ),
        "unreadable": sorted([one.file, one.offset, one.reason] for one in Unreadable.objects.all()),
        "imports": sorted(
            [
                one.name,
                one.fingerprint,
                one.position,
                one.letters,
                one.read,
                one.already,
                one.aside,
                one.unreadable,
                one.conversations,
                one.people,
                one.is_finished,
            ]
            for one in Import.objects.filter(community=here)
        ),
        "files": sorted([one.name, one.sha256, str(one.created_at)] for one in StoredFile.objects.all()),
    }


def _enclosed(row: SetAside) -> list[list[Any]]:
    return [
        [one.position, one.name, one.content_type, one.is_whole, sha256(one.data).hexdigest()]
        for one in row.enclosed.order_by("position")
    ]


def nothing_is_off() -> None:
    """See that all that is kept is right, and that no entry of the index and no deed leads to what is gone."""
    assert not [kept.code for kept in KEPT for _ in kept.wrong(timezone.now())]
    posts = set(Post.objects.values_list("pk", flat=True))
    assert set(SearchEntry.objects.filter(kind="post").values_list("object_id", flat=True)) <= posts
    assert (
        set(Deed.objects.filter(what="conversation").exclude(part_id=None).values_list("part_id", flat=True)) <= posts
    )
    conversations = set(Conversation.objects.values_list("pk", flat=True))
    assert set(Deed.objects.filter(what="conversation").values_list("what_id", flat=True)) <= conversations
    standings = set(Membership.objects.values_list("pk", flat=True))
    assert set(Deed.objects.filter(what="membership").values_list("what_id", flat=True)) <= standings


def one_of(run: Import) -> Conversation:
    """Some conversation of an archive."""
    return Conversation.objects.filter(origin=run.origin).order_by("pk")[3]


if __name__ == "__main__":
    print(json.dumps(told(sys.argv[1])))
