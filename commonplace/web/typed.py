"""The words that came with a request, to be given back where it cannot be answered."""

from __future__ import annotations

import re

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

# UnreadablePostError is an OSError, and so is a disk without room for what is uploaded.
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, OSError)

# What is never shown again: secrets, and what no person typed.
SECRET = re.compile(r"password|passphrase|code|token|once|credential", re.IGNORECASE)
CHOICE = re.compile(r"[a-z0-9_:./+-]*")


def typed(request: HttpRequest) -> list[str]:
    """The words that came with the request, in the order of its form."""
    try:
        fields = list(request.POST.lists())
    except UNREADABLE:
        return []
    return [
        value for name, values in fields if not SECRET.search(name) for value in values if not CHOICE.fullmatch(value)
    ]
