"""Undo gzip, deflate and br, a piece at a time, so that a bomb costs no more than the limit.

Formats: RFC 1952 (gzip), RFC 1950 and 1951 (deflate, in both the right and the usual wrong way), RFC 7932
(br); RFC 9110 section 8.4 for Content-Encoding.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

PIECE = 256 * 1024  # bytes decompressed at once: under a millisecond, so the event loop is never held up
MEMBERS = 1000  # gzip members in one body; thousands of empty ones are an attack on the processor
LAYERS = 2  # encodings over one another; honest servers use one

ACCEPTED = "gzip, deflate, br"

_GZIP = b"\x1f\x8b\x08"  # how a file begins (RFC 1952 section 2.3.1), and no text does


class BadEncoding(ValueError):
    """The body is not what its Content-Encoding says, or ends in the middle."""


class Decoder(Protocol):
    """Turns encoded bytes into decoded ones."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what *data* completes, in pieces of at most about `PIECE` bytes."""
        ...

    def finish(self) -> None:
        """Raise `BadEncoding` if the stream is not at its end."""
        ...


def decoder_for(content_encoding: str | None) -> Decoder:
    """Return the decoder of a Content-Encoding header.

    Raises:
        BadEncoding: if an encoding is not known, or there are too many.
    """
    names = [name.strip().lower() for name in (content_encoding or "").split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if len(names) > LAYERS:
        raise BadEncoding(f"{len(names)} encodings over one another")
    decoder: Decoder = _Undeclared()
    for name in names:  # the last named was applied last
        decoder = _Chain(_one(name), decoder)
    return decoder


def _one(name: str) -> Decoder:
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    if name == "br":
        return _Brotli()
    raise BadEncoding(f"an encoding that was not asked for: {name[:40]!r}")


class _Undeclared:
    """What is said to be as it is, and may be a gzip file all the same, as many sitemaps are."""

    def __init__(self) -> None:
        self._held = b""
        self._gzip: _Gzip | None = None
        self._is_known = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not self._is_known:
            self._held = data = self._held + data
            if len(data) < len(_GZIP) and _GZIP.startswith(data):
                return
            self._is_known, self._held = True, b""
            self._gzip = _Gzip() if data.startswith(_GZIP) else None
        if self._gzip is None:
            yield data
        else:
            yield from self._gzip.feed(data)

    def finish(self) -> None:
        if self._gzip is not None:
            self._gzip.finish()
        elif self._held:
            raise BadEncoding("compressed data that ends in the middle")


class _Chain:
    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer = outer
        self._inner = inner

    def feed(self, data: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(data):
            yield from self._inner.feed(piece)

    def finish(self) -> None:
        self._outer.finish()
        self._inner.finish()


def _inflated(stream: zlib._Decompress, data: bytes) -> Iterable[bytes]:
    """Yield what *stream* makes of *data*, bounded pieces, until it has taken all or is at its end."""
    pending = data
    while pending and not stream.eof:
        try:
            piece = stream.decompress(pending, PIECE)
        except zlib.error as error:
            raise BadEncoding("not the compressed data it is said to be") from error
        pending = stream.unconsumed_tail
        if piece:
            yield piece


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._members = 1
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                if not data.startswith(b"\x1f"):
                    return  # padding after the end, which some servers send
                self._members += 1
                if self._members > MEMBERS:
                    raise BadEncoding("thousands of empty gzip members")
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._started = True
            yield from _inflated(self._stream, data)
            data = self._stream.unused_data

    def finish(self) -> None:
        if self._started and not self._stream.eof:
            raise BadEncoding("compressed data that ends in the middle")


class _Deflate:
    """zlib data as the standard says, or bare deflate data as many servers send."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None and data:
            is_zlib = data[0] & 0x0F == 8 and data[0] >> 4 <= 7  # noqa: PLR2004  RFC 1950 section 2.2: CM, CINFO
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        if self._stream is not None:
            yield from _inflated(self._stream, data)

    def finish(self) -> None:
        if self._stream is not None and not self._stream.eof:
            raise BadEncoding("compressed data that ends in the middle")


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._started = self._started or bool(data)
        pending = data
        while not self._stream.is_finished():
            try:
                piece = self._stream.process(pending, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise BadEncoding("not the compressed data it is said to be") from error
            pending = b""
            if piece:
                yield piece
            elif self._stream.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._started and not self._stream.is_finished():
            raise BadEncoding("compressed data that ends in the middle")
