"""What allauth's elements are drawn with, from the attributes and tags that its pages give: ``{% load elements %}``."""

from collections.abc import Mapping

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()

FLAGS = {"checked", "disabled", "readonly", "required"}
QUIET = {"cancel", "link", "secondary", "tool"}


@register.filter
def flat_attributes(attrs: Mapping[str, object], names: str) -> SafeString:
    """``{{ attrs|flat_attributes:"id name value" }}``: those of them that are given; an empty value is, too."""
    given: dict[str, object] = {}
    for name in names.split():
        value = attrs.get(name)
        if name == "value":
            given[name] = None if value is None else str(value)
        else:
            given[name] = bool(value) if name in FLAGS else value or None
    return flatatt(given)


@register.filter
def button_class(attrs: Mapping[str, object]) -> str:
    """The modifier of a button's class: at most one of a page is primary, and a link is never."""
    tags = _tags(attrs)
    if "danger" in tags:
        return " btn--alarm"
    if tags & QUIET:
        return " btn--quiet"
    if "outline" in tags or attrs.get("href"):
        return ""
    return " btn--primary" if attrs.get("type") in ("submit", "button") else ""


@register.filter
def badge_class(attrs: Mapping[str, object]) -> str:
    """The modifier of a badge's class."""
    tags = _tags(attrs)
    if tags & {"success", "current"}:
        return " state--good"
    return " state--wait" if "warning" in tags else ""


def _tags(attrs: Mapping[str, object]) -> set[str]:
    tags = attrs.get("tags")
    return set(tags) if isinstance(tags, list | tuple | set) else set()
