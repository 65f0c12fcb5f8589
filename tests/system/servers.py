"""Real servers on loopback, each started in a folder of its own and stopped at the end."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "correct-horse-7Q"
USER = "pod"
TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, its own folder, and where its files lie on the disk."""

    port: int
    room: Path
    home: Path
    process: subprocess.Popen


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def _running(command: list, port: int, room: Path, home: Path, **options) -> Iterator[Server]:
    with (room / "log").open("ab") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, cwd=room, **options)
    try:
        _wait(port, process, room)
        yield Server(port, room, home, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen, room: Path) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError((room / "log").read_text(encoding="utf-8", errors="replace"))


@contextmanager
def sshd(
    room: Path, home: Path | None = None, *, passwords: bool = True, more_keys: tuple[str, ...] = ()
) -> Iterator[Server]:
    """OpenSSH. `room/home/.ssh` knows its key, and holds a key that may log in as whoever runs this; see `ssh_home`."""
    home = home or room / "files"
    home.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    for name in ("hostkey", "id"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", room / name], check=True)
    for kind in more_keys:
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", room / f"hostkey_{kind}"], check=True)
    more = "".join(f"HostKey {room}/hostkey_{kind}\n" for kind in more_keys)
    shutil.copy(room / "id.pub", room / "authorized_keys")
    (room / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {room}/hostkey\n{more}PidFile {room}/sshd.pid\n"
        f"AuthorizedKeysFile {room}/authorized_keys\nKbdInteractiveAuthentication no\n"
        f"PasswordAuthentication {'yes' if passwords else 'no'}\n"
        "StrictModes no\nUsePAM no\nMaxStartups 100\nMaxAuthTries 20\nSubsystem sftp internal-sftp\n",
        encoding="utf-8",
    )
    ssh_home(room, port, room / "home")
    command = [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", room / "sshd_config"]
    with _running(command, port, room, home, umask=0o077) as server:
        yield server


def ssh_home_of(server: Server, room: Path) -> Path:
    """Make another home of somebody who may log in to this server."""
    return ssh_home(server.room, server.port, room / "home")


def ssh_home(room: Path, port: int, home: Path) -> Path:
    """Make the home of somebody who may log in: known_hosts, config and key, and a `bin/ssh` that reads them."""
    (home / ".ssh").mkdir(parents=True, exist_ok=True)
    (home / "bin").mkdir(exist_ok=True)
    know(home, port, room / "hostkey.pub")
    (home / ".ssh/config").write_text(
        f"Host pod-server\n  HostName 127.0.0.1\n  Port {port}\n\n"
        f"Host *\n  IdentityFile {room}/id\n  UserKnownHostsFile {home}/.ssh/known_hosts\n",
        encoding="utf-8",
    )
    wrapper = home / "bin/ssh"
    # ssh looks into the home that the system knows, whatever HOME says
    wrapper.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {home}/.ssh/config "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    return home


def know(home: Path, port: int, public_key: Path) -> None:
    kind, key = public_key.read_text(encoding="utf-8").split()[:2]
    with (home / ".ssh/known_hosts").open("a", encoding="utf-8") as file:
        file.write(f"[127.0.0.1]:{port} {kind} {key}\n")


@contextmanager
def nginx(
    room: Path, home: Path | None = None, *, tls: bool = False, limit: str = "0", locations: str = ""
) -> Iterator[Server]:
    """nginx: /dav/ takes WebDAV from USER with PASSWORD, / shows the same files to everybody as a web host does."""
    home = home or room / "files"
    (home / "dav").mkdir(parents=True, exist_ok=True)
    port = free_port()
    crypted = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True)
    (room / "users").write_text(f"{USER}:{crypted.stdout}", encoding="utf-8")
    secure = ""
    if tls:
        make_certificate(room)
        secure = f"ssl_certificate {room}/cert.pem; ssl_certificate_key {room}/key.pem;"
    (room / "nginx.conf").write_text(
        f"""
{"user root;" if os.geteuid() == 0 else ""}
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
daemon off; worker_processes 2; pid {room}/pid; error_log {room}/error.log;
events {{}}
http {{
  client_body_temp_path {home}/.body; proxy_temp_path {room}/p; fastcgi_temp_path {room}/f;
  uwsgi_temp_path {room}/u; scgi_temp_path {room}/s;
  access_log off; etag on; client_max_body_size {limit}; dav_ext_lock_zone zone=locks:1m;
  types {{ text/html html; text/css css; text/javascript js; audio/mpeg mp3; image/jpeg jpg; text/vtt vtt;
    application/rss+xml xml; application/json json; text/plain txt; }}
  charset utf-8; charset_types text/html text/vtt text/plain application/rss+xml;
  server {{
    listen 127.0.0.1:{port} {"ssl" if tls else ""}; {secure} root {home};
    location ~ /\\.(part|claim|body) {{ return 404; }}
    location ~ chapters\\.json$ {{ types {{}} default_type application/json+chapters; }}
    {locations}
    location ^~ /dav/ {{
      auth_basic pod; auth_basic_user_file {room}/users;
      dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; dav_access user:rw group:r all:r;
    }}
  }}
}}
""",
        encoding="utf-8",
    )
    with _running([shutil.which("nginx") or "/usr/sbin/nginx", "-c", room / "nginx.conf"], port, room, home) as server:
        yield server


def make_certificate(room: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"),
        ],
        cwd=room,
        check=True,
        capture_output=True,
    )


