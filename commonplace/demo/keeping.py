"""What the community of a story keeps, each thing through its own actions and at its own moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from commonplace.conversations.models import Post
from commonplace.demo.events import Course
from commonplace.demo.gathering import Gathered
from commonplace.demo.telling_kept import CollectionTold, ResourceTold
from commonplace.repertoire.actions import (
    adapting,
    changing,
    collecting,
    consenting,
    keeping,
    lending,
    shelving,
    standing,
    suggesting,
    translating,
    trying,
    using,
)
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.wording import About, Source, Words
from commonplace.repertoire.kinds import ANONYMISING
from commonplace.repertoire.models import Passage, Resource, Use
from commonplace.runs.models import Captured

ACCOUNT = ("how", "text", "where", "changed", "told")


class Kept:
    """Plans everything that is kept into the course of its community."""

    def __init__(self, course: Course, gathered: Gathered, shelves: dict[str, dict[str, Resource]]) -> None:
        self.course = course
        self.gathered = gathered
        # What communities told before keep is known by their names.
        self.shelves = shelves
        self.made = shelves.setdefault(course.story.slug, {})

    def plan(self) -> None:
        for told in self.course.story.kept.resources:
            self._plan(told)
        if self.course.story.kept.languages:
            self.course.plan(self.course.ago(400), self._arrange)
        for one in self.course.story.kept.collections:
            self.course.plan(self.course.ago(one.days_ago), self._collect, one)
        for used in self.course.story.kept.borrowed:
            self.course.plan(self.course.ago(used["days_ago"]), self._borrow, used)

    def _plan(self, told: ResourceTold) -> None:
        course = self.course
        course.plan(course.ago(told.days_ago), self._keep, told)
        for many, do in (
            (told.changes, self._change),
            (told.reads, self._read),
            (told.warrants, self._warrant),
            (told.offered, self._offer),
            (told.again, self._say_again),
            (told.uses, self._use),
            (told.tries, self._try),
        ):
            for one in many:
                course.plan(course.ago(one["days_ago"]), do, told, one)
        for one in told.uses:
            if "remedy" in one:
                course.plan(course.ago(one["remedy"]["days_ago"]), self._remedy, told, one)
        for one in told.passages:
            if "says" in one:
                course.plan(course.ago(one["said_days_ago"]), self._answer, told, one)
        if told.lent:
            course.plan(course.ago(told.lent["days_ago"]), self._lend, told)
        if told.retired:
            course.plan(course.ago(told.retired["days_ago"]), self._retire, told)
        if told.successor:
            course.plan(course.ago(told.successor["days_ago"]), self._supersede, told)

    def _about(self, told: ResourceTold) -> About:
        days = told.again_in
        again = None if days is None else timezone.localdate(self.course.now + timedelta(days=days))
        return About(told.topics, told.address, told.licence, told.language, again)

    def _keep(self, told: ResourceTold, *, at: datetime) -> None:
        grown: dict[str, Any] = {"kind": told.kind, "passages": self._taken(told)}
        if told.out_of:
            kept_in = self.shelves[told.out_of.get("of", self.course.story.slug)]
            grown = {"parent": kept_in[told.out_of["key"]], "changed": told.out_of["changed"]}
        self.made[told.key] = (adapting.adapt if told.out_of else keeping.keep)(
            **grown,
            by=self.course.persons[told.by],
            space=self.course.spaces[told.space],
            words=Words(told.title, told.good_for, told.parts),
            about=self._about(told),
            source=Source(
                self.course.conversations.get(told.came_from), self.gathered.made.get(told.held), work=told.work
            ),
            checked=list(ANONYMISING) if told.agreed else (),
            agreed=told.agreed,
            at=at,
        )

    def _taken(self, told: ResourceTold) -> list[Taken]:
        """The words of others that are in it."""
        posts = Post.objects.filter(conversation=self.course.conversations.get(told.came_from))
        lines = Captured.objects.filter(run__gathering=self.gathered.made.get(told.held))
        return [
            Taken(posts.get(number=one["post"]) if "post" in one else lines.get(words=one["line"]), one["part"])
            for one in told.passages
        ]

    def _answer(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        which = {"post__number": said["post"]} if "post" in said else {"line__words": said["line"]}
        passages = Passage.objects.select_related("author", "resource__community", "resource__space")
        one = passages.get(resource=self.made[told.key], **which)
        assert one.author is not None  # words of nobody known are asked of nobody
        consenting.answer(by=one.author, passage=one, says=said["says"], at=at)

    def _words(self, told: ResourceTold, said: Mapping[str, Any]) -> tuple[Resource, Words]:
        """The thing as it stands, and its words with what somebody would have otherwise."""
        here = Resource.objects.get(pk=self.made[told.key].pk)
        now = changing.words_now(here)
        good_for = said.get("good_for", now.good_for)
        return here, Words(now.title, good_for, {**now.parts, **said.get("parts", {})})

    def _change(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        here, words = self._words(told, said)
        by = self.course.persons[said["by"]]
        changing.change(by=by, resource=here, words=words, on=here.revision, summary=said["summary"], at=at)

    def _read(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        by = self.course.persons[said["by"]]
        standing.say_read(by=by, resource=self.made[told.key], words=said.get("words", ""), at=at)

    def _warrant(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        until = timezone.localdate(at) + timedelta(days=said["days"])
        by, limits = self.course.persons[said["by"]], said.get("limits", "")
        standing.stand_for(by=by, resource=self.made[told.key], until=until, limits=limits, at=at)

    def _offer(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        here, words = self._words(told, said)
        by = self.course.persons[said["by"]]
        offered = suggesting.offer(by=by, resource=here, words=words, on=here.revision, why=said["why"], at=at)
        if said.get("taken"):
            suggesting.take(by=self.course.persons[told.by], suggestion=offered, at=at + timedelta(hours=5))

    def _say_again(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        here = Resource.objects.select_related("community", "space").get(pk=self.made[told.key].pk)
        words = Words(said["title"], said["good_for"], said["parts"])
        by, language = self.course.persons[said["by"]], said["language"]
        translating.translate(by=by, resource=here, language=language, words=words, number=here.revision, at=at)

    def _arrange(self, *, at: datetime) -> None:
        story = self.course.story
        community = next(iter(self.made.values())).community
        by = self.course.persons["ines"]
        languages, lends = story.kept.languages, story.kept.lends
        shelving.arrange_shelf(by=by, community=community, languages=languages, lends=lends, at=at)

    def _use(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        account = using.Account(**{name: value for name, value in said.items() if name in ACCOUNT})
        here = Resource.objects.get(pk=self.made[told.key].pk)
        using.tell_use(by=self.course.persons[said["by"]], resource=here, account=account, at=at)

    def _lend(self, told: ResourceTold, *, at: datetime) -> None:
        lending.lend(by=self.course.persons[told.by], resource=self.made[told.key], at=at)

    def _borrow(self, said: Mapping[str, Any], *, at: datetime) -> None:
        """Somebody here uses what another community lends."""
        account = using.Account(**{name: value for name, value in said.items() if name in ACCOUNT})
        here = Resource.objects.get(pk=self.shelves[said["of"]][said["key"]].pk)
        by = self.course.persons[said["by"]]
        using.tell_use(by=by, resource=here, account=account, used_in=self.course.community, at=at)

    def _remedy(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        uses = Use.objects.select_related("resource").filter(resource=self.made[told.key])
        use = uses.get(person=self.course.persons[said["by"]])
        using.say_what_was_done(by=self.course.persons[told.by], use=use, words=said["remedy"]["words"], at=at)

    def _try(self, told: ResourceTold, said: Mapping[str, Any], *, at: datetime) -> None:
        trying.will_try(by=self.course.persons[said["by"]], what=self.made[told.key], at=at)

    def _retire(self, told: ResourceTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        standing.retire(by=by, resource=self.made[told.key], why=told.retired["why"], at=at)

    def _supersede(self, told: ResourceTold, *, at: datetime) -> None:
        by, successor = self.course.persons[told.by], self.made[told.successor["key"]]
        standing.supersede(by=by, resource=self.made[told.key], successor=successor, why=told.successor["why"], at=at)

    def _collect(self, told: CollectionTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        made = collecting.collect(
            by=by, space=self.course.spaces[told.space], title=told.title, good_for=told.good_for, at=at
        )
        for key, words in told.stops:
            collecting.put_in(by=by, collection=made, resource=self.made[key], words=words, at=at)
