"""What an import had to make before it could begin, said to whoever gave the command."""

import sys

from commonplace.transfer.actions.housing import House


def say_what_was_made(house: House) -> None:
    """On standard error, that an operator or a community is new."""
    if house.made_operator is not None:
        print(
            f"This house had no operator, so '{house.made_operator.name}' was made, who has no way in yet:"
            f" bin/commonplace found --steward-of {house.community.slug} gives the community a steward who has.",
            file=sys.stderr,
        )
    if house.is_founded:
        print(
            f"There was no community {house.community.slug!r}, so it was founded, private, with the operator as its"
            " steward.",
            file=sys.stderr,
        )
