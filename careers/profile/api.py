"""The person's own part of the API: the base of every `me/` call, and `me/profile/`."""

from functools import cached_property
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from careers.accounts.authentication import TokenAuthentication
from careers.api.base import StrictQuery
from careers.api.bodies import StrictSerializer
from careers.api.errors import PreconditionFailed
from careers.api.schema import problem
from careers.api.skills import ChangesField
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.profile import operations, serializers
from careers.profile.deeds import Doing
from careers.profile.models import Deed, Profile


class PersonalView(StrictQuery):
    """A call by personal token, or by the session of the site (which then needs the CSRF token to write).

    `profile` is the caller's own; no call can reach another one. Answers are never stored: the middleware sees to that
    for everybody who is signed in, by token too.
    """

    authentication_classes = (TokenAuthentication, SessionAuthentication)  # the first one's challenge makes the 401
    permission_classes = (IsAuthenticated,)
    throttle_scope = "personal"

    @property
    def release(self) -> Released:
        return releases.for_request(self.request)

    @cached_property
    def profile(self) -> Profile:
        return operations.get_or_create_profile(user=self.request.user)  # type: ignore[arg-type]


class ProfileBody(StrictSerializer):
    """The claims to make or to take away."""

    skills = ChangesField()


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag of what you read; if that changed, you get a 412."
)


class MyProfile(PersonalView):
    """Your skills and levels."""

    serializer_class = serializers.ProfileSerializer

    @extend_schema(responses=serializers.ProfileSerializer)
    def get(self, request: Request) -> HttpResponseBase:
        """Your skills and levels, each with its source. The answer has an ETag."""
        answer = self._answer(self.profile)
        return get_conditional_response(request._request, etag=answer["ETag"], response=answer) or answer

    @extend_schema(
        request=ProfileBody,
        responses={200: serializers.ProfileSerializer, 412: problem("It was changed since you read it.")},
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request) -> Response:
        """Set levels, all or none; null takes a claim away. Skills that the body does not name stay as they are."""
        held = {claim.skill.slug for claim in self.profile.claims.in_full()}
        body = ProfileBody(data=request.data, context={"release": self.release, "held": held})
        body.is_valid(raise_exception=True)
        levels = body.validated_data["skills"]
        version = self._expected_version(request)  # after the body: a wrong one stays wrong whatever was read
        try:
            changed = operations.change_claims(
                user=self.profile.user,
                release=self.release,
                levels=levels,
                version=version,
                deed=Doing(Deed.Kind.API),
            )
        except operations.Outdated as error:
            raise PreconditionFailed from error
        return self._answer(changed)

    def _answer(self, profile: Profile) -> Response:
        # The version was read before the claims: a write with this ETag never overwrites what its sender did not see.
        answer = Response(_shown(profile, self.release))
        answer["ETag"] = _etag(profile, self.release)
        return answer

    def _expected_version(self, request: Request) -> int | None:
        """The version that If-Match names; None without the header, or if it accepts any."""
        header = request.headers.get("If-Match")
        if header is None or header.strip() == "*":
            return None
        if _etag(self.profile, self.release) not in parse_etags(header):
            raise PreconditionFailed
        return self.profile.version


def _etag(profile: Profile, release: Released) -> str:
    """The ETag of the profile. The release is part of it, because it may rename what the profile holds."""
    return f'"{profile.pk}.{profile.version}.{release.number}"'


def _shown(profile: Profile, release: Released) -> dict[str, Any]:
    """The profile under the release's names; skills that the release does not have, under their own."""
    rows: list[dict[str, Any]] = [
        {
            "skill": skill.slug,
            "name": skill.name,
            "level": claim.level,
            "source": claim.source,
            "quote": claim.quote,
            "updated_at": claim.updated_at,
            "scored": claim.skill.position in release.by_position,
        }
        for claim in profile.claims.in_full()
        for skill in [release.by_position.get(claim.skill.position, claim.skill)]
    ]
    rows.sort(key=lambda row: row["skill"])
    return {"version": profile.version, "skills": {row["skill"]: row["level"] for row in rows}, "claims": rows}
