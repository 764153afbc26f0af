"""The command line of a house that knows the invented kind: its talk of so many messages; `python -m` to be killed."""

import sys
from collections.abc import Sequence
from pathlib import Path

from commonplace.house.cli import main
from commonplace.lib.archives.kinds import KINDS, Kind
from commonplace.lib.archives.stream import Author, Form, NotThisKind, Place, Reader, Record, Settled, Thanks
from commonplace.transfer.tests.invented import Invented, after, message


def opens(paths: Sequence[Path]) -> Reader:
    """The file says how many messages there are. Raises NotThisKind."""
    (path,) = paths
    try:
        number = int(path.read_text())
    except (ValueError, OSError) as error:
        raise NotThisKind(f"{path.name} is no number") from error
    return Invented(talk(number))


INVENTED = Kind("invented", "An invented forum", "a file with a number of messages", opens)


def talk(number: int) -> list[Record]:
    """So many messages in two places, threads and flat chat, with thanks and settlements."""
    people = [Author(f"a{one}", f"Person {one} Quill" if one % 5 else "") for one in range(12)]
    found: list[Record] = [Place("threads", "Threads"), Place("chat", "Chat"), *people]
    for one in range(number):
        key, by = f"m{one}", f"a{one * 7 % 12}"
        if one % 3 == 0:
            found.append(message(key, by, minutes=11 * one, place="chat", form=Form.PLAIN))
            continue
        thread = f"m{one // 9 * 9 + 1}"
        found.append(
            message(key, by, minutes=11 * one, place="threads", thread=thread, answers="" if key == thread else thread)
        )
        if one % 4 == 0:
            found.append(Thanks(key, f"a{one % 12}", after(11 * one + 1)))
        if one % 9 == 5:
            found.append(Settled(thread, key, after(11 * one + 2)))
    return found


if __name__ == "__main__":
    KINDS[INVENTED.code] = INVENTED
    sys.exit(main(sys.argv[1:]))
