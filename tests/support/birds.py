"""A dataset of birds, which is published version by version."""

from pathlib import Path

from diplomatica.model.dataset.folder import Folder
from diplomatica.model.dataset.release import Release
from diplomatica.pipeline.building import build

CATALOG = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/birds/dataset> a dcat:Dataset ;
    dcterms:identifier "birds" ; dcterms:title "Birds"@en ; dcterms:description "Seen."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:issued "%s"^^xsd:date ; dcat:version "%s" ;
    void:uriSpace "https://example.org/birds/" .
"""
NAMED = '<%s> <http://www.w3.org/2000/01/rdf-schema#label> "%s" .\n'
"""What a bird is called."""


def released(folder: Path, version: str, day: str, text: str) -> Release:
    """Publish a version of it, of a day."""
    dataset = folder / "dataset"
    dataset.mkdir(parents=True, exist_ok=True)
    (dataset / "catalog.ttl").write_text(CATALOG % (day, version))
    (dataset / "birds.ttl").write_text(text)
    return build(Folder(folder), folder.parent / "releases")
