"""A passage: words of a post, or a line kept at a gathering, in a resource, and the leave of whoever said them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.conversations.models import Post, Withdrawal, was_said
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.models.resource import Resource
from commonplace.runs.models import Captured
from commonplace.runs.models.captured import CapturedQuerySet

_SPACE, _MEETING = "post__conversation__space", "line__run__gathering"


class PassageQuerySet(models.QuerySet["Passage"]):
    """Passages, asked by who may read them and by whose yes they wait for."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of resources that `person` may see, said by someone who lets them be kept, or where they read anyway.

        A yes holds as long as the place where it was said is no closer than it was then, and that where it is kept goes
        no further. Without one, words reach nobody whom the post does not, and where a yes was needed from the first
        nobody at all.
        """
        return self.before(person).filter(in_it(person))

    def before(self, person: Person | None) -> Self:
        """The same, and those that are not in it yet and that `person` reads where they were said: for whoever looks
        after the resource, who knows what is asked for.
        """
        seen = self.filter(resource__in=Resource.objects.visible_to(person)).standing(person)
        return seen.filter(agreed() | reads_source(person))

    def with_place(self, person: Person | None) -> Self:
        """Each with whether it is in the resource for `person` or waits for a yes, as `is_in`."""
        return self.annotate(
            is_in=Case(When(in_it(person), then=Value(True)), default=Value(False), output_field=BooleanField())
        )

    def standing(self, person: Person | None) -> Self:
        """Less those that were taken out, whose source was taken back, and those that are held back from `person`."""
        free = [
            access.is_not_held(person, kind=kind, object_id=path, author=author, community="resource__community_id")
            for kind, path, author in (
                ("post", "post_id", "author_id"),
                ("conversation", "post__conversation_id", "post__conversation__author_id"),
                ("captured", "line_id", "author_id"),
                ("gathering", f"{_MEETING}_id", f"{_MEETING}__convener_id"),
            )
        ]
        return self.filter(*free).not_taken_back().exclude(source="")

    def not_taken_back(self) -> Self:
        """Less those whose source was taken back, or is not to be quoted by now."""
        there = self.filter(was_said("post__"), line__taken_back_at__isnull=True)
        return there.exclude(post__is_half_baked=True)

    def exposed(self) -> Self:
        """Those said in confidence, and those that more people could read here than where they were said."""
        return self.filter(closer_than(Confidence.ORDINARY) | _reaches_further())

    def to_be_asked(self) -> Self:
        """Those whose author has to be asked, and has not said yes or no as things are now."""
        return self.exposed().filter(~agreed(), author__isnull=False).not_taken_back().exclude(source="")

    def unasked(self) -> Self:
        """Those whose author was not asked yet, or has answered since: then other things were so."""
        return self.filter(Q(consent=None) | Q(consent__said_at__gte=F("consent__asked_at")))

    def of_nobody(self) -> Self:
        """Those whose words are gone where they were said; of what was sealed they stay where their author agreed."""
        is_sealed = Q(post__withdrawal__wish=Withdrawal.Wish.SEALED)
        of_post = Q(post__source="", post__html="") & ~is_sealed
        forgotten = (is_sealed | Q(post=None, line=None)) & ~agreed()
        return self.filter(of_post | Q(line__taken_back_at__isnull=False) | forgotten).exclude(source="")


class Passage(models.Model):
    """Words of one post, or of one line kept at a gathering, in one section of a resource, as they were when they were
    taken; only whole paragraphs are.

    Where `needs_yes`, they were taken from where words stay unless whoever said them agrees, and nobody reads them here
    before. Nothing is left of the words of one that was taken out. A line of a sealed gathering goes after its days,
    and then there is neither post nor `line`: what its author let be kept stays.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="passages")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey(Captured, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    part = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    needs_yes = models.BooleanField(default=False)
    taken_at = models.DateTimeField(default=timezone.now)

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "post"], name="one_passage_of_a_post_each_resource"),
            models.UniqueConstraint(fields=["resource", "line"], name="one_passage_of_a_line_each_resource"),
            models.CheckConstraint(condition=Q(post=None) | Q(line=None), name="a_passage_has_one_source"),
        ]

    def __str__(self) -> str:
        return f"{self.post or self.line} in {self.resource_id}"

    @property
    def is_nameless(self) -> bool:
        """Whether whoever said it let it be kept without their name; no query where the consent was joined."""
        return hasattr(self, "consent") and self.consent.says == Consent.Says.NAMELESS

    @property
    def confidence_of_line(self) -> Confidence | None:
        """In which confidence it was kept as a line, sealed where that is gone; None of a post. No query where its
        gathering was joined.
        """
        if self.post_id is not None:
            return None
        if self.line is None:
            return Confidence.SEALED
        held = self.line.run.gathering
        return at_least(held.confidence, of_space=held.space.confidence)

    @property
    def is_told_without_names(self) -> bool:
        """Whether it was kept where no name is told."""
        return self.confidence_of_line not in (None, Confidence.ORDINARY)


