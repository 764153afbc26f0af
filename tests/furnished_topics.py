"""A vocabulary that stewards have tidied: a word with a synonym, within a broader one, one that became it, and words
that the house suggests.
"""

from collections.abc import Iterable

from commonplace.communities.models import Community, Membership, Topic
from commonplace.communities.standing import Standing
from commonplace.communities.topics.actions import add_synonym, merge_topics, name_topics, put_within
from commonplace.conversations.actions.deciding import decline_suggested
from commonplace.conversations.models import Conversation, Fitting, SuggestedTopic
from commonplace.people.models import Person
from tests.furnished_constellation import constellated
from tests.furnished_sponsor import sponsored
from tests.furnished_stories import storied
from tests.furnished_weaving import woven


def suggest(community: Community, name: str, conversations: Iterable[Conversation]) -> SuggestedTopic:
    """A word that the house found in these."""
    suggested = SuggestedTopic.objects.create(community=community, name=name, stems=name.lower())
    Fitting.objects.bulk_create(Fitting(suggested=suggested, conversation=one) for one in conversations)
    return suggested


def suggested_words(community: Community, steward: Person) -> dict[str, list[object]]:
    """A word that waits for a steward, and one that a steward declined, in what they may read."""
    talks = Conversation.objects.visible_to(steward).filter(community=community, is_automatic=False).order_by("pk")[:4]
    waiting = suggest(community, "Zq penstocks", talks)
    declined = decline_suggested(by=steward, suggested=suggest(community, "Zq greetings", talks))
    return {"suggested-topics": [waiting.pk], "decisions": [declined.pk]}


def tidied(community: Community, steward: Person, slug: str = "valves") -> dict[str, list[object]]:
    """Tidy one topic of a community, and bring its people together; the keys by which addresses name what was done."""
    topic = Topic.objects.get(community=community, slug=slug)
    name_topics(community=community, names=["Zq sluices", "Zq fittings"])
    sluices, fittings = (Topic.objects.get(community=community, slug=slug) for slug in ("zq-sluices", "zq-fittings"))
    synonym = add_synonym(by=steward, topic=topic, name="Zq taps")
    put_within(by=steward, topic=topic, broader=fittings)
    merger = merge_topics(by=steward, kept=topic, other=sluices)
    known = {"topics": [topic.pk], "about": [topic.pk], "synonym": [synonym.pk], "merger": [merger.pk]}
    here = Membership.objects.filter(community=community, standing=Standing.MEMBER, person__claimed_at__isnull=False)
    sponsor = here.select_related("person").order_by("-pk")[0].person
    known |= storied(community, steward) | woven(community, steward)
    return known | constellated(community, steward) | sponsored(community, steward, sponsor)
