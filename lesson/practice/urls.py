from django.urls import path

from lesson.practice import views
from lesson.practice.quiz import views as quiz

app_name = "practice"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:lesson_slug>/quiz/", quiz.overview, name="quiz"),
    path("<slug:lesson_slug>/quiz/next/", quiz.next_question, name="next"),
    path("<slug:lesson_slug>/quiz/<uuid:asked_id>/", quiz.question, name="question"),
]
