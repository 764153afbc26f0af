"""What a form that came back may promise of the words in it."""

from django import forms
from django.utils.translation import gettext as _


def given_back(form: forms.BaseForm) -> str:
    """The sentence above a returned form: which words stand below, and which have to be given again; may be empty."""
    shown = [field for field in form.visible_fields() if not field.field.disabled]
    secret = any(_is_secret(field.field.widget) for field in shown)
    chosen = any(isinstance(field.field.widget, forms.FileInput) and form.files.get(field.html_name) for field in shown)
    if not any(_has_words(field) for field in shown):
        return ""
    if secret and chosen:
        return _("The rest is below as you wrote it; a passphrase is typed again, and a file chosen again.")
    if secret:
        return _("The rest is below as you wrote it; a passphrase is typed again.")
    if chosen:
        return _("Every word is below as you wrote it; a file has to be chosen again.")
    return _("Every word is below as you wrote it.")


def anchor_id(field: forms.BoundField) -> str:
    """The id to land on from what a returned form says of a field: its input, or the box around several."""
    return field.auto_id if field.use_fieldset else field.id_for_label or field.auto_id


def _is_secret(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.PasswordInput) and not widget.render_value


def _has_words(field: forms.BoundField) -> bool:
    """Whether something was written in it that stands there again."""
    widget, value = field.field.widget, field.value()
    if _is_secret(widget) or isinstance(widget, forms.FileInput | forms.CheckboxInput):
        return False
    return bool(value.strip() if isinstance(value, str) else value)
