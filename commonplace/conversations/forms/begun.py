"""A form that is begun and left, and gone on with."""

from django import forms

from commonplace.ui.forms import Form


class Begun(Form):
    """A form of which a draft is kept at `place`; `begun` names the one that it goes on with, as that stood then."""

    place = forms.CharField(required=False, widget=forms.HiddenInput)
    begun = forms.CharField(required=False, widget=forms.HiddenInput)
