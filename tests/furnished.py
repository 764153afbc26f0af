"""A community in which each room holds something, made by the real actions: small, and nobody's favourite."""

import base64
from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.api.actions import make_token
from commonplace.attention.actions.letters import SALT as STOP_LETTERS
from commonplace.attention.actions.searching import follow_search
from commonplace.attention.actions.stopping import SALT as STOP_HEARING
from commonplace.attention.models import SearchNotice
from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.joining.actions.linking import open_link
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Membership
from commonplace.communities.moderation.actions import flag, hold
from commonplace.communities.reasons.actions import keep_reason
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.moving import move
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import amplify, say_me_too, thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.models import Outcome
from commonplace.devices.actions import make_password
from commonplace.feeds.actions import make_address
from commonplace.feeds.models import Opens
from commonplace.files.actions import keep_bytes, keep_face
from commonplace.gatherings.by_link import token_for
from commonplace.letters.signed_links import token_of
from commonplace.mail.actions.moving import name_list
from commonplace.people.actions import profile
from commonplace.people.answers_by_link import answer_token
from commonplace.people.one_time_links import one_time_link
from commonplace.search.queries import Filters
from tests.asked import asked_of
from tests.furnished_agreements import agreed
from tests.furnished_archive import archive_moved_in, people_listed, places_moved_in
from tests.furnished_candour import said_in_confidence
from tests.furnished_harvest import ended_run, photos_of
from tests.furnished_house import Furnished, on_neutral_ground
from tests.furnished_launch import launching
from tests.furnished_record import recorded
from tests.furnished_repertoire import kept_of_run, shelve
from tests.furnished_roles import role_passed_on, sponsored
from tests.furnished_rooms import (
    BESIDES,
    LONG,
    asked_when,
    being_run,
    called_together,
    device_of,
    drawn_together,
    letters_of,
    made_their_own,
    others_calendars,
    words_between,
)
from tests.furnished_topics import suggested_words, tidied
from tests.furnished_undertakings import undertake
from tests.plans import SWITCHED_ON

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def furnish(folder: Path) -> Furnished:
    """Make it; an archive is written into `folder` on the way."""
    now = timezone.now()
    ago = lambda days: now - timedelta(days=days)  # noqa: E731  # said often, and shorter than a function
    steward = profile.register(name="Inês Baptista", address="ines@example.org", is_confirmed=True, craft="Engineer")
    community = found(
        by=steward,
        name="The Listening Stick",
        slug="stick",
        domain="Finding the water we lose",
        community="People who listen at night.",
        practice="Loggers, sticks and maps.",
        visibility="public",
        at=ago(400),
    )
    people = {}
    for name, days in (("Hal Brennan", 200), ("Tomasz Wilk", 100), ("Amara Oyelaran", 4)):
        person = profile.register(name=name, address=f"{name.split()[0].lower()}@example.org", is_confirmed=True)
        admit(person=person, community=community, cares_about="Leaks under roads", at=ago(days))
        people[name.split()[0].lower()] = person
    hal, tomasz = people["hal"], people["tomasz"]
    each = (("steward", steward), ("member", hal))
    photo = keep_face(upload=SimpleUploadedFile("me.png", PIXEL, "image/png"))
    profile.change_profile(person=hal, photo=photo, craft="Leak technician", ask_about="Correlators", languages=["pt"])
    leila = profile.register(name="Leila Haddad", address="leila@example.org", is_confirmed=True)
    request = ask_to_join(person=leila, community=community, cares_about="Pressure at night")
    invited = invite(
        by=hal, community=community, words="Come and listen with us.", name="Nour", address="n@example.org"
    )
    window = open_space(community=community, slug="window", name="Open window", visibility=SpaceVisibility.PUBLIC)
    circle = open_space(community=community, slug="circle", name="Circle", visibility="group", seats=[steward, hal])
    table = community.spaces.get(slug="table")
    sheet = keep_bytes(name="readings.csv", data=b"night,litres\n1,40\n")
    said = f"It sings at **two** in the morning. {LONG}\n\n```\n{'x' * 200}\n```\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"
    talks = {
        who: open_conversation(
            by=person,
            space=window,
            kind="question",
            title=f"A valve that sings, {who}",
            topics=["valves", LONG[:40]],
            text=said,
            attachments=[sheet],
            at=ago(20),
        )
        for who, person in each
    }
    for talk in talks.values():
        edit(by=talk.author, post=talk.posts.get(number=1), text=f"{said} It *rattles* too.", on_revision=1)
        answer = reply(by=tomasz, conversation=talk, text="It was the *air valve* uphill.", at=ago(19))
        again = translate(
            by=people["amara"],
            post=answer,
            language="pl",
            out_of="en",
            text=f"To był *odpowietrznik*, {LONG}.",
            number=1,
            drafted_by="translate.example",
        )
        thank(by=hal, post=answer)
        say_me_too(by=people["amara"], conversation=talk)
        settle(by=talk.author, post=answer)
        tell_outcome(by=hal, post=answer, how=Outcome.How.values[0], text="Quiet since Tuesday.")
        amplify(by=steward, conversation=talk, why="Everyone will meet this valve.")
    moving = open_conversation(by=hal, space=table, kind="tip", title="A tip to move", text="Listen low.", at=ago(3))
    move(by=steward, conversation=moving, to=window)
    open_conversation(by=steward, space=circle, kind="idea", title="Between us", text="A thought.", at=ago(2))
    bad = open_conversation(by=tomasz, space=window, kind="tip", title="Buy pumps", text="Cheap pumps.", at=ago(2))
    flag(by=hal, kind="post", object_id=bad.posts.get().pk, community=community, why="It sells something.")
    held = hold(by=steward, kind="post", object_id=bad.posts.get().pk, community=community, why="An advertisement.")
    more = reply(by=tomasz, conversation=talks["member"], text="And its lid was loose.", at=ago(2))
    sold = reply(by=hal, conversation=talks["steward"], text="I sell sticks.", at=ago(1))
    flag(by=tomasz, kind="post", object_id=sold.pk, community=community, why="He sells.")
    hals = hold(by=steward, kind="post", object_id=sold.pk, community=community, why="An advertisement too.")
    kept = [keep_reason(by=steward, community=community, words=one) for one in ("It sells something.", "Twice said.")]
    revise_charter(by=steward, community=community, words={"domain": "Water, and where it goes."}, summary="First")
    revise_charter(by=steward, community=community, words={"domain": "Water we lose."}, summary="Shorter")
    hals_place = Membership.objects.get(person=hal, community=community)
    role = role_passed_on(steward, hals_place, "Keeper of loggers")
    moved_in = archive_moved_in(folder, table, steward, hal)
    places = places_moved_in(table, hal)
    lists = people_listed(folder, community, steward)
    drafts = {
        who: keep_draft(
            by=person, community=community, place="opening", words={"title": "Half a thought", "text": "It began"}
        )
        for who, person in each
    }
    tokens = {who: make_token(person=person, name="A script")[0] for who, person in each}
    shown_on = {who: make_password(person=person, name="A phone")[0] for who, person in each}
    feeds = {who: make_address(person=person, community=community) for who, person in each}
    devices = {}
    for who, person, talk in (("steward", steward, talks["member"]), ("member", hal, talks["steward"])):
        search = follow_search(person=person, text="valve", filters=Filters())
        SearchNotice.objects.create(person=person, follow=search, post=talk.posts.get(number=1))
        devices[who] = device_of(person)
    wells = name_list(by=steward, space=table, address="wells@lists.example.org", list_id="wells.lists.example.org")
    calendars = {who: make_address(person=person, community=community, opens=Opens.CALENDAR)[1] for who, person in each}
    link = one_time_link(person=tomasz).rpartition("/")[2]
    group = open_link(by=steward, community=community, words="Come, all of you.", places=5, ends_at=ago(-7))
    went = letters_of(community, steward, now=now)
    between = words_between(hal, steward, tomasz, community, now=now)
    drawn = drawn_together(steward, hal, community)
    community.modules = [*community.modules, *SWITCHED_ON]
    community.save(update_fields=["modules"])
    promised = agreed(community, steward, hal, tomasz, ago)
    in_confidence = said_in_confidence(community, steward, hal)
    called = {who: called_together(person, window, (hal, tomasz)) for who, person in each}
    shelved = shelve(hal, steward, (tomasz, people["amara"]), window)
    undertaken = undertake(hal, steward, (tomasz, people["amara"]), window)
    open_dated = {who: asked_when(person, window, (hal, tomasz)) for who, person in each}
    forms = {who: made_their_own(person, window, called[who]) for who, person in each}
    over = {who: ended_run(called_together(one, window, (hal, tomasz)), one, (hal, tomasz), LONG) for who, one in each}
    at_table = {who: being_run(one, one.convener, (hal, tomasz)) for who, one in called.items()}
    afterwards = asked_of(hal, steward, table, at_table)
    kept_of_run(afterwards.over, hal, window)
    taken = recorded(community, steward, hal)
    known: dict[str, list[object]] = {
        **(between.known | afterwards.known | undertaken.known | shelved.known),
        "gatherings": [one["member"].pk for one in (called, open_dated, over)],
        "season": [called["steward"].pk],
        "leadership": ["critical-friends"],
        **drawn,
        "report": ["critical-friends"],
        "answer": [token_for(one["member"].pk, person=hal.pk) for one in (called, open_dated)],
        **others_calendars(window, steward, hal),
        **launching(steward, hal, community),
        "protocols": ["case-clinic", forms["member"].ref],
        "letters": [went.pk],
        "moving-over": [wells.pk],
        "no-more": [token_of([hal.pk, community.pk], salt=STOP_HEARING)],
        "links": [group.link.pk],
        **{name: ["stick"] for name in ("slug", "communities", "c")},
        "people": [hal.pk],
        "earlier": [moved_in.earlier.pk],
        "claims": [moved_in.claim.pk],
        "requests": [request.pk],
        "in": [invited.token],
        "link": [link],
        "press": [answer_token("helped", hal, more.pk, at=now), *afterwards.known["press"]],
        "stop": [token_of(hal.pk, salt=STOP_LETTERS)],
        "offline": ["en"],
        "faces": [photo.pk],
        "holds": [held.pk],
        "spaces": [circle.pk],
        "seats": [circle.seats.get(person=hal).pk],
        "members": [hals_place.pk],
        **sponsored(steward, community),
        "invitations": [invited.invitation.pk],
        "roles": [role.pk],
        "reasons": [kept[0].pk],
        **(tidied(community, steward) | promised.known | taken.known),
        **(suggested_words(community, steward) | on_neutral_ground(community, hal, tomasz)),
        "topic": ["valves"],
        "charter": [2],
        "key": ["domain"],
        "code": ["archives"],
        "provider_id": ["house"],
        "kind": ["post"],
        "object_id": [bad.posts.get().pk],
        "conversations": [talks["member"].pk],
        "again": [again.pk],
        "drafts": [drafts["member"].pk],
        "posts": [1],
        "files": [sheet.pk],
        "name": [sheet.name],
        "imports": [moved_in.run.pk, places.run.pk, places.waiting.pk],
        "closed": [places.chat.pk],
        "lists": [lists.agreed.pk, lists.waiting.pk],
        "row": [lists.row.pk],
        "devices": [devices["member"].pk],
        "tokens": [tokens["member"].pk],
        "calendars": [shown_on["member"].pk],
        "asked_for": [f"{hal.pk}/stick/"],
        "feeds": [feeds["member"][0].pk],
        "secret": [feeds["member"][1]],
        "calendar": [calendars["member"]],
        "listed": ["conversations"],
        "space": [window.slug],
        "modules": ["archives"],
        "live": [f"run-{called['member'].pk}"],
        "wall": [at_table["member"].wall],
        "door": [token_for(called["member"].pk, person=hal.pk)],
        "table": [called["member"].pk],
        "photos": photos_of(over["member"]),
    }
    own = {
        "steward": {
            "conversations": [talks["steward"].pk],
            "gatherings": [one["steward"].pk for one in (called, open_dated, over)],
            "answer": [token_for(one["steward"].pk, person=steward.pk) for one in (called, open_dated)],
            "protocols": ["joint-response", forms["steward"].ref],
            "live": [f"run-{called['steward'].pk}"],
            "wall": [at_table["steward"].wall],
            "door": [token_for(called["steward"].pk, person=steward.pk)],
            "photos": photos_of(over["steward"]),
            "drafts": [drafts["steward"].pk],
            "devices": [devices["steward"].pk],
            "tokens": [tokens["steward"].pk],
            "calendars": [shown_on["steward"].pk],
            "feeds": [feeds["steward"][0].pk],
            "secret": [feeds["steward"][1]],
            **(promised.own_of_steward | taken.own_of_steward),
            **(between.own_of_steward | afterwards.own_of_steward | undertaken.own_of_steward | shelved.own_of_steward),
            "calendar": [calendars["steward"]],
        },
        "member": {"holds": [hals.pk], "object_id": [talks["steward"].posts.get(number=1).pk]},
    }
    also = [
        f"/c/stick/conversations/{moving.pk}/consent",
        f"/c/stick/people/{moved_in.earlier.pk}/",
        f"/c/stick/people/{moved_in.earlier.pk}/claim",
        f"/c/stick/people/{moved_in.earlier.pk}/taking-out",
        f"/c/stick/people/{steward.pk}/",
        f"/c/stick/gatherings/{afterwards.over.gathering_id}/run/",
        f"/words/new?to={tomasz.pk}&to={people['amara'].pk}",
        *in_confidence,
        *BESIDES,
    ]
    return Furnished(community=community, steward=steward, member=hal, known=known, own=own, also=also)
