"""Authentication of API calls: a personal token in the Authorization header, or the site's session."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from careers.accounts import operations
from careers.accounts.models import AccessToken, User

KEYWORDS = {b"bearer", b"token"}  # the web's word and DRF's


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN` (or `Token TOKEN`). Other schemes are ignored here."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        keyword, _, text = get_authorization_header(request).strip().partition(b" ")
        if keyword.lower() not in KEYWORDS:
            return None
        token = operations.use_token(text=text.strip().decode("ascii", errors="replace"))
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked. Make a new one.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Rolewise"'


class TokenScheme(OpenApiAuthenticationExtension):
    """The token scheme as the API documentation shows it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token.",
        }
