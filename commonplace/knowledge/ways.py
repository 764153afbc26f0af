"""What could be done about a gap: where each way begins, as far as the community has what it needs for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.knowledge.figures import Figures
from commonplace.knowledge.gaps import Gap, Missing
from commonplace.protocols.places import MODULE as PROTOCOLS
from commonplace.repertoire.places import MODULE as REPERTOIRE
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Way:
    """One thing to do: the words of its button, and its page."""

    words: str
    url: str


def ways(gap: Gap, viewpoint: Viewpoint) -> Iterator[Way]:
    """What somebody could do about a gap, the nearest first."""
    slug, one = viewpoint.community.slug, gap.figures
    here = address("map_topic", slug, one.slug)
    match gap.missing:
        case Missing.RARELY_ANSWERED:
            yield Way(_("Ask who may know"), f"{here}#waiting")
            yield from _gathering(viewpoint, "problem-solving", _("Work on it together"), one)
            yield from _gathering(viewpoint, "guest", _("Invite a guest"), one)
        case Missing.FEW_ANSWER:
            yield from _gathering(viewpoint, "demonstration", _("Have it shown"), one)
            yield from _writing(viewpoint, one)
        case Missing.NOTHING_KEPT:
            yield from _writing(viewpoint, one)
            yield Way(_("Choose among the answers"), address("topic", slug, one.slug))
        case Missing.STALE:
            yield Way(_("Look at it again"), f"{here}#kept")
        case Missing.NOT_ASKED:
            yield Way(_("Ask something"), f"{address('compose', slug)}?{urlencode({'topics': one.name})}")
            yield from _gathering(viewpoint, "questions-and-answers", _("Have an hour of questions"), one)


def _gathering(viewpoint: Viewpoint, protocol: str, words: str, one: Figures) -> Iterator[Way]:
    """People called together by a protocol of the catalogue, under the name of the topic."""
    community = viewpoint.community
    if is_on(community, GATHERINGS) and is_on(community, PROTOCOLS) and _may_make(viewpoint):
        yield Way(words, f"{address('protocol_convening', community.slug, protocol)}?{urlencode({'title': one.name})}")


def _writing(viewpoint: Viewpoint, one: Figures) -> Iterator[Way]:
    """A guide begun under the topic."""
    community = viewpoint.community
    if is_on(community, REPERTOIRE) and _may_make(viewpoint):
        begun = urlencode({"kind": "guide", "title": one.name, "topics": one.name})
        yield Way(_("Write the page"), f"{address('resource_writing', community.slug)}?{begun}")


def _may_make(viewpoint: Viewpoint) -> bool:
    """Whether the viewer may call people together and keep things here: guests may not."""
    return viewpoint.membership is not None and not viewpoint.membership.is_guest
