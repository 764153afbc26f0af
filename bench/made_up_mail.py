"""Made-up mail: a long-lived list in as many files as one likes, the same each time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random

PEOPLE = 1000
BEGUN = datetime(1996, 1, 1, tzinfo=UTC)


def write_mail(folder: Path, *, megabytes: int, files: int) -> int:
    """Write `files` mailboxes of about `megabytes` together; how many letters they hold."""
    chance = Random(7)  # nosec B311  # made-up words, no secret
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(3, 9))) for _ in range(4000)]
    people = [
        (f"{words[n].title()} {words[n + PEOPLE].title()}", f"{words[n]}.{words[n + PEOPLE]}@{words[n % 300]}.example")
        for n in range(PEOPLE)
    ]
    talks: list[tuple[str, list[str]]] = []
    number = 0
    for file in range(files):
        with (folder / f"part-{file:04}.mbox").open("w") as out:
            while out.tell() < (megabytes << 20) // files:
                number += 1
                at, (name, address) = BEGUN + timedelta(minutes=90 * number), chance.choice(people)
                lines = max(2, int(chance.expovariate(1 / 45)))
                own = f"{number}.{words[number % 4000]}@{words[number % 300]}.example"
                head = [f"From: {name} <{address}>", f"Date: {format_datetime(at)}", f"Message-ID: <{own}>"]
                if talks and chance.random() < 0.75:
                    subject, ids = chance.choice(talks[-40:])
                    named = " ".join(f"<{one}>" for one in ids[-8:])
                    head += [f"Subject: Re: {subject}", f"In-Reply-To: <{ids[-1]}>", f"References: {named}"]
                    ids.append(own)
                else:
                    subject = " ".join(chance.choices(words, k=5))
                    head.append(f"Subject: {subject}")
                    talks = [*talks[-60:], (subject, [own])]
                body = "\n".join(" ".join(chance.choices(words, k=11)) for _ in range(lines))
                out.write(f"From {address} {at:%a %b %d %H:%M:%S %Y}\n" + "\n".join(head) + f"\n\n{body}\n\n")
    return number
