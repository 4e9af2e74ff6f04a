"""The letter that goes with a proposal: what is wrong in a sentence, then the file."""

from collections.abc import Callable, Iterator

from pyoxigraph import Triple

from diplomatica.lookup.proposing.proposal import Proposal
from diplomatica.web.site import Site
from diplomatica.web.things.report import Report, contacts


def letter_of(
    site: Site, proposal: Proposal, sentence: Callable[[Triple], str]
) -> Report:
    """The proposal as a letter to whom the catalog names.

    Whoever reads it sees first what is meant; the file below is for the command
    that puts it in place.
    """
    name = site.iris.short(proposal.about.value)
    told = [*_letter_lines(proposal, sentence), "", proposal.written()]
    return Report(f"Proposal: {name}", "\n".join(told), contacts(site))


def _letter_lines(
    proposal: Proposal, sentence: Callable[[Triple], str]
) -> Iterator[str]:
    """What is wrong, what would be right, and how that is known, line by line."""
    went = "; ".join(map(sentence, proposal.removed))
    came = "; ".join(map(sentence, proposal.added))
    wrong = f"“{went}” is wrong" if went else "Something is missing"
    right = f"it should be “{came}”" if came else "it should be withdrawn"
    end = "" if proposal.reason.endswith((".", "!", "?")) else "."
    yield f"{wrong}: {right}. {proposal.reason}{end}"
    if proposal.words:
        yield f"The words that are read so: “{proposal.words}”"
    if proposal.source:
        yield f"Where that can be seen: {proposal.source}"
    if proposal.by:
        yield f"From {proposal.by}"
