"""A walk through the tokens of a query, one by one or past a bracket as a whole."""

from collections.abc import Sequence

from diplomatica.engine.rewriting.paths.path import Unreadable
from diplomatica.engine.sparql.query import Token

_CLOSING = {"{": "}", "(": ")", "[": "]"}
_END = Token("other", "", 0, 0)


class Walk:
    """Where somebody is in a query that is read from its beginning to its end."""

    def __init__(self, query: str, read: Sequence[Token], at: int) -> None:
        """Begin at one of the tokens of the query."""
        self.query, self.read, self.at = query, read, at

    @property
    def token(self) -> Token:
        """The token that comes next: at the end one without a text."""
        return _END if self.is_done else self.read[self.at]

    @property
    def is_done(self) -> bool:
        """Whether no token is left."""
        return self.at >= len(self.read)

    @property
    def text(self) -> str:
        """The text of the next token."""
        return self.token.text

    @property
    def word(self) -> str:
        """The next token in capitals if it is a keyword, else nothing."""
        return self.text.upper() if self.token.kind == "keyword" else ""

    def is_at(self, bracket: str) -> bool:
        """Whether a bracket comes next, and no string that looks like one."""
        return self.text == bracket and self.token.kind == "other"

    def since(self, start: int) -> str:
        """The text of the query from a token on to the last that was passed."""
        first, last = self.read[start], self.read[self.at - 1]
        return self.query[first.start : last.end]

    def step(self) -> Token:
        """Pass the next token. Raises Unreadable at the end."""
        passed = self.token
        if self.is_done:
            raise Unreadable("the query ends too soon")
        self.at += 1
        return passed

    def must_take(self, text: str) -> None:
        """Pass a token of this text. Raises Unreadable where another stands."""
        if self.text != text:
            raise Unreadable(f"a {text} is missing")
        self.at += 1

    def skip(self) -> None:
        """Pass a bracket and all that is in it. Raises Unreadable where it does not close."""
        opened = [_CLOSING[self.step().text]]
        while opened:
            token = self.step()
            text = token.text if token.kind == "other" else ""
            if text in _CLOSING:
                opened.append(_CLOSING[text])
            elif text in _CLOSING.values() and text != opened.pop():
                raise Unreadable("brackets do not match")
