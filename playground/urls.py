from django.urls import URLPattern, path

from playground import views
from playground.live.consumers import PlaygroundConsumer

app_name = "playground"

urlpatterns = [
    path("", views.index, name="index"),
]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/playground/", PlaygroundConsumer.as_asgi()),
]
