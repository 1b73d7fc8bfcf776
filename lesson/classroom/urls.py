from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from lesson.classroom import codes, views
from lesson.classroom.consumers import RoomConsumer

register_converter(codes.Converter, "room_code")

app_name = "classroom"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("open/", views.open_room, name="open"),
    path("join/", views.join, name="join"),
    path("<room_code:code>/", views.learner, name="learner"),
    path("<room_code:code>/host/", views.host, name="host"),
    path("<room_code:code>/host/<str:secret>/", views.host_link, name="host_link"),
    path("<room_code:code>/projector/", views.projector, name="projector"),
    path("<room_code:code>/questions/", include("lesson.classroom.questions.urls")),
]

websocket_urlpatterns: list[URLPattern] = [
    re_path(r"^ws/classroom/(?P<code>[0-9A-Z]{6})/(?P<role>host|learner|projector)/$", RoomConsumer.as_asgi()),
]
