"""What the names of files and folders tell of what is in them: “data.ttl” tells nothing."""

import re
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import unquote

_WORD = re.compile(r"[^\W\d_]+?(?=[\W\d_]|$|(?<=[a-z])[A-Z])")
_PLAIN = """
a additions all and backup base cleaned combined complete content contents context converted copy
csv current data dataset datasets daten db default demo doc docs document documents donnees
download downloads draft dump dumps edges enriched entities entity example examples excel
expanded export exported exports extract features file files final fixed full generated
graph graphs id import individuals index inferred input instance instances items json jsonld
kb kg knowledge ld list lod main master merged metadata model my n new nodes
normalized nq nquads nt ntriples objects of old ontologies ontology out output outputs owl
part parts processed public published quads raw rdf records release resource resources
latest unnamed unknown noname mapped mapping mappings rdfs converter en de fr es nl ru
result results rml sample samples semantic set skos snapshot source src standard statement
statements static store temp test tests the things tmp to trig triple triples triplestore ttl
turtle untitled
update updates v version vocab vocabulary with xml yarrrml
dados datos dati donnée données gegevens ausgabe beispiel datei dateien ergebnis
выгрузка граф данные вывод тест файл
api app apps archive assets bin build client code core course desktop develop
dist etc git github gitlab home html lib libs local media mnt opt package packages project
projects repo repos repository root server share site srv usr users var volume volumes web
website work workspace www
"""
_SAYS_NOTHING = frozenset(_PLAIN.split())
# What machines name: a digest, a folder for a moment.
_BY_MACHINES = re.compile(r"[0-9a-f]{7,}|tmp\w+|input", re.IGNORECASE)
_OF_PEOPLE = ("home", "Users")  # folders whose folders have the names of their owners
_HIGHEST = 4  # folders above a file that may say what it is
_HYPHENED = re.compile(
    r"[^\W\d_]{2,}([ -][^\W\d_]{2,}|[ -]\d{4})+([ .-]v?\d{1,2}(\.\d+)*)?"
)
_JOINED = re.compile(r"([A-Z][a-z]+){2,}\d*")
_BEGUN_SMALL = re.compile(r"[a-z]+([A-Z][a-z]+)+\d*")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z\d])")
_COPY = re.compile(r"([ _-]*\(\d+\)|[ _-]+copy)+$", re.IGNORECASE)
# What a tool calls what it made.
_MADE = re.compile(r"^converted[ -]+|[ -]+(results?|outputs?)$", re.IGNORECASE)
_VERSION = re.compile(r"(?<=[^\W\d_]{2})\.(?=v?\d+(\.\d+)*$)")
_ORDINAL = re.compile(r"^\d{1,3}[ .-]+(?=[^\W\d_]{2})")
_DAY_FIRST = re.compile(
    r"(?P<year>(?:1[5-9]|20)\d\d)(?:-?(?P<month>0[1-9]|1[0-2])(?:-?(?P<day>[0-3]\d))?)?"
    r"(?:T[\d:.-]+Z?)?[ .-]+(?=[^\W\d_]{2})"
)
# org.harbour.boats is what a host would be called, from its end.
_DOTTED = re.compile(r"[^\W\d_]{2,}(\.[^\W\d_]{2,})+")
_HOST = re.compile(r"^(www|org|com|net|io|de|eu|fr|uk|nl|it)\.(?=[^\W\d_]{2})")
_LONGEST = 36  # characters of an address that is still a title
_HOSTS_OF_NOBODY = re.compile(
    r"(.*\.)?(localhost|(example|test|internal|local|lan|intra)(\.\w+)?|\d+(\.\d+){3})(:\d+)?"
)
_PORT = re.compile(r":\d+$")


def title_from_names(files: str, base: str, folders: Iterable[str]) -> tuple[str, str]:
    """What files are called by their name, and why by another where that tells nothing.

    Their `base` comes before the `folders` around them, the nearest of which is the
    first: wherever the same data lies, it is called alike.
    """
    words = readable(files)
    if tells(files):
        whose = _whose(files, base)
        why = "the name of what was brought, with that of the base"
        return (f"{whose}: {words}", why) if whose else (words, "")
    least = f"as the name “{files}” tells nothing"
    if found := telling_address(base):
        return found, f"of the base, {least}"
    found = telling_folder(folders)
    return (found, f"the name of the folder, {least}") if found else (words, "")


