"""A profile as the documentation describes it; `api` makes the answer from plain values."""

from rest_framework import serializers


class ClaimSerializer(serializers.Serializer):
    skill = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    quote = serializers.CharField()
    updated_at = serializers.DateTimeField()
    scored = serializers.BooleanField(help_text="True if the current release has the skill.")


class ProfileSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="Rises with every change.")
    skills = serializers.DictField(child=serializers.IntegerField())
    claims = ClaimSerializer(many=True)
