"""What a preview has to show and to keep, and how its server is shut."""

from waitress.server import BaseWSGIServer

SOUND = bytes(range(256)) * 4
SECRET = b"nobody may read this"


def shut(server: BaseWSGIServer) -> None:
    server.task_dispatcher.shutdown()
    for channel in list(server._map.values()):
        channel.close()
