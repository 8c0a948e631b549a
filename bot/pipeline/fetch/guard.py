"""Which hosts, addresses and ports may be reached.

A feed's address comes from a member of some guild, and every redirect from a stranger: neither may lead
into the operator's own network (server-side request forgery, CWE-918). An address is judged after the
resolver has spoken, so that it is judged whatever its spelling in the URL was.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Refused beyond what `ipaddress` calls private, from the IANA special-purpose registries.
_SPECIAL: tuple[tuple[Network, str], ...] = (
    (ip_network("100.64.0.0/10"), "shared by carriers"),  # RFC 6598
    (ip_network("192.0.0.0/24"), "reserved"),  # RFC 6890; a cloud's metadata service lives there
    (ip_network("192.88.99.0/24"), "reserved"),  # RFC 7526, 6to4 relays
    (ip_network("64:ff9b:1::/48"), "private"),  # RFC 8215, local translation
    (ip_network("::/96"), "an IPv4 address written as IPv6"),  # RFC 4291, deprecated
    (ip_network("fec0::/10"), "private"),  # RFC 3879, deprecated site-local
    (ip_network("3fff::/20"), "reserved"),  # RFC 9637, documentation
)
_TRANSLATED = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address reached


class Guard:
    """Judges hosts, addresses and ports against the public internet and the operator's exceptions."""

    def __init__(
        self, allowed_hosts: Iterable[str] = (), allowed_ports: frozenset[int] | None = None
    ) -> None:
        """Take exceptions as `FetchOptions` describes them.

        Raises:
            ValueError: if an exception looks like a network and is none.
        """
        self._ports = allowed_ports
        self._names: set[str] = set()
        self._networks: list[Network] = []
        for entry in allowed_hosts:
            self._allow(entry.strip().strip("[]"))

    def _allow(self, entry: str) -> None:
        try:
            self._networks.append(ip_network(entry, strict=False))
        except ValueError:
            if "/" in entry:
                raise ValueError(f"{entry!r} is not a network, as 10.0.0.0/8 is one") from None
            self._names.add(entry.lower().rstrip("."))

    def port_refused(self, port: int) -> bool:
        """Return whether *port* is none that the operator allows."""
        return self._ports is not None and port not in self._ports

    def refusal(self, host: str, address: Address) -> str | None:
        """Return why *address*, which *host* resolved to, may not be reached; None where it may."""
        if host.lower().rstrip(".") in self._names:
            return None
        if any(address in network for network in self._networks):
            return None
        return _what_it_is(address)

    def literal_refusal(self, host: str) -> str | None:
        """Return why *host* may not be reached where it is an address itself; None for a name."""
        address = literal(host)
        return self.refusal(host, address) if address is not None else None


def literal(host: str) -> Address | None:
    """Return the address that *host* spells, in any spelling that a resolver takes; None for a name.

    "127.1", "0x7f.0.0.1", "0177.0.0.1" and "2130706433" are 127.0.0.1 to `inet_aton`, and so to most
    resolvers.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare.partition("%")[0])
    except ValueError:
        pass
    if not bare or not bare.isascii() or any(c.isspace() for c in bare):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, ValueError):
        return None


def _what_it_is(address: Address) -> str | None:
    """Return in one word why *address* is not on the public internet; None where it is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return "an IPv4 address written as IPv6"
        if address in _TRANSLATED:
            return _what_it_is(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour is not None or address.teredo is not None:
            return "a tunnel"
    kinds = (
        (address.is_loopback, "loopback"),
        (address.is_unspecified, "unspecified"),
        (address.is_link_local, "link-local"),
        (address.is_multicast, "multicast"),
        (address.is_private, "private"),
        (address.is_reserved or not address.is_global, "reserved"),
    )
    for network, kind in _SPECIAL:
        if address in network and not (address.is_loopback or address.is_unspecified):
            return kind
    return next((kind for holds, kind in kinds if holds), None)
