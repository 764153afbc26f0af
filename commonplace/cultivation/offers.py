"""What cultivation brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.readers import READERS
from commonplace.communities.tendings import TENDINGS
from commonplace.cultivation import consents, counts, mine, on_erase, owned, places
from commonplace.cultivation.beats import BEATS
from commonplace.cultivation.movement import changes
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.cultivation.network.keeping import keep_networks
from commonplace.cultivation.signs.kept import read_signs
from commonplace.cultivation.tendings import GARDENERS
from commonplace.cultivation.told_shape import tell_shapes
from commonplace.cultivation.week.letters import LAST_LOOK, OF_WEEK, end_week, send_weeks
from commonplace.cultivation.week.tended import look_after
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people import merging
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.consents import CONSENTS
from commonplace.people.farewells import FAREWELLS, Farewell
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.store.kept import KEPT
from commonplace.ui.places import register

PAGES.declare(Page("cultivate", _("Cultivate"), 70, For.MEMBERS, ("cultivate", "pace"), module="cultivation"))
register("gatherings.margin", query=places.season_beside, template="cultivation/elsewhere/season.html", order=30)
MODULES.declare(
    Module(
        "cultivation",
        _("Cultivate"),
        _("How the community is doing, and what a steward could tend next."),
        _("a look now and then; nobody has to enter anything"),
        30,
        addresses=("cultivate",),
        serves=(Orientation.CULTIVATION,),
        is_on_at_first=True,
    )
)

VERBS.declare(
    Verb("shared_sign", _("told everyone how the community is doing"), is_seen=False),
    Verb("took_on_tending", _("took on something to tend"), is_seen=False),
    Verb("told_of_tending", _("told what came of what was tended"), is_seen=False),
    Verb("took_sign_back", _("took back what was told of how the community is doing"), is_seen=False),
)
READERS.declare(BEATS, changes.CHANGES)
merging.ON_MERGE.register(changes.after_merge)
merging.ON_PART.register(changes.after_merge)
DUE.declare(Due("read weeks", keep_weeks, timedelta(days=1), timedelta(hours=2), order=55))
DUE.declare(Due("tell shapes", tell_shapes, timedelta(days=1), timedelta(hours=1), order=56))
DUE.declare(Due("read signs", read_signs, timedelta(days=1), timedelta(hours=1), order=60))

TENDINGS.declare(*GARDENERS)

KEPT.declare(*counts.KEPT)

ON_ERASE.register(on_erase.take_leave)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
CONSENTS.declare(*consents.CONSENTS)

DUE.declare(Due("read networks", keep_networks, timedelta(hours=1), timedelta(hours=2), order=85))
DUE.declare(Due("see what came of tending", look_after, timedelta(days=1), timedelta(hours=1), order=61))
DUE.declare(Due("send weeks", send_weeks, timedelta(hours=1), timedelta(hours=1), order=86))
LAST_LOOKS.declare(LAST_LOOK)
FAREWELLS.declare(Farewell(OF_WEEK, end_week, is_of_community=True))
