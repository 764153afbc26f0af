"""The command line: one module a command, progress on standard error, what is asked for on standard output."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, storages

from commonplace.house.cli.prepared import NotReady
from commonplace.house.environment import WrongSettings

# Each name is a module here; the docs test reads this list.
COMMANDS = (
    "serve",
    "worker",
    "import",
    "export",
    "calendar",
    "protocols",
    "fitness",
    "reading",
    "sow",
    "migrate",
    "found",
    "letters",
    "mail",
    "addresses",
    "arrivals",
    "digest",
    "doctor",
    "backup",
    "restore",
    "erase",
)

# What a shell calls a program whose reader has gone.
PIPE_CLOSED = 141


class Command(Protocol):
    """What a command's module offers."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def main(words: Sequence[str]) -> int:
    """Run one command; the exit code is 0 when all went well, 1 when it did not, 2 when the words were off."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    try:
        import_module("django").setup()
        _check_storage()
    except WrongSettings as wrong:
        _say_what_is_wrong(wrong.lines, words)
        return 1
    parser = argparse.ArgumentParser(prog="bin/commonplace", description="A home for communities of practice.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules: dict[str, Command] = {}
    for name in COMMANDS:
        module = import_module(
            f"commonplace.house.cli.{name}_" if name == "import" else f"commonplace.house.cli.{name}"
        )
        modules[name] = module
        module.arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    options = parser.parse_args(words)
    try:
        code = modules[options.command].run(options)
        sys.stdout.flush()
    except NotReady as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read along has seen enough (`| head`); what is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _check_storage() -> None:
    """The one setting that names a class, which can be looked for once Django is set up. Raises WrongSettings."""
    try:
        is_storage, why = isinstance(storages["default"], Storage), "it is none"
    except (ImproperlyConfigured, TypeError) as problem:
        is_storage, why = False, str(problem)
    if not is_storage:
        raise WrongSettings([f"FILES_BACKEND is a storage class of Django's: {why}."])


def _say_what_is_wrong(lines: Sequence[str], words: Sequence[str]) -> None:
    """Before any command; for the doctor, in the doctor's way."""
    is_doctor = words[:1] == ["doctor"]
    for line in lines:
        print(f"WRONG  {line}" if is_doctor else line, file=sys.stdout if is_doctor else sys.stderr)
    if is_doctor and "--quiet" not in words:
        print(f"\n{len(lines)} to put right. The rest is looked at then.")
