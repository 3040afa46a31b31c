"""Personal tokens: created with e-mail address and password, revoked with the token itself."""

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from careers.accounts import guesses, notices, operations
from careers.accounts.authentication import RevokingAuthentication
from careers.accounts.models import AccessToken, User
from careers.api.base import StrictQuery
from careers.api.bodies import JSONText, StrictSerializer
from careers.api.errors import WRONG_PASSWORD, WrongPassword
from careers.api.schema import problem
from careers.api.throttling import TooOften

ACCESS = AccessToken.Access.values


class TokenBody(StrictSerializer):
    """Your address and password, and a name for the token."""

    examples = {"email": "you@example.org", "password": "your password", "name": "my first script"}

    email = JSONText(max_length=254)
    password = JSONText(max_length=1000, trim_whitespace=False, style={"input_type": "password"})
    name = JSONText(max_length=80, help_text="What it is for, as shown in your list of tokens.")
    access = serializers.ChoiceField(
        choices=ACCESS,
        default=AccessToken.Access.WRITE.value,
        help_text='"read" for a token that can change nothing, "write" for one that reads and changes.',
        error_messages={"invalid_choice": 'Give "read" or "write".'},
    )


class TokenAnswer(serializers.Serializer):
    token = serializers.CharField(help_text="Shown this once. Send it as `Authorization: Bearer TOKEN`.")
    expires = serializers.DateTimeField()
    name = serializers.CharField()
    access = serializers.ChoiceField(choices=ACCESS)


class Tokens(StrictQuery):
    """Make a personal token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "tokens"
    serializer_class = TokenBody

    @extend_schema(
        operation_id="tokens_create",
        request=TokenBody,
        responses={
            201: TokenAnswer,
            401: problem(WRONG_PASSWORD),
            403: problem("The address is not confirmed, or a second factor is set up: use /accounts/tokens/ instead."),
        },
    )
    def post(self, request: Request) -> Response:
        """Make a personal token with your e-mail address and password. It lasts 90 days and is shown once.

        It reads and changes what is yours, or with `"access": "read"` only reads.
        If you have a second factor, this is a 403: make the token on the page /accounts/tokens/.
        """
        body = TokenBody(data=request.data)
        body.is_valid(raise_exception=True)
        user = _person(request, body.validated_data["email"], body.validated_data["password"])
        try:
            made = operations.make_token(
                user=user, name=body.validated_data["name"], access=body.validated_data["access"]
            )
        except operations.TooManyTokens as error:
            raise serializers.ValidationError({"name": [TOO_MANY]}) from error
        token = made.token
        notices.token_made(user=user, token=token)
        shown = {"token": made.text, "expires": token.expires_at, "name": token.name, "access": token.access}
        answer = TokenAnswer(shown)
        return Response(answer.data, status=201, headers={"Cache-Control": "no-store"})


class CurrentToken(StrictQuery):
    """The token that the call is made with."""

    authentication_classes = (RevokingAuthentication,)
    permission_classes = (IsAuthenticated,)
    throttle_scope = "personal"

    @extend_schema(operation_id="tokens_current_destroy", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the token that this call is made with, whether it only reads or not."""
        operations.revoke_token(user=request.user, pk=request.auth.pk)  # type: ignore[arg-type]
        return Response(status=204)


TOO_MANY = (
    f"You have {operations.MOST_TOKENS} tokens, and there can be no more. Revoke one first, on /accounts/tokens/."
)


def _person(request: Request, email: str, password: str) -> User:
    """Return the user with this address and password, under the same limits as the log-in page."""
    try:
        user: User | None = get_adapter().authenticate(request._request, email=email, password=password)
    except guesses.TooMany as error:
        raise TooOften(error.refused, detail=" ".join(error.messages)) from error
    if user is None or not user.is_active:
        raise WrongPassword
    if account_settings.EMAIL_VERIFICATION == "mandatory" and not _confirmed(user):
        raise PermissionDenied("Confirm your e-mail address first: the link is in the mail we sent you.")
    if is_mfa_enabled(user):
        raise PermissionDenied(
            "You have a second factor set up, and this call cannot ask for it. Make the token on /accounts/tokens/."
        )
    return user


def _confirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())
