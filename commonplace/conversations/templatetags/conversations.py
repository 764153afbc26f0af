"""Tags of pages that list conversations: ``{% load conversations %}``."""

from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from commonplace.conversations import markup
from commonplace.conversations.queries.lists import Row

register = template.Library()


@register.simple_tag
def conversation_rows(rows: Iterable[Row]) -> SafeString:
    """``{% conversation_rows rows %}``: list items for conversations, as `conversations/row.html` sets them."""
    return markup.rows(rows, timezone.now())
