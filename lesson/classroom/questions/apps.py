from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "lesson.classroom.questions"
    label = "classroom_questions"
