"""Lines kept at a gathering are kept on: with source and names, or in confidence with a yes and without a name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import INBOX
from commonplace.communities.models import Community
from commonplace.communities.moderation.actions import hold
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.gatherings.models import Gathering
from commonplace.letters.models import Letter
from commonplace.lib.protocol_clock import Act
from commonplace.people.actions.erasing import erase
from commonplace.people.answers_by_link import answer_path
from commonplace.protocols.protocol import Capture
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.keeping import NotReadable, Taken
from commonplace.repertoire.actions.wording import Source, Words
from commonplace.repertoire.models import Passage, Resource
from commonplace.repertoire.queries.harvested import quoted_in
from commonplace.runs.actions import noting, stepping
from commonplace.runs.actions.forgetting import SEALED_FOR, forget_sealed
from commonplace.runs.models import Captured, Run, Seat
from commonplace.runs.tests.conftest import planned

pytestmark = pytest.mark.django_db
TURN = "A quarter turn, then *wait*."
TRY = "I will try it on the depot’s valve."


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def over(stick, table, hal, rosa, tomasz, now) -> Callable[..., Run]:
    """A clinic that Hal held and that is over: Rosa said how, and Tomasz what he will try."""

    def held(space=table, **plan) -> Run:
        begun = now - timedelta(minutes=2)
        run = stepping.start(gathering=planned(hal, space, **plan), by=hal, at=begun)
        for person, kind, words in ((rosa, Capture.NOTE, TURN), (tomasz, Capture.TAKEAWAY, TRY)):
            noting.note(run=run, phase=0, kind=kind, words=words, person=person, at=begun)
        stepping.step(run=run, act=Act.FINISH, number=run.last_number + 1, by=hal, at=now - timedelta(minutes=1))
        Gathering.objects.filter(pk=run.gathering_id).update(starts_at=begun)
        return Run.objects.select_related("gathering__space", "gathering__community").get(pk=run.pk)

    return held


@pytest.fixture
def harvest(shelve, hal) -> Callable[..., Resource]:
    """Hal keeps all of a run that can be kept."""

    def put(run: Run, by=hal, lines=None, **more) -> Resource:
        found = lines if lines is not None else run.captured.filter(by__isnull=False).order_by("pk")
        passages = [Taken(one, "how") for one in found]
        source, words = Source(gathering=run.gathering), Words("How to turn", parts={"how": "As we said:"})
        return shelve(by=by, kind="guide", words=words, passages=passages, source=source, **more)

    return put


def read(person, made: Resource) -> list[str]:
    return [one.source for one in Passage.objects.visible_to(person).filter(resource=made).order_by("position")]


def quotes(person, made: Resource, *, tends: bool = False):
    viewpoint = Viewpoint(person, made.community, standing_of(person, made.community))
    found = quoted_in(made, viewpoint, tends=tends)
    return [*found.by_part.get("how", ()), *found.waiting]


def asked(person, made: Resource) -> bool:
    return INBOX["words_asked"].rows(person=person, communities=[made.community_id]).exists()


def test_what_was_said_among_members_is_kept_with_its_names_and_leads_back(
    client: Client, over, harvest, leila
) -> None:
    run = over()
    made = harvest(run)
    assert read(leila, made) == [r"A quarter turn, then \*wait\*.", TRY]
    rosas, tomaszs = quotes(leila, made)
    line = run.captured.get(kind="note")
    assert (rosas.byline.name.split()[0], tomaszs.byline.name.split()[0]) == ("Rosa", "Tomasz")
    assert rosas.url == f"/c/stick/gatherings/{run.gathering_id}/run/#line-{line.pk}"
    assert not asked(line.by, made)
    assert Run.objects.get(pk=run.pk).harvested_at == made.kept_at
    client.force_login(leila)
    for page in (f"/c/stick/gatherings/{run.gathering_id}/", f"/c/stick/gatherings/{run.gathering_id}/run/"):
        assert f'href="{made.url("stick")}"' in client.get(page).text
    assert "<em>wait" not in client.get(made.url("stick")).text


def test_lines_are_read_by_members_alone_until_whoever_said_them_says_yes(over, harvest, window, rosa, hal) -> None:
    """A gathering may be public; what was kept at it is not."""
    run = over(space=window)
    made = harvest(run, space=window)
    assert (read(None, made), read(hal, made), asked(rosa, made)) == ([], [], True)
    consenting.answer(by=rosa, passage=made.passages.get(author=rosa), says="named")
    assert len(read(None, made)) == len(read(hal, made)) == 1
    assert quotes(None, made)[0].url == ""


def test_what_a_guest_said_bears_the_name_that_they_gave_and_goes_no_further(over, harvest, window, hal, leila) -> None:
    run = over()
    gus = noting.note(run=run, phase=0, kind=Capture.NOTE, words="Oil it.", seat=Seat(name="Gus"), afterwards=True)
    made, outside = harvest(run, lines=[gus]), harvest(run, lines=[gus], space=window)
    assert quotes(leila, made)[0].byline.name == "Gus"
    assert read(hal, outside) == read(None, outside) == []


def test_from_ticking_to_the_shelf_without_script(client: Client, over, leila, django_assert_max_num_queries) -> None:
    run = over()
    client.force_login(leila)
    choose = f"/c/stick/repertoire/from/gatherings/{run.gathering_id}/"
    with django_assert_max_num_queries(12):
        assert f'href="{choose}"' in client.get(f"/c/stick/gatherings/{run.gathering_id}/run/").text
    with django_assert_max_num_queries(12):
        page = client.get(choose)
    lines = [str(one.pk) for one in page.context["page"].choices]
    assert lines == [str(pk) for pk in run.captured.order_by("pk").values_list("pk", flat=True)]
    going = {"gathering": run.gathering_id, "title": "A clinic", "line": lines, "kind": "guide"}
    form = client.get("/c/stick/repertoire/new", going).context["form"]
    first, second = form.passages.shown
    assert [one.chosen.key for one in (first, second)] == [f"l{pk}" for pk in lines] == form["posts"].value().split()
    said = {"kind": "guide", "gathering": run.gathering_id, "posts": " ".join(form["posts"].value().split())}
    said |= {
        "title": "Turning",
        "space": form["space"].value(),
        "idempotency_key": "5b1f0e2c-0000-4000-8000-00000000000a",
    }
    said |= {f"taken_l{lines[0]}": [first.chosen.blocks[0].key], f"under_l{lines[0]}": "how"}
    sent = client.post("/c/stick/repertoire/new", said)
    assert sent.status_code == 302
    made = Resource.objects.get()
    assert (made.gathering, [one.line_id for one in made.passages.all()]) == (run.gathering, [int(lines[0])])
    assert client.post("/c/stick/repertoire/new", said).headers["Location"] == sent.headers["Location"]
    kept = client.get(choose).context["page"].choices
    assert [[link.title for link in one.kept] for one in kept] == [["Turning"], []]
    asked_for = client.get(choose, {"line": lines[1], "from": str(2**70)})
    assert asked_for.context["page"].elsewhere in ([], [int(lines[1])])


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_nothing_said_in_confidence_is_kept_without_a_yes_and_no_name_is_told(
    client: Client, over, harvest, confidence, hal, leila, tomasz
) -> None:
    run = over(confidence=confidence)
    client.force_login(hal)
    choices = client.get(f"/c/stick/repertoire/from/gatherings/{run.gathering_id}/").context["page"].choices
    assert [(one.words, one.byline) for one in choices] == [(TRY, None)]
    with pytest.raises(NotReadable):
        harvest(run, lines=run.captured.all())
    made = harvest(run)
    assert read(hal, made) == read(leila, made) == read(tomasz, made) == []
    (waits,) = quotes(hal, made, tends=True)
    assert (waits.byline, waits.url) == (None, "")
    assert "Tomasz" not in client.get(made.url("stick")).text
    assert asked(tomasz, made)
    (one,) = made.passages.all()
    page = f"/c/stick/repertoire/words-of-mine/{one.pk}"
    client.force_login(tomasz)
    assert [says for says, _words in client.get(page).context["answers"]] == ["nameless", "no"]
    assert client.post(page, {"says": "named"}).status_code == 422
    consenting.answer(by=tomasz, passage=one, says="named")
    one.refresh_from_db()
    assert one.consent.says == "nameless"
    assert read(leila, made) == [TRY]
    (told,) = quotes(leila, made)
    assert (told.byline, told.url) == (None, "")


def test_the_link_of_a_letter_offers_no_name_where_none_is_told(client: Client, over, harvest, hal, tomasz) -> None:
    made = harvest(over(confidence="chatham"))
    letter = Letter.objects.get(kind=consenting.KIND)
    assert TRY not in letter.text + letter.html
    link = answer_path(consenting.CODE, tomasz, made.passages.get().pk, choice="named", at=timezone.now())
    assert "Yes, it may be kept" not in client.get(link).text
    client.post(link)
    assert made.passages.get().consent.says == "nameless"


def test_what_is_held_closer_later_loses_its_names_and_asks_again(over, harvest, leila, rosa, tomasz) -> None:
    run = over()
    made = harvest(run)
    consenting.answer(by=tomasz, passage=made.passages.get(author=tomasz), says="named")
    Gathering.objects.filter(pk=run.gathering_id).update(confidence="chatham")
    assert [(one.byline, one.url) for one in quotes(leila, made)] == [(None, ""), (None, "")]
    assert asked(tomasz, made)
    assert asked(rosa, made)


def test_a_line_that_is_taken_back_goes_where_it_is_kept(over, harvest, hal) -> None:
    run = over()
    made = harvest(run)
    noting.take_back(captured=run.captured.get(kind="note"))
    assert read(hal, made) == [TRY]
    assert consenting.let_go_of_words(now=timezone.now()) == 1
    assert made.passages.filter(source="").count() == 1


def test_a_line_or_a_gathering_that_is_held_back_is_held_back_there(over, harvest, ines, hal, leila, tomasz) -> None:
    run = over()
    made = harvest(run)
    line = run.captured.get(kind="takeaway")
    hold(by=ines, kind="captured", object_id=line.pk, community=made.community, why="A look.")
    assert (len(read(leila, made)), len(read(tomasz, made))) == (1, 2)
    hold(by=ines, kind="gathering", object_id=run.gathering_id, community=made.community, why="All of it.")
    assert read(leila, made) == []


def test_what_was_sealed_goes_after_its_days_but_for_what_was_let_be_kept(over, harvest, hal, leila, tomasz) -> None:
    run = over(confidence="sealed")
    first, second = harvest(run), harvest(run)
    consenting.answer(by=tomasz, passage=first.passages.get(), says="nameless")
    later = timezone.now() + SEALED_FOR + timedelta(hours=1)
    forget_sealed(now=later)
    assert not Captured.objects.exists()
    assert (read(leila, first), read(hal, second)) == ([TRY], [])
    assert quotes(leila, first)[0].byline is None
    assert consenting.let_go_of_words(now=later) == 1
    assert [one.passages.get().source for one in (first, second)] == [TRY, ""]


def test_a_yes_with_a_name_does_not_outlive_what_was_sealed_since(over, harvest, leila, tomasz) -> None:
    run = over()
    made = harvest(run)
    consenting.answer(by=tomasz, passage=made.passages.get(author=tomasz), says="named")
    Gathering.objects.filter(pk=run.gathering_id).update(confidence="sealed")
    forget_sealed(now=timezone.now() + SEALED_FOR + timedelta(hours=1))
    assert read(leila, made) == []
    assert consenting.let_go_of_words(now=timezone.now()) == 2


@pytest.mark.parametrize(("withdraw", "left"), [(False, 2), (True, 1)])
def test_whoever_is_erased_stays_without_a_name_or_takes_their_lines_along(
    over, harvest, hal, tomasz, withdraw, left
) -> None:
    made = harvest(over())
    erase(person=tomasz, withdraw=withdraw)
    assert len(read(hal, made)) == left
    assert not made.passages.filter(author=tomasz).exists()
    assert "Tomasz" not in str([one.byline for one in quotes(hal, made)])


def test_another_community_a_stranger_or_a_house_without_a_shelf_finds_nothing(
    client: Client, over, gas, leila, stranger, stick, hal
) -> None:
    run = over()
    line = run.captured.first()
    client.force_login(leila)
    assert client.get(f"/c/gas/repertoire/from/gatherings/{run.gathering_id}/").status_code == 404
    going = {"gathering": run.gathering_id, "line": [line.pk, "x", str(2**80)], "kind": "guide"}
    assert client.get("/c/gas/repertoire/new", going).context["form"].passages.chosen == []
    client.force_login(stranger)
    assert client.get(f"/c/stick/repertoire/from/gatherings/{run.gathering_id}/").status_code == 404
    stick.modules = [one for one in stick.modules if one != "repertoire"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert "/repertoire/from/" not in client.get(f"/c/stick/gatherings/{run.gathering_id}/run/").text
