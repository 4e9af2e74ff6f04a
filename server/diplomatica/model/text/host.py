"""Whether anybody can be at the host of an address."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

_LOCAL = (".localhost", ".local", ".internal")
# Names for tests and documents, which nobody can have (RFC 2606; RFC 6761, section 6).
_KEPT_FREE = re.compile(r"(.*\.)?(example(\.(com|net|org))?|test|invalid)")


def is_of_this_network(host: str) -> bool:
    """Whether a host, as addresses write it, is known to nobody outside of a network."""
    name = _name(host)
    if number := _number(name):
        return not number.is_global
    return "." not in name or name.endswith(_LOCAL)


def may_be_somebodys(iri: str) -> bool:
    """Whether an IRI is an address of the Web at which there may be somebody.

    An address by numbers is that of a machine, which nobody promises to keep.
    """
    if not iri.startswith(("http://", "https://")):
        return False
    try:
        host = urlsplit(iri).netloc.rpartition("@")[2]
    except ValueError:
        return False
    name = _name(host)
    is_nobodys = is_of_this_network(host) or _KEPT_FREE.fullmatch(name)
    return not (is_nobodys or _number(name))


def _name(host: str) -> str:
    """The host alone, in small letters."""
    return re.sub(r":\d*$", "", host).strip("[]").rstrip(".").lower()


def _number(name: str) -> IPv4Address | IPv6Address | None:
    """The address by numbers that a host is; None for a name."""
    try:
        return ip_address(name)
    except ValueError:
        return None
