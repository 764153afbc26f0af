"""Thanks, what settled conversations, and other words for messages that were here before: batch by batch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from django.db.models import Count

from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.importing_since import (
    Led,
    Reworded,
    Settles,
    Thanked,
    import_addresses,
    import_settlements,
    import_thanks,
    import_thanks_elsewhere,
    import_words,
)
from commonplace.conversations.models import Post
from commonplace.lib.archives.stream import Form, Why
from commonplace.people.models import Person
from commonplace.store.bulk import write_column, write_rows
from commonplace.transfer.accounts import NOBODY, OWN_WORDS
from commonplace.transfer.actions.keeping_batches import AT_ONCE, Batches, Before
from commonplace.transfer.actions.keeping_said import COLUMNS
from commonplace.transfer.archive import digest_of
from commonplace.transfer.leading import homes_of_posts, leading_here
from commonplace.transfer.models import Known
from commonplace.transfer.openings import called_by
from commonplace.transfer.said import called, said
from commonplace.transfer.stream_spool import as_moment, moment_of


class SinceKeeper(Batches):
    """Keeps what happened to the messages that are kept."""

    def keep_words(self) -> set[int]:
        """Give what was changed where it was said its new words, and its title, where nobody changed them here; the
        posts that are others since.
        """
        done: set[int] = set()
        question = (
            "SELECT m.n, m.key, m.text, m.form, m.edited, m.post, m.title FROM message m WHERE m.state = 'changed'"
            " AND m.n > ? ORDER BY m.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            known = self._known(Known.Sort.MESSAGE, [row[1] for row in some])
            self._over(some, partial(self._give_words, known, done))
        return done

    def _give_words(self, known: dict[str, Before], done: set[int], some: Sequence[tuple[Any, ...]]) -> None:
        now = moment_of(self.run.begun_at)
        reworded, digests = [], {}
        for _n, key, text, form, edited, post, title in some:
            one, before = said(text, form, title), known[digest_of(key)]
            digests[post] = (before.pk, one.digest)
            reworded.append(
                Reworded(
                    post,
                    one.source,
                    one.html,
                    as_moment(edited or now),
                    lambda source, before=before: digest_of(source) in before[1:3],  # type: ignore[misc]
                    called(title),
                    lambda title, before=before: called_by(title) == (before.opening or {}).get("title"),  # type: ignore[misc]
                )
            )
        self._show_token()
        others = import_words(reworded=reworded, origin=self.run.origin)
        done.update(others)
        words = [post for post, is_reworded in others.items() if is_reworded]
        write_column(Known, "words", dict(digests[post] for post in words))
        write_column(Known, "stands", {digests[post][0]: "" for post in words})
        self.account.add("updated", "messages", len(others))
        self.account.add("already", "messages", len(some) - len(others))

    def keep_thanks(self) -> None:
        """Keep who thanked for what is here."""
        question = (
            "SELECT t.n, t.message, t.author, a.person, t.at, m.post, m.post_author, m.at, m.n FROM thanks t"
            " LEFT JOIN message m ON m.key = t.message LEFT JOIN author a ON a.key = t.author"
            " WHERE t.n > ? ORDER BY t.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            elsewhere = self._posts([row[1] for row in some if row[8] is None])
            self._over(some, partial(self._thank, elsewhere))

    def _thank(self, elsewhere: dict[str, int], some: Sequence[tuple[Any, ...]]) -> None:
        waiting: dict[str, Thanked] = {}
        people = Person.objects.in_bulk({row[3] for row in some if row[3]})
        now = moment_of(self.run.begun_at)
        for _n, key, author, person, at, own_post, post_author, said_at, _m in some:
            post = own_post or elsewhere.get(key)
            if author is None:
                continue  # a number, which `keep_thanks_elsewhere` keeps
            if person not in people:
                self.account.add("passed_over", "thanks", why=NOBODY)
            elif post is None:
                self.account.add("passed_over", "thanks", why=Why.NO_PARENT)
            elif person == post_author:
                self.account.add("passed_over", "thanks", why=OWN_WORDS)
            elif (mark := f"{key}\x1f{author}") in waiting:
                self.account.add("already", "thanks", why=Why.REPEATED)
            else:
                waiting[mark] = Thanked(post, people[person], as_moment(at or said_at or now))
        self._show_token()
        known = self._known(Known.Sort.THANKS, waiting)
        new = {mark: one for mark, one in waiting.items() if digest_of(mark) not in known}
        import_thanks(thanks=list(new.values()), origin=self.run.origin)
        self._remember("thanks", {mark: one.post for mark, one in new.items()})
        self.account.add("kept", "thanks", len(new))
        self.account.add("already", "thanks", len(waiting) - len(new))

    def keep_thanks_elsewhere(self) -> None:
        """Keep how often what is here was thanked for by people whom the archive does not name."""
        change = self.spool.change
        change("CREATE TABLE counted (message TEXT PRIMARY KEY, nameless INT, named INT)")
        change(
            "INSERT INTO counted SELECT t.message, sum(t.author IS NULL),"
            " count(DISTINCT CASE WHEN a.person <> coalesce(m.post_author, 0) THEN t.author END)"
            " FROM thanks t LEFT JOIN author a ON a.key = t.author LEFT JOIN message m ON m.key = t.message"
            " GROUP BY t.message"
        )
        # What nothing is here of, or this export has the thanks for and not the words: these may not be all of them.
        without = "SELECT sum(nameless) FROM counted c LEFT JOIN message m ON m.key = c.message WHERE m.post IS NULL"
        self.account.add("passed_over", "thanks", self.spool.number(without), why=Why.NO_PARENT)
        question = (
            "SELECT m.n, m.post, c.nameless, c.named FROM counted c JOIN message m ON m.key = c.message"
            " WHERE m.post IS NOT NULL AND m.n > ? ORDER BY m.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            self._over(some, self._count_thanks)

    def _count_thanks(self, some: Sequence[tuple[Any, ...]]) -> None:
        """Of several exports one may name whom another only counts: whoever is here by name is not counted again."""
        self._show_token()
        rows = Known.objects.filter(
            community=self.run.community, kind=self.run.kind, sort=Known.Sort.THANKS, post__in=[row[1] for row in some]
        )
        by_name = dict(rows.order_by().values_list("post").annotate(n=Count("pk")))
        numbers = {post: max(0, nameless - by_name.get(post, 0) + named) for _n, post, nameless, named in some}
        before = import_thanks_elsewhere(numbers=numbers)
        for _n, post, nameless, _named in some:
            if post not in before:
                self.account.add("passed_over", "thanks", nameless, why=Why.NO_PARENT)
                continue
            new = min(nameless, max(0, numbers[post] - before[post]))
            self.account.add("kept", "thanks", new)
            self.account.add("already", "thanks", nameless - new)

    def keep_settled(self) -> None:
        """Keep what settled conversations that are here."""
        question = (
            "SELECT s.n, s.thread, s.message, s.at, m.post, m.at, m.n FROM settled s"
            " LEFT JOIN message m ON m.key = s.message WHERE s.n > ? ORDER BY s.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            elsewhere = self._posts([row[2] for row in some if row[6] is None])
            self._over(some, partial(self._settle, elsewhere))

    def _settle(self, elsewhere: dict[str, int], some: Sequence[tuple[Any, ...]]) -> None:
        waiting: dict[str, Settles] = {}
        now = moment_of(self.run.begun_at)
        for _n, thread, key, at, own_post, said_at, _m in some:
            post = own_post or elsewhere.get(key)
            mark = f"{thread}\x1f{key}"
            if post is None:
                self.account.add("passed_over", "settled", why=Why.NO_PARENT)
            elif mark in waiting:
                self.account.add("already", "settled", why=Why.REPEATED)
            else:
                waiting[mark] = Settles(post, as_moment(at or said_at or now))
        self._show_token()
        known = self._known(Known.Sort.SETTLED, waiting)
        new = {mark: one for mark, one in waiting.items() if digest_of(mark) not in known}
        done = import_settlements(settled=list(new.values()), origin=self.run.origin)
        self._remember("settled", {mark: one.post for mark, one in new.items() if one.post in done})
        kept = sum(one.post in done for one in new.values())
        self.account.add("kept", "settled", kept)
        self.account.add("passed_over", "settled", len(new) - kept, why=Why.REPEATED)
        self.account.add("already", "settled", len(waiting) - len(new))

    def keep_links(self) -> None:
        """Have addresses that lead to what is here as well lead here."""
        question = (
            "SELECT l.n, l.message, l.other, l.address, m.post, o.post, o.n FROM link l"
            " LEFT JOIN message m ON m.key = l.message LEFT JOIN message o ON o.key = l.other"
            " WHERE l.n > ? ORDER BY l.n LIMIT ?"
        )
        for some in self.spool.pages(question, AT_ONCE):
            elsewhere = self._posts([row[2] for row in some if row[6] is None])
            self._over(some, partial(self._lead_here, elsewhere))

    def _lead_here(self, elsewhere: dict[str, int], some: Sequence[tuple[Any, ...]]) -> None:
        wanted: dict[str, dict[str, int]] = {}
        posts: dict[str, int] = {}
        for _n, message, key, address, own_post, other_post, _o in some:
            other = other_post or elsewhere.get(key)
            if not (address and own_post and other):
                self.account.add("passed_over", "links", why=Why.NO_PARENT if address else Why.UNKNOWN_KIND)
            elif address in wanted.setdefault(message, {}):
                self.account.add("already", "links", why=Why.REPEATED)
            else:
                posts[message], wanted[message][address] = own_post, other
        self._show_token()
        known = self._known(Known.Sort.MESSAGE, posts)
        homes = homes_of_posts({other for links in wanted.values() for other in links.values()})
        standing = Post.objects.in_bulk(list(posts.values()))
        led, stands = [], {}
        for message, links in wanted.items():
            post, before = standing.get(posts[message]), known[digest_of(message)]
            was_led = bool(before.stands)
            if post is None or digest_of(post.source) not in before[1:3]:
                is_gone = post is None or not was_led
                why = Why.NO_PARENT if post is None else OWN_WORDS if is_gone else ""
                self.account.add("passed_over" if is_gone else "already", "links", len(links), why=why)
                continue
            leading = leading_here(post.source, {one: homes[to] for one, to in links.items() if to in homes})
            new = leading.number
            self.account.add("kept", "links", new)
            self.account.add(
                *(("already", "links") if was_led else ("passed_over", "links")),
                len(links) - new,
                why="" if was_led else Why.UNKNOWN_KIND,
            )
            if new:
                led.append(Led(post.pk, post.source, leading.source, self._html_of(post, leading.source)))
                stands[before.pk] = digest_of(leading.source)
        import_addresses(led=led)
        write_column(Known, "stands", stands)

    def _html_of(self, post: Post, source: str) -> str:
        """The words anew, with what stands behind them of files that did not come."""
        with_maths = is_on(self.run.community, MATHS)
        before, after = (said(one, Form.MARKDOWN, "", with_maths=with_maths).html for one in (post.source, source))
        return after + post.html.removeprefix(before) if post.html.startswith(before) else after

    def _posts(self, keys: Collection[str]) -> dict[str, int]:
        """Posts of messages that are here from an earlier export, and not in this one."""
        if not keys:
            return {}
        digests = {digest_of(key): key for key in keys}
        rows = Known.objects.filter(
            community=self.run.community,
            kind=self.run.kind,
            sort=Known.Sort.MESSAGE,
            digest__in=list(digests),
            post__isnull=False,
        )
        return {digests[digest]: post for digest, post in rows.values_list("digest", "post") if post}

    def _remember(self, sort: str, posts: dict[str, int]) -> None:
        run = self.run
        write_rows(
            Known,
            COLUMNS,
            [
                (run.community_id, run.kind, sort, digest_of(mark), run.pk, "", post, None)
                for mark, post in posts.items()
            ],
        )
