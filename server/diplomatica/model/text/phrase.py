"""Sentences of ours in English, which a page can tell in its reader's language."""


class Phrase(str):
    """A sentence of ours in English, which a page tells in its reader's language.

    What stands in it in braces is put in as it is, or as a phrase of its own.
    """

    words: str
    values: dict[str, object]

    def __new__(cls, words: str, **values: object) -> "Phrase":
        """It is the English sentence for all who know nothing of languages."""
        made = super().__new__(cls, words.format(**values) if values else words)
        made.words, made.values = words, values
        return made


def in_a_row(*sentences: str) -> Phrase:
    """Sentences one after another."""
    values: dict[str, object] = {f"n{at}": one for at, one in enumerate(sentences)}
    words = " ".join(f"{{{name}}}" for name in values)
    return Phrase(words, **values)
