"""Asks the registry of packages which known weaknesses those have that the house stands on.

What cannot be asked is said and fails nothing: no network, or a registry that tells nothing of weaknesses. One package
is asked about first, so that such a registry is left alone with the rest.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path("requirements/dev.txt")
PROGRAM = ".tools/audit/bin/pip-audit"
NOT_ASKED = "Not audited: the registry reached from here does not tell of known weaknesses."


def report(requirements: Path) -> dict[str, Any]:
    """What pip-audit says of these, by its default registry; nothing where it could not ask."""
    words = [PROGRAM, "--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=10", "--format=json"]
    try:
        said = subprocess.run([*words, "--requirement", requirements], capture_output=True, timeout=300, check=False)
        told: dict[str, Any] = json.loads(said.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        return {}
    return told


def told(found: dict[str, Any]) -> tuple[int, list[str]]:
    """What a report comes to: 1 where a weakness is known, and the lines that say so."""
    packages = found.get("dependencies", [])
    known = [one for one in packages if "skip_reason" not in one]
    if not known:
        return 0, [NOT_ASKED]
    lines = [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}."
        for one in known
        for weakness in one["vulns"]
    ]
    unknown = len(packages) - len(known)
    asked = f"{len(known)} packages were asked about" + (f", {unknown} could not be." if unknown else ".")
    return int(bool(lines)), [*lines, asked]


def main() -> int:
    first = LOCK.read_text().partition(" ")[0]
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "first.txt"
        alone.write_text(f"{first}\n")
        code, lines = told(report(alone))
    if lines != [NOT_ASKED]:
        code, lines = told(report(LOCK))
    print(*lines, sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
