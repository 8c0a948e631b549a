"""Read the files that a step is given."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.cli.lines import Faults

STDIN = "-"
MOST = (
    256 * 1024 * 1024
)  # bytes of one file, unpacked: above every feed and page, below most machines' memory

_GZIP = b"\x1f\x8b"  # RFC 1952 section 2.3.1


def bodies(files: Iterable[str], faults: Faults) -> Iterator[tuple[str, bytes]]:
    """Yield (name as given, content) of each file that can be read, unpacked where it is gzip.

    "-" is standard input.
    """
    for file in files:
        try:
            body = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
            if body.startswith(_GZIP):
                body = _unpacked(body)
        except (OSError, ValueError, zlib.error) as error:
            faults.tell(file, getattr(error, "strerror", None) or str(error))
        else:
            yield file, body


def _unpacked(body: bytes) -> bytes:
    unpack = zlib.decompressobj(wbits=31)  # 31: gzip with its header
    text = unpack.decompress(body, MOST)
    if unpack.unconsumed_tail:
        raise ValueError(f"unpacks to more than {MOST:,} bytes")
    if not unpack.eof:
        raise ValueError("the gzip data is cut off")
    return text
