"""Writing a letter from templates: a subject, plain words, and the same words as HTML."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation


class Templates(NamedTuple):
    """The three templates of one letter, where they are not called as `named` calls them."""

    subject: str
    text: str
    html: str


class Composed(NamedTuple):
    """A letter's words, ready for `actions.post`."""

    subject: str
    text: str
    html: str


class Part(NamedTuple):
    """A piece of plain words: a paragraph (`words`), or a line that is only a `code` or a `link` into this house."""

    kind: str
    text: str


def named(template: str) -> Templates:
    """`<template>.subject.txt`, `.txt` and `.html`; the latter two extend `ui/mail`."""
    return Templates(f"{template}.subject.txt", f"{template}.txt", f"{template}.html")


def compose(template: str | Templates, context: Mapping[str, Any], language: str) -> Composed:
    """Render a letter in a language; the HTML may be absent.

    It is given the plain words too, as `parts`, without a part that only repeats the subject.
    """
    files = named(template) if isinstance(template, str) else template
    words = {"base_url": settings.BASE_URL, "house": settings.HOUSE_NAME, "lang": language, **context}
    with translation.override(language):
        words["dir"] = "rtl" if translation.get_language_bidi() else "ltr"
        # One line, whatever a conversation's title holds: a subject with a line break is refused by the outbox.
        subject = " ".join(_rendered(files.subject, words, escape=False).split())[:200]
        words["subject"] = subject
        text = re.sub(r"\n{3,}", "\n\n", _rendered(files.text, words, escape=False)).strip() + "\n"
        words["parts"] = [part for part in parts_of(text) if part.text.rstrip(".") != subject]
        try:
            html = _rendered(files.html, words, escape=True)
        except TemplateDoesNotExist as problem:
            if str(problem) != files.html:
                raise
            html = ""
    return Composed(subject, text, html)


def parts_of(text: str) -> list[Part]:
    """Plain words in parts, up to the foot that follows a line with two dashes."""
    found: list[Part] = []
    for block in text.partition("\n-- \n")[0].split("\n\n"):
        lines: list[str] = []
        for line in block.split("\n"):
            kind = _kind(line)
            if kind == "words":
                lines.append(line.strip())
                continue
            found += [Part("words", " ".join(lines))] if lines else []
            found.append(Part(kind, line.strip()))
            lines = []
        if said := " ".join(lines).strip():
            found.append(Part("words", said))
    return found


def _kind(line: str) -> str:
    said = line.strip()
    if not said or any(sign.isspace() for sign in said):
        return "words"
    if said == settings.BASE_URL or said.startswith(f"{settings.BASE_URL}/"):
        return "link"
    return "code" if line.startswith("    ") else "words"


def _rendered(name: str, words: Mapping[str, Any], *, escape: bool) -> str:
    # Django escapes in every template, whatever its name; plain words must stay plain.
    template: Template = get_template(name).template  # type: ignore[attr-defined]  # of Django's own engine
    return template.render(Context(dict(words), autoescape=escape))
