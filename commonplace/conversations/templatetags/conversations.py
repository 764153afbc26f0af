"""Tags of pages that list conversations: ``{% load conversations %}``."""

from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from commonplace.conversations import markup
from commonplace.conversations.queries.lists import Row

register = template.Library()


@register.simple_tag
def conversation_rows(rows: Iterable[Row]) -> SafeString:
    """``{% conversation_rows rows %}``: list items for conversations; a list has thirty, so they are set at once."""
    now, reader = timezone.now(), markup.reader()
    # Each part was escaped where it was set.
    return mark_safe("".join(markup.row(one, now, reader) for one in rows))  # noqa: S308
