from django.urls import path

from lesson.reading import views

app_name = "reading"

urlpatterns = [
    path("", views.home, name="home"),
]
