"""A build asks no other server, by whatever engine a query is run."""

import socket
from pathlib import Path

import pytest

from conftest import Spoil
from diplomatica.errors import DiplomaticaError, InvalidInput
from diplomatica.model.dataset.folder import Folder
from diplomatica.pipeline.building import build
from diplomatica.pipeline.checking.offline import offline

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dip: <https://w3id.org/diplomatica/ontology#> .
@prefix x: <https://example.org/x/> .

x:asking a sh:NodeShape ; sh:targetClass dip:State ; sh:message "It is told elsewhere." ;
    sh:sparql [ sh:message "It is told elsewhere." ;
        sh:select "SELECT $this { SERVICE %s<http://127.0.0.1:9/> { $this ?p ?o } }" ] .
"""


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_shape_that_asks_another_service_is_told(
    silent: str, folder: Path, tmp_path: Path
) -> None:
    (folder / "ontology" / "asking-shapes.ttl").write_text(SHAPE % silent, "utf-8")
    shapes = folder / "ontology" / "shapes.ttl"
    if shapes.is_file():
        shapes.write_text(shapes.read_text("utf-8") + SHAPE % silent, "utf-8")
    with pytest.raises(DiplomaticaError, match="SERVICE"):
        build(Folder(folder), tmp_path / "releases")


@pytest.mark.parametrize("glued", ["", "?x dip:of k:."])
def test_a_table_that_asks_another_service_is_told(
    glued: str, folder: Path, spoil: Spoil, tmp_path: Path
) -> None:
    table = next((folder / "ontology" / "tables").glob("*.rq"))
    text = table.read_text("utf-8")
    where = f"{{ {glued}SERVICE SILENT <http://127.0.0.1:9/> {{ ?a ?b ?c }} }} "
    last = text.rindex("}")
    head = "PREFIX k: <http://k/>\n" if glued else ""
    start = next(n for n, line in enumerate(text.splitlines()) if line[:1] != "#")
    lines = (text[:last] + where + text[last:]).splitlines()
    table.write_text("\n".join([*lines[:start], head, *lines[start:]]), "utf-8")
    with pytest.raises(InvalidInput) as told:
        build(Folder(folder), tmp_path / "releases")
    assert "SERVICE is not run here" in str(told.value)


def test_no_socket_is_connected_within() -> None:
    with pytest.raises(DiplomaticaError, match="another server is asked"), offline():
        socket.create_connection(("127.0.0.1", 9))
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
