from django.urls import include, path

urlpatterns = [
    path("playground/", include("playground.urls")),
    path("practice/", include("lesson.practice.urls")),
    path("classroom/", include("lesson.classroom.urls")),
    path("", include("lesson.reading.urls")),
    path("", include("lesson.guesses")),
]
