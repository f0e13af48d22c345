"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from obverse.web.surveys import (
    code_views,
    frame_views,
    key_views,
    list_views,
    loading_views,
    paper_views,
    people_views,
    question_views,
    running_views,
    views,
)

_WAVES = "processes/<slug:slug>/surveys/"
_WAVE = f"{_WAVES}<int:number>/"
urlpatterns = [
    path(_WAVES, views.waves, name="waves"),
    path(_WAVE, views.wave, name="wave"),
    path(f"{_WAVE}basics/", views.basics, name="wave_basics"),
    path(f"{_WAVE}give-up/", views.give_up, name="wave_give_up"),
    path(f"{_WAVE}people/", people_views.people, name="wave_people"),
    path(f"{_WAVE}people/new/", people_views.group, name="wave_group_new"),
    path(f"{_WAVE}people/<int:group>/", people_views.group, name="wave_group"),
    path(f"{_WAVE}people/<int:group>/drop/", people_views.drop, name="wave_group_drop"),
    path(f"{_WAVE}questions/", question_views.questions, name="wave_questions"),
    path(f"{_WAVE}questions/take-out/", question_views.take_out, name="wave_value_out"),
    path(f"{_WAVE}questions/leave-out/", question_views.leave_out, name="wave_leave_out"),
    path(f"{_WAVE}questions/optional/", list_views.optional, name="wave_optional"),
    path(f"{_WAVE}questions/lists/", list_views.lists, name="wave_lists"),
    path(f"{_WAVE}questions/<str:variant>/", question_views.look, name="wave_look"),
    path(f"{_WAVE}frame/", frame_views.frame, name="wave_frame"),
    path(f"{_WAVE}frame/seed/", frame_views.seed, name="wave_seed"),
    path(f"{_WAVE}frame/draw/", frame_views.drawn, name="wave_draw"),
    path(f"{_WAVE}key/", key_views.key, name="wave_key"),
    path(f"{_WAVE}key/holders/", key_views.holders, name="wave_holders"),
    path(f"{_WAVE}codes/", code_views.codes, name="wave_codes"),
    path(f"{_WAVE}codes/groups.csv", code_views.groups, name="wave_groups"),
    path(f"{_WAVE}codes/make/", code_views.make, name="wave_make_codes"),
    path(f"{_WAVE}codes/forget/", code_views.forget, name="wave_forget_codes"),
    path(f"{_WAVE}letters/", paper_views.letters, name="wave_letters"),
    path(f"{_WAVE}letters/help/", paper_views.who_helps, name="wave_who_helps"),
    path(f"{_WAVE}letters/<int:group>/", paper_views.on_paper, name="wave_on_paper"),
    path(f"{_WAVE}open/", running_views.open_page, name="wave_open"),
    path(f"{_WAVE}reminder/", running_views.remind, name="wave_remind"),
    path(f"{_WAVE}close/", running_views.close, name="wave_close"),
    path(f"{_WAVE}list/", running_views.published, name="wave_list"),
    path(f"{_WAVE}batch/", running_views.batch, name="wave_batch"),
    path(f"{_WAVE}destroy/", running_views.destroy, name="wave_destroy"),
    path(f"{_WAVE}load/", loading_views.load, name="wave_load"),
    path(f"{_WAVE}passages/", loading_views.passages, name="wave_passages"),
    path(f"{_WAVE}passages/<int:place>/", loading_views.passage, name="wave_passage"),
]
