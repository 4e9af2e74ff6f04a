"""How names are spelt: what differs between two spellings of one name, taken away."""

import re
from functools import cache, lru_cache
from unicodedata import normalize

from anyascii import anyascii

_KEPT = 50_000  # names whose words are kept
_POSSESSIVE = re.compile(r"['’ʼ](s\b)?")
_STOPS = re.compile(r"(?<=\b\w)\.(?=\w\b|\W|$)")
_HYPHEN = re.compile(r"(?<=\bco)-(?=\w)|(?<=\bnon)-(?=\w)|(?<=\banti)-(?=\w)")
# the vowel signs of Indic and other scripts are no letters, but part of their words
_WORD = re.compile(
    r"(?:[^\W_]|[\u0900-\u0dff\u0e31-\u0fbc\u102b-\u103e\u17b4-\u17d3])+"
)
_ACCENT = re.compile("[\u0300-\u036f\u064b-\u065f]")
_ISE = re.compile(r"(?<=\w{3})is(?=(e|es|ed|er|ing|ation|ations|ational)$)")
_BRITISH = {
    "centre": "center",
    "centres": "center",
    "defence": "defense",
    "labour": "labor",
    "programme": "program",
    "programmes": "program",
    "theatre": "theater",
    "harbour": "harbor",
    "intl": "international",
    "dept": "department",
    "govt": "government",
    "dem": "democratic",
    "fed": "federation",
    "org": "organization",
    "dep": "deputy",
    "asst": "assistant",
    "pres": "president",
    "dr": "doctor",
    "st": "saint",
}
_ARTICLES = frozenset(("the", "a", "an"))
# Words that tell nothing apart.
_LITTLE = re.compile(
    "and|as|at|by|da|de|del|der|des|di|do|du|et|for|from|in|la|le|of|on|or|the|to"
    "|und|van|von|with|y|zu"
)
_ROMAN = re.compile(r"(?=[ivx]{2})(x{0,2})(ix|iv|v?i{0,3})")
_SINGLE = {"i": 1, "v": 5, "x": 10}
# “V Congress of …” is the fifth, “V. Putin” is not
_LEADING = re.compile(r"^[IVX](?=\s+\w+\s+(of|on|for)\b)")
_NUMBERS = 100  # that are known in words
_SAME_SOUND = (
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("zh", "j"),
    ("dzh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ch", "c"),
    ("sh", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "c"),
    ("tz", "c"),
    ("ks", "x"),
    ("ck", "k"),
    ("q", "k"),
    ("w", "v"),
    ("yu", "u"),
    ("iu", "u"),
    ("ya", "a"),
    ("ia", "a"),
    ("ye", "e"),
    ("ie", "e"),
    ("yo", "o"),
    ("j", "i"),
    ("y", "i"),
)
_TWICE = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """A text without what capitals, accents, stops and ampersands make of it."""
    composed = normalize("NFKC", text).replace("&", " and ").casefold()
    decomposed = normalize("NFD", composed)
    bare = normalize("NFC", _ACCENT.sub("", decomposed))
    without_stops = _STOPS.sub("", _POSSESSIVE.sub("", bare))
    return _HYPHEN.sub("", without_stops)


