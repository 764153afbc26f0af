"""An archive moves in: every message accounted for, once, silently, in the same rows whatever the size of a batch."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.models import Attachment, Post
from commonplace.house.cli import main
from commonplace.letters.models import Letter as Mail
from commonplace.people.models import ArchiveAddress, Person
from commonplace.search.models import SearchEntry
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import Watcher, bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import, SetAside
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.told import told


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive([write_archive(tmp_path / "wells")])


def test_every_message_is_accounted_for(db: None, archive: Archive) -> None:
    outcome = bring_in(archive=archive, space=house_for("wells").space)
    assert (outcome.read, outcome.kept, outcome.already, outcome.aside, outcome.unreadable) == (137, 120, 2, 14, 1)
    assert Post.objects.count() == 120
    assert outcome.people == Person.objects.filter(claimed_at=None).count() == 5


def test_a_second_run_keeps_nothing(db: None, archive: Archive) -> None:
    space = house_for("wells").space
    bring_in(archive=archive, space=space)
    before = told("wells")
    again = bring_in(archive=archive, space=space)
    assert (again.read, again.kept, again.already, again.aside, again.unreadable) == (137, 0, 122, 14, 1)
    assert (again.conversations, again.people) == (0, 0)
    assert told("wells") == before


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.integers(1, 60))
def test_the_size_of_a_batch_decides_nothing(transactional_db: None, archive: Archive, batch: int) -> None:
    bring_in(archive=archive, space=house_for("whole").space)
    whole = told("whole")
    call_command("flush", interactive=False, verbosity=0)
    bring_in(archive=archive, space=house_for("whole").space, batch=batch)
    assert told("whole") == whole
    call_command("flush", interactive=False, verbosity=0)


def test_the_order_of_files_decides_nothing(transactional_db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    forward = told("wells")
    call_command("flush", interactive=False, verbosity=0)
    turned = Archive(list(reversed(archive.files)))
    bring_in(archive=turned, space=house_for("wells").space)
    backward = told("wells")
    for kept in ("persons", "memberships", "merged", "aside", "beats"):
        assert backward[kept] == forward[kept]
    assert [one[:8] for one in backward["posts"]] == [one[:8] for one in forward["posts"]]


def test_titles_do_without_the_lists_prefix(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    titles = sorted(Post.objects.filter(number=1).values_list("conversation__title", flat=True))
    assert [title for title in titles if title.startswith("[")] == []
    assert titles[0] == "Loggers in winter 12"


def test_addresses_show_nowhere(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    assert ArchiveAddress.objects.count() == 7
    shown: list[object] = [*Post.objects.values_list("source", "html", "conversation__title")]
    shown += [*SearchEntry.objects.values_list("body")]
    shown += [*Person.objects.values_list("name"), *SetAside.objects.values_list("name", "subject")]
    text = json.dumps(shown)
    assert [one for one in ("wells.example", "hill.example", "nowhere.example", "prize1.example") if one in text] == []


def test_an_import_is_silent(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    assert Mail.objects.count() == 0


def test_a_flood_is_nobody_here(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    assert SetAside.objects.waiting().count() == 14
    assert not Person.objects.filter(name__startswith="Lucky").exists()


def test_what_cannot_be_kept_is_named(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    post = Post.objects.filter(html__contains="left-behind").first()
    assert post is not None
    assert "setup.exe" in post.html
    assert [one.name for one in post.attachments.all()] == ["trace.png"]


def test_an_unknown_community_is_founded_private(db: None) -> None:
    house = house_for("wells")
    assert house.is_founded
    assert house.made_operator is not None
    assert house.community.visibility == Visibility.PRIVATE
    steward = Membership.objects.get(community=house.community)
    assert (steward.person, steward.standing) == (house.made_operator, Standing.STEWARD)
    assert house_for("wells").is_founded is False


def test_the_same_archive_lives_in_two_communities(db: None, archive: Archive) -> None:
    first = bring_in(archive=archive, space=house_for("one").space)
    outcome = bring_in(archive=archive, space=house_for("two").space)
    # Neither learns whom the other knows.
    assert (outcome.kept, outcome.people) == (120, first.people)
    assert Post.objects.count() == 240


def test_other_files_after_a_run_cut_short(db: None, archive: Archive, tmp_path: Path) -> None:
    space = house_for("wells").space
    more = Archive([*archive.files, write_archive(tmp_path / "more", letters=130)])
    _cut_short(archive, space)
    outcome = bring_in(archive=more, space=space)
    assert outcome.read == outcome.kept + outcome.already + outcome.aside + outcome.unreadable
    assert Post.objects.count() == 130
    assert not Import.objects.unfinished().exists()


def test_long_letters_come_in_smaller_batches(db: None, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    class Counting(Watcher):
        def keeping(self, done: int, whole: int) -> None:
            steps.append(done)

    monkeypatch.setattr("commonplace.transfer.actions.keeping_letters.HEAVIEST", 3000)
    bring_in(archive=archive, space=house_for("wells").space, watcher=Counting())
    assert len(steps) > 10
    assert steps[-1] == Post.objects.count() == 120


def test_search_finds_what_a_letter_says_and_not_its_long_quotes(db: None, archive: Archive) -> None:
    bring_in(archive=archive, space=house_for("wells").space)
    posts = Post.objects.filter(html__contains="line 8 of hers")
    entries = SearchEntry.objects.filter(kind="post", object_id__in=posts.values("pk"))
    assert len(entries) == posts.count() > 5
    for entry in entries:
        assert "on the water we lose" in entry.body
        assert "line 8 of hers" not in entry.body
    # Made anew from what is kept, the index is the same.
    before = list(entries.order_by("pk").values_list("object_id", "body", "body_words"))
    index_posts(posts.select_related("conversation"))
    assert list(entries.order_by("pk").values_list("object_id", "body", "body_words")) == before


def test_packed_files_and_windows_line_ends(db: None, tmp_path: Path) -> None:
    folder = write_archive(tmp_path / "wells")
    text = b"".join((folder / name).read_bytes() for name in ("2009-March.txt", "2009-April.txt"))
    path = tmp_path / "wells.mbox.gz"
    path.write_bytes(gzip.compress(text.replace(b"\n", b"\r\n")))
    outcome = bring_in(archive=Archive([path]), space=house_for("wells").space)
    assert (outcome.read, outcome.kept, outcome.already, outcome.aside, outcome.unreadable) == (137, 120, 2, 14, 1)
    assert Attachment.objects.filter(name="trace.png").count() == 4


def test_the_command_says_one_object(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_archive(tmp_path / "wells")
    assert main(["import", "mbox", str(folder), "--community", "wells", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(said) == [
        *("read", "kept", "already", "aside", "unreadable", "conversations", "people"),
        *("automatic", "passed_over", "seconds"),
    ]
    assert said["read"] == said["kept"] + said["already"] + said["aside"] + said["unreadable"]
    assert [name for name, value in said.items() if not isinstance(value, int)] == ["seconds"]


def test_the_command_tells_what_was_left_out(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_archive(tmp_path / "wells")
    assert main(["import", "mbox", str(folder), "--community", "wells"]) == 0
    said = capsys.readouterr().out
    assert "Recognised as one person:" in said
    assert "Set aside" in said
    assert "at byte" in said
    assert ".example" not in said


def test_a_path_to_nowhere(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "mbox", str(tmp_path / "none"), "--community", "wells"]) == 1
    assert "There is no archive at" in capsys.readouterr().err
    assert not Community.objects.exists()


def _cut_short(archive: Archive, space: Any) -> None:
    class Cut(Exception):
        pass

    class Watcher:
        def reading(self, done: int, whole: int) -> None: ...

        def decided(self) -> None: ...

        def keeping(self, done: int, whole: int) -> None:
            raise Cut

    with pytest.raises(Cut):
        bring_in(archive=archive, space=space, watcher=Watcher(), batch=20)  # type: ignore[arg-type]
