"""Signs that nobody sees or means in texts and IRIs: they are told, and published as they are.

They are looked for in the lines of N-Quads, which takes a fraction of what terms take.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diplomatica.errors import Fault
from diplomatica.model.statement import term_of, text_of
from diplomatica.model.terms.wording import local_name
from diplomatica.pipeline.files.source import AS_PUBLISHED, Source
from diplomatica.pipeline.storing.kept import pieces_of
from diplomatica.pipeline.storing.lines import terms_of

# No-break and zero-width spaces, marks of direction and of the order of bytes, soft hyphens.
_UNSEEN = (
    rb"(?:\xc2[\xa0\xad]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4]|"
    rb"\xef\xbb\xbf)"
)
_BLANK = rb"(?: |\\[tnr]|" + _UNSEEN + rb")"
_CONTROL = rb"\\(?:u00(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f]|7[Ff])|[bf])|\xc2[\x80-\x9f]"
_LONGEST = 60  # characters of a text that is shown
_TWINS = 200_000  # IRIs of one host that are compared
_HOSTS = {
    scheme: re.compile(b"<" + scheme + rb"://([^/>?#\s]+)")
    for scheme in (b"http", b"https")
}
_PLAIN = re.compile(r"[\w ,.;:()-]*\w")
_AFTER_TEXT = re.compile(rb'"[ @^]')
_BACKSLASHES = re.compile(rb"\\*$")


@dataclass(frozen=True)
class _Oddity:
    """By what a line shows it, what it is, and what to do about it."""

    signs: tuple[bytes, ...]
    """One of which lines have that have it: to look for these is quicker by ten."""
    mark: re.Pattern[bytes]
    is_meant: Callable[[bytes, int, int], bool]
    """Whether a mark is one, from its start to its end in some lines."""
    is_one: str
    are_many: str
    advice: str
    is_of_iris: bool = False
    """Whether it is one of IRIs, and not of texts."""


def _is_at_an_end(piece: bytes, start: int, end: int) -> bool:
    """Whether a sign begins or ends a text; one of nothing else is told as an empty one."""
    is_first = piece[start - 2 : start] == b' "'
    is_last = _AFTER_TEXT.match(piece, end) is not None
    return is_first != is_last


def _is_escape(piece: bytes, start: int, _end: int) -> bool:
    """Whether what begins with a backslash is an escape, and that is not one itself."""
    before = _BACKSLASHES.search(piece, max(0, start - _LONGEST), start)
    return before is None or len(before[0]) % 2 == 0


def _is_always(*_: object) -> bool:
    return True


_ODDITIES = (
    _Oddity(
        (b"\xc2\xa0", b"\xc2\xad", b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf"),
        re.compile(_UNSEEN),
        _is_at_an_end,
        "1 text begins or ends with a sign that nobody sees",
        "{count} texts begin or end with a sign that nobody sees",
        "leave such signs out: who looks for the words alone may not find them",
    ),
    _Oddity(
        (b"\\", b"\xc2"),
        re.compile(_CONTROL),
        _is_escape,
        "1 text has a control character in it",
        "{count} texts have control characters in them",
        "leave them out: hardly any program shows them",
    ),
    _Oddity(
        (b' "',),
        re.compile(rb' "' + _BLANK + rb'*"(?=[ @])'),
        _is_always,
        "1 statement has an empty text for its value, of",
        "{count} statements have an empty text for their value, as that of",
        "leave out what states nothing",
    ),
    _Oddity(
        (b"%20",),
        re.compile(rb"%20[^<>\s]*>"),
        _is_always,
        "1 statement has an IRI with a space that is written as %20",
        "{count} statements have an IRI with a space that is written as %20",
        "another sign, such as a hyphen, is easier to write and to find again",
        is_of_iris=True,
    ),
)


def odd_signs(source: Source) -> Iterator[Fault]:
    """Hints at signs that nobody sees or means, once a kind."""
    counts, lines = [0] * len(_ODDITIES), [""] * len(_ODDITIES)
    for piece in pieces_of(source.quads):
        for number, oddity in enumerate(_ODDITIES):
            found = list(_lines_with(oddity, piece))
            counts[number] += len(found)
            lines[number] = lines[number] or next(iter(found), b"").decode()
    for oddity, count, line in zip(_ODDITIES, counts, lines, strict=True):
        # of a table, templates write spaces so
        if count and not (oddity.is_of_iris and source.described_in):
            told = oddity.is_one if count == 1 else oddity.are_many
            what = f"{told.format(count=f'{count:,}')}: “{_example_in(oddity, line)}”"
            at = source.line_near(*_words_in(line))
            yield Fault(source.name, at, what, f"{oddity.advice}; {AS_PUBLISHED}")
    yield from _twins(source)


def _lines_with(oddity: _Oddity, piece: bytes) -> Iterator[bytes]:
    """The lines in which it is, each once."""
    if not any(sign in piece for sign in oddity.signs):
        return
    end = -1
    for found in oddity.mark.finditer(piece):
        if found.start() > end and oddity.is_meant(piece, *found.span()):
            start = piece.rfind(b"\n", 0, found.start()) + 1
            end = piece.find(b"\n", found.start())
            yield piece[start:end]


def _example_in(oddity: _Oddity, line: str) -> str:
    """What is odd in a line: the text or the IRI; of an empty text what states it.

    Signs that nobody sees are told by their numbers.
    """
    subject, by, value, _ = terms_of(f"{line}\n")
    odd = [one for one in (subject, by, value) if b"%20" in one.encode()]
    words = text_of(term_of(odd[0] if oddity.is_of_iris and odd else value))
    if not words.strip():
        return f"{subject} {by}"
    seen = "".join(map(_visible, words[:_LONGEST]))
    return f"{seen}…" if len(words) > _LONGEST else seen


def _words_in(line: str) -> Iterator[str]:
    """By which words a file tells what a line does: how its IRIs end, and of its text a part.

    A file may write signs otherwise that are no letters.
    """
    subject, by, value, _ = terms_of(f"{line}\n")
    for iri in (subject, by):
        yield "" if iri.startswith("_:") else local_name(iri[1:-1])
    parts = _PLAIN.findall(text_of(term_of(value)))
    yield max(parts, key=len, default='""')


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else f"[U+{ord(sign):04X}]"


def _twins(source: Source) -> Iterator[Fault]:
    """Hints at IRIs that stand with http as well as with https: they are two things."""
    twins = sorted(
        one for host in _hosts_of_both(source) for one in _twins_of(source, host)
    )
    if twins:
        count = "1 IRI stands" if len(twins) == 1 else f"{len(twins):,} IRIs stand"
        what = f"{count} with http: as well as with https: “http://{twins[0].decode()}”"
        advice = "write each in one way: they are two different things for programs"
        at = source.line_near(twins[0].decode())
        yield Fault(source.name, at, what, f"{advice}; {AS_PUBLISHED}")


def _hosts_of_both(source: Source) -> list[bytes]:
    """The hosts of which IRIs have either scheme; those of the rarer one are few mostly."""
    counts = dict.fromkeys(_HOSTS, 0)
    for piece in pieces_of(source.quads):
        for scheme in counts:
            counts[scheme] += piece.count(b"<" + scheme + b"://")
    rarer, other = sorted(counts, key=lambda scheme: counts[scheme])
    if not counts[rarer]:
        return []
    hosts = {
        host
        for piece in pieces_of(source.quads)
        for host in _HOSTS[rarer].findall(piece)
    }
    found = set[bytes]()
    for piece in pieces_of(source.quads):
        found |= {one for one in hosts - found if b"<%b://%b" % (other, one) in piece}
    return sorted(found)


def _twins_of(source: Source, host: bytes) -> set[bytes]:
    """What of a host stands behind either scheme."""
    mark = re.compile(rb"<(https?)://(" + re.escape(host) + rb"(?=[/>?#])[^>\s]*)>")
    known: dict[bytes, set[bytes]] = {b"http": set(), b"https": set()}
    for piece in pieces_of(source.quads):
        for scheme, rest in mark.findall(piece):
            if len(known[scheme]) < _TWINS:
                known[scheme].add(rest)
    return known[b"http"] & known[b"https"]
