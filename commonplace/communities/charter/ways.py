"""How a community changes its charter: by its stewards, by consent or by vote; it stands in the charter itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.models import CharterRevision, Community

# The key in `CharterRevision.words`, beside the sections.
WAY = "way"
HEADING = gettext_lazy("How we change this")
FEWEST_DAYS, MOST_DAYS = 3, 60
MOST_ANSWERS = 500


class By(TextChoices):
    """Who decides, and how."""

    STEWARDS = "stewards", gettext_lazy("Stewards change it")
    CONSENT = "consent", gettext_lazy("Members, by consent: nobody objects")
    VOTE = "vote", gettext_lazy("Members, by vote: more are for it than against")


@dataclass(frozen=True)
class Way:
    """Who decides; from how many answers on it counts, and for how many days at least it is talked about."""

    by: By = By.STEWARDS
    quorum: int = 1
    days: int = 14

    @property
    def is_by_stewards(self) -> bool:
        """Whether a steward gives sections new words alone."""
        return self.by == By.STEWARDS

    @property
    def is_by_consent(self) -> bool:
        """Whether one objection keeps it from standing."""
        return self.by == By.CONSENT

    @property
    def written(self) -> str:
        """As it is kept in the charter."""
        return f"{self.by} {self.quorum} {self.days}"

    @property
    def sentence(self) -> str:
        """The way in words."""
        if self.is_by_stewards:
            return _("Stewards change it; the old words are kept.")
        if self.is_by_consent:
            rule = _("Members change it by consent: new words stand once nobody objects any more.")
        else:
            rule = _("Members change it by vote: new words stand once more are for them than against.")
        quorum = ngettext(
            "At least %(n)d member has answered by then.",
            "At least %(n)d members have answered by then.",
            self.quorum,
        )
        days = ngettext("It is talked about for %(n)d day.", "It is talked about for %(n)d days.", self.days)
        return " ".join((rule, quorum % {"n": self.quorum}, days % {"n": self.days}))


def read_way(written: str) -> Way:
    """What is kept, read; "" is how each community begins. Raises ValueError where it is no way."""
    if not written:
        return Way()
    by, quorum, days = written.split(" ")
    return Way(By(by), int(quorum), int(days))


def way_of(revision: CharterRevision | None) -> Way:
    """The way that stands in one revision."""
    return read_way(revision.words.get(WAY, "")) if revision else Way()


def current_way(community: Community) -> Way:
    """The way that stands; one query."""
    return way_of(CharterRevision.objects.filter(community=community).order_by("-number").first())
