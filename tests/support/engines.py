"""Servers of SPARQL that are not ours, and some that fail, for the tests that ask one."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx

from conftest import ARTICLE
from processes import free_port, needed

ADDRESSES = (
    "/",
    "/dataset",
    "/doc/kazakhstan",
    "/doc/kazakhstan.trig",
    f"/claim/{ARTICLE}/osce-finale",
    f"/article/{ARTICLE}",
    "/network?thing=kazakhstan",
    "/timeline",
    "/search?q=osce",
    "/ontology.ttl",
    "/shapes",
    "/graph/names.nq",
    f"/dumps/article/{ARTICLE}.nq",
    "/dumps/class/State.ttl",
    "/doc/kazakhstn",
    "/sparql?format=json&query=SELECT+?x+{+?x+a+owl:Class+}+ORDER+BY+?x",
)
"""What any engine answers as our own does: an address of each kind."""
Respond = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def oxigraph() -> Iterator[str]:
    """Oxigraph's own server, empty: its address, below which are /query and /update."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent)
    assert program is not None
    address = f"127.0.0.1:{free_port()}"
    command = [program, "serve", "--bind", address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _wait_for(f"http://{address}/")
        try:
            yield f"http://{address}"
        finally:
            process.terminate()


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 100000
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso, empty, with its files in a folder; /sparql-auth takes updates of dba."""
    port = free_port()
    settings = _VIRTUOSO.format(sql=free_port(), port=port)
    (folder / "virtuoso.ini").write_text(settings, "ascii")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        _wait_for(f"http://127.0.0.1:{port}/sparql")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer")


@contextmanager
def answering(respond: Respond) -> Iterator[str]:
    """A server that answers each request in one way: its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            respond(self)

        def do_GET(self) -> None:
            respond(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def response(
    status: int, body: bytes, length: int | None = None, **headers: str
) -> Respond:
    """An answer of a server, of which less may be sent than it says."""

    def respond(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["Content-Length"] or 0))
        request.send_response(status)
        request.send_header("Content-Length", str(length or len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)
        request.close_connection = True

    return respond


_NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream replicas {{ {replicas} }}
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://replicas; }} }}
}}
"""


@contextmanager
def nginx(servers: list[str], folder: Path) -> Iterator[str]:
    """Nginx before replicas, as it does by itself: its address."""
    program, port, file = needed("nginx"), free_port(), folder / "nginx.conf"
    replicas = " ".join(f"server {server.split('//')[1]};" for server in servers)
    settings = _NGINX.format(folder=folder, replicas=replicas, port=port)
    file.write_text(settings, "utf-8")
    command = [program, "-p", str(folder), "-c", str(file), "-e", str(folder / "log")]
    with subprocess.Popen(command) as process:
        _wait_for(f"http://127.0.0.1:{port}/")
        try:
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.terminate()


def forwarding(servers: list[str], seen: list[str]) -> Respond:
    """A proxy before replicas: the next one each time, and another where one is gone."""
    turn = iter(range(10**9))

    def respond(request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"] or 0))
        names = ("Accept", "Content-Type")
        headers = {name: request.headers[name] for name in names}
        start = next(turn)
        for number in range(len(servers)):
            server = servers[(start + number) % len(servers)]
            try:
                found = httpx.post(f"{server}/query", content=body, headers=headers)
            except httpx.HTTPError:
                continue
            seen.append(server)
            _pass_on(request, found)
            return
        request.send_error(502)

    return respond


def _pass_on(request: BaseHTTPRequestHandler, found: httpx.Response) -> None:
    request.send_response(found.status_code)
    request.send_header("Content-Type", found.headers["Content-Type"])
    request.send_header("Content-Length", str(len(found.content)))
    request.end_headers()
    request.wfile.write(found.content)