@contextmanager
def rclone(room: Path, kind: str, home: Path | None = None) -> Iterator[Server]:
    """Serve a folder with rclone: kind "webdav", "sftp", or "s3" (whose buckets are the folders in it).

    By itself it takes five minutes to see what lies in a folder that it did not put there, such as its own left-overs.
    """
    home = home or room / "files"
    (home / "podcast").mkdir(parents=True, exist_ok=True)
    port = free_port()
    login = ["--auth-key", f"{USER},{PASSWORD}"] if kind == "s3" else ["--user", USER, "--pass", PASSWORD]
    if kind == "sftp":
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", room / "hostkey"], check=True)
        (room / "home/.ssh").mkdir(parents=True)
        know(room / "home", port, room / "hostkey.pub")
        login += ["--key", str(room / "hostkey")]
    options = [*login, "--dir-cache-time", "100ms"]
    command = [TOOLS / "rclone", "serve", kind, "--addr", f"127.0.0.1:{port}", *options, home]
    with _running(command, port, room, home, env={**os.environ, "HOME": str(room)}) as server:
        yield server


@contextmanager
def moto(room: Path) -> Iterator[Server]:
    """An S3 server that keeps everything in memory and takes any key, with a bucket `podcast`."""
    port = free_port()
    with _running([TOOLS / "moto_server", "-H", "127.0.0.1", "-p", port], port, room, room) as server:
        s3_client(port).create_bucket(Bucket="podcast")
        yield server


def s3_client(port: int):
    """Return boto3's client for a server on loopback."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=USER,
        aws_secret_access_key=PASSWORD,
        config=Config(s3={"addressing_style": "path"}),
    )


class Cutter:
    """A TCP proxy that hangs up on everybody once so many bytes have gone up."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._left: float = float("inf")
        self._pairs: list[socket.socket] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    def cut_after(self, size: float) -> None:
        """Hang up after so many more bytes; infinity: never."""
        with self._lock:
            self._left = size

    def close(self) -> None:
        self._listener.close()
        self._cut()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._pairs += [near, far]
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(16384):
                with self._lock:
                    self._left -= len(data) if is_up else 0
                    if self._left <= 0:
                        self._cut()
                        return
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _cut(self) -> None:
        for end in self._pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it, without which close does nothing
            end.close()
        self._pairs = []
