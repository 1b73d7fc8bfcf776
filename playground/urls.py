from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from playground import views
from playground.live.consumers import PlaygroundConsumer

app_name = "playground"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("playground.sweeps.urls")),
    path("", include("playground.takeaway.urls")),
    path("", include("playground.sequence.urls")),
    path("", include("playground.published.urls")),
    path("", require_safe(views.gallery), name="index"),
    path("<slug:slug>/", require_safe(views.scenario_page), name="scenario"),
    path("<slug:slug>/embed/", require_safe(views.embed), name="embed"),
    path("<slug:slug>/experiment/", require_safe(views.experiment), name="experiment"),
]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/playground/", PlaygroundConsumer.as_asgi()),
]
