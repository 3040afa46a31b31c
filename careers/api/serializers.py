"""Serializers that both apps share."""

from typing import Any

from rest_framework import serializers

from careers.words import hundredths


class Hundredths(serializers.CharField):
    """Whole hundredths as a text with two decimals."""

    def to_representation(self, value: Any) -> str:
        return hundredths(value)


class ReleaseSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    digest = serializers.CharField()
