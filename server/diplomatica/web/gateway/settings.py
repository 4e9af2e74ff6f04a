"""How a release is served, and what a client may take of the server besides its queries."""

from dataclasses import dataclass, field, replace

from diplomatica.engine import Limits, Place
from diplomatica.web.http import LONGEST


@dataclass(frozen=True)
class Bounds:
    """What one connection may take, one client, and all of them."""

    head: int = 32 << 10
    """The bytes of all header fields of a request."""
    field: int = 8 << 10
    """The bytes of one header field."""
    target: int = LONGEST + 1
    """The bytes of an address, the question mark in it besides."""
    pipelined: int = 32
    """How many requests may wait on one connection for the answer to another."""
    silence: float = 20
    """Seconds until the first byte of a request, or of the next one."""
    saying: float = 10
    """Seconds until a request's head is there, and that its body may stand still."""
    ending: float = 5
    """Seconds that a client may go on sending what nobody reads, before its end."""
    rate: int = 1024
    """The bytes a second that are sent or taken at the least, on average."""
    of_client: int = 100
    """The connections of one client. By IPv6 that is a network of 64 bits."""
    connections: int = 1000
    """The connections of all."""
    pages_of_client: int = 6
    """The pages that are made for one client at once; more of them wait."""
    held_by_client: int = 128 << 20
    """The bytes of answers and bodies that may wait for one client."""
    held: int = 512 << 20
    """The bytes of answers and bodies that may wait for all of them."""

    def with_connections(self, most: int) -> "Bounds":
        """These bounds for a process that may have no more connections than this."""
        return replace(self, connections=min(self.connections, most))


@dataclass(frozen=True)
class Settings:
    """How a release is served."""

    limits: Limits = field(default_factory=Limits)
    workers: int = 4
    place: Place = "auto"
    cache: int = 64 << 20
    """The bytes of finished answers that are kept."""
    proxies: int = 0
    """How many proxies stand before this server, whose X-Forwarded headers are believed."""
    access_log: str = ""
    """The file of the access log, "-" for standard output, or nothing for none."""
    threads: int = 16
    """How many pages can be made at once."""
    bounds: Bounds = field(default_factory=Bounds)
    small: bool = True
    """Whether small queries are answered in the web process, as far as there is room."""
    engine: str = ""
    """The address of the server that answers queries; "" for workers of this machine."""
    default_graph: str = ""
    """The named graph there that stands for the default graph; "" where that is its own."""
    canonical: str = ""
    """The address of this site, without the slash at its end; "" for whatever is asked."""
    admin_token: str = field(default="", repr=False)
    """What whoever runs the server shows to be told of queries; "" for nobody."""