class Consent(models.Model):
    """What whoever said a passage was asked, and what they said: yes, yes without their name, or no.

    `under` is in which confidence it had been said when they answered, `reach` how far the place where it is kept went;
    where it is closer by now, or goes further, they are asked again.
    """

    class Says(models.TextChoices):
        NAMED = "named", _("yes")
        NAMELESS = "nameless", _("yes, without my name")
        NO = "no", _("no")

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="consent")
    asked_at = models.DateTimeField(default=timezone.now)
    says = models.CharField(max_length=8, choices=Says, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    under = models.CharField(max_length=10, choices=Confidence, default=Confidence.ORDINARY)
    reach = models.CharField(max_length=10, choices=SpaceVisibility, default=SpaceVisibility.GROUP)

    def __str__(self) -> str:
        return f"{self.passage_id}: {self.says or 'asked'}"


YES = (Consent.Says.NAMED, Consent.Says.NAMELESS)


def closer_than(confidence: Confidence) -> Q:
    """Passages of what was said in closer confidence than this: by its space, or by the gathering it is about."""
    within = [one for one in Confidence if one.strictness <= confidence.strictness]
    meetings = Gathering.objects.filter(conversation=OuterRef("post__conversation_id")).exclude(confidence__in=within)
    of_post = ~Q(**{f"{_SPACE}__confidence__in": within}) | Q(Exists(meetings))
    of_line = ~Q(**{f"{_MEETING}__confidence__in": within}) | ~Q(**{f"{_MEETING}__space__confidence__in": within})
    closer = Q(post__isnull=False) & of_post | Q(line__isnull=False) & of_line
    # What is gone for good where it was said was sealed.
    return closer if confidence == Confidence.SEALED else closer | Q(post=None, line=None)


def without_names() -> Q:
    """Passages of lines that were kept where no name is told, whatever whoever said them would have."""
    return Q(post=None) & closer_than(Confidence.ORDINARY)


def agreed() -> Q:
    """Passages whose author has said yes, and where that still holds."""
    holds = Q(consent__under=Confidence.SEALED)
    for one in (Confidence.ORDINARY, Confidence.CHATHAM):
        holds |= Q(consent__under=one) & ~closer_than(one)
    reached = Q()
    for reach in SpaceVisibility:
        reached |= Q(consent__reach=reach, resource__space__visibility__in=reach.within)
    return Q(consent__says__in=YES) & holds & reached


def taken_freely() -> Q:
    """Passages that stood in it once: nobody had to be asked, or they have said yes."""
    return Q(needs_yes=False) | Q(consent__says__in=YES)


def lines_to_keep(person: Person | None) -> CapturedQuerySet:
    """Lines that `person` may read and that stand; of those said in confidence, what is known to be somebody’s, who can
    be asked.
    """
    ordinary = Q(run__gathering__confidence=Confidence.ORDINARY, run__gathering__space__confidence=Confidence.ORDINARY)
    return Captured.objects.visible_to(person).filter(ordinary | Q(by__isnull=False), taken_back_at=None)


def reads_source(person: Person | None) -> Q:
    """Passages whose post or line `person` may read where it stands."""
    posts = Post.objects.visible_to(person).filter(pk=OuterRef("post_id"))
    lines = Captured.objects.visible_to(person).filter(pk=OuterRef("line_id"), taken_back_at=None)
    return Q(Exists(posts)) | Q(Exists(lines))


def in_it(person: Person | None) -> Q:
    """Passages that a resource keeps, as far as `person` may read them."""
    return agreed() | Q(taken_freely() & reads_source(person))


def _reaches_further() -> Q:
    """Passages that somebody could read here who could not read their source; lines are read by those within alone."""
    of_post = _leaves(_SPACE)
    of_line = Q(resource__space__visibility=SpaceVisibility.PUBLIC) | _leaves(f"{_MEETING}__space")
    return Q(post__isnull=False) & of_post | Q(line__isnull=False) & of_line


def _leaves(there: str) -> Q:
    here, group = "resource__space__visibility", SpaceVisibility.GROUP
    # The people of one group are not those of another.
    further = Q(**{here: group, f"{there}__visibility": group}) & ~Q(**{there: F("resource__space")})
    for one in SpaceVisibility:
        beyond = [wider for wider in SpaceVisibility if wider not in one.within]
        further |= Q(**{f"{there}__visibility": one, f"{here}__in": beyond})
    return further
