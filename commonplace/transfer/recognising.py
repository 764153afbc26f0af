"""Which records of a spooled archive are here already, which of these were changed since, and which are new."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation
from commonplace.lib.archives.stream import Why
from commonplace.transfer.accounts import LEFT_OUT, Account
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Known
from commonplace.transfer.openings import Opening
from commonplace.transfer.shown import source_of
from commonplace.transfer.stream_spool import StreamSpool, as_moment

AT_ONCE = 500


def leave_out(spool: StreamSpool, account: Account, places: Iterable[str]) -> None:
    """Pass over the messages of these places, and of places of which the archive tells nothing."""
    for place in places:
        number = spool.change("UPDATE message SET state = 'left' WHERE place = ?", (place,))
        account.add("passed_over", "messages", number, why=LEFT_OUT)
    number = spool.change("UPDATE message SET state = 'left' WHERE place NOT IN (SELECT key FROM place)")
    account.add("passed_over", "messages", number, why=Why.NO_PARENT)


def recognise(spool: StreamSpool, community: Community, kind: str, account: Account) -> None:
    """Mark each message as 'here', 'changed' or 'new', with where it stands."""
    question = "SELECT n, key, text, form, title, topics, closed, state FROM message WHERE n > ? ORDER BY n LIMIT ?"
    # A first export meets nobody: one question in place of one for each page.
    known = Known.objects.filter(community_id=community.pk, kind=kind, sort=Known.Sort.MESSAGE)
    if not known.exists():
        spool.change("UPDATE message SET state = 'new' WHERE state = ''")
        return
    for some in spool.pages(question, AT_ONCE):
        rows = {digest_of(key): (n, *told) for n, key, *told, state in some if not state}
        found = known.filter(digest__in=rows).annotate(
            home=Coalesce("post__conversation__merged_into", "post__conversation")
        )
        changes: list[tuple[str, int | None, int | None, int | None, int]] = []
        columns = found.values_list("digest", "words", "opening", "post", "home", "post__author")
        for digest, words, opening, post, home, author in columns:
            n, text, form, *told = rows.pop(digest)
            # What went here does not come again, whatever became of it where it was said.
            is_same = digest_of(source_of(text, form)) == words and Opening.told(*told).was(opening)
            is_changed = bool(post) and not is_same
            changes.append(("changed" if is_changed else "here", post, home, author, n))
            if not is_changed:
                account.add("already", "messages")
        changes += [("new", None, None, None, n) for n, *_told in rows.values()]
        spool.change_all(
            "UPDATE message SET state = ?, post = ?, conversation = ?, post_author = ? WHERE n = ?", changes
        )
    _look_again(spool, known, account)


def _look_again(spool: StreamSpool, known: QuerySet[Known], account: Account) -> None:
    """Know what says that its key may be another this time by the same words of the same moment, beside others of its
    place; or by its words alone where these are gone from here, so that they do not come again.
    """
    loose = spool.ask("SELECT n, place, at, text, form FROM message WHERE may_be_known AND state = 'new'")
    for n, place, at, text, form in loose:
        beside = spool.ask(
            "SELECT DISTINCT conversation FROM message WHERE place = ? AND conversation IS NOT NULL LIMIT ?",
            (place, AT_ONCE),
        )
        if not beside:
            continue
        spaces = Conversation.objects.filter(pk__in=[one for (one,) in beside]).values("space")
        there = Q(post__written_at=as_moment(at), post__conversation__space__in=spaces)
        same = known.filter(there | Q(post=None), words=digest_of(source_of(text, form)))
        for post, home, author in same.values_list("post", "post__conversation", "post__author"):
            if post and spool.number("SELECT count(*) FROM message WHERE post = ?", (post,)):
                continue
            spool.change(
                "UPDATE message SET state = 'here', post = ?, conversation = ?, post_author = ? WHERE n = ?",
                (post, home, author, n),
            )
            account.add("already", "messages")
            break
