"""Parts of the house that a community switches on when it needs them; a new one starts with four."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.store.registry import Registry
from commonplace.ui.how_to_write import MATHS

__all__ = ["AT_FIRST", "MATHS", "MODULES", "Module", "Orientation", "at_first", "is_on", "is_put_away"]
AT_FIRST = 4  # as many as a new community starts with, so that nobody has to learn a cockpit


class Orientation(TextChoices):
    """Ways in which communities are together, after Wenger, White & Smith, *Digital Habitats* (2009), chapter 6."""

    MEETINGS = "meetings", _("Meetings")
    CONVERSATIONS = "conversations", _("Open-ended conversations")
    PROJECTS = "projects", _("Projects")
    CONTENT = "content", _("Content")
    EXPERTISE = "expertise", _("Access to expertise")
    RELATIONSHIPS = "relationships", _("Relationships")
    INDIVIDUAL = "individual", _("Individual participation")
    CULTIVATION = "cultivation", _("Community cultivation")
    CONTEXT = "context", _("Serving a context")


@dataclass(frozen=True)
class Module:
    """A part of the house: what it is called, what it is for, and what it costs a community in attention.

    `addresses` are the words with which addresses inside a community begin that nobody finds while it is off; nothing
    is lost with it. What is `is_fixed` no community is without. `serves` are the orientations that it is good for.
    """

    code: str
    name: str | Promise
    purpose: str | Promise
    cost: str | Promise
    order: int
    addresses: tuple[str, ...] = ()
    is_on_at_first: bool = False
    is_fixed: bool = False
    serves: tuple[Orientation, ...] = ()


MODULES: Registry[Module] = Registry("modules", Module)


def at_first() -> list[str]:
    """The codes of what a new community starts with."""
    return [module.code for module in MODULES if module.is_on_at_first]


@cache
def fixed() -> frozenset[str]:
    """The codes of what no community is without."""
    return frozenset(module.code for module in MODULES if module.is_fixed)


def is_on(community: Community, code: str) -> bool:
    """Whether a community has this module; what belongs to none is always there."""
    module = MODULES.get(code)
    return module is None or module.is_fixed or code in community.modules


def module_at(path: str) -> Module | None:
    """The module to which the page at this path belongs."""
    words = path.strip("/").split("/")
    word = words[2] if len(words) > 2 and words[0] == "c" else ""
    return next((module for module in MODULES if word in module.addresses), None)


def is_put_away(community: Community, path: str) -> bool:
    """Whether the page at this path belongs to a module that the community has switched off."""
    module = module_at(path)
    return module is not None and not is_on(community, module.code)
