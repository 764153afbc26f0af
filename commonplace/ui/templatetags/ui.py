"""Template tags and filters of every page: ``{% load ui %}``."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template.context import Context, RequestContext
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonplace.lib.addresses import readable
from commonplace.lib.direction import isolated
from commonplace.ui import avatars, form_errors, how_to_write, moments, places, words
from commonplace.ui.context import AROUND
from commonplace.ui.kept_parts import Part, by_template, kept, require_outside, slot
from commonplace.ui.spine import Spine

register = template.Library()
register.filter("initials", words.initials, is_safe=False)
register.filter("tint", words.tint, is_safe=False)
register.filter("given_back", form_errors.given_back, is_safe=False)
register.filter("anchor_id", form_errors.anchor_id, is_safe=False)
register.filter("number_word", words.number_word, is_safe=True)
register.simple_tag(how_to_write.examples, name="how_to_write")
register.filter("count", words.count, is_safe=True)
register.filter("moment_in_full", words.moment_in_full, is_safe=False)


@register.filter
def soft_hyphens(text: object) -> str:
    """Words over 24 letters get places to break; the result is still escaped by the template."""
    return words.soft_hyphens(text if isinstance(text, str) else str(text))


@register.filter("isolated", is_safe=True)
def isolated_(text: object) -> str:
    """``{% blocktranslate with name=byline.name|isolated %}``: a name in a sentence that reads the other way."""
    return isolated(str(text))


@register.filter
def mail_address(address: str) -> str:
    """``{{ address|mail_address }}``: as its owner would write it, however it is kept."""
    return readable(address)


@register.filter(needs_autoescape=True)
def lines(text: str, autoescape: bool = True) -> SafeString:
    """Plain text with its line breaks kept."""
    return linebreaksbr(text, autoescape=autoescape)


@register.simple_tag
def moment(at: date | datetime | None, now: datetime | None = None) -> str:
    """``{% moment post.created_at %}``: the day in words and the hour, the full moment in the title."""
    return "" if at is None else moments.spoken(at, words.moment(at, now=now or timezone.now()), hour=True)


@register.simple_tag
def day(at: date | datetime | None, now: datetime | None = None) -> str:
    """``{% day membership.joined_at %}``: the day in words, for what no hour matters to."""
    return "" if at is None else moments.spoken(at, words.day(at, now=now or timezone.now()))


@register.simple_tag
def waiting(at: datetime | None, now: datetime | None = None) -> str:
    """``{% waiting opened_at %}``: "waiting 2 days", the moment it began in the title."""
    require_outside()
    return "" if at is None else moments.spoken(at, words.waiting(at, now=now or timezone.now()))


@register.simple_tag
def since(at: datetime | None, now: datetime | None = None) -> str:
    """``{% since last_post_at %}``: "3 hours ago", "yesterday", then the day."""
    require_outside()
    return "" if at is None else moments.spoken(at, words.since(at, now=now or timezone.now()))


@register.simple_tag
def person(
    name: object, url: str = "", photo: str = "", about: object = "", size: str = "", alias: bool = False
) -> str:
    """``{% person name=byline.name url=byline.url about=byline.about %}``: a face, a name and a line."""
    return avatars.person(str(name), url=url, photo=photo, about=str(about), size=size, alias=alias)


@register.simple_tag
def face(name: object, photo: str = "", size: str = "", alias: bool = False) -> str:
    """``{% face name=byline.name size="l" %}``: a photo, or initials on a tint."""
    return avatars.face(str(name), photo=photo, size=size, alias=alias)


@register.simple_tag(takes_context=True)
def place(context: RequestContext, name: str, **given: object) -> SafeString:
    """``{% place "conversation.margin" conversation=conversation %}``: what higher rooms show here, in their order."""
    request = context.get("request")
    return places.render(name, request, given, around=_around(context)) if request is not None else SafeString("")


def _around(context: RequestContext) -> Context:
    """What every template may rely on, without what is this page's own: its context processors ran once already."""
    return Context({name: context[name] for name in AROUND if name in context}, use_tz=context.use_tz)


@register.simple_tag(takes_context=True)
def kept_part(context: RequestContext, template: str, given: Mapping[str, object]) -> SafeString:
    """``{% kept_part "ui/sight.html" sight %}``: what is set from these facts alone, once for all readers.

    A fact whose name begins with ``own_`` is this reader's own and put in last, as is the token against forgery.
    """
    own = {name: value for name, value in given.items() if name.startswith("own_")}
    part = kept(by_template, template=template, facts={**given, **{name: slot(name) for name in own}})
    # Asking for the token makes one, which a guest's page must not have.
    if "csrf_token" in part.slots:
        own["csrf_token"] = str(context.get("csrf_token", ""))
    return part(**own)


@register.simple_tag(takes_context=True)
def cached_part(context: RequestContext, name: str, spine: Spine | None = None) -> SafeString:
    """``{% cached_part "ui/spine.html" spine %}``: a part of the frame, set once for as long as it says the same.

    The reader's name and face are put in afterwards, at ``own_name`` and ``own_face``.
    """
    theme, language = context.get("theme", ""), get_language()
    if spine is None:
        return _cached_part(name, None, theme, language)()
    reader = spine.reader
    own_face = avatars.face(reader.name, photo=reader.photo_url, size="s")
    return _cached_part(name, spine.anyone, theme, language)(own_name=reader.name, own_face=own_face)


@lru_cache(maxsize=500)
def _cached_part(name: str, spine: Spine | None, theme: str, language: str | None) -> Part:
    own = {one: slot(one) for one in ("own_name", "own_face")}
    return Part(render_to_string(name, {"spine": spine, "theme": theme, **own}))
