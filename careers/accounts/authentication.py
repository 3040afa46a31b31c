"""Authentication of API calls: a personal token in the Authorization header, or the site's session."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from careers.accounts import operations
from careers.accounts.models import AccessToken, User

READS_ONLY = (
    "This token only reads, and this call changes something. Make one that reads and changes, on /accounts/tokens/."
)
KEYWORDS = {b"bearer", b"token"}  # the web's word and DRF's


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN` (or `Token TOKEN`). Other schemes are ignored here.

    A token that only reads is refused here and not by permissions, so that no view can forget it.
    """

    only_writing_ones_write = True

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        keyword, _, text = get_authorization_header(request).strip().partition(b" ")
        if keyword.lower() not in KEYWORDS:
            return None
        token = operations.use_token(text=text.strip().decode("ascii", errors="replace"))
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked. Make a new one.")
        reads = token.access == AccessToken.Access.READ
        if reads and self.only_writing_ones_write and request.method not in SAFE_METHODS:
            raise PermissionDenied(READS_ONLY)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Rolewise"'


class RevokingAuthentication(TokenAuthentication):
    """The same for the call that ends the token itself: any token may do that."""

    only_writing_ones_write = False


class TokenScheme(OpenApiAuthenticationExtension):
    """The token scheme as the API documentation shows it."""

    target_class = TokenAuthentication
    match_subclasses = True
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token. One that only reads is refused (403) by calls that change something.",
        }
