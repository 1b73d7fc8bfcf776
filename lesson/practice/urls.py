from django.urls import path

from lesson.practice import views
from lesson.practice.drills import views as drills
from lesson.practice.quiz import views as quiz

app_name = "practice"

QUIZ = "<slug:lesson_slug>/quiz/"
DRILL = "<slug:lesson_slug>/drills/<slug:drill_slug>/"
ATTEMPT = f"{DRILL}attempts/<uuid:attempt_id>/"

urlpatterns = [
    path("", views.index, name="index"),
    path(QUIZ, quiz.overview, name="quiz"),
    path(f"{QUIZ}next/", quiz.next_question, name="next"),
    path(f"{QUIZ}<uuid:asked_id>/", quiz.question, name="question"),
    path(DRILL, drills.drill, name="drill"),
    path(f"{DRILL}cause/", drills.cause, name="cause"),
    path(f"{DRILL}hint/", drills.hint, name="hint"),
    path(f"{DRILL}give-up/", drills.give_up, name="give-up"),
    path(ATTEMPT, drills.attempt, name="attempt"),
    path(f"{ATTEMPT}cancel/", drills.cancel, name="attempt-cancel"),
    path(f"{ATTEMPT}again/", drills.grade_again, name="attempt-again"),
    path(f"{ATTEMPT}watch/", drills.watch, name="watch"),
]
