"""What search brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.communities.navigation import HOUSE_PAGES, HousePage
from commonplace.communities.owned import OWNED
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.merging import ON_MERGE
from commonplace.people.mine import MINE
from commonplace.people.models import Person
from commonplace.search import anew, meaning, mine, on_erase, owned
from commonplace.search.catch_up import begin_anew, catch_up, communities_of, people_of, tidy
from commonplace.search.findable import FINDABLE, Findable
from commonplace.search.on_merge import mark_anew
from commonplace.store.due import DUE, Due
from commonplace.store.wiping import WIPED, Wiped
from commonplace.ui.places import publish

publish("search.margin", "text, filters (queries.Filters): beside what a search found")

ON_MERGE.register(mark_anew)

HOUSE_PAGES.declare(HousePage("search", _("Search"), 10, ("search",), is_everywhere=True))

DUE.declare(Due("take in who changed", catch_up, order=30), Due("take in anew", anew.go_on, order=31))
DUE.declare(
    # Away or slow, the service keeps the worker no longer than a minute and a half.
    Due("take in what is meant", meaning.take_in, every=timedelta(minutes=1), lease=timedelta(minutes=10), order=90)
)

WIPED.declare(Wiped("search", begin_anew, tidy))

FINDABLE.declare(
    Findable("person", _("people"), _("person"), Person.objects.all, people_of, in_spaces=False, order=1),
    Findable(
        "community",
        _("communities"),
        _("community"),
        Community.objects.all,
        communities_of,
        in_spaces=False,
        order=2,
    ),
)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.unmark)
