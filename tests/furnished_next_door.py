"""The community next door: of people who are nowhere else, and closed to those of the furnished one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from commonplace.api.actions import make_token
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.joining.actions.linking import open_link
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.moderation.actions import hold
from commonplace.communities.reasons.actions import keep_reason
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Post
from commonplace.devices.actions import make_password
from commonplace.feeds.actions import make_address
from commonplace.files.actions import keep_bytes
from commonplace.people.actions import claiming, profile
from commonplace.people.models import Person
from commonplace.words.actions.drafting import keep_draft as keep_word_draft
from commonplace.words.actions.handing import hand
from commonplace.words.actions.writing import begin
from tests.furnished_roles import role_passed_on
from tests.furnished_rooms import device_of
from tests.furnished_topics import suggested_words, tidied


@dataclass(frozen=True)
class Others:
    """A private community: what its numbers are, and what it holds."""

    community: Community
    known: dict[str, list[object]]

    @property
    def choices(self) -> list[object]:
        """What somebody might put in place of a choice of their own, each once."""
        numbers = (self.known[name][0] for name in ("spaces", "people", "members", "conversations", "topics"))
        return list(dict.fromkeys(["behind", *numbers]))

    def marks(self) -> tuple[object, ...]:
        """What would change if somebody reached it: its version, which every visible change moves, and its people."""
        self.community.refresh_from_db()
        return (
            self.community.version,
            self.community.people_count,
            Post.objects.filter(conversation__community=self.community).count(),
        )


def furnish_others() -> Others:
    """Make the community next door."""
    petra = profile.register(name="Petra Voss", address="petra@example.org", is_confirmed=True)
    quiet = profile.register(name="Quiet Oduya", address="quiet@example.org", is_confirmed=True)
    community = found(by=petra, name="Next door", slug="next-door", visibility="private")
    admit(person=quiet, community=community)
    space = open_space(community=community, slug="behind", name="Behind", visibility="group", seats=[petra])
    talk = open_conversation(
        by=petra,
        space=community.spaces.get(slug="table"),
        kind="question",
        title="Behind",
        text="Behind.",
        topics=["hidden"],
    )
    sheet = keep_bytes(name="behind.csv", data=b"behind,1\n")
    open_conversation(by=petra, space=space, kind="tip", title="More", text="More.", attachments=[sheet])
    leila = profile.register(name="Lotte Brand", address="lotte@example.org", is_confirmed=True)
    request = ask_to_join(person=leila, community=community, cares_about="Anything")
    invited = invite(by=petra, community=community, words="Come.", name="Nour", address="nour@example.org")
    held = hold(by=petra, kind="post", object_id=talk.posts.get().pk, community=community, why="To see.")
    membership = Membership.objects.get(person=quiet, community=community)
    role = role_passed_on(petra, membership, "Host")
    old = Person.objects.create_user(name="Old Voice", claimed_at=None)
    admit(person=old, community=community, origin="archive")
    claim = claiming.ask_steward(person=quiet, of=old, words="It was me.")
    draft = keep_draft(by=petra, community=community, place="opening", words={"title": "Half", "text": "Half"})
    week = timezone.now() + timedelta(days=7)
    steward = profile.register(name="Third Brand", address="third@example.org", is_confirmed=True)
    admit(person=steward, community=community, standing="steward")
    word = begin(by=petra, to=[quiet.pk], text="Behind.")
    begun = keep_word_draft(by=petra, place="new", form="", text="Half", to=[quiet.pk])
    known: dict[str, list[object]] = {
        "words": [word.correspondence_id],
        "taking-back": [word.pk],
        "handing": [word.pk],
        "handed": [hand(by=quiet, word=word, community=community, why="So.").pk],
        "whom": [quiet.pk],
        "draft": [begun.pk if begun else 0],
        "links": [open_link(by=petra, community=community, words="Come.", places=5, ends_at=week).link.pk],
        "conversations": [talk.pk],
        "people": [quiet.pk],
        "spaces": [space.pk],
        "members": [membership.pk],
        "seats": [space.seats.get().pk],
        "requests": [request.pk],
        "invitations": [invited.invitation.pk],
        "holds": [held.pk],
        "roles": [role.pk],
        "reasons": [keep_reason(by=petra, community=community, words="Behind closed doors.").pk],
        "claims": [claim.pk],
        "earlier": [old.pk],
        "drafts": [draft.pk],
        **tidied(community, petra, "hidden"),
        **suggested_words(community, petra),
        "files": [sheet.pk],
        "slug": ["next-door"],
        "devices": [device_of(petra).pk],
        "tokens": [make_token(person=petra, name="Hers")[0].pk],
        "calendars": [make_password(person=petra, name="Her phone")[0].pk],
        "feeds": [make_address(person=petra, community=community)[0].pk],
    }
    return Others(community=community, known=known)
