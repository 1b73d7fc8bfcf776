"""What one takes away from a run: its settings, its code, its numbers. Included in front of the scenarios, for "code"
and "export" could be the names of one."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from playground.takeaway import copy_settings, export, show_code

downloaded = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("code/", require_safe(show_code.overview), name="code"),
    path("code/<slug:name>/", require_safe(show_code.source_page), name="code-file"),
    # A recipe can be longer than an address, and an export changes nothing here: so POST needs no token.
    path("export/<slug:what>/", csrf_exempt(downloaded(export.download)), name="export"),
    path("<slug:slug>/export/", require_safe(export.page), name="export-page"),
    path("<slug:slug>/copy-as/", require_safe(copy_settings.page), name="copy-as"),
    path("<slug:slug>/copy-as/<slug:target>/", require_safe(copy_settings.page), name="copy-as-target"),
]
