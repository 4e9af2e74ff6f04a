"""The terms that the ontology of this repository defines."""

from diplomatica.model.dataset.folder import PACKAGED
from diplomatica.model.vocabulary import DIP, OWL
from diplomatica.pipeline.files.source import read

ONTOLOGY = read(PACKAGED / "ontology" / "diplomatica.ttl", "", "urn:x:").quads
KINDS = {
    OWL("Class"),
    OWL("ObjectProperty"),
    OWL("DatatypeProperty"),
    OWL("AnnotationProperty"),
    OWL("NamedIndividual"),
}
TERMS = {
    quad.subject
    for quad in ONTOLOGY
    if quad.object in KINDS and str(quad.subject).startswith(f"<{DIP}")
}
