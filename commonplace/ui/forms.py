"""Forms that speak as the house does: fields with hints, words given back after an error, and nothing sent twice.

The setting ``FORM_RENDERER`` names ``Renderer``: every form renders through ``ui/form.html`` and ``ui/field.html``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commonplace.lib.markdown import MAX_SOURCE, is_blank
from commonplace.ui.pieces import Piece, joined, pieces
from commonplace.ui.plain_text import HasNull, plain


class Renderer(TemplatesSetting):
    """Renders forms and fields with the house's own templates; widgets keep Django's.

    A list to choose from is set here, as Django's templates would: they look at two of them for each option, and one
    page with countries and languages has more than a thousand options.
    """

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget", {})
        if template_name == forms.Textarea.template_name or widget.get("type") in ("text", "search"):
            # Names, lines and words are read in the direction in which they are written.
            widget["attrs"].setdefault("dir", "auto")
        if template_name == forms.Select.template_name:
            return _list_to_choose_from(context["widget"])
        return super().render(template_name, context, request)


def _list_to_choose_from(select: dict[str, Any]) -> SafeString:
    parts = pieces("ui/widgets/list.html")
    groups = joined(_group(parts, name, options) for name, options, _index in select["optgroups"])
    return parts["list"](name=_as_text(select["name"]), attributes=_attributes(parts, select["attrs"]), groups=groups)


def _group(parts: Mapping[str, Piece], name: str | None, options: list[dict[str, Any]]) -> SafeString:
    option = parts["option"]
    listed = joined(
        option(
            value=_as_text(one["value"]),
            attributes=_attributes(parts, one["attrs"]),
            label=localize(one["label"]),
        )
        for one in options
    )
    return parts["group"](name=name, options=listed) if name else listed


def _attributes(parts: Mapping[str, Piece], attrs: dict[str, Any]) -> SafeString:
    given = [(name, value) for name, value in attrs.items() if value is not False]
    each = (
        parts["mark"](name=name) if value is True else parts["attribute"](name=name, value=_as_text(value))
        for name, value in given
    )
    return joined(chain.from_iterable((" ", one) for one in each))


def _as_text(value: Any) -> str:
    return value if isinstance(value, SafeString) else str(value)


class Explained:
    """The label of a choice with a line that explains it, for ``Options``; both may be lazy translations."""

    def __init__(self, label: str | Promise, why: str | Promise = "") -> None:
        self.label = label
        self.why = why

    def __str__(self) -> str:
        return str(self.label)


class Options(forms.RadioSelect):
    """Radios that explain themselves, one to a line; ``two=True`` sets them in two columns where there is room."""

    template_name = "ui/widgets/options.html"

    def __init__(self, *args: Any, two: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.two = two

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "two": self.two}


class Choice(forms.RadioSelect):
    """Two to four radios in one line; more belong in a select."""

    template_name = "ui/widgets/choice.html"


class Searched(forms.TextInput):
    """A line that offers what begins or reads like what is typed, out of more than one wants to look through."""

    template_name = "ui/widgets/searched.html"

    def __init__(self, *, offered: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        of_field = f"{context['widget']['attrs'].get('id') or name}_offered"
        context["widget"]["attrs"] |= {"list": of_field, "autocomplete": "off"}
        return {**context, "offered": self.offered()}


class Ticks(forms.CheckboxSelectMultiple):
    """Several boxes to tick."""

    template_name = "ui/widgets/ticks.html"


# Times the length that there is room for; what is left out of a text, and line ends of two signs, may come to twice it.
FAR_TOO_LONG = 3


class Day(forms.DateInput):
    """A day, by the calendar of the browser, which reads it as ISO writes it in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def end_of(day: date) -> datetime:
    """The last moment of a day, by the clock of whoever says it: what lasts until a day is over after that one."""
    return timezone.make_aware(datetime.combine(day, time.max))


class Hour(forms.TimeInput):
    """An hour, by the clock of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PlainText(forms.CharField):
    """Text as people write it, checked once for the whole house (see ``plain_text``); ``max_length`` must be given."""

    default_error_messages = {
        "required": _("Please write something here."),
        "max_length": _("This is %(show_value)d characters long; there is room for %(limit_value)d."),
        "null": _("A character in this text cannot be kept. It is invisible; writing the text afresh removes it."),
    }

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(max_length=max_length, **kwargs)
        self.multiline = multiline

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        limit = self.max_length or 0
        if len(text) > FAR_TOO_LONG * limit + 1000:
            # Every sign of it would be looked at before it is refused.
            params = {"show_value": len(text), "limit_value": limit}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=params)
        try:
            text = plain(text, multiline=self.multiline)
        except HasNull:
            raise ValidationError(self.error_messages["null"], code="null") from None
        return text.strip() if self.strip else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the length to the server, which gives the words back; a browser would cut them off in silence."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Markdown(PlainText):
    """Words that are read as Markdown, of which something is seen: a page offers buttons and says how to write."""

    default_error_messages = {
        "blank": _("Nothing of this would be seen: it has signs, and no words yet. One sentence is enough."),
    }
    is_markdown = True
    # Codes of what the community has switched on that it is written for.
    switched_on: Collection[str] = ()
    # How to write is told once on a page: beneath the first of several texts.
    tells_how = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) <= MAX_SOURCE and is_blank(value):
            raise ValidationError(self.error_messages["blank"], code="blank")


class OnceField(forms.Field):
    """A hidden mark of one sending, so that a double press makes one thing; a mark that is no mark counts as none."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=uuid4, **kwargs)

    def to_python(self, value: Any) -> UUID | None:
        try:
            return UUID(str(value))
        except ValueError:
            return None


# What Django says, and what we say instead, wherever a field has no words of its own.
OUR_WORDS = {
    "required": (forms.Field.default_error_messages["required"], _("Something is still needed here.")),
    "invalid_choice": (
        forms.ChoiceField.default_error_messages["invalid_choice"],
        _("That is no longer one of the choices. Please choose again."),
    ),
}


class Form(forms.Form):
    """The base of every form of the house: no colons after labels, and plain words where something is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for code, (theirs, ours) in OUR_WORDS.items():
                if str(field.error_messages.get(code)) == str(theirs):
                    field.error_messages[code] = ours


class OnceForm(Form):
    """A form that makes something; its action makes it once, by a key of ``cleaned_data["idempotency_key"]``.

    The mark is the form's and outlives a sending; sendings are told apart by their words, too (``lib/sending.py``).
    """

    idempotency_key = OnceField()
