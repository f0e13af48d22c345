"""How allauth lets people in: only those who were invited, or whom a trusted provider vouches for and we know."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Invited(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Nobody makes an account by themselves: invitations have a page of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth passes it
        """Whether strangers may make an account: never."""
        return False


class KnownElsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Signing in through OpenID Connect, for people who have an account here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - as above
        """Whether somebody whom the provider knows gets an account by that: never."""
        return False
