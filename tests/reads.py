"""Who is in a place of a world, and reads what stands there; worked out in plain Python, from the promises."""

from tests.plans import SpacePlan
from tests.world_conversations import Said, Talk
from tests.world_repertoire import Sheet
from tests.worlds import Place, World


def is_in(place: Place, viewer: int | None) -> bool:
    return viewer is not None and place.standing.get(viewer) in ("member", "steward", "guest")


def tends(place: Place, viewer: int | None) -> bool:
    return viewer is not None and place.standing.get(viewer) == "steward"


def knows_of(place: Place, viewer: int | None) -> bool:
    told = viewer is not None and place.standing.get(viewer) in ("asks", "sponsor")
    return place.plan.visibility != "private" or is_in(place, viewer) or told


def may_enter(place: Place, viewer: int | None) -> bool:
    return place.plan.visibility == "public" or is_in(place, viewer)


def reads_space(place: Place, space: SpacePlan, viewer: int | None) -> bool:
    if space.visibility == "public" and place.plan.visibility != "private":
        return True
    if not is_in(place, viewer):
        return False
    if space.visibility == "neutral":
        return viewer not in place.having_say
    return space.visibility != "group" or viewer in space.seats


def reads_sheet(world: World, place: Place, sheet: Sheet, viewer: int | None) -> bool:
    """Where it stands, or in a community of the viewer's to which it is lent: as a member there, no guest."""
    if reads_space(place, sheet.space, viewer):
        return True
    goes_out = (
        sheet.is_lent and place.plan.visibility != "private" and sheet.space.visibility not in ("neutral", "group")
    )
    others = [one for one in world.places if one is not place]
    return goes_out and viewer is not None and any(one.standing.get(viewer) in ("member", "steward") for one in others)


def reads_talk(place: Place, talk: Talk, viewer: int | None) -> bool:
    if not reads_space(place, talk.space, viewer):
        return False
    return not talk.is_held or talk.said[0].author == viewer or tends(place, viewer)


def reads_post(place: Place, talk: Talk, said: Said, viewer: int | None) -> bool:
    if not reads_talk(place, talk, viewer):
        return False
    if said.fate == "withdrawn":
        return said.author == viewer
    return said.fate == "stands" or said.author == viewer or tends(place, viewer)