def _whose(name: str, base: str) -> str:
    """The part of a base before one that says the same as a name: whose “products” they are."""
    parts = base.partition("//")[2].rstrip("/").split("/")
    *path, above, last = ("", *parts)
    is_same = _of_one(last) == _of_one(name)
    if not is_same or not any(path) or not tells(above):
        return ""
    words = readable(above).replace("-", " ")
    return _begun_large(words)


def _of_one(name: str) -> str:
    """A name in small letters, without the sign of the plural."""
    return name.casefold().rstrip("s")


def _begun_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def readable(name: str) -> str:
    """A name of files as a reader writes it: “Organs of Italy” for “organs-of-italy”.

    A day or a year stands behind the words, and what only puts files in order is left
    out. Codes and versions stay as they are, as bb-5kbc does.
    """
    uncopied = _COPY.sub("", unquote(name))
    plain = uncopied.replace("_", " ").strip() or name
    unversioned = _VERSION.sub(" ", plain)
    plain = _MADE.sub("", unversioned) or plain
    bare, when = _dated(_ORDINAL.sub("", plain))
    is_host = bare.count(".") > 1
    words = _apart(_HOST.sub("", bare) if is_host else bare)
    is_lower = " " in words and words == words.lower()
    if is_lower or bare != plain:
        words = _begun_large(words)
    return f"{words} {when}".strip()


def _dated(words: str) -> tuple[str, str]:
    """Words without the day or the year that they begin with, and that as people write it."""
    found = _DAY_FIRST.match(words)
    if not found or not (rest := words[found.end() :]):
        return words, ""
    return rest, "-".join(filter(None, found.group("year", "month", "day")))


def _apart(words: str) -> str:
    """The words of a name with spaces between them."""
    if _DOTTED.fullmatch(words):
        return words.replace(".", " ")
    if _HYPHENED.fullmatch(words):
        return words.replace("-", " ")
    parts = words.split(" ")
    if any(map(_JOINED.fullmatch, parts)):
        return " ".join(
            _HUMP.sub(" ", one) if _JOINED.fullmatch(one) else one for one in parts
        )
    if _BEGUN_SMALL.fullmatch(words):
        spaced = _HUMP.sub(" ", words).lower()
        return _begun_large(spaced)
    return words


def tells(name: str) -> bool:
    """Whether a name has a word that not just any data could have.

    A code with a number, as LCCN-98033893, has none.
    """
    words = _WORD.findall(name)
    if not any(letter.islower() for letter in name) and re.search(r"\d", name):
        return False
    return any(len(word) > 1 and not _says_nothing(word.lower()) for word in words)


def _says_nothing(word: str) -> bool:
    """Whether just any data could have a word, or two of such: “data”, “newdata”."""
    if word in _SAYS_NOTHING:
        return True
    places = range(2, len(word) - 1)
    parts = ((word[:at], word[at:]) for at in places)
    return any(map(_SAYS_NOTHING.issuperset, parts))


def telling_folder(folders: Iterable[str]) -> str:
    """The first of the folders around a file, the nearest first, that tells what it is.

    None where one was named by a machine, or after whoever owns it.
    """
    names = list(folders)[: _HIGHEST + 1]
    for name, above in pairwise(names):
        parts = re.split(r"[^A-Za-z0-9]+", name)
        if above in (*_OF_PEOPLE, "") or any(map(_BY_MACHINES.fullmatch, parts)):
            return ""
        if tells(name):
            return name
    return ""


def telling_address(base: str) -> str:
    """The part of an address that tells whose or what is below it; "" where none does.

    Parts at its end that any data could have are left out.
    """
    host, *path = base.partition("//")[2].rstrip("/").split("/")
    is_nobodys = bool(_HOSTS_OF_NOBODY.fullmatch(host))
    # A server with a port of its own is seldom one that its users know by name.
    if is_nobodys or _PORT.search(host):
        found = next(filter(tells, reversed(path)), "")
        if found or is_nobodys:
            return found
    while path and not tells(path[-1]):
        path.pop()
    name = host.removeprefix("www.")
    whole = "/".join((name, *path))
    if len(whole) <= _LONGEST:
        return whole
    return "/".join((name, *path[-1:]))
