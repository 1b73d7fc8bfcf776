"""Under /classroom/<code>/questions/; reversed as `classroom:questions:…`."""

from django.urls import URLPattern, path, re_path

from lesson.classroom.questions import leading, views

app_name = "questions"

ROLE = "(?P<role>host|learner|projector)"

urlpatterns: list[URLPattern] = [
    path("<int:number>/vote/", views.vote, name="vote"),
    re_path(rf"^part/{ROLE}/$", views.part, name="part"),
    path("votes/", views.votes_part, name="votes"),
    path("put/", views.put, name="put"),
    path("preview/", views.preview, name="preview"),
    path("prepared/", views.prepared, name="prepared"),
    path("choices/", views.choices, name="choices"),
    path("place/", leading.place, name="place"),
    path("move/", leading.move, name="move"),
    re_path(rf"^pace/{ROLE}/$", leading.pace, name="pace"),
    path("item/<slug:name>/", leading.item, name="item"),
    path("answers/", leading.answers, name="answers"),
    path("report/", views.report_page, name="report"),
    re_path(r"^report/(?P<what>questions|learners)\.csv$", views.report_csv, name="csv"),
    path("<int:number>/deciding/", views.deciding, name="deciding"),
    path("<int:number>/<slug:verb>/", views.act, name="act"),
]
