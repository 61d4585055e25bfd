"""POST over https to an address that somebody else gave us: only out into the world, never further.

The name is resolved once and the connection goes to that very address (trust 1.3, row 7): private,
loopback and link-local addresses are refused, also behind a name, and nobody is redirected.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

TIMEOUT_S = 10
ANSWER_MOST = 10_000  # bytes that are read of an answer
NAT64 = ip_network("64:ff9b::/96")  # IPv4 in disguise (RFC 6052)

Reaches = Callable[[str], bool]


class Unreachable(Exception):
    """No answer: the address is not allowed, there is no connection, or it broke."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network, also inside the forms that wrap IPv4 into IPv6."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in NAT64:
            return False
    return ip.is_global and not ip.is_multicast


def anywhere(_address: str) -> bool:
    """For addresses that the installation's own settings name."""
    return True


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    reaches: Reaches = is_public,
    context: ssl.SSLContext | None = None,
) -> Reply:
    """The answer to one POST; raises Unreachable. `reaches` says which IP addresses may be asked."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _connection(parts.scheme, parts.hostname or "", port, reaches, context)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(ANSWER_MOST))
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError) as fault:
        raise Unreachable(str(fault)) from fault


def _connection(
    scheme: str, host: str, port: int, reaches: Reaches, context: ssl.SSLContext | None
) -> HTTPConnection:
    if scheme not in ("https", "http") or (scheme == "http" and reaches is not anywhere):
        raise Unreachable("only https")
    address = _resolved(host, port, reaches)
    made = socket.create_connection((address, port), timeout=TIMEOUT_S)
    if scheme == "http":
        connection = HTTPConnection(host, port, timeout=TIMEOUT_S)
        connection.sock = made
        return connection
    secure = HTTPSConnection(host, port, timeout=TIMEOUT_S)
    secure.sock = (context or ssl.create_default_context()).wrap_socket(made, server_hostname=host)
    return secure


def _resolved(host: str, port: int, reaches: Reaches) -> str:
    """The IP address to connect to; raises Unreachable where any that the name stands for is not allowed."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(reaches(address) for address in found):
        raise Unreachable(f"{host} is no address of the open network")
    return min(found, key=lambda address: (":" in address, address))
