from django.urls import path
from django.views.decorators.http import require_safe

from playground.sequence import views

urlpatterns = [path("<slug:slug>/order/<int:order>/", require_safe(views.order_page), name="order")]
