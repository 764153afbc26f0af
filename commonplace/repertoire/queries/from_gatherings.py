"""What can be kept of a gathering: the lines that were kept while people met."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commonplace.communities.doors import Confidence
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.models import Gathering
from commonplace.lib.text import excerpt
from commonplace.repertoire.blocks import LINE, blocks_of
from commonplace.repertoire.lengths import MOST_PASSAGES
from commonplace.repertoire.models.passage import lines_to_keep
from commonplace.repertoire.queries.harvested import PAGE, SHOWN, Choice, Choices, Chosen, kept_where, where_kept
from commonplace.runs.models import Captured
from commonplace.runs.models.captured import CapturedQuerySet


def readable_lines(viewpoint: Viewpoint, gathering: int) -> CapturedQuerySet:
    """The lines of a gathering of the community that the viewer may read and keep."""
    found = lines_to_keep(viewpoint.person).filter(run__gathering=gathering)
    joined = found.filter(run__gathering__community=viewpoint.community).select_related("by", "run__gathering__space")
    return joined.defer(*beyond_byline("by")).order_by("pk")


def tells_names(gathering: Gathering) -> bool:
    """Whether what was said there may bear a name."""
    return at_least(gathering.confidence, of_space=gathering.space.confidence) == Confidence.ORDINARY


def _byline(one: Captured, viewpoint: Viewpoint) -> Byline | None:
    if not tells_names(one.run.gathering):
        return None
    return viewpoint.byline_for(one.by) if one.by is not None or not one.name else Byline(name=one.name)


def chosen_lines(viewpoint: Viewpoint, gathering: int | None, keys: Sequence[str]) -> list[Chosen]:
    """The lines of these keys that the viewer may read and keep of a gathering of the community, in their order."""
    said = [key.removeprefix(LINE) for key in keys if key.startswith(LINE)]
    wanted = {int(key) for key in said if key.isascii() and key.isdigit() and len(key) < 16}
    if gathering is None or not wanted:
        return []
    found = readable_lines(viewpoint, gathering).filter(pk__in=wanted)[:MOST_PASSAGES]
    return [
        Chosen(one, _byline(one, viewpoint), where_kept(viewpoint, gathering, one.pk), blocks_of(one, picture=""))
        for one in found
    ]


def choices_of_gathering(gathering: Gathering, viewpoint: Viewpoint, *, start: int, chosen: Collection[int]) -> Choices:
    """The lines of a gathering from key `start` on; two queries."""
    found = list(readable_lines(viewpoint, gathering.pk).filter(pk__gte=start)[: PAGE + 1])
    later = found[PAGE].pk if len(found) > PAGE else None
    found = found[:PAGE]
    kept = kept_where([one.pk for one in found], viewpoint, of="line")
    return Choices(
        [
            Choice(
                one.pk,
                one.pk,
                _byline(one, viewpoint),
                excerpt(one.words, SHOWN),
                one.at,
                one.pk in chosen,
                settles=False,
                kept=kept.get(one.pk, ()),
            )
            for one in found
        ],
        sorted(set(chosen) - {one.pk for one in found})[:MOST_PASSAGES],
        later,
    )
