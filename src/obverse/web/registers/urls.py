"""Addresses of registers."""

from __future__ import annotations

from django.urls import path

from obverse.web.registers import documents, row_pages, row_removal, row_writing, sheets, views

_HERE = "processes/<slug:slug>/registers/"
_ROW = _HERE + "<str:table>/rows/<uuid:key>/"
urlpatterns = [
    path(_HERE, views.registers, name="registers"),
    path(_HERE + "workbook.xlsx", views.workbook, name="registers_workbook"),
    path(_HERE + "empty-workbook.xlsx", views.empty, name="registers_empty_workbook"),
    path(_HERE + "<str:table>/", views.register, name="register"),
    path(_HERE + "<str:table>/register.csv", views.as_csv, name="register_csv"),
    path(_HERE + "<str:table>/register.xlsx", views.as_xlsx, name="register_xlsx"),
    path(_HERE + "<str:table>/register.file", views.as_file, name="register_file"),
    path(_HERE + "<str:table>/kept/", views.kept, name="register_kept"),
    path(_HERE + "<str:table>/kept/withdraw/", views.not_kept, name="register_not_kept"),
    path(_HERE + "<str:table>/add/", row_writing.add, name="row_add"),
    path(_HERE + "<str:table>/sheet/", sheets.sheet, name="register_sheet"),
    path(_HERE + "<str:table>/sheet/take-over/", sheets.take_over, name="register_take_over"),
    path(_ROW, row_pages.row, name="row"),
    path(_ROW + "change/", row_writing.change, name="row_change"),
    path(_ROW + "remove/", row_removal.remove, name="row_remove"),
    path(_ROW + "restore/", row_removal.restore, name="row_restore"),
    path(_ROW + "history/", row_pages.history, name="row_history"),
    path(_ROW + "documents/", documents.attach, name="row_attach"),
    path(_ROW + "documents/<int:number>/", documents.download, name="row_document"),
    path(_ROW + "documents/<int:number>/take-away/", documents.take_away, name="row_detach"),
]
