"""A house of its own in another process, for a journey to a case clinic.

python -m tests.journeys.clinic_house people   # who can come in
python -m tests.journeys.clinic_house links    # how each was asked to answer, by the letters that they had
python -m tests.journeys.clinic_house asked    # ten days later: where one press answers what came of a takeaway
"""

import json
import os
import re
import sys
from datetime import timedelta

import django
from django.utils import timezone

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.runs.actions.asking_by_letter import ask_what_came
from commonplace.runs.tests.held import session_of

CAST = {"hal": "Hal Brennan", "rosa": "Rosa Quispe", "tomasz": "Tomasz Wilk", "leila": "Leila Haddad"}


def people() -> dict[str, str]:
    """Hal founds it, three more are members; the session of each."""
    cast = {key: register(name=name, address=f"{key}@example.org", is_confirmed=True) for key, name in CAST.items()}
    stick = found(by=cast["hal"], name="The Listening Stick", slug="stick", domain="Water that is lost on its way")
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    for key in ("rosa", "tomasz", "leila"):
        admit(person=cast[key], community=stick)
    return {key: session_of(person) for key, person in cast.items()}


def links() -> dict[str, str]:
    """The way from everybody's newest letter to the page on which they answer."""
    return {
        letter.to.partition("@")[0]: said[0]
        for letter in Letter.objects.order_by("pk")
        if (said := re.search(r"/gatherings/answer/\S+", letter.text))
    }


def asked() -> str:
    """Ten days go by, and the letter goes that asks what came of a takeaway: where one press says that it helped."""
    morning = (timezone.now() + timedelta(days=10)).replace(hour=12)
    ask_what_came(now=morning)
    return re.search(r"It helped:\s+(\S+)", Letter.objects.get(kind="what_came").text)[1]


if __name__ == "__main__":
    print(json.dumps({"people": people, "links": links, "asked": asked}[sys.argv[1]]()))
