"""What somebody has begun to write about a resource that is there: what it is called among their drafts, and where they
go on with it.
"""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Mapping

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import Onward
from commonplace.lib.direction import isolated
from commonplace.people.languages import language_choices
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.models import Resource
from commonplace.ui.addresses import address

SHOWN = ("title", "steward", "community", "language")


def changes(keys: Many[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """Other words for these resources, for whoever looks after them; one query."""
    theirs = [one for one in _here(keys, viewpoint).values() if may_look_after(viewpoint, one)]
    page = "resource_changing"
    return {str(one.pk): _onward(one, page, _("A change to: %(title)s"), viewpoint) for one in theirs}


def suggestions(keys: Many[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """What they would suggest for these resources; one query."""
    if not _is_member(viewpoint):
        return {}
    here, page = _here(keys, viewpoint), "resource_suggesting"
    return {key: _onward(one, page, _("A suggestion for: %(title)s"), viewpoint) for key, one in here.items()}


def translations(keys: Many[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """These resources in other languages, each by its key and the language; one query."""
    if not _is_member(viewpoint):
        return {}
    asked = {key: key.partition(":") for key in keys}
    here, names = _here({pk for pk, _colon, _language in asked.values()}, viewpoint), dict(language_choices())
    found: dict[str, Onward] = {}
    for key, (pk, _colon, language) in asked.items():
        if pk in here and language in names and language != here[pk].spoken:
            said = {"tongue": isolated(names[language]), "title": isolated(here[pk].title)}
            url = address("resource_translating", viewpoint.community.slug, here[pk].pk)
            found[key] = Onward(_("In %(tongue)s: %(title)s") % said, f"{url}?in={language}")
    return found


def _is_member(viewpoint: Viewpoint) -> bool:
    return viewpoint.membership is not None and not viewpoint.membership.is_guest


def _onward(one: Resource, page: str, words: str, viewpoint: Viewpoint) -> Onward:
    return Onward(words % {"title": isolated(one.title)}, address(page, viewpoint.community.slug, one.pk))


def _here(keys: Many[str], viewpoint: Viewpoint) -> Mapping[str, Resource]:
    """The resources of these keys that the viewer may see here; a key that is no number is of none."""
    seen = Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = list(seen.filter(pk__in=[int(key) for key in keys if key.isdigit()]).only(*SHOWN))
    for one in found:
        one.community = viewpoint.community
    return {str(one.pk): one for one in found}
