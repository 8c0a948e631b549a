"""The body of an answer, decompressed as it comes, and never more of it than is allowed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import httpcore
import httpx

from bot.pipeline.fetch.decode import BadEncoding, decoder_for
from bot.pipeline.fetch.faults import badly_encoded, too_large, too_scattered
from bot.pipeline.fetch.walls import LOOKED_AT

REFUSAL_TIMEOUT = 5.0  # seconds for the body of a refusal
# A chunk costs its 20 us of processor time however little is in it: each counts as so many bytes at least.
LEAST_PIECE = 64
PIECES_A_TURN = 64  # taken before others have their turn on the event loop


async def body_of(response: httpx.Response, target: httpx.URL, *, most: int, most_raw: int) -> bytes:
    """Return the decompressed body of *target*'s answer, of *most* bytes, and *most_raw* on the wire.

    Raises FetchError at the first byte over a limit, and where the compression is damaged.
    """
    status = response.status_code
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:18]) > most_raw:
        raise too_large(target, most_raw, status)
    raw = size = chunks = 0
    pieces: list[bytes] = []
    try:
        decoder = decoder_for(response.headers.get("content-encoding"))
        async for data in response.stream:  # type: ignore[union-attr]  # always the transport's
            raw += len(data)
            chunks += 1
            if raw > most_raw:
                raise too_large(target, most_raw, status)
            if chunks * LEAST_PIECE > most_raw:
                raise too_scattered(target, chunks, status)
            if not chunks % PIECES_A_TURN:
                await asyncio.sleep(0)
            for number, piece in enumerate(decoder.feed(data)):
                size += len(piece)
                if size > most:
                    raise too_large(target, most, status)
                pieces.append(piece)
                if number:  # more than one piece of a packet: let others have their turn
                    await asyncio.sleep(0)
        decoder.finish()
    except BadEncoding as error:
        raise badly_encoded(target, error, status) from error
    return b"".join(pieces)


async def beginning_of(response: httpx.Response) -> bytes:
    """Return the beginning of a refusal's body, as far as it comes soon: it may say whose it is."""
    found = b""
    with suppress(BadEncoding, TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, OSError):
        async with asyncio.timeout(REFUSAL_TIMEOUT):
            decoder = decoder_for(response.headers.get("content-encoding"))
            async for data in response.stream:  # type: ignore[union-attr]  # always the transport's
                for piece in decoder.feed(data):
                    found += piece[:LOOKED_AT]
                    if len(found) >= LOOKED_AT:
                        return found[:LOOKED_AT]
    return found
