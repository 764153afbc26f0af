"""Digests, letters within letters, programs, two letters with one id, and addresses in all of them."""

from datetime import UTC, datetime
from pathlib import Path

from django.test import Client

from commonplace.communities.models import Community, Deed, Membership
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.cultivation.reading import read
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import Outcome, bring_in
from commonplace.transfer.actions.taking_back import ask_back, finish_taking_back
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Letter

ADA, BO, CY = "Ada Weaver <ada@loom.example>", "Bo Spinner <bo@mill.example>", "Cy Felt <cy@felt.example>"


def letter(number: int, sender: str, subject: str, body: str, *header: str, message_id: str = "") -> str:
    head = [
        f"From: {sender}",
        f"Date: Mon, 05 Mar 2018 10:{number:02}:00 +0000",
        f"Subject: {subject}",
        f"Message-ID: <{message_id or f'{number}@loom.example'}>",
        *header,
    ]
    return f"From list@loom.example Mon Mar  5 10:{number:02}:00 2018\n" + "\n".join(head) + f"\n\n{body}\n\n"


def brought(folder: Path, *letters: str, name: str = "loom.mbox") -> Outcome:
    path = folder / name
    path.write_text("".join(letters))
    return bring_in(archive=Archive([path]), space=house_for("loom").space)


def who_said() -> list[tuple[str, str, str]]:
    posts = Post.objects.order_by("pk").select_related("author", "conversation")
    return [(one.author.name if one.author else "", one.conversation.title, one.source) for one in posts]


def fetched() -> list[tuple[str, bytes]]:
    return [(one.name, one.file.content.read()) for one in Attachment.objects.order_by("pk").select_related("file")]


