"""The sieve that every text made of Markdown goes through: a short list of elements, whatever a reader let by."""

from __future__ import annotations

import nh3

from commonplace.lib import code_colours, maths
from commonplace.lib.direction import DIRECTIONS
from commonplace.lib.markdown_pictures import STILL, is_ours
from commonplace.lib.markdown_signs import FOOT_ID

ALIGN = {"text-align:right": "to-end", "text-align:center": "to-middle"}
SCHEMES = {"http", "https", "mailto"}


def _keep_ours(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not is_ours(value):
        return None
    if tag == "source" and not (value == STILL if attribute == "media" else is_ours(value)):
        return None
    if attribute in ("width", "height") and not value.isdigit():
        return None
    if attribute == "id" and not FOOT_ID.fullmatch(value):
        return None
    return value


_ELEMENTS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre"),
    *("div", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "strong", "em", "s", "sub", "sup", "code", "span", "img", "picture", "source", "details", "summary"),
}


def _sieve(*, with_maths: bool = False, with_mail: bool = False) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_ELEMENTS | (set(maths.ELEMENTS) if with_maths else set()),
        attributes={
            "a": {"href", "title", "id"},
            "p": {"id"},
            "img": {"src", "alt", "title", "width", "height"},
            "source": {"media", "srcset"},
            **(maths.ELEMENTS if with_maths else {}),
            "ol": {"start"},
        },
        tag_attribute_values={
            "pre": {"tabindex": {"0"}},
            "div": {"tabindex": {"0"}},
            "img": {"loading": {"lazy"}},
            **({"summary": {"data-words": {"quoted", "signature", "footer"}}} if with_mail else {}),
            **DIRECTIONS,
        },
        allowed_classes={
            "a": {"mention"},
            "div": {"prose__table", "feet"},
            "details": {"fold", "quoted"} if with_mail else {"fold"},
            **({"p": {"attribution"}, "ul": {"left-behind"}} if with_mail else {}),
            "li": {"task"},
            "span": {*code_colours.CLASSES, "withheld"} if with_mail else code_colours.CLASSES,
            "th": set(ALIGN.values()),
            "td": set(ALIGN.values()),
        },
        attribute_filter=_keep_ours,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


SIEVE, SIEVE_WITH_MATHS = _sieve(), _sieve(with_maths=True)
# What stands in rows, as another house wrote it: also what is made of letters.
SIEVE_OF_STORED = _sieve(with_maths=True, with_mail=True)
