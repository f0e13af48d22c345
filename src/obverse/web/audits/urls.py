"""Addresses of thresholds, audits, reports and measures."""

from __future__ import annotations

from django.urls import path

from obverse.web.audits import (
    beside_views,
    measure_views,
    report_views,
    statement_views,
    threshold_views,
    views,
)

_PROCESS = "processes/<slug:slug>"
_AUDIT = f"{_PROCESS}/audits/<int:number>"

urlpatterns = [
    path(f"{_PROCESS}/thresholds/", threshold_views.thresholds, name="thresholds"),
    path(f"{_PROCESS}/thresholds/line/", threshold_views.set_threshold, name="threshold_set"),
    path(f"{_PROCESS}/thresholds/freeze/", threshold_views.freeze, name="thresholds_freeze"),
    path(
        f"{_PROCESS}/thresholds/<int:line>/take-back/", threshold_views.take_back, name="threshold_take_back"
    ),
    path(f"{_PROCESS}/audits/", views.audits, name="audits"),
    path(f"{_AUDIT}/", views.audit, name="audit"),
    path(f"{_AUDIT}/of/<str:name>/", report_views.row, name="audit_row"),
    path(f"{_AUDIT}/findings/", report_views.findings, name="audit_findings"),
    path(f"{_AUDIT}/finding/", report_views.finding, name="audit_finding"),
    path(f"{_AUDIT}/finding/rows/", report_views.rows, name="audit_rows"),
    path(f"{_AUDIT}/finding/statement/", statement_views.state, name="audit_state"),
    path(f"{_AUDIT}/finding/measure/", measure_views.begin, name="measure_begin"),
    path(f"{_AUDIT}/statements/<int:statement>/withdraw/", statement_views.withdraw, name="audit_withdraw"),
    path(f"{_AUDIT}/report/<str:spoken>/", report_views.page, name="audit_page"),
    path(f"{_AUDIT}/files/<str:name>", report_views.download, name="audit_file"),
    path(f"{_AUDIT}/beside/", beside_views.choose, name="audits_choose"),
    path(f"{_AUDIT}/beside/<int:other>/", beside_views.beside, name="audits_beside"),
    path(f"{_PROCESS}/measures/", measure_views.measures, name="measures"),
    path(f"{_PROCESS}/measures/<int:measure>/outcome/", measure_views.outcome, name="measure_outcome"),
]
