"""Content negotiation (RFC 9110, section 12.5.1), shared by everything that has more than one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplomatica.model.formats import Format, by_name


@dataclass(frozen=True)
class Range:
    """One media range of an Accept header, with its quality and its place in the list."""

    kind: str
    subtype: str
    quality: float
    position: int

    @property
    def breadth(self) -> int:
        """0 for a media type, 1 for all subtypes of a type, 2 for everything."""
        return (self.subtype == "*") + (self.kind == "*")

    def matches(self, media_type: str) -> bool:
        """Whether a media type lies in it."""
        kind, _, subtype = media_type.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)


def ranges(header: str) -> list[Range]:
    """The media ranges of an Accept header; what is malformed is passed over, as a client's slip."""
    return list(_ranges(header))


def _ranges(header: str) -> Iterator[Range]:
    for position, item in enumerate(header.split(",")):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        kind, slash, subtype = media.partition("/")
        quality = _quality(parameters)
        if slash and kind and subtype and (kind != "*" or subtype == "*") and quality is not None:
            yield Range(kind, subtype, quality, position)


def _quality(parameters: list[str]) -> float | None:
    """The q among the parameters, 1 without one, None for one that is no number from 0 to 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            digits = value.strip()
            is_number = digits.replace(".", "", 1).isdigit() and digits.isascii()
            return float(digits) if is_number and float(digits) <= 1 else None
    return 1.0


def wanted(name: str | None, header: str | None, offered: Sequence[Format]) -> Format | None:
    """The format that a client wants: by `?format=`, or else by its Accept header."""
    return by_name(name, tuple(offered)) if name else choose(header, offered)


def choose(header: str | None, offered: Sequence[Format]) -> Format | None:
    """The format that a client likes best, None where it likes none of them.

    Among equals: what it names before what it only includes, then the order of its list, then ours.
    Without an Accept header, or with one that says nothing, the first that is offered.
    """
    asked = ranges(header or "")
    if not asked:
        return offered[0] if offered else None
    ranked = [(rank, order) for order, form in enumerate(offered) if (rank := _rank(form, asked))]
    return offered[min(ranked)[1]] if ranked else None


def _rank(form: Format, asked: list[Range]) -> tuple[float, int, int] | None:
    """How well a format suits, the smallest best; a client's narrowest range that fits decides for a media type.

    A format's other names count only where a client names them: `application/*` does not mean Turtle.
    """
    ranks = []
    for media_type in form.media_types:
        is_alias = media_type != form.media_type
        fitting = [one for one in asked if one.matches(media_type) and not (is_alias and one.breadth)]
        if fitting:
            decides = min(fitting, key=lambda one: (one.breadth, one.position))
            if decides.quality > 0:
                ranks.append((-decides.quality, decides.breadth, decides.position))
    excluded = any(one.quality == 0 and one.breadth == 0 and one.matches(form.media_type) for one in asked)
    return min(ranks) if ranks and not excluded else None
