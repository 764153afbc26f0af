"""Lists of people to invite: nobody is here by them, and nobody hears of them before a steward says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from commonplace.communities.models import Community, Invitation, Membership
from commonplace.letters.models import Pause
from commonplace.lib.archives.people_headings import Field

KEPT: Final = timedelta(days=30)  # whom nobody has invited by then goes
KEPT_INVITED: Final = timedelta(days=60)  # as long as their link is good, and as long again


class PeopleList(models.Model):
    """One spreadsheet that a steward brought; until they have said what its columns hold, its rows say nothing."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of its bytes: the same file is the same list
    columns = models.JSONField(default=list)  # of each its heading, and the code of what it holds or ""
    made_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "digest"], name="one_list_of_people_each"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fields(self) -> list[Field | None]:
        """What each column holds."""
        return [Field(one["field"]) if one["field"] else None for one in self.columns]

    @property
    def goes_at(self) -> datetime:
        """When whoever was not invited goes."""
        return self.made_at + KEPT


class Stand(models.TextChoices):
    """How it stands with somebody on a list."""

    WAITS = "waits"
    INVITED = "invited"
    JOINED = "joined"
    HERE = "here"  # a member or guest with this address
    BEFORE = "before"  # a letter invited them once, and promised to leave it at that
    UNWISHED = "unwished"  # asked not to be written to
    SILENT = "silent"  # letters come back from there
    WRONG = "wrong"  # without an address that a letter could reach


class ListedQuerySet(models.QuerySet["Listed"]):
    """People on lists."""

    def standing(self, community: Community, now: datetime, stands: Sequence[str] = ()) -> Self:
        """Those on lists of one community, with how it stands with each, as `stand`; where some are named, these."""
        members = Membership.objects.current(now).filter(community=community).values("person")
        here = EmailAddress.objects.filter(verified=True, user__in=members).values("email")
        sent = Invitation.objects.filter(community=community).exclude(address="")
        # What the house alone knows of an address is not told: only what became of a letter of this community.
        ours = sent.filter(address=OuterRef("address"), made_at__lte=OuterRef("since"))
        silent = Pause.objects.filter(Exists(ours))
        unwished = silent.filter(why=Pause.Why.COMPLAINT).values("address")
        stand = Case(
            When(invitation__taken_at__isnull=False, then=Value(Stand.JOINED)),
            When(address="", then=Value(Stand.WRONG)),
            When(address__in=here, then=Value(Stand.HERE)),
            When(address__in=unwished, then=Value(Stand.UNWISHED)),
            When(address__in=silent.values("address"), then=Value(Stand.SILENT)),
            When(address__in=sent.opening(now).values("address"), then=Value(Stand.INVITED)),
            When(Q(invited_at__isnull=False) | Q(address__in=sent.values("address")), then=Value(Stand.BEFORE)),
            default=Value(Stand.WAITS),
            output_field=models.CharField(),
        )
        found = self.filter(people__community=community).annotate(stand=stand)
        return found.filter(stand__in=stands) if stands else found

    def numbers(self, community: Community, now: datetime) -> dict[str, int]:
        """How many stand how."""
        found = self.standing(community, now).order_by()
        return dict(found.values_list(F("stand")).annotate(number=Count("pk")))

    def going(self, now: datetime) -> Self:
        """Those whose time here is over: not invited for so long, or so long after their invitation ended."""
        over = now - KEPT
        return self.filter(Q(invitation=None, people__made_at__lte=over) | Q(invitation__expires_at__lte=over))


class Listed(models.Model):
    """Somebody on a list, who may be invited. `cells` is what was typed, as long as something is wrong with it.

    `address` is in its one spelling, and empty where no letter can reach it or where a row above has it.
    """

    people = models.ForeignKey(PeopleList, on_delete=models.CASCADE, related_name="listed", db_index=False)
    number = models.PositiveIntegerField()  # of the row
    cells = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=254, blank=True, db_index=True)
    organisation = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    craft = models.CharField(max_length=160, blank=True)
    wrong = models.JSONField(default=list, blank=True)  # codes of `lib.archives.people.Wrong`
    invited_at = models.DateTimeField(null=True, blank=True)
    invitation = models.ForeignKey(Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ListedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["people", "number"], name="one_row_listed_each"),
            models.UniqueConstraint(fields=["people", "address"], condition=~Q(address=""), name="one_address_listed"),
        ]

    def __str__(self) -> str:
        return self.name or self.address or f"row {self.number}"
