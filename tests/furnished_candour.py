"""What is said without fear in a furnished house: under a sign, and in spaces that keep what is said in confidence."""

from datetime import timedelta

from django.utils import timezone

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.pausing import pause, resume
from commonplace.candour.models import Alias, CandourKey, Draw
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.moderation.actions import hold
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.candid import open_candidly, reply_candidly
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle_candidly, tell_outcome_candidly
from commonplace.people.models import Person

SIGN = "k7mq2x"


def said_in_confidence(community: Community, steward: Person, member: Person) -> list[str]:
    """Two drew; somebody asked under a sign, was answered, settled it, told what came of it, and said more, which a
    steward holds; candour was paused once. A question lies under Chatham House and another is sealed. Addresses of all.
    """
    now = timezone.now()
    keep_keys(now=now)
    for one in (steward, member):
        Draw.objects.create(key=CandourKey.objects.earliest("month"), person=one, asked="0" * 64)
    ago = now - timedelta(days=3)
    table = community.spaces.get(slug="table")
    words = "We reported it as a success."
    asked = open_candidly(alias=SIGN, space=table, kind="problem", title="A number that fits", text=words, at=ago)
    Alias.objects.create(conversation=asked, sign=SIGN, public="a key")
    answer = reply(by=steward, conversation=asked, text="Ask whom it was counted for.", at=ago + timedelta(hours=3))
    settle_candidly(alias=SIGN, post=answer, at=now)
    tell_outcome_candidly(alias=SIGN, post=answer, how="helped", text="It was nobody.", at=now)
    more = reply_candidly(alias=SIGN, conversation=asked, text="And who signed it.", at=now)
    hold(by=steward, kind="post", object_id=more.pk, community=community, why="It tells who was there.")
    pause(by=steward, community=community, why="A week in which somebody was named.", at=ago)
    resume(by=steward, community=community, at=now)
    here = f"/c/{community.slug}"
    said = [f"{here}/conversations/{asked.pk}/", f"{here}/candour/ask?in={asked.pk}"]
    for close in (Confidence.CHATHAM, Confidence.SEALED):
        space = open_space(community=community, slug=close, name=close.label, confidence=close)
        talk = open_conversation(
            space=space, by=member, kind="question", title="May one say no?", text="I did.", at=ago
        )
        said.append(f"{here}/conversations/{talk.pk}/")
    return said
