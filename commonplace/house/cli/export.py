"""Write a community's conversations into a mailbox, as everyone who belongs to it may read them, or all of it."""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import track

from commonplace.communities.models import Community, Space
from commonplace.house.cli import whole
from commonplace.house.cli.looks import ask_why
from commonplace.house.cli.prepared import prepare
from commonplace.lib.mail.writing import write
from commonplace.transfer.exporting import letters, posts_left_out, posts_told, spaces_told

HELP = "Write a community's conversations into a mailbox, or all that it owns into a file."


@dataclass
class Written:
    """What an export did: files are counted, and those named whose bytes are gone."""

    letters: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "form", choices=["mbox", "community"], help="mbox: a letter for each post (mboxrd); community: everything"
    )
    parser.add_argument("path", type=Path, metavar="PATH|SLUG", help="mbox: the file to make; community: which one")
    parser.add_argument("to", type=Path, nargs="?", metavar="PATH", help="community: the file to make, else SLUG.zip")
    parser.add_argument("--community", metavar="SLUG", help="mbox: whose conversations")
    parser.add_argument("--space", metavar="SLUG", help="only this space")
    parser.add_argument("--json", action="store_true", help="one JSON object, documented in docs/importing.md")
    ask_why(parser)


def run(options: argparse.Namespace) -> int:
    """Write all that may go; ends with 1 where there is nothing to write to or from, or where a file is gone."""
    if options.form == "community":
        return whole.write_out(options)
    if options.community is None:
        return _no("Say whose conversations: --community SLUG.")
    prepare()
    begun = perf_counter()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        return _no(f"There is no community {options.community!r} here.")
    spaces = list(spaces_told(community))
    others = list(Space.objects.filter(community=community).exclude(pk__in=[one.pk for one in spaces]).order_by("pk"))
    if options.space:
        if any(one.slug == options.space for one in others):
            return _no(f"The space {options.space!r} is a group's, or its letters carry no words: it stays here.")
        spaces, others = [one for one in spaces if one.slug == options.space], []
        if not spaces:
            return _no(f"There is no space {options.space!r} in {community.slug}.")
    if options.path.exists():
        return _no(f"{options.path} is there already, and is left as it is.")
    if not options.path.absolute().parent.is_dir():
        return _no(f"There is no folder {options.path.absolute().parent}.")
    written = _write(options.path, community, spaces)
    left_out = posts_left_out(spaces)
    for name in written.missing:
        print(f"The bytes of a file are gone, so its letter is without it: {name}", file=sys.stderr)
    if options.json:
        told = {
            **asdict(written),
            "left_out": left_out,
            "spaces_left_out": [one.slug for one in others],
            "seconds": round(perf_counter() - begun, 3),
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{options.path} is written. Letters: {written.letters}. Files with them: {written.files}.")
        print(f"Posts that stay here, as they are held, were withdrawn or are not to be quoted: {left_out}.")
        if others:
            print(f"Spaces of a group, and those of which letters carry no words, stay here: {_names(others)}.")
    return 1 if written.missing else 0


def _write(path: Path, community: Community, spaces: list[Space]) -> Written:
    """The mailbox appears under its name when it is whole, for its owner's eyes alone."""
    written = Written()
    number, made = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(number, "wb") as out:
            total, console = posts_told(spaces).count(), Console(stderr=True)
            for letter in track(letters(community, spaces), "Writing", total=total, console=console):
                missing = write(out, letter)
                written.letters += 1
                written.files += len(letter.files) - len(missing)
                written.missing += missing
            out.flush()
            os.fsync(out.fileno())
        Path(made).rename(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    return written


def _names(spaces: list[Space]) -> str:
    return ", ".join(one.slug for one in spaces)


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