PARTS = """--BB
Content-Type: text/plain

{0}
--BB
Content-Type: multipart/digest; boundary="DD"

--DD

From: Bo Spinner <bo@mill.example>
Subject: dye
Date: Sun, 4 Mar 2018 10:00:00 +0000
Message-ID: <dye1@x.example>

How do I dye wool?
--DD
From: Cy Felt <cy@felt.example>
Subject: felt
Date: Sun, 4 Mar 2018 11:00:00 +0000
Message-ID: <felt1@x.example>

How thick is felt? Write to cy@felt.example
--DD--
--BB--"""
DIGEST = ("MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="BB"')
LIST = "Loom Digest <loom-request@lists.loom.example>"


def test_letters_of_a_digest_are_letters_of_their_own(db: None, tmp_path: Path) -> None:
    contents = "Send Loom mailing list submissions to\n\tloom@lists.loom.example\n\nToday's Topics:\n\n   1. dye"
    outcome = brought(tmp_path, letter(1, LIST, "Loom Digest, Vol 3, Issue 1", PARTS.format(contents), *DIGEST))
    assert (outcome.read, outcome.kept, outcome.conversations, outcome.people) == (2, 2, 2, 2)
    assert who_said() == [
        ("Bo Spinner", "dye", "How do I dye wool?"),
        ("Cy Felt", "felt", "How thick is felt? Write to …@…"),
    ]
    assert not Attachment.objects.exists()
    # They come alone as well, and again.
    again = brought(tmp_path, letter(2, BO, "dye", "How do I dye wool?", message_id="dye1@x.example"), name="b.mbox")
    assert (again.kept, again.already) == (0, 1)


def test_what_a_digest_says_itself_is_a_programs(db: None, tmp_path: Path) -> None:
    digest = letter(1, LIST, "Loom Digest, Vol 3, Issue 1", PARTS.format("Two letters today."), *DIGEST)
    outcome = brought(tmp_path, digest)
    assert (outcome.kept, outcome.automatic, outcome.people) == (3, 1, 2)
    assert ("", "Loom Digest, Vol 3, Issue 1", "Two letters today.") in who_said()


PLAIN = """Send Loom mailing list submissions to
\tloom@lists.loom.example

Today's Topics:

   1. dye (Bo Spinner)
   2. felt (Cy Felt)


----------------------------------------------------------------------

Message: 1
Date: Sun, 4 Mar 2018 10:00:00 +0000
From: Bo Spinner <bo@mill.example>
To: loom@lists.loom.example
Subject: [loom] dye
Message-ID: <dye1@x.example>
Content-Type: text/plain; charset="us-ascii"

How do I dye wool?

------------------------------

Message: 2
Date: Sun, 4 Mar 2018 11:00:00 +0000
From: Cy Felt <cy@felt.example>
Subject: [loom] felt
Message-ID: <felt1@x.example>

How thick is felt, or a rule?

-----
a drawn line
------------------------------

_______________________________________________
loom mailing list

End of Loom Digest, Vol 3, Issue 1
**********************************
"""


def test_plain_digest_of_mailman_is_opened_as_well(db: None, tmp_path: Path) -> None:
    brought(tmp_path, letter(1, LIST, "Loom Digest, Vol 3, Issue 1", PLAIN))
    assert [(name, title) for name, title, _ in who_said()] == [("Bo Spinner", "dye"), ("Cy Felt", "felt")]
    assert who_said()[0][2] == "How do I dye wool?"
    assert "a drawn line" in who_said()[1][2]


def test_answer_above_a_whole_digest_is_one_persons_letter(db: None, tmp_path: Path) -> None:
    for number, subject in enumerate(("Re: Loom Digest, Vol 3, Issue 1", "Loom Digest, Vol 3, Issue 1")):
        outcome = brought(
            tmp_path, letter(number, ADA, subject, "To the first: with woad.\n\n" + PLAIN), name=subject[:2]
        )
        assert (outcome.read, outcome.kept) == (1, 1)


def test_attached_letter_and_text_hold_no_address(db: None, tmp_path: Path) -> None:
    body = """--BB
Content-Type: text/plain

See both.
--BB
Content-Type: message/rfc822

From: Cy Felt <cy@felt.example>
Subject: felt
Date: Sun, 4 Mar 2018 11:00:00 +0000
Message-ID: <felt1@x.example>

Write to cy@felt.example about loom@1.2.3
--BB
Content-Type: text/plain; name="loom.txt"
Content-Disposition: attachment; filename="loom.txt"

From: Cy Felt <cy@felt.example>
+carrier@2.43GHz
--BB--"""
    brought(tmp_path, letter(1, ADA, "Both", body, *DIGEST))
    files = dict(fetched())
    assert files["letter-1.txt"].decode() == "Cy Felt\n2018-03-04 11:00 UTC\nfelt\n\nWrite to …@… about loom@1.2.3\n"
    assert files["loom.txt"].decode() == "From: Cy Felt <…@…>\n+carrier@2.43GHz"
    # What was said is kept, where nobody is shown it.
    assert Letter.objects.get().withheld.splitlines() == ["cy@felt.example", "cy@felt.example"]


def test_who_is_erased_stands_in_nobodys_letter(db: None, tmp_path: Path) -> None:
    brought(tmp_path, letter(1, BO, "Wool", "Mine."), letter(2, ADA, "Felt", "Ask bo@mill.example or cy@felt.example."))
    assert "bo@mill.example" in Letter.objects.get(withheld__contains="cy@").withheld
    erase(person=Person.objects.get(name="Bo Spinner"), withdraw=False)
    assert Letter.objects.get(withheld__contains="cy@").withheld == "cy@felt.example"


def test_program_answers_nobody_and_is_nobody(db: None, tmp_path: Path) -> None:
    outcome = brought(
        tmp_path,
        letter(1, ADA, "Which warp?", "Which?"),
        letter(
            2,
            BO,
            "Automatic reply: Which warp?",
            "I am away.",
            "In-Reply-To: <1@loom.example>",
            "Auto-Submitted: auto-replied",
        ),
        letter(3, "Builds <builds@loom.example>", "Build failed in Jenkins: loom", "It failed."),
    )
    assert (outcome.kept, outcome.automatic, outcome.people) == (3, 2, 1)
    community = Community.objects.get(slug="loom")
    assert [one.person.name for one in Membership.objects.filter(community=community, person__is_operator=False)] == [
        "Ada Weaver"
    ]
    asked = Conversation.objects.get(title="Which warp?")
    assert (asked.post_count, asked.first_reply_at) == (2, None)
    rhythm = read(community, now=datetime(2018, 3, 6, tzinfo=UTC)).rhythm
    assert [one.conversation_id for one in rhythm.waiting] == [asked.pk]
    assert (rhythm.opened, rhythm.answered) == (1, 0)


def test_program_is_told_apart_on_the_page_and_in_the_api(db: None, tmp_path: Path, client: Client) -> None:
    brought(
        tmp_path,
        letter(1, ADA, "Which warp?", "Which?"),
        letter(2, BO, "Automatic reply: Which warp?", "I am away.", "In-Reply-To: <1@loom.example>"),
        letter(3, "Builds <builds@loom.example>", "Build failed in Jenkins: loom", "It failed."),
    )
    client.force_login(Person.objects.get(is_operator=True))
    asked, failed = Conversation.objects.order_by("pk")
    page = client.get(f"/c/loom/conversations/{asked.pk}/").content.decode()
    assert page.count("automatic message") == 1
    assert "a program" in client.get("/c/loom/conversations/").content.decode()
    told = client.get(f"/api/v1/communities/loom/conversations/{asked.pk}/posts").json()["items"]
    assert [(one["is_automatic"], one["author"]["name"]) for one in told] == [
        (False, "Ada Weaver"),
        (True, None),
    ]
    assert client.get(f"/api/v1/communities/loom/conversations/{failed.pk}").json()["is_automatic"]


def test_program_that_writes_in_a_persons_name_is_that_persons(db: None, tmp_path: Path) -> None:
    brought(
        tmp_path,
        letter(1, BO, "Wool", "Mine."),
        letter(2, ADA, "Which warp?", "Which?"),
        letter(3, BO, "Automatic reply: Which warp?", "I am away.", "In-Reply-To: <2@loom.example>"),
    )
    (note,) = Post.objects.filter(is_automatic=True)
    assert note.author == Person.objects.get(name="Bo Spinner")
    assert Conversation.objects.get(title="Which warp?").first_reply_at is None


def test_two_letters_with_one_id_are_two(db: None, tmp_path: Path) -> None:
    one = {"message_id": "same@loom.example"}
    footer = "\n\n_______________________________________________\nloom mailing list\n"
    letters = [
        letter(1, ADA, "Warp", "How tight is it?", **one),
        letter(2, BO, "Weft", "How tight is it?", **one),
        letter(3, ADA, "Weft", "How loose is it?", **one),
        letter(4, "ada at loom.example (Ada Weaver)", "Warp", "How tight is it?" + footer, **one),  # a list's copy
    ]
    outcome = brought(tmp_path, *letters)
    assert (outcome.read, outcome.kept, outcome.already) == (4, 3, 1)
    assert sorted(who_said()) == sorted(
        [
            ("Ada Weaver", "Warp", "How tight is it?"),
            ("Bo Spinner", "Weft", "How tight is it?"),
            ("Ada Weaver", "Weft", "How loose is it?"),
        ]
    )
    again = brought(tmp_path, *letters[::-1], name="again.mbox")
    assert (again.kept, again.already) == (0, 4)


def test_list_that_fell_silent_long_ago_says_for_how_long(db: None, tmp_path: Path) -> None:
    brought(
        tmp_path,
        letter(1, ADA, "Anybody?", "Here?"),
        letter(2, BO, "Re: Anybody?", "Me.", "In-Reply-To: <1@loom.example>"),
    )
    community = Community.objects.get(slug="loom")
    rhythm = read(community, now=datetime(2021, 3, 5, 10, 2, tzinfo=UTC)).rhythm
    assert rhythm.silence_days == 1096
    assert rhythm.usual_silence_days is not None
    assert read(community, now=datetime(2017, 1, 1, tzinfo=UTC)).rhythm.silence_days is None


def test_what_programs_wrote_goes_with_an_archive_that_is_taken_back(db: None, tmp_path: Path) -> None:
    outcome = brought(
        tmp_path,
        letter(1, ADA, "Which warp?", "Which?"),
        letter(2, BO, "Automatic reply: Which warp?", "I am away.", "In-Reply-To: <1@loom.example>"),
        letter(3, "Builds <builds@loom.example>", "Build failed in Jenkins: loom", "It failed."),
    )
    assert outcome.run is not None
    ask_back(run=outcome.run)
    finish_taking_back(Community.objects.get(slug="loom"))
    assert not Post.objects.exists()
    assert not Conversation.objects.exists()
    assert not Deed.objects.exclude(origin="").exists()
