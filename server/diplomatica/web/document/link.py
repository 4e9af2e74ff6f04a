"""A link, as it stands in a header, in the head of a page or in a set of links."""

from dataclasses import dataclass

from werkzeug.urls import iri_to_uri


@dataclass(frozen=True)
class Link:
    """A typed link (RFC 8288) from something on the Web to something else."""

    anchor: str
    relation: str
    target: str
    media_type: str = ""

    def __str__(self) -> str:
        """The link as a value of the Link header."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{iri_to_uri(self.target)}>; rel="{self.relation}"{kind}'

    @property
    def json(self) -> dict[str, str]:
        """Its target (RFC 9264, section 4.2)."""
        target = {"href": iri_to_uri(self.target)}
        if self.media_type:
            target["type"] = self.media_type
        return target
