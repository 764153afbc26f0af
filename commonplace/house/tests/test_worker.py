"""`bin/commonplace worker`: what is due is done, and every command reads the options that it offers."""

import argparse
import ast
import inspect
from importlib import import_module

import pytest

from commonplace.house.cli import COMMANDS, worker
from commonplace.store.models import DueWork


def module_of(command: str) -> object:
    return import_module(
        f"commonplace.house.cli.{command}_" if command == "import" else f"commonplace.house.cli.{command}"
    )


def options_of(command: str) -> set[str]:
    parser = argparse.ArgumentParser()
    module_of(command).arguments(parser)
    return {action.dest for action in parser._actions}


def test_once_does_what_is_due_and_ends(db: None) -> None:
    parser = argparse.ArgumentParser()
    worker.arguments(parser)
    assert worker.run(parser.parse_args(["--once"])) == 0
    assert DueWork.objects.filter(done_at__isnull=False).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_only_options_that_it_offers(command: str) -> None:
    read = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(module_of(command))))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "options"
    }
    assert read - options_of(command) == set()
