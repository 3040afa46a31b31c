"""The rules for a new password: Django's own checks, in our own words."""

from django.contrib.auth import password_validation as ours


class UserAttributeSimilarityValidator(ours.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "This is too much like your e-mail address. Choose something that nobody can guess from it."


class MinimumLengthValidator(ours.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"This is too short: use at least {self.min_length} characters. A few words in a row work well."


class CommonPasswordValidator(ours.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Many people use this one, so it is among the first that are tried. Choose another."


class NumericPasswordValidator(ours.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Digits alone are quickly tried out. Add some words."
