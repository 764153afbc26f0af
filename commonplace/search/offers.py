"""What search brings to the rooms below."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.navigation import HOUSE_PAGES, HousePage
from commonplace.people.merging import ON_MERGE
from commonplace.search.on_merge import mark_anew

ON_MERGE.register(mark_anew)

HOUSE_PAGES.declare(HousePage("search", _("Search"), 10, ("search",), is_everywhere=True))
