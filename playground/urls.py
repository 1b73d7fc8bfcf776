from django.urls import URLPattern, URLResolver, include, path

from playground import views
from playground.live.consumers import PlaygroundConsumer

app_name = "playground"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("playground.sweeps.urls")),
    path("", include("playground.takeaway.urls")),
    path("", include("playground.sequence.urls")),
    path("", include("playground.published.urls")),
    path("", views.gallery, name="index"),
    path("<slug:slug>/", views.scenario_page, name="scenario"),
    path("<slug:slug>/embed/", views.embed, name="embed"),
    path("<slug:slug>/experiment/", views.experiment, name="experiment"),
]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/playground/", PlaygroundConsumer.as_asgi()),
]
