"""Included in front of the scenarios, for "published" could be the name of one."""

from django.urls import path
from django.views.decorators.http import require_safe

from playground.published import views

urlpatterns = [path("published/", require_safe(views.page), name="published")]
