"""What a guest's first visit brings over the line, and when it shows: pages of a filled house in an empty Chromium.

The house is served by the production command; kilobytes are those on their way (headers and all) by kind, and the first
paint is that of a slow phone as Lighthouse simulates one: 1.6 Mbit/s, 150 ms there and back, a processor four times
slower. The median round is told.

    COMMONPLACE_DATA=/somewhere/filled python bench/first_visit.py [--rounds 5]
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, sync_playwright

from bench.serving import house
from tests.journeys.conftest import chromium_in

PHONE = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
KINDS = ("Document", "Stylesheet", "Script", "Font")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def visit(browser: Browser, address: str) -> tuple[Counter[str], float]:
    """Kilobytes by kind and the milliseconds until something stands there, with nothing known from before."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def came(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"] if event["type"] in KINDS else "other"

    def done(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "other")] += event["encodedDataLength"] / 1000

    wire.on("Network.responseReceived", came)
    wire.on("Network.loadingFinished", done)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", PHONE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    paint = page.wait_for_function(PAINT).json_value()
    context.close()
    return sizes, paint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    data = Path(os.environ["COMMONPLACE_DATA"])
    facts = json.loads((data / "facts.json").read_text())
    community = f"/c/{facts['slug']}"
    pages = [f"{community}/", f"{community}/conversations/", f"{community}/conversations/{facts['conversation']}/"]
    print(f"{'kB':42}{'all':>7}" + "".join(f"{kind.lower():>11}" for kind in (*KINDS, "other")) + f"{'paint ms':>10}")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = chromium_in(playwright)
        with house(dict(os.environ), Path(scratch) / "log") as server:
            server.wait(pages[0])
            for path in pages:
                seen = [visit(browser, server.address + path) for _ in range(rounds)]
                sizes, _ = seen[-1]
                told = "".join(f"{sizes[kind]:11.1f}" for kind in (*KINDS, "other"))
                print(f"{path:42}{sizes.total():7.1f}{told}{median(paint for _, paint in seen):10.0f}")
        browser.close()


if __name__ == "__main__":
    main()
