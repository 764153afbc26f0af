"""The summary's draft: what was kept, in order and in groups, and no sentence more; a human writes, and posts it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.actions.talking import HeldCloser, begin_to_talk, may_be_talked_about
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models import Run
from commonplace.runs.queries.harvest import Sheaf
from commonplace.runs.queries.scene import Line

__all__ = ["HeldCloser", "NotTheirs", "draft_of", "plain", "post_harvest", "say_harvested"]
SIGNS = re.compile(r"([\\`*_\[\]<>#|~$])")


def draft_of(sheaves: Iterable[Sheaf], *, page: str, files: Iterable[tuple[str, str]] = ()) -> str:
    """Markdown: a heading for each phase, a word for each kind, each line as a link to where it was kept, and at the
    end a link to each file.
    """
    said = []
    for sheaf in sheaves:
        said.append(f"## {plain(sheaf.phase.title)}")
        for label, lines in sheaf.kinds:
            said.append(f"*{plain(label[:1].upper() + label[1:])}*")
            said.append(
                "\n".join(
                    f"- [{plain(one.captured.words)}]({page}#line-{one.captured.pk}){_came(one)}" for one in lines
                )
            )
    if links := [f"- [{plain(name)}]({where})" for name, where in files]:
        said.append("\n".join(links))
    return "\n\n".join(said)


def _came(line: Line) -> str:
    """What whoever said it tells of what came of it, behind the line."""
    said = line.what_came
    return f" *{plain(said.get_came_display())}.* {plain(said.words)}".rstrip() if said is not None else ""


def plain(words: str) -> str:
    """Words as Markdown that shows them as they are, in one line."""
    return SIGNS.sub(r"\\\1", " ".join(words.split()))


def post_harvest(
    *, run: Run, by: Person, text: str, idempotency_key: str | None = None, at: datetime | None = None
) -> Post:
    """Post what somebody made of it to the gathering's conversation, or begin that; once for each sending.

    Raises NotTheirs, HeldCloser, and what `reply` does.
    """
    at = at or timezone.now()
    gathering = run.gathering
    require_hand(by, gathering)
    if not may_be_talked_about(gathering):
        raise HeldCloser(gathering.pk)
    with transaction.atomic():
        if gathering.conversation is None:
            talk = begin_to_talk(by=by, gathering=gathering, text=text, idempotency_key=idempotency_key, at=at)
            posted = talk.posts.get(number=1)
        else:
            talk = gathering.conversation
            posted = reply(by=by, conversation=talk, text=text, idempotency_key=idempotency_key, at=at)
        say_harvested(gathering=gathering, at=at)
    return posted


def say_harvested(*, gathering: Gathering, at: datetime) -> None:
    """Note when something was first made of what was kept at a gathering: nothing asks for a harvest of it again."""
    Run.objects.filter(gathering=gathering, harvested_at=None).update(harvested_at=at)
