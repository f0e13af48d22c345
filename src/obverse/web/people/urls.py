"""Addresses of people."""

from __future__ import annotations

from django.urls import path, re_path

from obverse.web.people import administration, process_views, views

_deeds = "|".join(administration.DEEDS)
urlpatterns = [
    path("you/", views.account, name="account"),
    path("you/address/", views.address, name="address"),
    path("join/<str:secret>/", views.join, name="join"),
    path("processes/<slug:slug>/people/", process_views.people, name="people"),
    path("processes/<slug:slug>/people/<int:role>/take/", process_views.take, name="take_role"),
    path(
        "processes/<slug:slug>/people/invitations/<int:invitation>/withdraw/",
        process_views.withdraw,
        name="withdraw",
    ),
    path("administration/", administration.administration, name="administration"),
    path("administration/bodies/new/", administration.body, name="new_body"),
    path("administration/bodies/<int:number>/", administration.body, name="rename_body"),
    path("administration/people/new/", administration.new_administrator, name="new_administrator"),
    path("administration/people/<int:number>/", administration.person, name="person"),
    path("administration/people/<int:number>/renewal/", administration.renewal, name="renewal"),
    re_path(rf"^administration/people/(?P<number>\d+)/(?P<act>{_deeds})/$", administration.deed, name="deed"),
    path(
        "administration/invitations/<int:invitation>/withdraw/",
        administration.withdraw,
        name="withdraw_administrator",
    ),
]
