"""The terms of Turtle before and behind a place, as far as the next marks on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from diplomatica.pipeline.files.tokens import FileToken, tokens

_LOOKED_AT = 1 << 12  # characters behind a place
_MARKS = (";", ",", ".", "{", "}")
_OPENS = ("[", "(")
_CLOSES = ("]", ")")
_GOES_ON = ("@", "^^")  # the language or the type of the text before
# How many tokens stand behind what declares a prefix or a base.
_DECLARES = {"prefix": 2, "base": 1, "version": 1}
DECLARED = "declared"
"""What stands for a mark behind a declaration."""


@dataclass
class TermRun:
    """Terms that no mark parts, what stands at their other end, and in which line.

    What stands there is a mark, a bracket, DECLARED, or "" where the text is at its end.
    """

    mark: str = ""
    line: int = 0
    terms: list[str] = field(default_factory=list)
    bracket: str = ""
    """That in which they stand, if any."""
    opened: int = 0
    """The line in which it is opened."""
    declares: str = ""
    """The word behind them that declares something or begins a graph, if any."""


def run_before(text: str, line: int) -> TermRun:
    """The terms at the end of a text, of which it is told in which line it begins."""
    opened, left = [TermRun(line=line)], 0
    for token in _with_dots(text):
        run, at = opened[-1], line + token.line - 1
        if left:
            left -= 1
        elif not run.terms and _declared_by(token):
            left = _declared_by(token)
            run.mark, run.line = DECLARED, at
        elif token.text in _OPENS:
            opened.append(TermRun(token.text, at, bracket=token.text, opened=at))
        elif token.text in _CLOSES and len(opened) > 1:
            _close(opened)
        elif token.text not in _MARKS:
            _add(run, token.text)
        elif run.terms or run.mark != DECLARED:
            run.mark, run.line, run.terms = token.text, at, []
    return opened[-1]


def run_behind(text: str) -> TermRun:
    """The terms that a text begins with."""
    opened = [TermRun()]
    for token in _with_dots(text[:_LOOKED_AT]):
        if token.text in _OPENS:
            opened.append(TermRun(bracket=token.text))
        elif token.text in _CLOSES and len(opened) > 1:
            _close(opened)
        elif len(opened) == 1 and _declared_by(token):
            return replace(opened[0], declares=token.text)
        elif len(opened) == 1 and token.text in (*_MARKS, *_CLOSES):
            opened[0].mark = token.text
            break
        else:
            _add(opened[-1], token.text)
    first = opened[0]
    is_graph = first.mark == "{"
    return TermRun("{", declares="".join(first.terms[:1]) or "{") if is_graph else first


def closes(text: str) -> bool:
    """Whether a bracket that is open before a text is closed in it, before a statement ends."""
    depth = 1
    for token in _with_dots(text[:_LOOKED_AT]):
        depth += (token.text in _OPENS) - (token.text in _CLOSES)
        if not depth or token.text == ".":
            break
    return not depth


def _close(opened: list[TermRun]) -> None:
    """Take what stands in brackets for one term."""
    inner = opened.pop()
    opened[-1].terms.append(f"{inner.bracket}…" if inner.terms else inner.bracket)


def _add(run: TermRun, word: str) -> None:
    """Add a word to terms, of which it may be a part: the language or type of a text."""
    is_part = word.startswith(_GOES_ON) or run.terms[-1:] == ["^^"]
    if run.terms[-1:] == ["^^"]:
        run.terms.pop()
    if word == "^^" or not is_part:
        run.terms.append(word)


def _declared_by(token: FileToken) -> int:
    word = token.text.lower().removeprefix("@") if token.kind == "word" else ""
    return _DECLARES.get(word, 0)


def _with_dots(text: str) -> Iterator[FileToken]:
    """The tokens of a text, and the dots that stand right behind a word."""
    for token in tokens(text):
        yield token
        end = token.start + len(token.text)
        if token.kind == "word" and token.text != "." and text[end : end + 1] == ".":
            yield FileToken("word", ".", token.line, "", end)
