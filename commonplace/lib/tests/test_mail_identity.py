"""One person behind several addresses, only where it is safe."""

import pytest

from commonplace.lib.mail.identity import (
    REWRITTEN,
    SAME_LOCAL_PART,
    SAME_MAILBOX,
    SAME_ORGANISATION,
    Former,
    Identities,
    Merge,
)
from commonplace.lib.mail.names import name_key
from commonplace.lib.mail.senders import Sender


def seen(*senders: tuple[str, str] | tuple[str, str, str]) -> Identities:
    identities = Identities()
    for sender in senders:
        identities.see(Sender(*sender))
    return identities


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Ann Reed", "areed@example.net"), ("Reed, Ann", "a.reed@reeds.example.org"), SAME_LOCAL_PART),
        # The promise of docs/importing.md holds for a first name too, and for two letters.
        (("Ann Reed", "ann@a.example.org"), ("Ann Reed", "ann@b.example.net"), SAME_LOCAL_PART),
        (("Ann Reed", "ar@a.example.org"), ("Ann Reed", "ar+lists@b.example.net"), SAME_LOCAL_PART),
        (("Ann Reed", "a.r@a.example.org"), ("Ann\u00a0Re\u200bed", "a.r@b.example.net"), SAME_LOCAL_PART),
        (("Ann Reed", "ann@uni.edu"), ("Ann B. Reed", "areed@mail.uni.edu"), SAME_ORGANISATION),
        (("Ann", "ann.reed@gmail.com"), ("A. R.", "annreed+band@googlemail.com"), SAME_MAILBOX),
    ],
)
def test_safe_merges_say_why(one, other, reason) -> None:
    identities = seen(one, other)
    assert identities.merges == [Merge(one[1], other[1], reason)]
    assert identities.people() == {one[1]: [one[1], other[1]]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann Reed", "areed@gmail.com"), ("Ann Reed", "reed.band@gmail.com")),  # everyone is at this provider
        (("Ann", "annie@a.org"), ("Ann", "annie@b.org")),  # a first name
        (("Reeds Support", "support@a.org"), ("Reeds Support", "support@b.org")),  # a role
        (("Ann Reed", "info@reeds.org"), ("Ann Reed", "office@reeds.org")),  # addresses of an office
        (("Ann Reed", "annr@a.org"), ("Ben Reed", "annr@b.org")),
        (("Ann Reed", "a@a.org"), ("Ann Reed", "a@b.org")),  # one letter
        (("Ann Reed", "ar@a.org"), ("Ann Reed", "a.r@b.org")),  # alike, and too short to be the same
        (("Ann Reed", "u1@list.invalid"), ("Ann Reed", "u2@list.invalid")),  # hashed by the publisher
    ],
)
def test_what_is_not_safe_stays_apart(one, other) -> None:
    assert len(seen(one, other).people()) == 2


def test_rewritten_sender_joins_the_one_person_of_that_name() -> None:
    listed = ("Ann Reed", "reeds@lists.org", "Reeds")
    alone = seen(listed, ("Ann Reed", "ann@a.org"))
    assert [merge.reason for merge in alone.merges] == [REWRITTEN]
    assert len(alone.people()) == 1
    assert alone.person_of(Sender(*listed)) == alone.person_of(Sender("Ann Reed", "ann@a.org"))
    assert len(seen(listed, ("Ann Reed", "ann@a.org"), ("Ann Reed", "reed@b.org")).people()) == 3
    assert len(seen(("Ann", "reeds@lists.org", "Reeds"), ("Ann", "ann@a.org")).people()) == 2


def test_lists_own_address_with_many_names_is_nobodys() -> None:
    names = ("Ann Reed", "Ben Pad", "Cleo Key", "Dan Ligature")
    identities = seen(*((name, "reeds@lists.org") for name in names), ("Ann Reed", "ann@a.org"))
    assert len(identities.people()) == 4
    assert identities.merges == [Merge("ann reed <reeds@lists.org>", "ann@a.org", REWRITTEN)]
    assert set(identities.names().values()) == set(names)


def test_name_that_others_sent_in_once_does_not_make_it_theirs() -> None:
    identities = seen(*[("Ann Reed", "areed@a.org")] * 5, ("Eve Spam", "areed@a.org"), ("Eve Spam", "areed@b.org"))
    assert len(identities.people()) == 2


def test_keys_of_a_former_run_stay() -> None:
    first = seen(("Ann Reed", "areed@a.org"))
    assert list(first.people()) == ["areed@a.org"]
    later = Identities([Former("areed@a.org", "areed@a.org", "Ann Reed")])
    later.see(Sender("Ann Reed", "areed@b.org"))
    later.see(Sender("Ann Reed", "areed@a.org"))
    assert later.people() == {"areed@a.org": ["areed@a.org", "areed@b.org"]}


def test_name_key() -> None:
    assert name_key("Prof. Zoë  van Dyk") == name_key("van Dyk, Zoe") == "zoe van dyk"
    assert name_key("Ann") == name_key("A. B.") == name_key("Build System") == name_key("ann@a.org") == ""
