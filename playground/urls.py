from django.urls import URLPattern, path

from playground import views

app_name = "playground"

urlpatterns = [
    path("", views.index, name="index"),
]

websocket_urlpatterns: list[URLPattern] = []
