"""Under /classroom/<code>/questions/; reversed as `classroom:questions:…`."""

from django.urls import URLPattern

app_name = "questions"

urlpatterns: list[URLPattern] = []