@lru_cache(_KEPT)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in one spelling of many, without articles."""
    words = _WORD.findall(folded(_LEADING.sub(_ordinal, text)))
    told = [word for word in words if word not in _ARTICLES] or words
    told = _grouped(_written_out(told))
    return tuple(map(_one_spelling, told))


def has_article(text: str) -> bool:
    """Whether a name begins with an article."""
    return text.partition(" ")[0].casefold() in _ARTICLES


def _written_out(words: list[str]) -> list[str]:
    """“Perm. Rep. of …” and “Rep. of …”, written out."""
    if "rep" not in words and "perm" not in words:
        return words
    found = ["permanent" if word == "perm" else word for word in words]
    for place, word in enumerate(found):
        if word == "rep":
            is_person = "permanent" in found[:place]
            found[place] = "representative" if is_person else "republic"
    return found


def _grouped(words: list[str]) -> list[str]:
    """“Group of Eight” and “Group of 8”, written as G8."""
    if "group" not in words:
        return words
    return _grouping().sub(_group, " ".join(words)).split()


@cache
def _grouping() -> re.Pattern[str]:
    # the longest first: “twenty four” before “twenty”
    numbers = "|".join(sorted(_cardinals(), key=len, reverse=True))
    return re.compile(rf"\bgroup of (\d+|{numbers})(?!\S)")


def _group(found: re.Match[str]) -> str:
    return f"g{_cardinals().get(found[1], found[1])}"


def _ordinal(found: re.Match[str]) -> str:
    return f"{_SINGLE[found[0].casefold()]}th"


def _one_spelling(word: str) -> str:
    if found := _ordinals().get(word):
        return found
    if roman := _ROMAN.fullmatch(word):
        return f"{_number(roman[1], roman[2])}th"
    return _BRITISH.get(word) or _ISE.sub("iz", word)


def _number(tens: str, ones: str) -> int:
    """What a Roman numeral below forty counts."""
    values = [_SINGLE[letter] for letter in tens + ones]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    signed = (one if one >= after else -one for one, after in pairs)
    return sum(signed)


@cache
def _cardinals() -> dict[str, int]:
    """Numbers in words, each as the words of a name are: “twenty four”."""
    from num2words import num2words

    numbers = range(1, _NUMBERS)
    return {num2words(number).replace("-", " "): number for number in numbers}


@cache
def _ordinals() -> dict[str, str]:
    """Ordinal numbers in words and in figures, each as “5th”."""
    # It reads in all languages, and few visitors match names.
    from num2words import num2words

    found = {}
    for number in range(1, _NUMBERS):
        written = f"{number}th"
        found[num2words(number, to="ordinal")] = written
        found[num2words(number, to="ordinal_num")] = written
    return found


def key_of(words: tuple[str, ...]) -> str:
    """By what names are the same: their letters, however they are parted into words."""
    return "".join(words)


@lru_cache(_KEPT)
def telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell a name apart; all where none does."""
    return tuple(word for word in words if not _LITTLE.fullmatch(word)) or words


@lru_cache(_KEPT)
def sound_of(words: tuple[str, ...]) -> str:
    """About how a name sounds, in any script: Кайрат and Kairat are alike."""
    latin = anyascii(" ".join(words)).casefold()
    sound = "".join(filter(str.isalnum, latin))
    for written, heard in _SAME_SOUND:
        sound = sound.replace(written, heard)
    return _TWICE.sub(r"\1", sound)


@lru_cache(_KEPT)
def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters."""
    letters = (letter for letter in normalize("NFD", text) if letter.isalpha())
    return all(letter < "\u0250" for letter in letters)


# … nor do these, where only first letters are taken: “d’”, “für”, “по”
_JOINING = re.compile(
    f"{_LITTLE.pattern}|d|das|dos|els?|für|l|las|les|los|par|para|per|por|pour|s"
    "|і|з|и|в|во|для|за|й|к|на|о|об|от|по|с|та|у"
)


def initials_of(text: str) -> set[str]:
    """The acronyms that the words of a name make, with their little words and without.

    An acronym in it stays whole: UNGA of “UN General Assembly”.
    """
    return {letters for letters in letters_of(text) if len(letters) > 2}


def letters_of(text: str) -> set[str]:
    """The first letters of a name’s words, of two as well: RF of “Russian Federation”."""
    words = _WORD.findall(normalize("NFKC", text).replace("-", " "))
    if len(words) < 2:
        return set()
    told = [word for word in words if not _JOINING.fullmatch(word.casefold())]
    of_all = "".join(map(_initial, words)).casefold()
    of_told = "".join(map(_initial, told)).casefold()
    return {one for one in (of_all, of_told) if len(one) > 1}


def _initial(word: str) -> str:
    return word if word.isupper() else word[0]


def is_acronym(text: str) -> bool:
    """Whether a name is written as acronyms are: OSCE, O.S.C.E."""
    letters = "".join(filter(str.isalnum, text))
    return 1 < len(letters) <= 8 and letters.isupper() and " " not in text.strip()
