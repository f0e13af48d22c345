"""How allauth lets people in: only those who were invited, or whom a trusted provider vouches for and we know."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect, render

from obverse.web.people.models import Person


class Invited(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Nobody makes an account by themselves: invitations have a page of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth passes it
        """Whether strangers may make an account: never."""
        return False

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Whether the password is that of who is signed in; their address stands in the account and nowhere else."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class KnownElsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Signing in through OpenID Connect, for people who have an account here already.

    Nothing of what the provider tells is kept: the address is compared each time.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - as above
        """Whether somebody whom the provider knows gets an account by that: never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account of whom the provider vouches for; a stranger sees a page that says what to do."""
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("account"))
        vouched = [one.email.lower() for one in sociallogin.email_addresses if _is_true(one.verified)]
        person = Person.objects.filter(email__in=vouched).first()
        if person is None:
            page = render(request, "people/not_known.html", {"vouched": bool(vouched)}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.user = person


def _is_true(said: object) -> bool:
    """Some providers write the flag as a text, and the text "false" is not false."""
    return str(said).lower() == "true"
