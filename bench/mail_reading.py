"""How fast mail is read, beside Python's own mailbox with email.policy.default on the same file in the same run.

COMMONPLACE_ARCHIVES names the folder of real archives; without it, give files. Rounds are interleaved and the best of
each counts. The last column is memory: the peak of the process, which must stay flat when the file is long
(--times 12 reads the files twelve times over, as one file of that length).

    python bench/mail_reading.py [--rounds 3] [--times 1] [FILE...]
"""

import argparse
import email
import mailbox
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from email import policy
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commonplace.lib.mail.mailbox import files_of, read_mailbox
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.rendering import rendered


def baseline(path: Path) -> int:
    """Python's own: every message parsed, its sender, subject, date and text asked for."""
    box = mailbox.mbox(path, factory=lambda file: email.message_from_binary_file(file, policy=policy.default))
    number = 0
    for message in box:
        _ = (str(message["from"]), str(message["subject"]), str(message["date"]), str(message["message-id"]))
        body = message.get_body(("plain", "html"))
        with suppress(LookupError, UnicodeError):
            _ = body.get_content() if body else ""
        number += 1
    return number


def bare_baseline(path: Path) -> int:
    """Python's own: every message parsed, nothing asked."""
    box = mailbox.mbox(path, factory=lambda file: email.message_from_binary_file(file, policy=policy.default))
    return sum(1 for _ in box)


def ours(path: Path) -> int:
    """Every message read: ids, sender, moment, text, attachments."""
    return sum(1 for message in read_all(read_mailbox(path)) if isinstance(message, MailMessage))


def ours_shown(path: Path) -> int:
    """Every message read, taken apart and made HTML."""
    number = 0
    for message in read_all(read_mailbox(path)):
        if isinstance(message, MailMessage):
            rendered(message.text)
            number += 1
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--ours-only", action="store_true", help="leave Python's own out, to see the memory of ours")
    options = parser.parse_args()
    paths = options.files or [Path(os.environ["COMMONPLACE_ARCHIVES"]) / "mbox" / "twisted-web"]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.mbox"
        with whole.open("wb") as out:
            for _ in range(options.times):
                for path in files_of(paths):
                    with path.open("rb") as file:
                        shutil.copyfileobj(file, out)
        size = whole.stat().st_size / 1e6
        runs: dict[str, Callable[[Path], int]] = {
            "python, parsed only": bare_baseline,
            "python, read": baseline,
            "ours, read": ours,
            "ours, read and shown": ours_shown,
        }
        if options.ours_only:
            runs = {name: run for name, run in runs.items() if name.startswith("ours")}
        best: dict[str, tuple[float, int]] = {}
        for _ in range(options.rounds):
            for name, run in runs.items():
                began = perf_counter()
                number = run(whole)
                best[name] = min(best.get(name, (1e9, 0)), (perf_counter() - began, number))
    reference = best.get("python, read", next(iter(best.values())))[0]
    print(f"{size:.1f} MB, best of {options.rounds} rounds")
    print(f"{'':24}{'messages':>10}{'seconds':>10}{'per second':>12}{'ratio':>8}")
    for name, (seconds, number) in best.items():
        print(f"{name:24}{number:>10}{seconds:>10.2f}{number / seconds:>12.0f}{reference / seconds:>8.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
