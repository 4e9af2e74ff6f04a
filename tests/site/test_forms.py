"""What is sent to pages by POST, to the server as it is run."""

import http.client
import json
import socket
from urllib.parse import quote, urlsplit

import pytest

from conftest import request
from diplomatica.engine import Limits

FORM = "application/x-www-form-urlencoded"
NAMES = f"names={quote('Kazakhstan, the OSCE')}".encode()
QUERIES = f"queries={quote(json.dumps({'q0': {'query': 'Kazakhstan'}}))}".encode()


def test_a_form_with_names_is_matched(server: str) -> None:
    names = f"names={quote('Kazakhstan')}".encode()
    answer = request(server, "/match", "POST", names, Content_Type=FORM)
    assert answer.status == 200
    assert "id/kazakhstan" in answer.body.decode()


def test_a_form_in_parts_is_read(server: str) -> None:
    body = (
        b"--cut\r\nContent-Disposition: form-data; name=names\r\n\r\n"
        b"Kazakhstan\r\n--cut--\r\n"
    )
    kind = "multipart/form-data; boundary=cut"
    answer = request(server, "/match", "POST", body, Content_Type=kind)
    assert answer.status == 200
    assert "id/kazakhstan" in answer.body.decode()


def test_a_form_without_a_stated_length_is_read(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    connection.request(
        "POST",
        "/reconcile",
        iter([QUERIES[:20], QUERIES[20:]]),
        {"Content-Type": FORM},
        encode_chunked=True,
    )
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    assert answer.status == 200
    assert found["q0"]["result"][0]["name"] == "Kazakhstan"


def test_names_are_reconciled_by_form_and_by_json(server: str) -> None:
    answer = request(server, "/reconcile", "POST", QUERIES, Content_Type=FORM)
    assert answer.json["q0"]["result"][0]["name"] == "Kazakhstan"
    asked = {
        "queries": [{"conditions": [{"matchType": "name", "propertyValue": "OSCE"}]}]
    }
    body = json.dumps(asked).encode()
    answer = request(
        server, "/reconcile/1.0/match", "POST", body, Content_Type="application/json"
    )
    assert answer.status == 200
    (found,) = answer.json["results"]
    assert found["candidates"][0]["name"].startswith("Organisation for Security")


def test_a_form_that_is_too_large_is_told_so_and_not_held(server: str) -> None:
    body = b"names=" + b"x" * (3 * Limits().query + 1)
    answer = request(server, "/match", "POST", body, Content_Type=FORM)
    assert answer.status == 413
    assert answer.json["title"] == "This request is too large"


def test_forms_that_never_end_count_against_their_client(server: str) -> None:
    place = urlsplit(server)
    head = f"POST /match HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 9\r\n\r\n"
    begun = []
    try:
        for _ in range(Limits().at_once):
            connection = socket.create_connection((place.hostname, place.port), 10)
            connection.sendall(head.encode() + b"n")
            begun.append(connection)
        answer = request(server, "/match", "POST", NAMES, Content_Type=FORM)
        assert answer.status == 429
    finally:
        for connection in begun:
            connection.close()


@pytest.mark.parametrize("path", ["/", "/doc/kazakhstan", "/search"])
def test_a_page_that_takes_no_form_says_so(path: str, server: str) -> None:
    answer = request(server, path, "POST", NAMES, Content_Type=FORM)
    assert answer.status == 405
