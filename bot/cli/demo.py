"""`demo`: the whole bot in a browser page, without a token and without the internet."""

from __future__ import annotations

import argparse
import asyncio

from bot.demo.run import Options, demo
from bot.demo.salient import open_salient


def run(args: argparse.Namespace) -> int:
    """Run the demo until it is stopped; return its exit status."""
    options = Options(
        headless=args.headless, seconds=args.seconds, feeds=tuple(args.feed), browser=not args.no_browser
    )
    return asyncio.run(demo(options, open_salient))
