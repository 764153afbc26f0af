"""Sets posts on the page.

A conversation is read more than any other page, fifty posts at a time, so its posts are set here rather than by a
template: their words were rendered when they were written, and what remains is a frame. Everything else that people
wrote is escaped.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations import markup
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Attachment, Conversation, Outcome, Post
from commonplace.conversations.queries.thread import Thread
from commonplace.files.models import StoredFile
from commonplace.lib.text import plain
from commonplace.people.models import Person
from commonplace.ui import faces, words
from commonplace.ui.addresses import address

TONES = {
    Outcome.How.HELPED: " state--good",
    Outcome.How.PARTLY: " state--wait",
    Outcome.How.NOTHING: "",
    Outcome.How.HARM: " state--bad",
}


def _said() -> dict[str, str]:
    """The words on buttons, looked up once for a page rather than once for a post."""
    said = {
        "reply": gettext("Reply"),
        "settled": gettext("This settled it"),
        "used": gettext("I used this. What happened…"),
        "more": gettext("More"),
        "quote": gettext("Quote"),
        "change": gettext("Change"),
        "withdraw": gettext("Take it back"),
        "restore": gettext("Give it back"),
        "flag": gettext("Something is wrong with this"),
        "hold": gettext("Hold it back"),
        "link": gettext("Copy its address"),
        "copied": gettext("Copied"),
        "withdrawn": gettext("Taken back by its author."),
    }
    return {name: escape(words) for name, words in said.items()}


class Typesetter:
    """Sets the posts of one conversation for one viewer."""

    def __init__(self, thread: Thread, viewpoint: Viewpoint) -> None:
        self.thread, self.viewpoint = thread, viewpoint
        self.conversation: Conversation = thread.conversation
        self.address = address("conversation", viewpoint.community.slug, self.conversation.pk)
        slug = viewpoint.community.slug
        self.moderation = {deed: address(deed, slug, "post", 0).removesuffix("post/0") for deed in ("flag", "hold")}
        self.said = _said()
        self.reader = markup.reader()
        self.may_write = viewpoint.is_member and not hasattr(self.conversation, "closure")
        self.bylines: dict[int | None, Byline] = {}
        self.numbers = {post.number: post for post in thread.posts}
        self.settlement = getattr(self.conversation, "settlement", None)
        person = viewpoint.person
        self.may_settle = person is not None and (person.pk == self.conversation.author_id or viewpoint.is_steward)

    def set(self) -> SafeString:
        """Every post of the page."""
        # Each part escaped what it was given; the words of a post were made safe when they were written.
        return mark_safe("".join(self._post(post) for post in self.thread.posts))  # noqa: S308

    def _byline(self, person: Person | None) -> Byline:
        key = person.pk if person is not None else None
        if key not in self.bylines:
            self.bylines[key] = self.viewpoint.byline_for(person)
        return self.bylines[key]

    def _post(self, post: Post) -> str:
        number = post.number
        begins = self.thread.joined.get(number)
        head = f'<p class="joined small soft" id="j{number}">{markup.joined(begins)}</p>' if begins else ""
        if hasattr(post, "withdrawal"):
            return f'{head}<article class="post post--gone" id="p{number}">{self._gone(post)}</article>'
        is_answer = self.settlement is not None and self.settlement.post_id == post.pk
        byline = self._byline(post.author)
        name = escape(gettext("%(name)s, %(n)s") % {"name": byline.name, "n": number})
        parts = [
            f'{head}<article class="post{" post--answer" if is_answer else ""}" id="p{number}" aria-label="{name}">',
            self._verdict() if is_answer else "",
            self._held(post),
            f'<div class="post__head">{markup.person(byline)}',
            f'<p class="meta">{self._to(post)}{self._when(post)}</p></div>',
            self._words(post),
            self._files(self.thread.attachments.get(post.pk, [])),
            self._used(self.thread.outcomes.get(post.pk, [])),
            self._foot(post, is_answer=is_answer),
            "</article>",
        ]
        return "".join(parts)

    def _words(self, post: Post) -> str:
        """What it says; nothing for an opening that says no more than its title, which stands above it."""
        if post.number == 1 and " ".join(plain(post.html).split()) == self.conversation.title:
            return ""
        return f'<div class="prose">{markup.prose(post.html)}</div>'

    def _verdict(self) -> str:
        who = self._byline(self.settlement.by if self.settlement else None).name
        verdict = escape(gettext("%(name)s marked this as what settled it") % {"name": who})
        return f'<p class="post__verdict">{verdict}</p>'

    def _held(self, post: Post) -> str:
        """Why a post is held back, for its author, who may appeal, and for stewards."""
        hold = self.thread.holds.get(post.pk)
        if hold is None:
            return ""
        person = self.viewpoint.person
        return render_to_string(
            "communities/held.html",
            {
                "hold": hold, "community": self.viewpoint.community, "is_steward": self.viewpoint.is_steward,
                "is_author": person is not None and person.pk == post.author_id,
            },
        )  # fmt: skip

    def _to(self, post: Post) -> str:
        """Whom it answers, where that is not plain from its place."""
        answers = getattr(post, "answers", None)
        if not answers or answers in (1, post.number - 1):
            return ""
        to = self.numbers.get(answers)
        name = self._byline(to.author).name if to is not None and not hasattr(to, "withdrawal") else str(answers)
        href = f"#p{answers}" if to is not None else f"{self.address}?from={answers}#p{answers}"
        return f'<a href="{href}">{escape(gettext("in reply to %(name)s") % {"name": name})}</a>'

    def _when(self, post: Post) -> str:
        written = markup.time(post.written_at, *self.reader)
        edited = ""
        if post.edited_at is not None:
            if post.edited_by_id and post.edited_by_id != post.author_id:
                by = self._byline(post.edited_by).name
                spoken = gettext("changed by %(name)s") % {"name": by}
            else:
                spoken = gettext("changed")
            edited = f'<a href="{self.address}posts/{post.number}/history">{escape(spoken)}</a>'
        return f'<a href="{self.address}?from={post.number}#p{post.number}">{written}</a>{edited}'

    def _files(self, files: list[Attachment]) -> str:
        if not files:
            return ""
        pictures = "".join(markup.picture(one) for one in files if one.file.kind == StoredFile.Kind.IMAGE)
        documents = "".join(markup.document(one) for one in files if one.file.kind != StoredFile.Kind.IMAGE)
        return (f'<div class="pictures">{pictures}</div>' if pictures else "") + (
            f'<ul class="documents small">{documents}</ul>' if documents else ""
        )

    def _used(self, outcomes: list[Outcome]) -> str:
        if not outcomes:
            return ""
        people = len({one.person_id for one in outcomes})
        told = ngettext("%(n)s person told us what happened.", "%(n)s people told us what happened.", people)
        lead = escape(told % {"n": capfirst(words.number_word(people))})
        items = "".join(self._outcome(one) for one in outcomes)
        return f'<div class="used"><p class="small"><strong>{lead}</strong></p><ul>{items}</ul></div>'

    def _outcome(self, one: Outcome) -> str:
        byline = self._byline(one.person)
        when = markup.time(one.at, *self.reader)
        return (
            f"<li>{faces.face(byline.name, photo=markup.photo(byline), size='s')}<div><p>{markup.lines(one.text)}</p>"
            f'<p class="meta"><span>{escape(byline.name)}</span>{when}'
            f'<span class="state{TONES[Outcome.How(one.how)]}">{escape(one.get_how_display())}</span></p></div></li>'
        )

    def _gone(self, post: Post) -> str:
        back = ""
        if self._is_mine(post) and self.viewpoint.is_member:
            address = f"{self.address}posts/{post.number}/return"
            back = " " + markup.button(address, self.said["restore"])
        return f'<p class="small faint">{self.said["withdrawn"]}{back}</p>'

    def _is_mine(self, post: Post) -> bool:
        return self.viewpoint.person is not None and post.author_id == self.viewpoint.person.pk

    def _is_had_too(self, post: Post) -> bool:
        """Whether it is an opening that one has had too, rather than being helped by it."""
        return post.number == 1 and self.conversation.is_had_too

    def _foot(self, post: Post, *, is_answer: bool) -> str:
        """What one may do about a post; for those who cannot write here, only that it helped others."""
        thanks = self._thanks(post)
        if not self.viewpoint.is_member:
            return f'<p class="small faint">{thanks}</p>' if thanks else ""
        here = f"{self.address}posts/{post.number}/"
        buttons = []
        if is_answer and not self._is_mine(post):
            buttons.append(f'<a class="btn btn--small btn--primary" href="{here}outcome">{self.said["used"]}</a>')
        if self.may_write:
            reply = f"{self.address}?from={post.number}&amp;reply={post.number}#reply"
            buttons.append(f'<a class="{markup.QUIET}" href="{reply}">{self.said["reply"]}</a>')
        if self._is_had_too(post) and not self._is_mine(post):
            buttons.append(self._me_too())
        if thanks and (post.thanks_count or not self._is_had_too(post)):
            buttons.append(thanks)
        if self.may_settle and self.settlement is None and post.number > 1 and self.conversation.kind in AWAITING:
            buttons.append(markup.button(f"{here}settlement", self.said["settled"]))
        buttons.append(self._more(post, here, is_answer=is_answer))
        return f'<div class="post__foot">{"".join(buttons)}</div>'

    def _thanks(self, post: Post) -> str:
        """How many a post helped, and for others than its author a way to say so."""
        count = post.thanks_count
        if not self.viewpoint.is_member or self._is_mine(post):
            if not count:
                return ""
            helped = ngettext("This helped %(n)s person", "This helped %(n)s people", count) % {"n": words.count(count)}
            return f'<span class="small faint">{escape(helped)}</span>'
        label = gettext("This helped · %(n)s") % {"n": words.count(count)} if count else gettext("This helped")
        said = getattr(post, "is_thanked", False)
        address = f"{self.address}posts/{post.number}/thanks"
        return markup.toggle(address, label, pressed=said)

    def _me_too(self) -> str:
        count = self.conversation.me_too_count
        label = (
            gettext("I have had this too · %(n)s") % {"n": words.count(count)}
            if count
            else gettext("I have had this too")
        )
        return markup.toggle(f"{self.address}me-too", label, pressed=getattr(self.conversation, "said_me_too", False))

    def _more(self, post: Post, here: str, *, is_answer: bool) -> str:
        """The rest, behind one word."""
        said, mine = self.said, self._is_mine(post)
        lines = []
        if self.may_write:
            lines.append(markup.line(f"{self.address}?from={post.number}&amp;quote={post.number}#reply", said["quote"]))
        if not is_answer and post.number > 1:
            if not mine:
                lines.append(markup.line(f"{here}outcome", said["used"]))
            if self.may_settle and (self.settlement is not None or self.conversation.kind not in AWAITING):
                lines.append(markup.act(f"{here}settlement", said["settled"]))
        if mine or self.viewpoint.is_steward:
            lines.append(markup.line(f"{here}text", said["change"]))
        if mine:
            lines.append(markup.act(f"{here}withdrawal", said["withdraw"]))
        link = f"{self.address}?from={post.number}#p{post.number}"
        lines.append(f'<a href="{link}" data-copy data-copied="{said["copied"]}">{said["link"]}</a>')
        if not mine:
            lines.append(markup.line(self._moderation("flag", post), said["flag"]))
        if self.viewpoint.is_steward and not mine:
            lines.append(markup.line(self._moderation("hold", post), said["hold"]))
        menu = f"<summary>{said['more']}</summary><div>{''.join(lines)}</div>"
        return f'<details class="more post__more" data-disclosure>{menu}</details>'

    def _moderation(self, deed: str, post: Post) -> str:
        """Where a post is pointed at or held; an opening stands for its whole conversation."""
        what = f"conversation/{self.conversation.pk}" if post.number == 1 else f"post/{post.pk}"
        return self.moderation[deed] + what
