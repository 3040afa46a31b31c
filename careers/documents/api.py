"""`POST read/`: the skills that a text names, each with the words that name it. Nothing is kept."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api import plain
from careers.api.base import PublicView
from careers.api.bodies import JSONText, StrictSerializer
from careers.api.serializers import ReleaseSerializer
from careers.api.throttling import charge
from careers.documents.found import DEFAULT_LEVEL
from careers.reading.reader import Find

LONGEST_TEXT = 100_000  # code points; thirty pages have about 90,000
LETTERS_A_CALL = 5_000  # of a text that take as long as a short one


class TextBody(StrictSerializer):
    """A CV, a job ad or a list; offsets in the answer are into this text, exactly as it was sent."""

    text = JSONText(
        max_length=LONGEST_TEXT,
        allow_blank=True,
        trim_whitespace=False,
        error_messages={
            "invalid": "Give a text.",
            "max_length": f"This is longer than {LONGEST_TEXT:,} characters. Send it in parts.",
        },
    )
    examples = {"text": "Six years of SQL, and basics of Python."}


class QuoteSerializer(serializers.Serializer):
    start = serializers.IntegerField(help_text="Where it begins, counted from 0 in Unicode code points.")
    end = serializers.IntegerField(help_text="Where it ends: the place after its last code point.")
    text = serializers.CharField(trim_whitespace=False)


class FoundSerializer(serializers.Serializer):
    skill = serializers.CharField()
    level = serializers.IntegerField(
        min_value=1,
        max_value=5,
        help_text=f"The greatest level that the text says, {DEFAULT_LEVEL} if it says none: a proposal.",
    )
    said = serializers.CharField(allow_blank=True, help_text="The words that say the level; empty if none do.")
    quotes = QuoteSerializer(many=True)


class ReadAnswer(serializers.Serializer):
    """The skills that a text names as held or asked, in the order in which it first names them."""

    release = ReleaseSerializer()
    skills = FoundSerializer(many=True)


class ReadText(PublicView):
    """Read a text: the skills that it names, with levels and quotes."""

    throttle_scope = "texts"
    serializer_class = TextBody

    @extend_schema(request=TextBody, responses=ReadAnswer)
    def post(self, request: Request) -> Response:
        """Read a CV or a job ad: the skills that it names, each with a level and the words that name it.

        Left out is what the text denies, wishes for, or says of somebody else. Nothing is kept.
        """
        charge(request, self, units=letters_in(request.data) // LETTERS_A_CALL)
        release = self.release
        body = TextBody(data=request.data)
        body.is_valid(raise_exception=True)
        text = body.validated_data["text"]
        finds = release.reader.find(text, this_year=timezone.now().year)
        return Response({"release": plain.release(release), "skills": _by_skill(text, finds)})


def letters_in(data: Any) -> int:
    """The length of a text in a body that nobody has looked at yet: what its work is priced by."""
    text = data.get("text") if isinstance(data, dict) else None
    return min(len(text), LONGEST_TEXT) if isinstance(text, str) else 0


def _by_skill(text: str, finds: Iterable[Find]) -> list[dict[str, Any]]:
    grouped: dict[str, list[Find]] = {}
    for find in finds:
        grouped.setdefault(find.skill, []).append(find)
    return [_skill(text, own) for own in grouped.values()]


def _skill(text: str, own: list[Find]) -> dict[str, Any]:
    """One skill: its level is the greatest that is said, whatever else is said elsewhere."""
    best = max(own, key=lambda find: find.level or 0)
    return {
        "skill": best.skill,
        "level": best.level or DEFAULT_LEVEL,
        "said": best.reason,
        "quotes": [{"start": find.start, "end": find.end, "text": text[find.start : find.end]} for find in own],
    }
