"""Someone's standing in one community, and the ways in; below the rules, which ask for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.standing import Standing, is_current, is_named_outside, is_sponsoring
from commonplace.people.models import Person
from commonplace.store.fast_rows import FromRows


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Standings, current or past."""

    def current(self, now: datetime | None = None) -> Self:
        """Members, stewards, and guests whose time has not run out."""
        return self.filter(is_current(now))

    def sponsoring(self, now: datetime | None = None) -> Self:
        """Those of sponsors outside, who were asked by the stewards and have not ended it."""
        return self.filter(is_sponsoring(now))

    def current_or_sponsoring(self) -> Self:
        """What a person is anywhere: with a standing that opens doors, or as a sponsor outside."""
        return self.filter(is_current() | is_sponsoring())

    def visible_to(self, person: Person | None) -> Self:
        """Standings in communities where `person` has one too."""
        if person is None:
            return self.none()
        return self.filter(community_id__in=Membership.objects.communities_of(person))

    def communities_of(self, person: Person, *, tended: bool = False) -> models.Subquery:
        """Ids of the communities where `person` has a standing, or of those that they tend."""
        rows = self.current().filter(person=person)
        if tended:
            rows = rows.filter(standing=Standing.STEWARD)
        return models.Subquery(rows.values("community_id"))

    def sponsored_by(self, person: Person) -> models.Subquery:
        """Ids of the communities that `person` sponsors from outside."""
        return models.Subquery(self.sponsoring().filter(person=person).values("community_id"))

    def named_outside(self) -> Self:
        """Those who agreed to be named to anyone, as they said."""
        return self.filter(is_named_outside())


class Membership(FromRows):
    """One person's standing in one community, with what they said they care about."""

    class Pace(models.TextChoices):
        FOLLOW = "follow", _("Follow only; no nudges")
        SUBJECT = "subject", _("When it is my subject")
        SEASON = "season", _("Count on me this season")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="memberships")
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.MEMBER)
    until = models.DateTimeField(null=True, blank=True)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.SUBJECT)
    # As they agreed to be named to those outside; "" where they did not.
    named_as = models.CharField(max_length=120, blank=True)
    # When they said so last; not written down where it was before November 2026.
    named_at = models.DateTimeField(null=True, blank=True)
    cares_about = models.CharField(_("what they care about"), max_length=400, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    # In the leaver's words, or those of the steward who ended it; for the stewards' care alone, until they come back.
    left_why = models.CharField(max_length=1000, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community"], name="one_standing_each"),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "standing", "joined_at"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_standing_display()} of {self.community}"

    @property
    def is_steward(self) -> bool:
        """Whether this person tends the community."""
        return Standing(self.standing).tends

    @property
    def is_guest(self) -> bool:
        """Whether this person came for a while; they may ask to stay as a member."""
        return self.standing == Standing.GUEST

    @property
    def is_sponsor(self) -> bool:
        """Whether this person sponsors the community from outside; whoever does so inside has a role that says it."""
        return self.standing == Standing.SPONSOR

    def is_current(self, now: datetime) -> bool:
        """Whether the standing still opens doors at `now`."""
        if self.is_guest:
            return self.until is None or self.until > now
        return Standing(self.standing).opens_doors


class RoleQuerySet(models.QuerySet["Role"]):
    """Roles, of any term."""

    def sponsoring(self) -> Self:
        """Those whose holders speak for whoever pays and decides, from the day they were given until the term is over
        (the day turns as in UTC).
        """
        today = TruncDate(Now(), tzinfo=UTC)
        return self.filter(Q(until=None) | Q(until__gte=today), is_sponsor=True)


class Role(models.Model):
    """A role someone holds for a term, coordinator among them."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("role"), max_length=80)
    # Whoever holds it speaks for those who pay for the community and decide about it: neutral ground is not for them.
    is_sponsor = models.BooleanField(default=False)
    since = models.DateField(default=date.today)
    until = models.DateField(null=True, blank=True)
    # Whoever learns it beside its holder does not hold it yet.
    is_shadow = models.BooleanField(default=False)
    # What one learned in it, for whoever comes next and for stewards.
    handover = models.TextField(max_length=4000, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["membership", "until"])]

    def __str__(self) -> str:
        return self.name

    def is_live(self, on: date) -> bool:
        """Whether the term covers the day `on`."""
        return self.since <= on and (self.until is None or self.until >= on)


class RoleBrief(models.Model):
    """What a role is for, in the community's words; roles of one name have one, whoever holds them."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    # The name of the role, folded: "Librarian" and "librarian" are one.
    folded_name = models.CharField(max_length=160)
    words = models.TextField(max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "folded_name"], name="one_brief_each_role"),
        ]

    def __str__(self) -> str:
        return f"{self.folded_name} of {self.community}"


class GroupLinkQuerySet(models.QuerySet["GroupLink"]):
    """Links for groups, open or not."""

    def in_force(self, now: datetime) -> Self:
        """Those that were not ended and whose day is not over; all their places may be taken."""
        return self.filter(ended_at=None, ends_at__gt=now)

    def opening(self, now: datetime) -> Self:
        """Those in force whose maker still tends the community: nobody lets in by what they may no longer do."""
        return self.in_force(now).filter(Exists(_makers(now).filter(standing=Standing.STEWARD)))


class GroupLink(models.Model):
    """One link for so many people until a moment; each who comes by it is an invitation that was taken."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("your words"), max_length=1000)
    places = models.PositiveSmallIntegerField()
    # Only a digest of the link's token is stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GroupLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.places} places, by {self.by}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, taken or not."""

    def opening(self, now: datetime) -> Self:
        """Those that still let somebody in: neither taken, withdrawn nor too old, and whoever invited is here, and
        tends the community still where somebody is asked to sponsor it.
        """
        tending = Exists(_makers(now).filter(standing=Standing.STEWARD))
        may = Q(Exists(_makers(now))) & (~Q(standing=Standing.SPONSOR) | Q(tending))
        return self.filter(taken_at=None, withdrawn_at=None, expires_at__gt=now).filter(may)


def _makers(now: datetime) -> models.QuerySet[Membership]:
    """The standing of whoever made a row's door, in its community, while they have one."""
    return Membership.objects.current(now).filter(community=OuterRef("community"), person=OuterRef("by"))


class Invitation(models.Model):
    """One person's own words to another, with a door behind them."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("their name"), max_length=120, blank=True)
    address = models.EmailField(_("their mail address"), blank=True)
    words = models.TextField(_("your words"), max_length=1000)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.MEMBER)
    guest_until = models.DateTimeField(null=True, blank=True)
    # Only a digest of the link's token is stored.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # By which link for a group its bearer came; such a row is made as it is taken.
    link = models.ForeignKey(GroupLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.by} invites {self.name or self.address}"

    @property
    def asks_a_sponsor(self) -> bool:
        """Whether it opens no talk: somebody is asked to sponsor the community."""
        return self.standing == Standing.SPONSOR


class JoinRequest(models.Model):
    """Someone asks to come in and says what they care about in this domain."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cares_about = models.CharField(_("what they care about"), max_length=400)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(null=True)
    answer = models.CharField(_("in a line"), max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_request_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} asks to join {self.community}"


class Greeting(models.Model):
    """A named person's hello to a newcomer."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="greetings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("your hello"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["membership", "by"], name="one_hello_each")]

    def __str__(self) -> str:
        return f"{self.by} greets {self.membership.person}"
