"""The real archives, where COMMONPLACE_ARCHIVES names their folder: every message accounted for, in counts only."""

import os
import re
from pathlib import Path

import pytest

from commonplace.lib.mail.floods import Arrival, set_aside
from commonplace.lib.mail.identity import Identities
from commonplace.lib.mail.mailbox import Unreadable, files_of, read_mailboxes
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.quoting import parts_of
from commonplace.lib.mail.rendering import rendered
from commonplace.lib.mail.threading import Assembler, named_ids


@pytest.fixture(scope="module")
def archives() -> Path:
    named = os.environ.get("COMMONPLACE_ARCHIVES")
    if not named:
        pytest.skip("COMMONPLACE_ARCHIVES is not set: the real archives are not looked at")
    folder = Path(named) / "mbox"
    assert folder.is_dir(), f"COMMONPLACE_ARCHIVES is set, but it holds no folder mbox: {named}"
    return folder


# Three lines of the first begin with 'From ' and are sentences: a naive reader splits there, ours accounts for them.
@pytest.mark.parametrize(
    ("name", "lines", "messages", "unreadable", "different", "derived", "conversations", "people", "aside"),
    [
        ("twisted-web", 5377, 5374, 0, 5371, 0, 1603, 707, 4),
        ("twisted-reality", 153, 153, 0, 153, 27, 75, 33, 3),
        ("r-sig-teaching", 885, 885, 0, 885, 0, 363, 256, 0),
        ("edge-cases", 164, 164, 1, 82, 0, 32, 39, 0),
    ],
)
def test_every_message_is_accounted_for(
    archives: Path,
    name: str,
    lines: int,
    messages: int,
    unreadable: int,
    different: int,
    derived: int,
    conversations: int,
    people: int,
    aside: int,
) -> None:
    assert sum(len(re.findall(rb"^From ", file.read_bytes(), re.M)) for file in files_of([archives / name])) == lines
    read = list(read_all(read_mailboxes([archives / name])))
    letters = {one.message_id: one for one in read if isinstance(one, MailMessage)}
    assert sum(isinstance(one, MailMessage) for one in read) == messages
    assert sum(isinstance(one, Unreadable) for one in read) == unreadable
    assert len(letters) == different
    assert sum(one.id_is_derived for one in letters.values()) == derived
    assembler = Assembler()
    assembler.add(letters.values())
    assert len(assembler.conversations()) == conversations
    identities = Identities()
    for letter in letters.values():
        identities.see(letter.sender)
    assert len(identities.people()) == people
    arrivals = [
        Arrival.of(
            message_id=one.message_id,
            person=identities.person_of(one.sender),
            conversation=assembler.conversation_of(one.message_id),
            sent_at=one.sent_at,
            subject=one.subject,
            names_ids=bool(named_ids(one)),
        )
        for one in letters.values()
    ]
    assert len(set_aside(arrivals, lambda message_id: letters[message_id].text)) == aside


def test_nothing_of_a_letter_is_lost_and_no_address_is_shown(archives: Path) -> None:
    for one in read_all(read_mailboxes([archives])):
        if isinstance(one, MailMessage):
            assert "".join(part.text for part in parts_of(one.text)) == one.text
            assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", rendered(one.text))
