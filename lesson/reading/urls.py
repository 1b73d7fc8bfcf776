from django.urls import path

from lesson.reading import views

app_name = "reading"

urlpatterns = [
    path("", views.home, name="home"),
    path("learn/", views.contents, name="contents"),
    # Before the lessons: "you" and "resume" are no names for a lesson (checks.py sees to it).
    path("learn/you/", views.you, name="you"),
    path("learn/you/link/", views.make_link, name="make_link"),
    path("learn/you/link/revoke/", views.revoke_link, name="revoke_link"),
    path("learn/you/forget/", views.forget, name="forget"),
    path("learn/resume/<str:secret>/", views.resume, name="resume"),
    path("learn/<slug:lesson_slug>/", views.lesson_contents, name="lesson"),
    path("learn/<slug:lesson_slug>/beliefs/", views.beliefs, name="beliefs"),
    path("learn/<slug:lesson_slug>/predict/<slug:playground>/", views.predict, name="predict"),
    path("learn/<slug:lesson_slug>/draw/<slug:playground>/", views.draw, name="draw"),
    path("learn/<slug:lesson_slug>/say/<slug:playground>/", views.say, name="say"),
    path("learn/<slug:lesson_slug>/answer/<slug:check>/", views.answer, name="answer"),
    path("learn/<slug:lesson_slug>/<slug:section_slug>/", views.section, name="section"),
    path("learn/<slug:lesson_slug>/<slug:section_slug>/read/", views.mark_read, name="mark_read"),
]
