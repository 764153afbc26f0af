"""Writing a letter from templates: a subject, plain words, and the same words as HTML."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation


class Composed(NamedTuple):
    """A letter's words, ready for `actions.post`."""

    subject: str
    text: str
    html: str


def compose(template: str, context: Mapping[str, Any], language: str) -> Composed:
    """Render `<template>.subject.txt`, `.txt` and, where it exists, `.html`; the latter two extend `ui/mail`."""
    words = {
        "base_url": settings.BASE_URL,
        "house": getattr(settings, "HOUSE_NAME", "Commonplace"),
        "lang": language,
        **context,
    }
    with translation.override(language):
        words["dir"] = "rtl" if translation.get_language_bidi() else "ltr"
        # One line, whatever a conversation's title holds: a subject with a line break is refused by the outbox.
        subject = " ".join(_rendered(f"{template}.subject.txt", words, escape=False).split())[:200]
        words["subject"] = subject
        text = re.sub(r"\n{3,}", "\n\n", _rendered(f"{template}.txt", words, escape=False)).strip() + "\n"
        try:
            html = _rendered(f"{template}.html", words, escape=True)
        except TemplateDoesNotExist as problem:
            if str(problem) != f"{template}.html":
                raise
            html = ""
    return Composed(subject, text, html)


def _rendered(name: str, words: Mapping[str, Any], *, escape: bool) -> str:
    # Django escapes in every template, whatever its name; plain words must stay plain.
    template: Template = get_template(name).template  # type: ignore[attr-defined]  # of Django's own engine
    return template.render(Context(dict(words), autoescape=escape))
