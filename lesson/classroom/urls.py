from django.urls import URLPattern, URLResolver, include, path, register_converter

from lesson.classroom import codes, views

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

websocket_urlpatterns: list[URLPattern] = []
