"""Static files, answered in front of Django: no middleware, no thread-pool hop of Django's, no per-request file search.

WhiteNoise decides what a file's headers are (type, ETag, caching, a compressed twin); this ASGI shell sends it.
At home it finds files where they lie. In production it serves what `collectstatic` hashed and compressed.
"""

import asyncio
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from io import BufferedIOBase

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import Storage
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What Django's SecurityMiddleware says for pages.
SECURITY_HEADERS = [("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin")]


class ListedFiles(FileSystemFinder):
    """Of npm's packages, only the files that pages use: the font packages alone hold five hundred more."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            if not storage.prefix or any(fnmatch(path, wanted) for wanted in settings.FILES_FROM_NPM):
                yield path, storage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also renames the imports inside our own ES modules, so that each module is one file with one name.

    Only ours: Django finds imports by pattern, and the comments in other people's scripts look like imports to it.
    An import of ours must end with a semicolon to be found.
    """

    patterns = (
        *HashedFilesMixin.patterns,
        *(
            (f"{folder.name}/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # noqa: SLF001
            for folder in settings.OWN_STATIC_DIR.iterdir()
            if folder.is_dir()
        ),
    )


class StaticFiles:
    """ASGI middleware: a GET or HEAD for a static file ends here, everything else goes on to `application`."""

    def __init__(self, application: ASGI3Application) -> None:
        self.application = application
        self.files = WhiteNoiseMiddleware(get_response=None)

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        static_file = self.find(scope["path"])
        if static_file is None:
            await self.application(scope, receive, send)
        else:
            await send_response(send, static_file.get_response(scope["method"], wsgi_style_headers(scope)))

    def find(self, path: str) -> StaticFile | None:
        if self.files.autorefresh:
            return self.files.find_file(path)
        return self.files.files.get(path)


def wsgi_style_headers(scope: HTTPScope) -> dict[str, str]:
    return {
        "HTTP_" + name.decode("latin1").upper().replace("-", "_"): value.decode("latin1")
        for name, value in scope["headers"]
    }


async def send_response(send: ASGISendCallable, response: Response) -> None:
    headers = [
        (name.lower().encode("latin1"), value.encode("latin1"))
        for name, value in [*response.headers, *SECURITY_HEADERS]
    ]
    await send(
        {"type": "http.response.start", "status": int(response.status), "headers": headers, "trailers": False},
    )
    body = await asyncio.to_thread(read_and_close, response.file) if response.file else b""
    await send({"type": "http.response.body", "body": body, "more_body": False})


def read_and_close(file: BufferedIOBase) -> bytes:
    with file:
        return file.read()
