"""What a host and its community agreed: what the host gives, what it will not ask, until when; and who signed it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.models import Community
from commonplace.people.models import Person


class Side(models.TextChoices):
    """For whom somebody signs."""

    COMMUNITY = "community", _("for the community")
    HOST = "host", _("for the host")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements with sponsors, asked by who may read them, and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities whose sponsor's page `person` may read: members, stewards and sponsors."""
        return self.filter(access.sponsors_page_is_open(person, "community_id"))

    def written_last(self) -> Self:
        """Of each community the one written last."""
        later = Agreement.objects.filter(community=OuterRef("community"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def signed(self) -> Self:
        """Those that both sides signed."""
        found = self
        for side in Side.values:
            found = found.filter(Exists(Signature.objects.filter(agreement=OuterRef("pk"), side=side)))
        return found

    def unsigned_by(self, side: str) -> Self:
        """Those that nobody has signed for this side."""
        return self.filter(~Exists(Signature.objects.filter(agreement=OuterRef("pk"), side=side)))

    def in_force(self, on: date | TruncDate) -> Self:
        """Those that hold on this day, of each community the last: signed by both, not ended, not over, none since."""
        holds = self.signed().filter(ended_at=None, until__gte=on)
        since = Agreement.objects.signed().filter(community=OuterRef("community"), number__gt=OuterRef("number"))
        return holds.filter(~Exists(since))

    def held_on(self, day: date) -> Self:
        """Those that held at the end of a day that may be long over: as it stood then, whatever was signed since."""
        over = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        found = self.filter(Q(ended_at=None) | Q(ended_at__gte=over), until__gte=day)
        later = Agreement.objects.filter(community=OuterRef("community"), number__gt=OuterRef("number"))
        for side in Side.values:
            signed = Exists(Signature.objects.filter(agreement=OuterRef("pk"), side=side, at__lt=over))
            found, later = found.filter(signed), later.filter(signed)
        return found.filter(~Exists(later))


class Agreement(models.Model):
    """One version, in the words of the steward who wrote it; it holds once both sides signed it, to its last day."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    gives = models.TextField(max_length=4000)
    will_not_ask = models.TextField(max_length=4000)
    shows = models.TextField(max_length=4000, blank=True)
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_why = models.CharField(max_length=400, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "number"], name="one_agreement_each_number")
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.community_id}"


class Signature(models.Model):
    """Somebody signs one version for their side."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=9, choices=Side)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "side"], name="one_signature_each_side"),
            models.UniqueConstraint(fields=["agreement", "person"], name="one_side_each_signer"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}, {self.side}"
