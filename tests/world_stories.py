"""Stories of random worlds: each member tells one, which goes as far as their turn has it, or is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.actions.narrating import narrate
from commonplace.stories.actions.releasing import let_go, withdraw
from commonplace.stories.actions.telling import Words, begin, tell
from commonplace.stories.models import Cycle

REACHES = ("", "stewards", "members", "public", "withdrawn")


def reach_of(n: int) -> str:
    """How far a person's story goes."""
    return REACHES[n % len(REACHES)]


def told_in(
    row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str], *, founder: int
) -> None:
    """Nobody but its teller reads `zqalone…`; a story whose words are `zqback…` was taken back."""
    here = [n for n, standing in sorted(standings.items()) if n != founder and standing in ("member", "steward")]
    for n in here:
        reach = reach_of(n)
        narrate(by=persons[n], parts={"reasons": (f"zqnarrative{number}{n}x", "")})
        story = begin(by=persons[n], community=row, title=f"zqtold{number}{n}{reach}x")
        tell(by=persons[n], story=story, words=Words(Cycle.IMMEDIATE, f"zqalone{number}{n}x"))
        step = tell(by=persons[n], story=story, words=Words(Cycle.APPLIED, f"zqstep{number}{n}{reach}x"))
        if reach:
            audience = "public" if reach == "withdrawn" else reach
            let_go(by=persons[n], story=story, reach={step.pk: audience})
        if reach == "withdrawn":
            withdraw(by=persons[n], story=story)


def untold(number: str, n: int, *, inside: bool, tends: bool, is_own: bool) -> dict[str, str]:
    """Every word of somebody's story that a viewer may not read, with what it is."""
    if is_own:
        return {}
    words = {f"zqalone{number}{n}x": f"a step that person {n} let nobody read"}
    words[f"zqnarrative{number}{n}x"] = f"what person {n} wrote for themselves"
    reach = reach_of(n)
    reads = {"stewards": tends, "members": inside, "public": True}.get(reach, False)
    if not reads:
        words[f"zqstep{number}{n}{reach}x"] = f"a step of person {n}, told to {reach or 'nobody'}"
        words[f"zqtold{number}{n}{reach}x"] = f"what a story of person {n} is called, told to {reach or 'nobody'}"
    return words
