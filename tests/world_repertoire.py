"""What is kept in random worlds: a resource in each space, a collection that it stands in, and what grew out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonplace.communities.models import Space
from commonplace.conversations.models import Post
from commonplace.people.models import Person
from commonplace.repertoire.actions import adapting, collecting, consenting, keeping, lending, suggesting, translating
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.trying import say_what_came, will_try
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import How, Passage, Resource, Told
from commonplace.repertoire.models.passage import lines_to_keep
from tests.plans import COMMON, SpacePlan


@dataclass
class Sheet:
    """A resource in a space, what was suggested for it, and who keeps both.

    A suggestion is read by those with a standing alone, whoever reads the rest, and so is what came of using it
    (`used`), but for what is told to whoever looks after it (`harmed`). What came of a post that was tried (`tried`) is
    kept for oneself.
    """

    title: str
    suggested: str
    used: str
    harmed: str
    tried: str
    space: SpacePlan
    keeper: int
    is_lent: bool = False


@dataclass
class Grown:
    """What somebody made their own of what is kept, in the same space or in one that is as close."""

    title: str
    space: SpacePlan
    keeper: int


def sheet_in(number: str, where: Space, space: SpacePlan, by: Person, keeper: int) -> Sheet:
    """Keep one; its title, its words and those of its collection bear its word."""
    title, suggested = f"zqsheet{number}x", f"zqbetter{number}x"
    words = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    here = keeping.keep(by=by, space=where, kind="template", words=words)
    better = Words(words.title, words.good_for, {"how": f"{COMMON} {suggested}"})
    suggesting.offer(by=by, resource=here, words=better, on=1, why=suggested)
    used, harmed = f"zqused{number}x", f"zqharmed{number}x"
    tell_use(by=by, resource=here, account=Account(How.HELPED, used, used, used, Told.MEMBERS))
    tell_use(by=by, resource=here, account=Account(How.HARM, harmed, harmed, harmed, Told.STEWARD))
    say_what_came(by=by, trial=will_try(by=by, what=here), came=How.HARM, words=harmed)
    tried = f"zqtried{number}x"
    if post := Post.objects.visible_to(by).filter(conversation__space=where).exclude(author=by).first():
        say_what_came(by=by, trial=will_try(by=by, what=post), came=How.HELPED, words=tried)
    path = collecting.collect(by=by, space=where, title=f"{COMMON} {title}", good_for=title)
    collecting.put_in(by=by, collection=path, resource=here, words=title)
    again = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    translating.translate(by=by, resource=here, language="pl", words=again, number=1)
    # What stands in the first space of each community is lent, where it may be.
    is_lent = number.endswith("0") and lending.may_lend(here)
    if is_lent:
        lending.lend(by=by, resource=here)
    return Sheet(title, suggested, used, harmed, tried, space, keeper, is_lent)


def grown_in(
    number: str, where: Space, space: SpacePlan, persons: Sequence[Person], standing: Mapping[int, str]
) -> list[Grown]:
    """The last of those who write here makes their own of the first thing that may grow here."""
    title = f"zqgrown{number}x"
    words = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    for n in sorted((n for n, known in standing.items() if known in ("member", "steward")), reverse=True):
        seen = Resource.objects.visible_to(persons[n]).filter(community=where.community, kind="template")
        for parent in seen.select_related("community", "space").order_by("pk"):
            if adapting.may_stand_in(where, parent):
                adapting.adapt(by=persons[n], parent=parent, space=where, words=words, changed=title)
                return [Grown(title, space, n)]
    return []


def harvest_in(title: str, where: Space, by: Person) -> list[str]:
    """Keep there all that its keeper may read in the community so far; every second of those who can and must be asked
    says yes. The words of what is kept with its author's yes.
    """
    posts = Post.objects.visible_to(by).filter(conversation__community=where.community).order_by("pk")
    taken = [Taken(post, "how") for post in posts]
    words = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    made = keeping.keep(by=by, space=where, kind="guide", words=words, passages=taken)
    waiting = Passage.objects.to_be_asked().filter(resource=made, author__claimed_at__isnull=False)
    for passage in list(waiting.select_related("resource__community", "resource__space").order_by("pk")[::2]):
        consenting.answer(by=passage.author, passage=passage, says="named")
    return list(made.passages.filter(consent__says="named").values_list("source", flat=True))


def keep_lines_in(title: str, where: Space, by: Person) -> list[str]:
    """Keep there what whoever keeps it said at each gathering of the community that they will try; the words of those
    for which their yes was needed, which are read wherever they are kept.
    """
    lines = lines_to_keep(by).filter(run__gathering__community=where.community, kind="takeaway", ask_on=None)
    taken = [Taken(line, "how") for line in lines.order_by("pk")]
    words = Words(f"{COMMON} {title}", title, {"how": f"{COMMON} {title}"})
    made = keeping.keep(by=by, space=where, kind="guide", words=words, passages=taken)
    return list(made.passages.filter(consent__says__in=("named", "nameless")).values_list("source", flat=True))
