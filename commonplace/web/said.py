"""What needs someone, said in a sentence with the reason for it and one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person
from commonplace.web.needs import Waiting

# One conversation asks for one thing at a time: what comes first here speaks for the rest. People at the door, what was
# pointed at and newcomers come before everything that has waited for weeks and can wait a day longer.
ORDER = (
    "asked",
    "staying",
    "flagged",
    "appealed",
    "first",
    "new",
    "claimed",
    "told",
    "named",
    "replied",
    "greeted",
    "answered",
    "draft",
)


@dataclass(frozen=True)
class Need:
    """One thing that waits for the reader: what it is, the reason in a sentence, and the verb on its button."""

    title: str
    why: str
    action: str
    url: str
    community: str
    conversation: int = 0


@dataclass(frozen=True)
class _Seen:
    """A waiting thing as one viewer sees it."""

    one: Waiting
    viewpoint: Viewpoint

    @property
    def slug(self) -> str:
        return self.viewpoint.community.slug

    @property
    def name(self) -> str:
        """Whoever is behind it, as the viewer may know them."""
        person = Person(pk=self.one.who, name=self.one.who_name) if self.one.who else None
        return self.viewpoint.byline_for(person).name

    @property
    def post_url(self) -> str:
        page = reverse("conversation", args=[self.slug, self.one.thing])
        return f"{page}?from={self.one.number}#p{self.one.number}"

    def url(self, page: str, *more: int) -> str:
        return reverse(page, args=[self.slug, *more])


def needs_from(waiting: Iterable[Waiting], standings: Mapping[int, Membership], person: Person) -> list[Need]:
    """The needs in the order in which they are worth someone's time; several of one thing become one."""
    ranked = sorted(waiting, key=lambda one: ORDER.index(one.code))
    needs: list[Need] = []
    said: set[tuple[object, ...]] = set()
    for one in ranked:
        about = _about(one)
        if about & said:
            continue
        said |= about
        membership = standings[one.community_id]
        seen = _Seen(one, Viewpoint(person, membership.community, membership))
        needs.append(SENTENCES[one.code](seen))
    return needs


def _about(one: Waiting) -> set[tuple[object, ...]]:
    """What a thing is about: a conversation is spoken of once, a newcomer once, all flags of a community at once."""
    if one.code in ("flagged", "appealed"):
        return {(one.code, one.community_id)}
    if one.code in ("first", "new"):
        return {("newcomer", one.community_id, one.who), ("conversation", one.thing) if one.post else ("new", one.who)}
    return {("conversation", one.thing)} if one.post else {(one.code, one.thing)}


def _told(seen: _Seen) -> Need:
    how = {
        "helped": _("%(name)s used your answer, and it helped."),
        "partly": _("%(name)s used your answer. It helped in part."),
        "nothing": _("%(name)s tried your answer, and nothing came of it."),
        "harm": _("%(name)s tried your answer, and it did harm."),
    }[seen.one.words]
    return _need(
        seen, how, _("In “%(title)s”. They took the trouble to say; a line back closes the circle."),
        _("Read the note"), seen.post_url,
    )  # fmt: skip


def _answered(seen: _Seen) -> Need:
    return _need(
        seen, _("Your question has answers: did one of them settle it?"),
        _("“%(title)s”. Whoever answered would like to know, and so would the next person with your question."),
        _("Say so"), reverse("conversation", args=[seen.slug, seen.one.thing]),
    )  # fmt: skip


def _replied(seen: _Seen) -> Need:
    return _need(
        seen,
        _("%(name)s answered you."),
        _("In “%(title)s”; you have not been there since."),
        _("Read it"),
        seen.post_url,
    )


def _named(seen: _Seen) -> Need:
    return _need(
        seen, _("%(name)s named you."), _("In “%(title)s”; you have not been there since."), _("Read it"), seen.post_url
    )


def _greeted(seen: _Seen) -> Need:
    return _need(seen, _("%(name)s says hello."), _("“%(words)s”"), _("Say something back"), seen.url("compose"))


def _draft(seen: _Seen) -> Need:
    title = (
        _("You have begun something: “%(title)s”.")
        if seen.one.title
        else _("You have begun something and not sent it.")
    )
    return _need(seen, title, _("Only you can see it."), _("Go on writing"), seen.url("drafts"))


def _asked(seen: _Seen) -> Need:
    return _need(
        seen,
        _("%(name)s asks to come in."),
        _("They write: “%(words)s”"),
        _("Answer"),
        seen.url("join_requests"),
    )


def _staying(seen: _Seen) -> Need:
    return _need(
        seen,
        _("%(name)s would like to stay as a member."),
        _("They write: “%(words)s”"),
        _("Answer"),
        seen.url("join_requests"),
    )


def _new(seen: _Seen) -> Need:
    if seen.one.words == Membership.Pace.FOLLOW:
        why = _("They came to follow for a while. A hello asks nothing of them and is still kind.")
    else:
        why = _("Nobody has said hello yet. One line by name is what newcomers remember.")
    return _need(seen, _("%(name)s has come in."), why, _("Say hello"), seen.url("hello", seen.one.thing))


def _first(seen: _Seen) -> Need:
    return _need(
        seen,
        _("%(name)s has written for the first time."),
        _("In “%(title)s”. Whether a second line comes depends on the first one being heard."),
        _("Read it"),
        seen.post_url,
    )


def _flagged(seen: _Seen) -> Need:
    return _need(
        seen,
        _("Someone asked you to look at something."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("moderation"),
    )


def _appealed(seen: _Seen) -> Need:
    return _need(
        seen,
        _("Someone asks for a second look at what was held back."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("moderation"),
    )


def _claimed(seen: _Seen) -> Need:
    return _need(
        seen,
        _("%(name)s says: I am %(title)s of the archive."),
        _("They write: “%(words)s”"),
        _("Look at it"),
        seen.url("claims"),
    )


def _need(seen: _Seen, title: str, why: str, action: str, url: str) -> Need:
    words = {"name": seen.name if seen.one.who_name else _("Someone"), "title": seen.one.title, "words": seen.one.words}
    about = seen.one.thing if seen.one.post else 0
    return Need(title % words, why % words, action, url, community=seen.viewpoint.community.name, conversation=about)


SENTENCES: Mapping[str, Callable[[_Seen], Need]] = {
    "told": _told, "answered": _answered, "replied": _replied, "named": _named, "draft": _draft, "asked": _asked,
    "greeted": _greeted, "new": _new, "first": _first, "flagged": _flagged, "appealed": _appealed, "claimed": _claimed,
    "staying": _staying,
}  # fmt: skip
