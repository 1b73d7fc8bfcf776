from django.http import HttpRequest, HttpResponse
from django.urls import include, path


async def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the event loop answers; touches neither database nor session."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("playground/", include("playground.urls")),
    path("practice/", include("lesson.practice.urls")),
    path("classroom/", include("lesson.classroom.urls")),
    path("", include("lesson.reading.urls")),
]
