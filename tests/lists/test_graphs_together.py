"""What several named graphs say of one thing stands together, and texts beside links once."""

from pathlib import Path

from flask.testing import FlaskClient

from brought import words
from diplomatica.model.dataset.folder import bundle
from diplomatica.pipeline.building import build
from diplomatica.web.app import create_app

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
KIND = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def iri(name: str) -> str:
    return f"<https://arts.org/{name}>"


def event(number: int) -> str:
    """An event, to which one graph gives the name of its place, and another that place."""
    this, hall = iri(f"event{number}"), number % 2
    return f"""{this} {iri("own#place")} {iri(f"hall{hall}")} .
{this} {iri("own#year")} "201{number}" .
{this} {KIND} {iri("own#Event")} {iri("graph")} .
{this} {LABEL} "Event {number}" {iri("graph")} .
{this} {iri("own#place")} "Hall {hall}" {iri("graph")} .
{this} {iri("own#actor")} "Ada" {iri("graph")} .
"""


def site(folder: Path) -> FlaskClient:
    halls = [
        f'{iri(f"hall{n}")} {LABEL} "Hall {n}" .\n'
        f"{iri(f'hall{n}')} {KIND} {iri('own#Hall')} .\n"
        for n in range(2)
    ]
    (folder / "arts.nq").write_text("".join([*halls, *map(event, range(8))]), "utf-8")
    release = build(bundle((folder / "arts.nq",)), folder / "releases", is_draft=True)
    return create_app(release).test_client()


def test_values_of_all_graphs_stand_at_their_property(tmp_path: Path) -> None:
    page = site(tmp_path).get("/event3", headers={"Accept": "text/html"}).text
    place = page.partition(">place<")[2].partition("<dt>")[0]
    assert '<a href="/hall1"' in place
    assert '<span class="literal">Hall 1</span>' in place


def test_the_name_of_a_link_stands_once_in_a_cell_and_a_facet(tmp_path: Path) -> None:
    kind = {"kind": "https://arts.org/own#Event"}
    told = words(site(tmp_path), "/browse", **kind, **{"as": "table"})
    assert "Event 1 Hall 1 Ada" in told or "Event 1 Hall 1 2011" in told
    assert "Hall 1 , Hall 1" not in told
    assert "place Hall 0 4 Hall 1 4" in told.partition("Narrow down")[2]
