"""Why things were decided, told to stewards in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.lib.archives.people import Wrong
from commonplace.lib.archives.stream import Why
from commonplace.lib.mail import reasons
from commonplace.lib.mail.floods import WINDOW
from commonplace.transfer import accounts, parcels


def told(reason: str) -> str:
    """A reason of `lib.mail.reasons` as a sentence; what is none of them stays as it is."""
    code, *more = reason.split()
    number = int(more[0]) if more and more[0].isdigit() else 0
    name = more[0] if more else ""
    match code:
        case reasons.FLOOD:
            words = ngettext(
                "%(count)d letter by a stranger within %(days)d days that nobody answered.",
                "One of %(count)d letters by strangers within %(days)d days that nobody answered.",
                number,
            )
            return words % {"count": number, "days": WINDOW.days}
        case reasons.FLOOD_ALIKE:
            words = ngettext(
                "%(count)d letter by a stranger within %(days)d days that nobody answered; the same text or link came"
                " %(alike)s times.",
                "One of %(count)d letters by strangers within %(days)d days that nobody answered; the same text or link"
                " came %(alike)s times.",
                number,
            )
            return words % {"count": number, "days": WINDOW.days, "alike": more[1] if len(more) > 1 else number}
        case reasons.FLOOD_HAWKING:
            words = ngettext(
                "%(count)d letter by a stranger within %(days)d days that nobody answered; it reads like advertising.",
                "One of %(count)d letters by strangers within %(days)d days that nobody answered; it reads like"
                " advertising.",
                number,
            )
            return words % {"count": number, "days": WINDOW.days}
        case reasons.BROKEN_OFF:
            return _("The file could not be read further (%(error)s).") % {"error": name}
        case reasons.NOT_KEPT:
            return _(
                "It was read, and could not be kept (%(error)s). It comes in when the archive is brought again."
            ) % {"error": name}
        case reasons.NOT_UNDERSTOOD:
            return _("It is no message that could be understood (%(error)s).") % {"error": name}
    return _plain().get(code, reason) if not more else reason


def _plain() -> dict[str, str]:
    """The sentences that count and name nothing."""
    return {
        reasons.SAME_MAILBOX: _("Both addresses are one mailbox."),
        reasons.SAME_LOCAL_PART: _("The full name is the same, and so is what stands before the @."),
        reasons.SAME_ORGANISATION: _("The full name is the same, and so is the organisation."),
        reasons.REWRITTEN: _("A list wrote this full name before its own address, and one person here has it."),
        reasons.HAWKING: _(
            "It reads like advertising, its sender was never part of any talk here, and nobody answered."
        ),
        reasons.HAWKING_RING: _(
            "Its sender does hardly anything but advertise here, and only such senders ever answered."
        ),
        reasons.UNPACKS_TOO_LARGE: _(
            "The file unpacks to far more than it should, so it was read no further. Unpacked before it is brought"
            " in, it is read whole."
        ),
        reasons.FALSE_START: _("A line begins with From as a message does; it stays in the text."),
        reasons.NO_HEADER: _("It has none of the header lines that a mail has."),
        reasons.TOO_DEEP: _("Its parts are nested too deeply or are too large."),
    }


def passed_over(code: str) -> str:
    """Why a file that was handed in is not read, as a sentence."""
    sentences = {
        parcels.NO_LETTERS: _("It is no archive of mail: such a file begins with the word From and a space."),
        parcels.HIDDEN: _("It is a hidden file, as programs leave them."),
        parcels.LOCKED: _("It is locked with a password."),
        parcels.DAMAGED: _("It is damaged."),
        parcels.STRANGE_PACKING: _("It is packed in a way that is not read here."),
        parcels.ZIP_IN_ZIP: _("It is a zip within a zip. Unpacked before it is brought in, it is read."),
        parcels.TOO_LARGE: _("With it, all would unpack to more than is taken at once. Brought in alone, it is read."),
    }
    return sentences.get(code, code)


def left(code: str) -> str:
    """Why a record of another place did not come, as a sentence."""
    sentences = {
        Why.SYSTEM: _("It is a line of the program: somebody came, or a subject was changed."),
        Why.EMPTY: _("Nothing is said in it."),
        Why.PRIVATE: _("It was said to one person or a few, so it stays there."),
        Why.DELETED: _("It was taken back there."),
        Why.UNKNOWN_KIND: _("This house has nothing like it."),
        Why.NO_PARENT: _("It belongs to something that is not in the archive."),
        Why.DAMAGED: _("It could not be read."),
        Why.TOO_LARGE: _("It is larger than is taken here."),
        Why.REPEATED: _("It came twice."),
        accounts.SAID_NOTHING: _("Nothing is here by them, so they are not named here."),
        accounts.NOBODY: _("The archive does not say who did it."),
        accounts.OWN_WORDS: _("It is thanks for one’s own words."),
        accounts.LEFT_OUT: _("The place was left out."),
    }
    return str(sentences.get(code, code))


def sorts_of(told: Mapping[str, Any]) -> list[tuple[str, list[int]]]:
    """What became of the records of another place, by their sort: how that is called, how many were read, and of
    these how many came to each of the six.
    """
    called = {
        "places": _("Places"),
        "people": _("People"),
        "messages": _("Messages"),
        "thanks": _("Thanks"),
        "settled": _("What settled it"),
        "links": _("Links within the archive"),
        "joined": _("Who joined where"),
        "others": _("What else stands there"),
    }
    records = told.get("records", {})
    return [
        (called.get(sort, sort), [records[sort].get(one, 0) for one in ("read", *accounts.OUTCOMES)])
        for sort in called
        if sort in records
    ]


def wrong_in_row(code: str) -> str:
    """What is wrong in a row of a list of people, as a sentence."""
    sentences: dict[str, str] = {
        Wrong.NO_ADDRESS: _("There is no mail address."),
        Wrong.NO_SUCH_ADDRESS: _("This can be no mail address."),
        Wrong.NO_NAME: _("There is no name."),
        Wrong.NO_SUCH_NAME: _("This does not read like a name, so it is left out."),
        Wrong.NO_SUCH_COUNTRY: _("We know no country that is called so."),
        Wrong.FORMULA: _("This begins like a formula of a spreadsheet. It is not reckoned, and left out."),
        Wrong.TOO_LONG: _("This is longer than is kept; its end is left out."),
        Wrong.REPEATED: _("Another row has this address."),
    }
    return str(sentences.get(code, code))
