"""moto's S3 server, one conditional write after the other, as storage does that is asked to compare and swap.

moto by itself looks, then writes: of two at the same moment both may win.
"""

import sys
from threading import Lock

from moto import server


class OneAfterTheOther:
    """Let only one request with a condition in at a time."""

    def __init__(self, app) -> None:
        self._app, self._lock = app, Lock()

    def __call__(self, environ, start_response):
        if not {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"} & environ.keys():
            return self._app(environ, start_response)
        with self._lock:
            return list(self._app(environ, start_response))


if __name__ == "__main__":
    run = server.run_simple
    server.run_simple = lambda host, port, app, **more: run(host, port, OneAfterTheOther(app), **more)
    server.main(sys.argv[1:])
