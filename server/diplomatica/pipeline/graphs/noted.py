"""What is noted of claims and links beside their files: signatures, proposals, and days."""

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.errors import Fault
from diplomatica.lookup.proposing.proposal import read_proposal
from diplomatica.lookup.proposing.refusals import refusal
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.statement import stated_in, text_of
from diplomatica.model.vocabulary import SKOS
from diplomatica.pipeline.checking.watching.extract import extracts
from diplomatica.pipeline.checking.watching.watchedlink import (
    dates,
    findings,
    watched_links,
)
from diplomatica.pipeline.claims.authorship import Authorship
from diplomatica.pipeline.reading import Reading


def note_beside(reading: Reading, folder: Folder) -> None:
    """Add what the folder says beside its files of data of claims, links and makers."""
    _watch_links(reading, folder)
    _sign(reading)
    _note_proposals(reading, folder)


def _watch_links(reading: Reading, folder: Folder) -> None:
    """Compare the links with what is stored of the other side, and say when that was."""
    stored = extracts((path, folder.name(path)) for path in folder.extracts)
    if not stored:
        return
    before = stored[-2] if len(stored) > 1 else None
    links = watched_links(reading.by_hand, reading.iris)
    outcomes = findings(links, stored[-1], before)
    reading.hints += [one.fault for one in outcomes]
    reading.about += dates(links, outcomes, stored[-1])


def _sign(reading: Reading) -> None:
    """Add who wrote and checked what, where the catalog says it of all together."""
    catalog = reading.iris("graph", "catalog")
    of_catalog = [quad for quad in reading.shared if quad.graph_name == catalog]
    reading.claims.authorship = Authorship(of_catalog, reading.iris)
    reading.about = reading.claims.authorship.signed(reading.about)


def _note_proposals(reading: Reading, folder: Folder) -> None:
    """Say of what was changed on a proposal why that was, and who proposed it."""
    known = set(reading.claims.named)
    known |= {NamedNode(text_of(quad.graph_name)) for quad in reading.shared}
    for path in folder.proposals:
        name = folder.name(path)
        proposal = read_proposal(path.read_bytes(), name)
        if proposal.refused:
            reading.shared += refusal(proposal, path.stem, reading.iris)
            continue
        note = Literal(proposal.because, language="en")
        told = Triple(proposal.about, SKOS("changeNote"), note)
        if proposal.about in known:
            reading.shared += stated_in(reading.iris("graph", "catalog"), [told])
        elif not proposal.is_withdrawn:
            message = f"is about {proposal.about.value}, which is no more"
            advice = "take the file away: no page tells of it"
            reading.hints.append(Fault(name, 0, message, advice))
