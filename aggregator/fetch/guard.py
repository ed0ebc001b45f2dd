"""Which addresses and ports the client may connect to: public ones only (pure).

The ranges are our own list, after the IANA special-purpose address registries (RFC 6890 and its
updates), because `ipaddress.is_global` of Python 3.11 passes multicast, 6to4 and fec0::/10. IPv6 is
judged the other way round: only 2000::/3 is handed out as global unicast (RFC 4291, section 2.4).
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from aggregator.errors import Blocked

Address = IPv4Address | IPv6Address

# (range, what it is, whether `allow_private` lifts it); the first that fits counts.
_RANGES_4: tuple[tuple[IPv4Network, str, bool], ...] = tuple(
    (IPv4Network(text), what, local)
    for text, what, local in (
        ("0.0.0.0/8", "unspecified", False),
        ("10.0.0.0/8", "private", True),
        ("100.100.100.200/32", "cloud metadata", False),  # Alibaba Cloud
        ("100.64.0.0/10", "carrier-grade NAT", True),
        ("127.0.0.0/8", "loopback", True),
        ("168.63.129.16/32", "cloud metadata", False),  # Azure's wire server, a public address by number
        ("169.254.169.254/32", "cloud metadata", False),  # most clouds
        ("169.254.170.2/32", "cloud metadata", False),  # AWS, for containers
        ("169.254.0.0/16", "link-local", True),
        ("172.16.0.0/12", "private", True),
        ("192.0.0.0/24", "reserved for protocols", False),
        ("192.0.2.0/24", "documentation", False),
        ("192.88.99.0/24", "6to4 relay", False),
        ("192.168.0.0/16", "private", True),
        ("198.18.0.0/15", "benchmarking", False),
        ("198.51.100.0/24", "documentation", False),
        ("203.0.113.0/24", "documentation", False),
        ("224.0.0.0/4", "multicast", False),
        ("240.0.0.0/4", "reserved", False),
    )
)
_RANGES_6: tuple[tuple[IPv6Network, str, bool], ...] = tuple(
    (IPv6Network(text), what, local)
    for text, what, local in (
        ("::/128", "unspecified", False),
        ("::1/128", "loopback", True),
        ("::/96", "IPv4-compatible", False),
        ("64:ff9b::/96", "NAT64", False),
        ("64:ff9b:1::/48", "NAT64", False),
        ("100::/64", "discard-only", False),
        ("2001::/32", "Teredo", False),
        ("2001::/23", "reserved for protocols", False),
        ("2001:db8::/32", "documentation", False),
        ("2002::/16", "6to4", False),
        ("3ffe::/16", "6bone", False),
        ("3fff::/20", "documentation", False),
        ("fd00:ec2::254/128", "cloud metadata", False),  # AWS
        ("fd20:ce::254/128", "cloud metadata", False),  # Google Cloud
        ("fc00::/7", "unique local", True),
        ("fe80::/10", "link-local", True),
        ("fec0::/10", "site-local", True),
        ("ff00::/8", "multicast", False),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9A-Fa-f]*)$")


def literal(host: str) -> Address | None:
    """The address that `host` spells, or None if it is a name.

    Decimal, octal, hexadecimal and short spellings are read as the C library reads them (WHATWG
    URL, host parsing), so that what is checked is what would be connected to. A host that ends in
    a number and spells no address is Blocked: no name does.
    """
    bare = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    if not _ENDS_IN_NUMBER.search(bare):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, UnicodeError) as error:
        raise Blocked(f"{host} is neither a name nor an address: correct the feed's url") from error


def kind(address: Address) -> tuple[str, bool] | None:
    """(what it is, whether `allow_private` lifts it) for an address that is not public, else None."""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is not None:
            found = kind(mapped)
            # ::ffff:0:0/96 never comes from a name, so a public one is somebody's trick too.
            return (f"IPv4-mapped {found[0]}", found[1]) if found else ("IPv4-mapped", False)
        for network, what, local in _RANGES_6:
            if address in network:
                return what, local
        return None if address in _GLOBAL_6 else ("reserved", False)
    for network4, what, local in _RANGES_4:
        if address in network4:
            return what, local
    return None


def check_addresses(host: str, found: tuple[str, ...], *, allow_private: bool) -> tuple[Address, ...]:
    """The addresses that a name resolved to, every one of them fit to connect to; else Blocked.

    One that is not public refuses the name as a whole: a public name has no business there.
    """
    addresses = tuple(ip_address(text.partition("%")[0]) for text in found)
    for address in addresses:
        not_public = kind(address)
        if not_public and not (allow_private and not_public[1]):
            hint = ": set allow_private on this feed if that is meant" if not_public[1] else ""
            raise Blocked(f"{host} is at {address}, which is {not_public[0]}, not public{hint}")
    return addresses


def check_port(scheme: str, port: int | None) -> int:
    """The port to connect to: 80, 443 or one above 1023, over http or https; else Blocked."""
    if scheme not in ("http", "https"):
        raise Blocked(f"{scheme or 'no scheme'}: only http and https are fetched")
    number = port if port is not None else {"http": 80, "https": 443}[scheme]
    if number > 65535:
        raise Blocked(f"there is no port {number}: correct the feed's url")
    if number not in (80, 443) and number <= 1023:
        raise Blocked(f"port {number} is for other protocols: only 80, 443 and those above 1023 are fetched")
    return number
