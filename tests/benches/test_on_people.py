"""A small run of the scripts that read who talks with whom: chats, networks, and communities that die."""

import json
from collections.abc import Callable
from pathlib import Path


def test_chat(run: Callable[..., list[str]], tmp_path: Path) -> None:
    for name in ("one", "two"):
        says = [f"[1{n // 60}:{n % 60:02}] <{'rosa hal ines'.split()[n % 3]}> hal: reed {n}?" for n in range(90)]
        (tmp_path / f"{name}.raw.txt").write_text("\n".join(["=== hal has joined", *says]) + "\n")
        pairs = "".join(f"{n - n % 5 * 3} {n} -\n" for n in range(30, 90))
        (tmp_path / f"{name}.annotation.txt").write_text(pairs)
    told = run("chat", str(tmp_path))
    assert sum(line.startswith("ours") for line in told) == 13
    said = json.loads(run("chat", str(tmp_path), "--json")[0])
    assert set(said["links"]) == {
        "previous message", "last message by the person mentioned", "either", "ours", "ours, each file by the others",
    }  # fmt: skip
    assert said["links"]["ours"]["links"] == 2 * 48
    assert json.loads("".join(run("chat", str(tmp_path), "--fit")))["called"]


def test_truth(run: Callable[..., list[str]]) -> None:
    said = json.loads(run("truth", "--made-up", "3", "--json")[-1])
    assert set(said["made_up"]) == {"years_lived", "quarters_said_falsely", "died", "said_in_time"}
