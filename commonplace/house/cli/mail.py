"""Take letters in: listen for a mail server that hands them over."""

import argparse
import signal
import sys
import threading
from types import FrameType

from django.conf import settings

from commonplace.house.cli.prepared import prepare
from commonplace.letters.signed_addresses import domain, takes_mail_in
from commonplace.mail.listening import Listener, Wire
from commonplace.mail.mailbox import MailboxTrouble, fetch_letters

HELP = "Take letters in from a mail server, by LMTP or SMTP, or out of a mailbox; the worker acts on them."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lmtp", type=_wire, metavar="HOST:PORT", help="listen for LMTP, as Postfix speaks it")
    parser.add_argument(
        "--imap", action="store_true", help="take out what lies in the mailbox of IMAP_URL now, and end"
    )
    parser.add_argument("--smtp", type=_wire, metavar="HOST:PORT", help="listen for SMTP, for a relay of your own")


def run(options: argparse.Namespace) -> int:
    """Listen until told to end."""
    prepare()
    if options.imap:
        return _fetch()
    if options.lmtp is None and options.smtp is None:
        print("Say where to listen: --lmtp 127.0.0.1:8024, or --smtp HOST:PORT; or --imap.", file=sys.stderr)
        return 2
    if not takes_mail_in():
        print("MAIL_IN is off: letters are taken, but no letter of ours says that it may be answered.", file=sys.stderr)
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    try:
        with Listener(lmtp=options.lmtp, smtp=options.smtp) as here:
            for name, port in here.ports.items():
                wire = options.lmtp if name == "lmtp" else options.smtp
                print(f"Letters to {domain()} are taken by {name.upper()} at {wire[0]}:{port}.", file=sys.stderr)
            # A signal that another thread was given is heard once this one looks up.
            while not ended.wait(1):
                pass
    except OSError as problem:
        print(f"Nobody can listen there: {problem.strerror or problem}.", file=sys.stderr)
        return 1
    return 0


def _fetch() -> int:
    if not settings.IMAP_URL:
        print("IMAP_URL is not set: there is no mailbox to look into.", file=sys.stderr)
        return 2
    try:
        kept = fetch_letters()
    except MailboxTrouble as trouble:
        print(f"{trouble}.", file=sys.stderr)
        return 1
    print(f"{kept} letters were taken in.")
    return 0


def _wire(words: str) -> Wire:
    host, _colon, port = words.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError("say HOST:PORT, such as 127.0.0.1:8024")
    return host.strip("[]"), int(port)
