"""Addresses of signing in: those pages of allauth that are needed here, and no other.

Accounts are made by invitation, addresses are changed on one's own page, and no mail is sent: the pages of allauth for
these are left out, so that nobody can find a way through them.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as elsewhere
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("elsewhere/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("elsewhere/error/", elsewhere.login_error, name="socialaccount_login_error"),
    *build_provider_urlpatterns(),
]
