"""Sets posts on the page.

A conversation is read more than any other page, fifty posts at a time, so its posts are set from the pieces in
`conversations/post.html` (see ui/pieces.py) rather than by a template engine. The markup is there; which piece stands
where is here. A post's words were rendered when they were written; everything else is escaped by the piece. Whoever
sees the same gets what was set for another (see ui/kept_parts.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from commonplace.communities.viewpoint import Byline, byline_of_alias
from commonplace.conversations import markup
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.enclosures import address_of
from commonplace.conversations.models import Attachment, Outcome, Post, PostTranslation, Withdrawal
from commonplace.conversations.post_deeds import POST_DEEDS
from commonplace.conversations.posts_seen import Posts
from commonplace.conversations.typeset_files import set_files
from commonplace.conversations.typeset_words import Said, said_in, set_words
from commonplace.lib.direction import isolated
from commonplace.lib.markdown_pictures import placed_in
from commonplace.people.models import Person
from commonplace.ui import avatars, words
from commonplace.ui.addresses import address
from commonplace.ui.moments import reader, written
from commonplace.ui.pieces import Given, Piece, joined

TONES = {
    Outcome.How.HELPED: " state--good",
    Outcome.How.PARTLY: " state--wait",
    Outcome.How.NOTHING: "",
    Outcome.How.HARM: " state--bad",
}


def set_posts(*, posts: Posts) -> SafeString:
    """Every post of the page."""
    return Typesetter(posts).set()


class Typesetter:
    """Sets the posts of one conversation for all who see it so."""

    def __init__(self, posts: Posts) -> None:
        self.posts, self.viewpoint = posts, posts.vantage.viewpoint
        slug = posts.vantage.slug
        self.address = address("conversation", slug, posts.conversation)
        self.moderation = {deed: address(deed, slug, "post", 0).removesuffix("post/0") for deed in ("flag", "hold")}
        self.piece = Given("conversations/post.html", here=self.address)
        self.feet: dict[tuple[bool, ...], Piece] = {}
        self.reader = reader()
        self.may_write = self.viewpoint.is_member and not posts.is_closed
        self.bylines: dict[int | None, Byline] = {}
        self.numbers = {post.number: post for post in posts.posts}
        self.may_settle = self.viewpoint.person is not None and (posts.is_mine or self.viewpoint.is_steward)

    def set(self) -> SafeString:
        """Every post of the page."""
        return joined(part for post in self.posts.posts for part in self._post(post))

    def _byline(self, person: Person | None) -> Byline:
        key = person.pk if person is not None else None
        if key not in self.bylines:
            self.bylines[key] = self.viewpoint.byline_for(person)
        return self.bylines[key]

    def _written_by(self, post: Post) -> Byline:
        """Whose a post is; of most it is a person's, whom other posts are too."""
        return byline_of(post, self.viewpoint) if post.is_automatic or post.alias else self._byline(post.author)

    def _post(self, post: Post) -> Iterator[SafeString]:
        if post.number == self.posts.new_from:
            yield self.piece["new"]()
        begins = self.posts.joined.get(post.number)
        if begins:
            yield self.piece["joined"](n=post.number, title=isolated(begins))
        yield self._gone(post) if hasattr(post, "withdrawal") else self._standing(post)

    def _standing(self, post: Post) -> SafeString:
        is_answer = self.posts.answer == post.pk
        byline = self._written_by(post)
        said = said_in(post, self.posts, self.viewpoint, self.address)
        return self.piece["post"](
            n=post.number,
            tone=" post--answer" if is_answer else " post--candid" if post.alias else "",
            name=byline.name,
            verdict=self._verdict() if is_answer else "",
            held=self._held(post),
            person=markup.person(byline),
            answers=self._answers(post),
            moment=written(post.written_at, *self.reader),
            changed=self._changed(post),
            automatic=self.piece["automatic"]() if post.is_automatic else "",
            words=self._words(said, byline),
            files=set_files(self._beside(post, said.html), self.piece),
            used=self._used(self.posts.outcomes.get(post.pk, [])),
            foot=self._foot(post, said.shown, is_answer=is_answer),
        )

    def _verdict(self) -> SafeString:
        sign = self.posts.verdict_under
        byline = byline_of_alias(sign) if sign else self._byline(self.posts.verdict_by)
        return self.piece["verdict"](name=isolated(byline.name))

    def _words(self, said: Said, byline: Byline) -> str:
        """What it says, and plainly where that is not to be quoted, or asked for somebody whom its author knows."""
        words = set_words(said, self.posts, self.piece)
        if self.posts.is_on_behalf and said.post.number == 1:
            words = self.piece["on_behalf"](words=words, name=isolated(byline.name))
        return self.piece["half_baked"](words=words) if said.post.is_half_baked else words

    def _held(self, post: Post) -> str:
        """Why a post is held back, for its author, who may appeal, and for stewards."""
        hold = self.posts.holds.get(post.pk)
        if hold is None:
            return ""
        return render_to_string(
            "communities/held.html",
            {
                "hold": hold,
                "community": self.viewpoint.community,
                "is_steward": self.viewpoint.is_steward,
                "is_author": self._is_mine(post),
            },
        )

    def _answers(self, post: Post) -> str:
        """Whom it answers, where that is not plain from its place."""
        answers = getattr(post, "answers", None)
        if not answers or answers in (1, post.number - 1):
            return ""
        to = self.numbers.get(answers)
        name = self._written_by(to).name if to is not None and not hasattr(to, "withdrawal") else str(answers)
        return self.piece["answers" if to is not None else "answers_earlier"](to=answers, name=isolated(name))

    def _changed(self, post: Post) -> str:
        if post.edited_at is None:
            return ""
        if post.edited_by_id and post.edited_by_id != post.author_id:
            return self.piece["changed_by"](n=post.number, name=isolated(self._byline(post.edited_by).name))
        return self.piece["changed"](n=post.number)

    def _beside(self, post: Post, html: str) -> list[Attachment]:
        """What came with a post and does not stand in its words as they are shown."""
        files = self.posts.attachments.get(post.pk, [])
        if not files or "<img " not in html:
            return files
        placed = {address for address, _alt in placed_in(html)}
        return [one for one in files if address_of(one.file_id, one.name) not in placed]

    def _used(self, outcomes: list[Outcome]) -> str:
        if not outcomes:
            return ""
        people = len({(one.person_id, one.alias) for one in outcomes})
        told = ngettext("%(n)s person told us what happened.", "%(n)s people told us what happened.", people)
        return self.piece["used"](
            told=told % {"n": capfirst(words.number_word(people))},
            outcomes=joined(self._outcome(one) for one in outcomes),
        )

    def _outcome(self, one: Outcome) -> SafeString:
        byline = byline_of_alias(one.alias) if one.alias else self._byline(one.person)
        return self.piece["outcome"](
            face=avatars.face(byline.name, photo=markup.photo(byline), size="s", alias=byline.is_alias),
            text=markup.lines(one.text),
            name=byline.name,
            moment=written(one.at, *self.reader),
            tone=TONES[Outcome.How(one.how)],
            how=one.get_how_display(),
        )

    def _gone(self, post: Post) -> SafeString:
        if post.withdrawal.wish == Withdrawal.Wish.SEALED:
            return self.piece["gone_after_its_days"](n=post.number)
        if post.withdrawal.wish == Withdrawal.Wish.PRESENTER:
            return self.piece["gone_at_wish"](n=post.number)
        may_return = post.html and self._is_mine(post) and self.viewpoint.is_member
        return self.piece["gone"](n=post.number, back=self.piece["restore"](n=post.number) if may_return else "")

    def _is_mine(self, post: Post) -> bool:
        return self.viewpoint.person is not None and post.author_id == self.viewpoint.person.pk

    def _is_had_too(self, post: Post) -> bool:
        """Whether it is an opening that one has had too, rather than being helped by it."""
        return post.number == 1 and self.posts.is_had_too

    def _foot(self, post: Post, shown: PostTranslation | None, *, is_answer: bool) -> str:
        """What one may do about a post; for those who cannot write here, only that it helped others."""
        thanks, elsewhere = self._thanks(post), self._elsewhere(post)
        if not self.viewpoint.is_member:
            return self.piece["foot_outside"](helped=thanks, elsewhere=elsewhere) if thanks or elsewhere else ""
        had_too = self._me_too() if self._is_had_too(post) and not self._is_mine(post) else ""
        # An opening stands for its whole conversation.
        what = f"conversation/{self.posts.conversation}" if post.number == 1 else f"post/{post.pk}"
        if shown is not None:
            what = f"post_translation/{shown.pk}"
        return self._frame(
            is_mine=self._is_mine(post),
            is_answer=is_answer,
            is_opening=post.number == 1,
            is_half_baked=post.is_half_baked,
            is_candid=bool(post.alias),
        )(
            n=post.number,
            what=what,
            had_too=had_too,
            elsewhere=elsewhere,
            thanks=thanks if post.thanks_count or not self._is_had_too(post) else "",
        )

    def _frame(self, **is_so: bool) -> Piece:
        """The foot of every post of which the same is true, put together once for a page."""
        key = tuple(is_so.values())
        if key not in self.feet:
            self.feet[key] = self.piece["foot"].with_given(
                use=self.piece["use"] if is_so["is_answer"] and not is_so["is_mine"] else "",
                reply=self.piece["reply"] if self.may_write else "",
                settle=self.piece["settle"] if self._may_settle_first(is_opening=is_so["is_opening"]) else "",
                lines=Piece.in_line(self._lines(**is_so)),
            )
        return self.feet[key]

    def _may_settle_first(self, *, is_opening: bool) -> bool:
        return self.may_settle and self.posts.is_unsettled and not is_opening

    def _lines(
        self, *, is_mine: bool, is_answer: bool, is_opening: bool, is_half_baked: bool, is_candid: bool
    ) -> Iterator[Piece]:
        """The rest, behind one word."""
        is_steward = self.viewpoint.is_steward
        if self.may_write and not is_half_baked:
            yield self.piece["quote"]
        if not is_answer and not is_opening:
            if not is_mine:
                yield self.piece["use_too"]
                # What rooms above let members do about an answer.
                yield from (self.piece["deed"].with_given(code=one.code, word=one.word) for one in POST_DEEDS)
            if self.may_settle and not self.posts.is_unsettled:
                yield self.piece["settle_instead"]
        if is_mine or (is_steward and not is_candid):
            yield self.piece["change"]
        if is_mine:
            yield self.piece["fully_baked" if is_half_baked else "not_to_be_quoted"]
            yield self.piece["withdraw"]
        if self.viewpoint.membership is not None and not self.viewpoint.membership.is_guest:
            yield self.piece["again"]
        yield self.piece["link"]
        if is_steward and not is_opening:
            yield self.piece["split"]
        if not is_mine:
            yield self.piece["flag"].with_given(flagging=self.moderation["flag"])
            if is_steward:
                yield self.piece["hold"].with_given(holding=self.moderation["hold"])

    def _thanks(self, post: Post) -> str:
        """How many a post helped, and for others than its author a way to say so."""
        count = post.thanks_count
        if not self.viewpoint.is_member or self._is_mine(post):
            if not count:
                return ""
            helped = ngettext("This helped %(n)s person", "This helped %(n)s people", count) % {"n": words.count(count)}
            return self.piece["helped"](said=helped)
        label = gettext("This helped · %(n)s") % {"n": words.count(count)} if count else gettext("This helped")
        return self._toggle(f"posts/{post.number}/thanks", label, is_said=getattr(post, "is_thanked", False))

    def _elsewhere(self, post: Post) -> str:
        """How often it was thanked for before it moved in, where the archive tells no more than that."""
        count = post.thanks_elsewhere
        said = ngettext("Thanked %(n)s time elsewhere", "Thanked %(n)s times elsewhere", count) if count else ""
        return self.piece["helped"](said=said % {"n": words.count(count)}) if said else ""

    def _me_too(self) -> SafeString:
        count = self.posts.me_too_count
        label = (
            gettext("I have had this too · %(n)s") % {"n": words.count(count)}
            if count
            else gettext("I have had this too")
        )
        return self._toggle("me-too", label, is_said=self.posts.said_me_too)

    def _toggle(self, deed: str, said: str, *, is_said: bool) -> SafeString:
        """A button that says something, and pressed once more takes it back."""
        return self.piece["unsay" if is_said else "say"](url=self.address + deed, said=said)
