"""Rules for new passwords, asked of the form that is kept: see `conference.models.User`."""

from typing import Any

from django.contrib.auth import password_validation

from conference.writing.spellings import normal_form


class LengthValidator(password_validation.MinimumLengthValidator):
    def validate(self, password: str, user: Any = None) -> None:
        super().validate(normal_form(password), user)


class NotCommonValidator(password_validation.CommonPasswordValidator):
    def validate(self, password: str, user: Any = None) -> None:
        super().validate(normal_form(password), user)


class NotLikeTheUserValidator(password_validation.UserAttributeSimilarityValidator):
    def validate(self, password: str, user: Any = None) -> None:
        super().validate(normal_form(password), user)
