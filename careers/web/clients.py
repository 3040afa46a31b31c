"""Who sends a request, as far as limits can tell: an account, or a network address."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

NETWORK = 64  # bits of an IPv6 address that one household or company has for itself


def address(request: HttpRequest | Request) -> str:
    """The network address that a request comes from: what the nearest of our own NUM_PROXIES saw.

    What else stands in X-Forwarded-For was written by the client, so a forged one gains nothing.
    """
    seen = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if settings.NUM_PROXIES and forwarded:
        seen = forwarded[-min(settings.NUM_PROXIES, len(forwarded))]
    return _network(seen) or _network(str(request.META.get("REMOTE_ADDR") or "")) or "unknown"


def client(request: HttpRequest | Request) -> str:
    """The account that sends a request, or the network address of somebody without one."""
    user = getattr(request, "user", None)
    return f"account {user.pk}" if user is not None and user.is_authenticated else address(request)


def _network(text: str) -> str | None:
    """The address as limits count it: IPv6 by network, because everybody has very many; None if it is not one."""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.IPv6Network((ip, NETWORK), strict=False))
    return str(ip)
