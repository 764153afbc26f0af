"""A community and the spaces inside it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.doors import Confidence, InLetters, Joining, SpaceVisibility, Visibility
from commonplace.people.models import Person
from commonplace.store.fast_rows import FromRows


class CommunityQuerySet(models.QuerySet["Community"]):
    """Communities, asked by what they are to someone."""

    def visible_to(self, person: Person | None) -> Self:
        """Those whose existence and about page `person` may know."""
        return self.filter(access.community_is_visible(person))

    def whose_sponsors_page_opens_to(self, person: Person | None) -> Self:
        """Those whose sponsor's page `person` may read: they sponsor it, or are members there and no guests."""
        return self.filter(access.sponsors_page_is_open(person, "pk"))

    def open_to(self, person: Person | None) -> Self:
        """Those whose rooms `person` may enter: public ones, and those where they have a standing."""
        windows = Space.objects.filter(community=models.OuterRef("pk"), visibility=SpaceVisibility.PUBLIC)
        return self.filter(access.community_is_open(person, window=models.Exists(windows)))


class Community(FromRows):
    """People who share a concern for something they do: a domain, members, a practice."""

    class Stage(models.TextChoices):
        POTENTIAL = "potential", _("potential")
        COALESCING = "coalescing", _("coalescing")
        MATURING = "maturing", _("maturing")
        STEWARDSHIP = "stewardship", _("stewardship")
        TRANSFORMATION = "transformation", _("transformation")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    domain = models.CharField(_("domain"), max_length=240, blank=True)
    community = models.CharField(_("community"), max_length=240, blank=True)
    practice = models.CharField(_("practice"), max_length=240, blank=True)
    opening = models.TextField(_("opening sentence"), max_length=600, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LISTED)
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.REQUEST)
    stage = models.CharField(max_length=14, choices=Stage, default=Stage.POTENTIAL)
    language = models.CharField(max_length=12, default="en")
    founded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    founded_at = models.DateTimeField(default=timezone.now)
    # When what came with archives begins; kept by those who bring it in.
    began_at = models.DateTimeField(null=True, blank=True)
    # Kept, not counted: people of any current standing who can sign in, and names of an archive that have a standing
    # and nobody behind them. Moved by the actions that change standings.
    people_count = models.PositiveIntegerField(default=0)
    remembered_count = models.PositiveIntegerField(default=0)
    # Moved when its own words change; what indexes communities reads on from here.
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Codes of what stewards have switched on of `modules.py`.
    modules = models.JSONField(default=list, blank=True)
    # Moves with every visible change, so that a kept page can know it is stale.
    version = models.PositiveBigIntegerField(default=0)

    objects = CommunityQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether anyone may look in at its rooms."""
        return self.visibility == Visibility.PUBLIC

    @property
    def is_private(self) -> bool:
        """Whether only those invited know of it."""
        return self.visibility == Visibility.PRIVATE

    @property
    def is_openly_joined(self) -> bool:
        """Whether whoever wants comes in."""
        return self.joining == Joining.OPEN

    @property
    def is_by_invitation(self) -> bool:
        """Whether nobody is let in who only asks."""
        return self.joining == Joining.INVITATION

    @property
    def since(self) -> datetime:
        """Since when people have been at it: the earliest letter of an archive may be older than the house."""
        return min(self.founded_at, self.began_at or self.founded_at)


class SpaceQuerySet(models.QuerySet["Space"]):
    """Spaces, asked by who may read and write in them."""

    def visible_to(self, person: Person | None) -> Self:
        """Spaces whose contents `person` may read."""
        return self.filter(access.space_is_visible(person))

    def sending_words(self) -> Self:
        """Those of which letters carry what is written there; see `Space.sends_words`."""
        return self.filter(access.sends_words())

    def lasting(self) -> Self:
        """Those where what is said stays: none that is sealed."""
        return self.exclude(confidence=Confidence.SEALED)

    def tended_by(self, person: Person | None) -> Self:
        """Of those in communities that a steward tends: a group's lines are theirs to see without a seat, but neutral
        ground that is not for them is not there.
        """
        return self.filter(~models.Q(visibility=SpaceVisibility.NEUTRAL) | access.space_is_visible(person))

    def writable_by(self, person: Person | None) -> Self:
        """Spaces where `person` may write: theirs to read, in a community where they have a standing."""
        return self.visible_to(person).filter(access.has_standing(person, "community_id"))


class Space(FromRows):
    """A place inside a community with its own visibility and confidence."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="spaces")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=240, blank=True)
    visibility = models.CharField(max_length=8, choices=SpaceVisibility, default=SpaceVisibility.MEMBERS)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.ORDINARY)
    # What a letter about it says; see `access.sends_words` for what it may say.
    in_letters = models.CharField(max_length=6, choices=InLetters, default=InLetters.WORDS)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_space_slug"),
            models.CheckConstraint(
                condition=Q(confidence=Confidence.ORDINARY) | ~Q(visibility=SpaceVisibility.PUBLIC),
                name="in_confidence_not_for_anyone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it who may know of its community."""
        return self.visibility == SpaceVisibility.PUBLIC

    @property
    def is_neutral(self) -> bool:
        """Whether it is neutral ground: for everyone inside but those who have a say over others there."""
        return self.visibility == SpaceVisibility.NEUTRAL

    @property
    def is_group(self) -> bool:
        """Whether only those with a seat read it."""
        return self.visibility == SpaceVisibility.GROUP

    @property
    def sends_words(self) -> bool:
        """Whether letters carry what is written here: from whatever is not ordinary none ever does."""
        return self.confidence == Confidence.ORDINARY and self.in_letters == InLetters.WORDS

    @property
    def is_in_confidence(self) -> bool:
        """Whether who said what here is told to nobody outside."""
        return self.confidence != Confidence.ORDINARY

    @property
    def is_sealed(self) -> bool:
        """Whether what is said here goes after its days."""
        return self.confidence == Confidence.SEALED

    def reaches_beyond(self, other: Space) -> bool:
        """Whether somebody may read here who may not read in the other; then moving here needs the authors' consent."""
        if self.pk == other.pk:
            return False
        # The people of one group are not those of another, and who leads in one community is not known in the next.
        if other.is_group or (other.is_neutral and self.community_id != other.community_id):
            return True
        return self.visibility not in SpaceVisibility(other.visibility).within
