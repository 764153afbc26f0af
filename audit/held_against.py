"""Reads what semgrep found: nothing in the house, and in the samples exactly what their comments name."""

import json
import re
import sys
from pathlib import Path

SAMPLES = Path("audit/samples")
RULES = Path("audit/rules")


def main() -> int:
    told = json.load(sys.stdin)
    found = {
        (Path(one["path"]), one["start"]["line"], one["check_id"].rpartition(".")[2]): one["extra"]["message"]
        for one in told["results"]
    }
    for path, line, rule in sorted(place for place in found if SAMPLES not in place[0].parents):
        print(f"{path}:{line}: {found[path, line, rule]} [{rule}]")
    outside = sum(SAMPLES not in path.parents for path, *_ in found)

    expected = {
        (path, number + 1, match[1])
        for path in SAMPLES.iterdir()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := re.search(r"ruleid: ([a-z-]+)", line))
    }
    inside = {place for place in found if SAMPLES in place[0].parents}
    rules = {match for path in RULES.iterdir() for match in re.findall(r"^  - id: ([a-z-]+)", path.read_text(), re.M)}
    slips = [f"{path}:{line}: {rule} does not find this." for path, line, rule in sorted(expected - inside)]
    slips += [f"{path}:{line}: {rule} finds this, which is well." for path, line, rule in sorted(inside - expected)]
    slips += [f"{rule} has no sample." for rule in sorted(rules - {rule for *_, rule in expected})]
    slips += [f"semgrep: {' '.join(str(one.get('message', one)).split())}" for one in told["errors"]]
    print(*slips, sep="\n" if slips else "", end="\n" if slips else "")
    if not outside and not slips:
        print(f"{len(rules)} rules found their {len(expected)} samples, and nothing in the house.")
    return 1 if outside or slips else 0


if __name__ == "__main__":
    sys.exit(main())
