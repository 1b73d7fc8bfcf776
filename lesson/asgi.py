"""The ASGI application: static files, then Django for HTTP; for WebSockets the origin, then the route.

Channels' session middleware is left out: it looks at the session again for every message that is sent, and a room sends
thousands a second. Who needs a session reads it once, as lesson/classroom/consumers.py does.
"""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lesson.settings")
django.setup(set_prefix=False)  # before the imports below: they need the app registry

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings

from lesson.classroom.turnstile import turnstile
from lesson.classroom.urls import websocket_urlpatterns as classroom_sockets
from lesson.one_thread import OneThread
from lesson.root import at_the_root
from lesson.sockets import check_origin, no_such_socket
from lesson.static_files import StaticFiles
from playground.urls import websocket_urlpatterns as playground_sockets

sockets = URLRouter([*playground_sockets, *classroom_sockets, no_such_socket])

application = at_the_root(
    ProtocolTypeRouter(
        {
            "http": StaticFiles(turnstile(OneThread())),
            "websocket": check_origin(sockets, settings.WEBSOCKET_ORIGINS),
        }
    )
)

# Beside a simulation the garbage collector runs often. What is loaded by now stays, so it need not look at it; and it
# comes after ten thousand new objects instead of seven hundred: a scrub over a minute is answered a quarter sooner.
gc.freeze()
gc.set_threshold(10_000, 20, 20)
