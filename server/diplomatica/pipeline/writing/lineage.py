"""What a release was made of, and by what (PROV-O).

That are its files, each with its checksum, and the version of this software.
"""

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica import version
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.vocabulary import DCAT, PROV, RDF, RDFS, SPDX, XSD


def files_of(folder: Folder, left_out: Collection[str] = ()) -> list[Path]:
    """The files that say something of the world: texts, vocabulary, rules and data.

    Example queries state nothing, and what is left out says nothing here.
    """
    files = [*folder.seeds, *folder.vocabulary, *folder.rules]
    files += [*folder.vocabulary_brought, *folder.brought]
    files += [*folder.reasons, *folder.claims]
    files += folder.catalog
    said = {path for path in files if folder.name(path) not in left_out}
    return sorted(said, key=folder.name)


def lineage(
    catalog: Catalog, folder: Folder, left_out: Collection[str] = ()
) -> Iterator[Triple]:
    """The build as an activity that used the files.

    It has no times, since a build knows no clock.
    """
    release = catalog.iris("release", catalog.version)
    activity = NamedNode(f"{release.value}#build")
    agent = NamedNode(f"{release.value}#software")
    label = f"The build of {catalog.title} {catalog.version}"
    yield Triple(release, RDF("type"), PROV("Entity"))
    yield Triple(release, PROV("wasGeneratedBy"), activity)
    yield Triple(activity, RDF("type"), PROV("Activity"))
    yield Triple(activity, RDFS("label"), Literal(label, language="en"))
    yield Triple(activity, PROV("wasAssociatedWith"), agent)
    yield Triple(agent, RDF("type"), PROV("SoftwareAgent"))
    yield Triple(agent, RDFS("label"), Literal(f"diplomatica {version()}"))
    yield Triple(agent, DCAT("version"), Literal(version()))
    for path in files_of(folder, left_out):
        name = folder.name(path)
        file = NamedNode(f"{release.value}#{quote(name)}")
        yield Triple(activity, PROV("used"), file)
        yield Triple(release, PROV("wasDerivedFrom"), file)
        yield from _file(file, name, path.read_bytes())


def _file(this: NamedNode, name: str, data: bytes) -> Iterator[Triple]:
    """A file that the release was made of, by its name and checksum."""
    checksum = NamedNode(f"{this.value}.sha256")
    digest = hashlib.sha256(data).hexdigest()
    value = Literal(digest, datatype=XSD("hexBinary"))
    yield Triple(this, RDF("type"), PROV("Entity"))
    yield Triple(this, RDFS("label"), Literal(name))
    yield Triple(this, SPDX("checksum"), checksum)
    yield Triple(checksum, RDF("type"), SPDX("Checksum"))
    yield Triple(checksum, SPDX("algorithm"), SPDX("checksumAlgorithm_sha256"))
    yield Triple(checksum, SPDX("checksumValue"), value)
