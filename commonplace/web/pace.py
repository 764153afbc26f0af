"""How often one may do what costs the house or others much: more than a person wants to, less than a machine would.

What is not named here is either cheap or counted where it is done: posts and flags in an hour, invitations in a day,
the ways in (allauth's limits), the API.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from commonplace.limits.limit import Limit, sender
from commonplace.people.viewer import viewer
from commonplace.ui.context import look
from commonplace.web.typed import typed

MINUTE, HOUR = 60, 3600
READING, SENDING, BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
# Addresses by their names; the limits of one line are counted together.
LIMITS: dict[Limit, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Limit("searches", 60, MINUTE): (READING, ("search",)),
    # Typing asks for both of these by itself, at most every half second.
    Limit("previews", 180, MINUTE): (SENDING, ("preview", "word_preview")),
    Limit("similar", 180, MINUTE): (BOTH, ("similar",)),
    Limit("drafts", 180, MINUTE): (SENDING, ("drafts", "draft", "word_drafts", "word_draft")),
    # Each writes a letter to somebody, or waits for an answer; claims count where they are made.
    Limit("asking people", 30, HOUR): (
        SENDING,
        ("join", "join_withdrawal", "invitations", "appeal", "outside_question", "interview_asking"),
    ),
    Limit("greetings", 120, HOUR): (SENDING, ("hello",)),
    # Each encodes pictures anew, or keeps a file.
    Limit("words and files", 240, HOUR): (SENDING, ("compose", "posts", "post_text", "my_profile")),
    Limit("files brought", 240, HOUR): (SENDING, ("uploads",)),
    # Each renders what was written, looks for people, or both.
    Limit("words", 240, HOUR): (SENDING, ("new_word", "correspondence", "word_handing")),
    Limit("undertakings", 240, HOUR): (
        SENDING,
        (
            *("joint_response_beginning", "response_comment", "response_change", "response_otherwise"),
            *("response_answer", "help_desk_beginning", "desk_asking", "desk_answer", "faq_new", "faq_line"),
            *("scan_beginning", "scan_source_new", "scan_passing", "scan_passing_entry", "scan_notes", "scan_again"),
            *("mutual_benchmark_beginning", "lesson_new", "lesson_change", "external_benchmark_beginning"),
            *("outside_practice", "outside_finding", "learning_project_beginning", "project_closing"),
            *("undertaking_taking_part", "undertaking_letting_in"),
        ),
    ),
    Limit("founding", 20, HOUR): (SENDING, ("found",)),
    Limit("archives", 60, HOUR): (SENDING, ("imports", "set_aside")),
    Limit("taking along", 20, HOUR): (READING, ("my_words", "my_everything")),
    Limit("addresses of feeds", 40, HOUR): (SENDING, ("my_feeds", "feed_revocation")),
    Limit("devices", 40, HOUR): (SENDING, ("my_calendars", "calendar_revocation")),
    Limit("candour", 40, HOUR): (SENDING, ("candour_draw",)),
    Limit("tokens", 40, HOUR): (SENDING, ("tokens", "token_revocation")),
    # A hundred guests in one room come from one address.
    Limit("lines at a table", 600, MINUTE): (SENDING, ("run_note", "table_note", "run_wish", "run_came")),
    Limit("doors to a table", 600, MINUTE): (BOTH, ("wall_door", "letter_door")),
    Limit("links", 120, MINUTE): (
        BOTH,
        (
            *("one_time_link", "invitation", "answer_by_link", "letter_press"),
            *("outside_confirming", "outside_closing", "interview_yours"),
        ),
    ),
    Limit("signing in elsewhere", 120, MINUTE): (BOTH, ("openid_connect_login", "openid_connect_callback")),
}
BY_NAME = {name: (limit, methods) for limit, (methods, names) in LIMITS.items() for name in names}


class Pace:
    """Middleware: counts what is asked of the addresses above, for a person or else where they come from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Nothing while there is room, else the page that says when there is."""
        # With its namespace: the API has a search of its own, and counts it.
        name = request.resolver_match.view_name if request.resolver_match else None
        limit, methods = BY_NAME.get(name or "", (None, ()))
        if limit is None or request.method not in methods:
            return None
        try:
            person = viewer(request)
            seconds = limit.take(f"person {person.pk}" if person else sender(request))
        except DatabaseError:  # the view meets it too, and web/busy.py answers for views
            return None
        return too_fast(request, seconds=seconds) if seconds else None


def too_fast(request: HttpRequest, *, seconds: int = MINUTE) -> HttpResponse:
    """The page for whoever is too quick: when there is room again, and their words."""
    minutes = -(-seconds // MINUTE)
    wait = (
        ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
        if seconds < MINUTE
        else ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    )
    context = look(request) | {"typed": typed(request), "wait": wait}
    response = HttpResponse(render_to_string("429.html", context), status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
