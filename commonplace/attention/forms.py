"""What forms of attention take in: what to follow, how often to hear, how much time to give, and a note to oneself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.attention.models import Beyond, Cadence
from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.conversations.queries.topics import topics_seen
from commonplace.people.models import Person
from commonplace.ui.forms import Day, PlainText, end_of

LONGEST_QUIET = timedelta(days=366)


class SubjectForm(forms.Form):
    """A topic, a space or a person of one community, as far as its reader may see them; none is the community."""

    topic = forms.ModelChoiceField(Topic.objects.none(), required=False)
    space = forms.ModelChoiceField(Space.objects.none(), required=False)
    whom = forms.ModelChoiceField(Person.objects.none(), required=False)

    def __init__(self, said: Any, *, community: Community, person: Person) -> None:
        super().__init__(said)
        here = Membership.objects.current(timezone.now()).filter(community=community)
        self.fields["topic"].queryset = topics_seen(person).filter(community=community)  # type: ignore[attr-defined]
        self.fields["space"].queryset = Space.objects.visible_to(person).filter(community=community)  # type: ignore[attr-defined]
        self.fields["whom"].queryset = Person.objects.filter(pk__in=here.values("person"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if sum(1 for one in said.values() if one) > 1:
            raise forms.ValidationError(_("One of them at a time."))
        return said


class CadenceForm(forms.Form):
    """How often someone hears from one community."""

    cadence = forms.ChoiceField(choices=Cadence.choices)


class QuietForm(forms.Form):
    """Until which day, at the end of it, a community stays quiet; empty ends it."""

    until = forms.DateField(required=False, widget=Day)

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_QUIET:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return end_of(day)


class BudgetForm(forms.Form):
    """How many minutes a week someone wants to give, and what becomes of the rest."""

    minutes = forms.IntegerField(min_value=0, max_value=10_080, required=False)
    beyond = forms.ChoiceField(choices=Beyond.choices, required=False)


class NoteForm(forms.Form):
    """A note to oneself on something kept."""

    note = PlainText(max_length=2000, required=False)


class DeviceForm(forms.Form):
    """A browser as it says itself where it can be reached, and by which keys it reads."""

    endpoint = PlainText(max_length=1000)
    p256dh = PlainText(max_length=120)
    auth = PlainText(max_length=40)
