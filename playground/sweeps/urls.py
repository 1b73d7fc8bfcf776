"""Sweeps and comparisons. Included in front of the scenarios, for "compare" could be the name of one."""

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from playground.pairs import views as pairs
from playground.sweeps import views

urlpatterns = [
    path("compare/", pairs.page, name="compare"),
    path("compare/cancel/", require_POST(pairs.cancel), name="compare-cancel"),
    path("compare/run/", require_safe(pairs.run), name="compare-run"),
    path("<slug:slug>/sweep/", views.page, name="sweep"),
    path("<slug:slug>/sweep/result/", require_safe(views.result), name="sweep-result"),
    path("<slug:slug>/sweep/cancel/", require_POST(views.cancel), name="sweep-cancel"),
    path("<slug:slug>/sweep/values/", require_safe(views.values_field), name="sweep-values"),
    path("<slug:slug>/sweep/run/", require_safe(views.run), name="sweep-run"),
    path("<slug:slug>/sweep/runs.csv", require_safe(views.download), {"kind": "csv"}, name="sweep-csv"),
    path("<slug:slug>/sweep/runs.json", require_safe(views.download), {"kind": "json"}, name="sweep-json"),
]
