"""Addresses: the one spelling of an article's URL, and what of a URL may be shown."""

from __future__ import annotations


def canonical(url: str) -> str:
    """Return the spelling of an article's *url* by which it is recognised, whatever link led to it.

    Lower-case host, no default port, no credentials, no fragment, no tracking parameters. Not meant to
    be fetched or shown: link to the URL as the feed gave it. A text that is no http(s) URL comes back
    stripped of white space only.
    """
    raise NotImplementedError


def feed_address(text: str) -> str:
    """Return the URL that a person meant by *text* ("example.org/feed", "feed://..."), for storing.

    Credentials, query and path are kept.

    Raises:
        MemberError: if it is no http(s) URL; the text says what to write instead.
    """
    raise NotImplementedError


def shown(url: str) -> str:
    """Return *url* for logs, messages and other people: no credentials, secrets in the query replaced."""
    raise NotImplementedError
