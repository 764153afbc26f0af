"""A vocabulary that stewards have tidied: a word with a synonym, within a broader one, and one that became it."""

from commonplace.communities.models import Community, Topic
from commonplace.communities.topics.actions import add_synonym, merge_topics, name_topics, put_within
from commonplace.people.models import Person


def tidied(community: Community, steward: Person, slug: str = "valves") -> dict[str, list[object]]:
    """Tidy one topic of a community; its key, and those by which addresses name what was done."""
    topic = Topic.objects.get(community=community, slug=slug)
    name_topics(community=community, names=["Zq sluices", "Zq fittings"])
    sluices, fittings = (Topic.objects.get(community=community, slug=slug) for slug in ("zq-sluices", "zq-fittings"))
    synonym = add_synonym(by=steward, topic=topic, name="Zq taps")
    put_within(by=steward, topic=topic, broader=fittings)
    merger = merge_topics(by=steward, kept=topic, other=sluices)
    return {"topics": [topic.pk], "about": [topic.pk], "synonym": [synonym.pk], "merger": [merger.pk]}
