"""What conversations tell in a community's letter: worth attention, unanswered, settled and tried; and to one person
who knows its topic, the question that waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import byline_of_alias
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Amplification, Conversation, Outcome, Post, Settlement
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.conversations.models.post import PostQuerySet
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.ui.addresses import address

# A question older than this is no news: it waits in the list of what nobody has answered.
ASKED_WITHIN = timedelta(days=60)
WEIGHED = 60  # at most, of one kind for one letter


def conversations_for(reader: Reader) -> ConversationQuerySet:
    """The conversations of the community that a reader of its letter may read."""
    found = Conversation.objects
    if reader.is_everyone_inside:
        seen = found.visible_inside()
    else:
        seen = found.visible_to(reader.viewpoint.person).told_in_letters()
    return seen.filter(community=reader.viewpoint.community)


def _posts_for(reader: Reader) -> PostQuerySet:
    if reader.is_everyone_inside:
        return Post.objects.visible_inside()
    return Post.objects.visible_to(reader.viewpoint.person).told_in_letters()


def line_of(conversation: Conversation, reader: Reader, *, kind: str, text: str, action: str) -> DigestLine:
    """A conversation as a line of a letter, in these words."""
    return DigestLine(
        title=conversation.title,
        text=text,
        url=address("conversation", reader.viewpoint.community.slug, conversation.pk),
        kind=kind,
        by=byline_of(conversation, reader.viewpoint).name,
        action=action,
        about=("conversation", conversation.pk),
    )


def _named(reader: Reader, keys: Collection[int]) -> QuerySet[Conversation]:
    return conversations_for(reader).filter(pk__in=keys).with_faces()


# --- Worth everyone's attention -----------------------------------------------------------------------------------


def _amplified(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    rows = Amplification.objects.filter(
        at__gt=since, at__lte=now, conversation__in=Conversation.objects.visible_inside().filter(community=community)
    ).order_by("-at", "-pk")
    return [
        Candidate(conversation, why, by)
        for conversation, why, by in rows.values_list("conversation_id", "why", "by_id")[:WEIGHED]
    ]


def _amplified_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    kind, action = _("Worth your attention"), _("Read it")
    return {one.pk: line_of(one, reader, kind=kind, text="", action=action) for one in _named(reader, keys)}


# --- Nobody has answered yet --------------------------------------------------------------------------------------


def _waiting_in(community: Community, now: datetime) -> ConversationQuerySet:
    """Openings of the last weeks that nobody has answered, those first that most people have had too."""
    return (
        Conversation.objects.visible_inside()
        .unanswered()
        .filter(community=community, is_automatic=False, opened_at__gt=now - ASKED_WITHIN, opened_at__lte=now)
        .order_by("-me_too_count", "-opened_at", "-pk")
    )


def _unanswered(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    return [Candidate(pk) for pk in _waiting_in(community, now).values_list("pk", flat=True)[:WEIGHED]]


def _waiting_line(one: Conversation, reader: Reader, now: datetime, why: str = "") -> DigestLine:
    days = (now - one.opened_at).days
    waited = ngettext("It has waited %(n)s day.", "It has waited %(n)s days.", days) % {"n": words.count(days)}
    kind = _("%(kind)s Nobody has answered yet") % {"kind": one.get_kind_display()}
    text = " ".join(filter(None, (why, waited if days else "")))
    line = line_of(one, reader, kind=kind, text=text, action=_("Answer"))
    return DigestLine(**{**vars(line), "not_for": one.author_id})


def _unanswered_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    """As things stand now: between a draft and its letter, or long after it, somebody may have answered."""
    return {
        one.pk: _waiting_line(one, reader, now) if _still_waits(one) else _no_longer_waiting_line(one, reader)
        for one in _named(reader, keys)
    }


def _still_waits(one: Conversation) -> bool:
    return one.is_waiting and one.is_unsettled and not hasattr(one, "closure")


def _no_longer_waiting_line(one: Conversation, reader: Reader) -> DigestLine:
    text = _("It has been answered since.") if one.first_reply_at is not None else _("It waits no longer.")
    return line_of(one, reader, kind=one.get_kind_display(), text=text, action=_("Read it"))


def _for_who_knows(standings: Sequence[Membership], since: datetime, now: datetime) -> dict[int, list[DigestLine]]:
    """To each, the questions that wait in topics they have written in, the topic they wrote in most often first."""
    community = standings[0].community
    reader = Reader.everyone_inside(community)
    waiting = list(_waiting_in(community, now).with_faces().prefetch_related("topics")[:WEIGHED])
    topics = {topic.pk: topic.name for one in waiting for topic in one.topics.all()}
    written = _written_in(standings, list(topics))
    lines: dict[tuple[int, int], DigestLine] = {}
    found: dict[int, list[DigestLine]] = {}
    for person, known in written.items():
        ranked = []
        for place, one in enumerate(waiting):
            best = max(((known.get(topic.pk, 0), -topic.pk) for topic in one.topics.all()), default=(0, 0))
            if best[0] and one.author_id != person:
                ranked.append((-best[0], place, -best[1], one))
        for _most, _place, topic, one in sorted(ranked, key=lambda row: row[:2]):
            if (one.pk, topic) not in lines:
                why = _("You have written about %(topic)s.") % {"topic": isolated(topics[topic])}
                lines[one.pk, topic] = _waiting_line(one, reader, now, why)
            found.setdefault(person, []).append(lines[one.pk, topic])
    return found


def _written_in(standings: Sequence[Membership], topics: Sequence[int]) -> Mapping[int, Mapping[int, int]]:
    """How many conversations of each topic each of these people wrote in."""
    if not topics:
        return {}
    filed = Conversation.topics.through
    people = [one.person_id for one in standings]
    rows = (
        Post.objects.filter(
            author__in=people,
            withdrawal__isnull=True,
            conversation__in=filed.objects.filter(topic__in=topics).values("conversation"),
        )
        .values_list("author_id", "conversation__topics", "conversation_id")
        .distinct()
    )
    counted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for author, topic, _conversation in rows:
        if topic in topics:
            counted[author][topic] += 1
    return counted


# --- Settled, and tried in practice -------------------------------------------------------------------------------


def _settled(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    """What was settled or tried since then: harm before all, then what was tried, the latest first."""
    readable = Conversation.objects.visible_inside().filter(community=community)
    settled = Settlement.objects.filter(
        at__gt=since, at__lte=now, conversation__in=readable, post__in=Post.objects.not_kept_back_from(None)
    )
    tried = Outcome.objects.filter(
        at__gt=since, at__lte=now, conversation__in=readable, conversation__settlement__isnull=False
    )
    latest = dict(settled.order_by("-at", "-pk").values_list("conversation_id", "at")[:WEIGHED])
    weight = dict.fromkeys(latest, 0)
    rows = tried.order_by().values_list("conversation_id", "how").annotate(last=Max("at"))
    for conversation, how, at in sorted(rows, key=lambda row: (row[2], row[0]))[-WEIGHED:]:
        weight[conversation] = max(weight.get(conversation, 0), 2 if how == Outcome.How.HARM else 1)
        latest[conversation] = max(latest.get(conversation, at), at)
    ranked = sorted(weight, key=lambda pk: (weight[pk], latest[pk], pk), reverse=True)
    return [Candidate(pk) for pk in ranked]


def _settled_lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    settlements = Settlement.objects.filter(
        conversation__in=conversations_for(reader).filter(pk__in=keys), post__in=_posts_for(reader)
    ).select_related("conversation__author", "post__author")
    answers = {one.conversation_id: one for one in settlements}
    outcomes = Outcome.objects.filter(conversation__in=list(answers), at__lte=now).select_related("person")
    tried: dict[int, Outcome] = {}
    for outcome in outcomes.order_by("at", "pk"):
        before = tried.get(outcome.conversation_id)
        # Harm is said whatever came after it.
        if before is None or before.how != Outcome.How.HARM or outcome.how == Outcome.How.HARM:
            tried[outcome.conversation_id] = outcome
    return {pk: _settled_line(one, tried.get(pk), reader) for pk, one in answers.items()}


def _settled_line(one: Settlement, outcome: Outcome | None, reader: Reader) -> DigestLine:
    answered = _("%(name)s’s answer settled it.") % {"name": isolated(byline_of(one.post, reader.viewpoint).name)}
    kind, said = _("Settled"), ""
    if outcome is not None:
        kind = _("It went wrong") if outcome.how == Outcome.How.HARM else _("Settled, and tried")
        said = {
            Outcome.How.HELPED: _("%(name)s tried it, and it helped."),
            Outcome.How.PARTLY: _("%(name)s tried it, and it helped in part."),
            Outcome.How.NOTHING: _("%(name)s tried it, and nothing came of it."),
            Outcome.How.HARM: _("%(name)s tried it, and it did harm."),
        }[Outcome.How(outcome.how)] % {"name": isolated(_told_by(outcome, reader))}
    text = " ".join(filter(None, (answered, said)))
    return line_of(one.conversation, reader, kind=kind, text=text, action=_("See the answer"))


def _told_by(outcome: Outcome, reader: Reader) -> str:
    return byline_of_alias(outcome.alias).name if outcome.alias else reader.viewpoint.name_of(outcome.person)


SECTIONS = (
    DigestSection(
        "amplified",
        gettext_lazy("Worth everyone’s attention"),
        "conversation",
        _amplified,
        _amplified_lines,
        at_most=1,
        order=10,
    ),
    DigestSection(
        "unanswered",
        gettext_lazy("Nobody has answered yet"),
        "conversation",
        _unanswered,
        _unanswered_lines,
        _for_who_knows,
        at_most=2,
        order=20,
    ),
    DigestSection(
        "settled", gettext_lazy("Settled, and tried"), "conversation", _settled, _settled_lines, at_most=2, order=30
    ),
)
