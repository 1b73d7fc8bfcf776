from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from lesson.classroom import codes, steering, views
from lesson.classroom.consumers import RoomConsumer

register_converter(codes.Converter, "room_code")

app_name = "classroom"

in_a_room: list[URLPattern | URLResolver] = [
    path("", views.learner, name="learner"),
    path("name/", views.rename, name="rename"),
    path("leave/", views.leave, name="leave"),
    path("order/<int:number>/", views.order, name="order"),
    path("sandbox/", views.sandbox, name="sandbox"),
    path("parts/yours/", views.yours, name="yours"),
    path("parts/screens/", views.screens, name="screens"),
    path("parts/people/", views.people, name="people"),
    path("parts/heading/", views.heading, name="heading"),
    path("parts/roster/", views.roster, name="roster"),
    path("parts/status/", views.status, name="status"),
    path("parts/plan/", views.plan, name="plan"),
    path("parts/panel/", views.panel, name="panel"),
    path("projector/", views.projector, name="projector"),
    path("projector/<str:key>/", views.projector_link, name="projector_link"),
    path("host/", views.host, name="host"),
    path("host/step/", steering.step, name="step"),
    path("host/show/", steering.show, name="show"),
    path("host/link/", steering.link, name="link"),
    path("host/end/", steering.end, name="end"),
    path("host/delete/", steering.delete, name="delete"),
    path("host/flags/<str:name>/", steering.flag, name="flag"),
    path("host/seats/<int:seat>/nickname/", steering.nickname, name="nickname"),
    path("host/seats/<int:seat>/controls/", steering.controls, name="controls"),
    path("host/seats/<int:seat>/remove/", steering.remove, name="remove"),
    path("host/<str:secret>/", views.host_link, name="host_link"),
    path("questions/", include("lesson.classroom.questions.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("open/", views.open_room, name="open"),
    path("join/", views.join, name="join"),
    path("<room_code:code>/", include(in_a_room)),
]

websocket_urlpatterns: list[URLPattern] = [
    re_path(r"^ws/classroom/(?P<code>[0-9A-Z]{6})/(?P<role>host|learner|projector)/$", RoomConsumer.as_asgi()),
]
