"""Take the README's picture of an alert: `python -m tests.demo.screenshot docs/alert.png`.

Runs `python -m bot demo`, waits in a browser without a window until speakers' figures differ in the story,
and takes the page as it is then.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from playwright.async_api import async_playwright

from tests.demo.conftest import CHROMIUM, FLAGS

DIFFER = "(Blinken, via"
PATIENCE = 150_000  # ms
SIZE = {"width": 1180, "height": 1060}


async def take(target: Path, waited_for: str) -> None:
    """Write the picture to *target* when *waited_for* is shown."""
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--no-browser", stdout=PIPE
    )
    try:
        url = await _address(demo)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = await browser.new_page(viewport=SIZE, device_scale_factor=1.5)
            await page.goto(url)
            card = page.get_by_text(waited_for).first
            await card.wait_for(timeout=PATIENCE)
            await card.scroll_into_view_if_needed()
            await page.mouse.move(0, 0)
            await page.screenshot(path=target)
            await browser.close()
    finally:
        demo.terminate()
        await demo.wait()


async def _address(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    async for line in demo.stdout:
        if found := re.search(rb"http://127\.0\.0\.1:\d+/#\S+", line):
            return found[0].decode()
    raise SystemExit("the demo ended before it named its page")


def main() -> None:
    """Read the words of the command line and take the picture."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("target", type=Path)
    words.add_argument("--when", default=DIFFER, help="the words to wait for")
    args = words.parse_args()
    asyncio.run(take(args.target, args.when))


if __name__ == "__main__":
    main()
