"""A house of its own in another process, in which a clinic is being run; says who can come in and where.

python -m commonplace.runs.tests.held a-clinic
"""

import json
import os
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.runs.actions.seating import sit
from commonplace.runs.actions.stepping import start


def session_of(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    hal, rosa = (
        register(name=name, address=f"{name[:3]}@example.org", is_confirmed=True) for name in ("Hal B", "Rosa Q")
    )
    stick = found(by=hal, name="The Listening Stick", slug="stick", domain="Water")
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    admit(person=rosa, community=stick)
    wall = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0, tzinfo=None)
    clinic = convene(by=hal, space=stick.spaces.get(slug="table"), plan=Plan("A clinic", wall, "UTC"))
    follow(gathering=clinic, protocol=protocol_named("case-clinic"), by=hal)
    run = start(gathering=clinic, by=hal)
    for one in (hal, rosa):
        sit(run=run, person=one)
    print(json.dumps({"hal": session_of(hal), "rosa": session_of(rosa), "clinic": clinic.pk}))


if __name__ == "__main__":
    main()
