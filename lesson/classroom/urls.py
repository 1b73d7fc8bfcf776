from django.urls import URLPattern, path

from lesson.classroom import views

app_name = "classroom"

urlpatterns = [
    path("", views.index, name="index"),
]

websocket_urlpatterns: list[URLPattern] = []
