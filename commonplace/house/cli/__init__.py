"""The command line: one module a command, progress on standard error, what is asked for on standard output."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

# Each name is a module here; the docs test reads this list.
COMMANDS = ("serve", "worker", "import", "reading", "sow", "migrate", "found", "letters", "doctor")

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
    import_module("django").setup()
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
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read along has seen enough (`| head`); what is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code
