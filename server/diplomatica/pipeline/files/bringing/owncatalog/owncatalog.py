"""The catalog of files that bring none: drawn from what they say of themselves."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from diplomatica.model.characters import plain
from diplomatica.model.dataset.catalog import Catalog
from diplomatica.model.dataset.naming import cut
from diplomatica.model.statement import text_of
from diplomatica.model.vocabulary import (
    DC,
    DCAT,
    DCTERMS,
    LICENCES,
    OWL,
    PAV,
    RDF,
    SCHEMAS,
    VANN,
    VOID,
)
from diplomatica.pipeline.files.bringing.given import Given
from diplomatica.pipeline.files.bringing.owncatalog.base import BaseChoice
from diplomatica.pipeline.files.bringing.owncatalog.calling import (
    DESCRIPTIONS,
    TITLES,
    text_said,
    title_in_short,
    title_meant,
)
from diplomatica.pipeline.files.bringing.owncatalog.cubes import title_of_cubes
from diplomatica.pipeline.files.bringing.owncatalog.language import LanguageChoice
from diplomatica.pipeline.files.bringing.owncatalog.makers import (
    AUTHORS,
    Maker,
    makers,
    makers_named,
)
from diplomatica.pipeline.files.bringing.owncatalog.seen import (
    Seen,
    base_of,
    is_address,
    look_through,
)
from diplomatica.pipeline.files.bringing.owncatalog.selfnamed import (
    NAME,
    addresses,
    name_of,
    version_of,
)
from diplomatica.pipeline.files.bringing.owncatalog.untitled import (
    prefix_meant,
    title_of_files,
)
from diplomatica.pipeline.files.bringing.owncatalog.whole import (
    agreed_values,
    find_whole,
    licence_of_distributions,
)
from diplomatica.pipeline.storing.kept import Together

_RIGHTS = (DCTERMS("rights"), DC("rights"))
_VERSIONS = (OWL("versionInfo"), DCAT("version"), PAV("version"))
_DAYS = (
    (DCTERMS("issued"), *(schema("datePublished") for schema in SCHEMAS)),
    (DCTERMS("created"), *(schema("dateCreated") for schema in SCHEMAS)),
    (DCTERMS("date"), DC("date")),
    (DCTERMS("modified"), *(schema("dateModified") for schema in SCHEMAS)),
)
"""By what a day is stated: of publication, of creation, of any event, of a change."""
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=T|$)")
_PARTS_TOLD = 6


@dataclass(frozen=True)
class OwnCatalog:
    """A catalog, what it says as triples, and how each part of it was chosen."""

    catalog: Catalog
    triples: list[Triple]
    choices: list[str]
    seen: Seen


def draw_catalog(
    quads: Together,
    given: Given,
    files: str,
    address: str = "",
    around: Sequence[str] = (),
) -> OwnCatalog:
    """The catalog of these quads, which were brought in files that are called so.

    Below the `address` stands what was written as a relative IRI; `around` the files are
    folders of these names, the nearest first.
    """
    return _CatalogDrawing(quads, given, files, address, around).drawn()


class _CatalogDrawing:
    """The drawing of a catalog: part by part as it is given, stated or chosen.

    What is chosen is noted in words, with the option that sets another.
    """

    def __init__(
        self,
        quads: Together,
        given: Given,
        files: str,
        address: str,
        around: Sequence[str],
    ) -> None:
        self.given, self.files, self.address = given, files, address
        self.around = around
        self.quads, self.seen = quads, look_through(quads.pieces(), address)
        self.whole = find_whole(quads, self.seen)
        self.choices: list[str] = []

    def drawn(self) -> OwnCatalog:
        """The catalog with what it says, and all choices."""
        base, language = self.base(), self.language()
        title, version = self.title(language, base), self.version()
        by, licence = self.makers(language), self.licence()
        catalog = Catalog(
            dataset=f"{base}dataset",
            base=base,
            version=version or self.state(),
            of_files=not version,
            is_drawn=True,
            issued=self.issued(),
            title=title,
            name=self.name(),
            license=licence,
            rights="" if licence else self._rights_stated,
            creators=tuple(one.name for one in by),
            known_as=self.known_as(),
        )
        is_unaddressed = not (catalog.known_as or self.given.base)
        catalog = replace(catalog, is_unaddressed=is_unaddressed)
        self.choices += self.resolved(base) + self.described(catalog)
        this = NamedNode(catalog.dataset)
        triples = list(_dataset_triples(catalog, language))
        triples += self.texts(this, title, language)
        triples += [Triple(this, DCTERMS("creator"), one.term) for one in by]
        return OwnCatalog(catalog, triples, self.choices, self.seen)

    def texts(self, this: NamedNode, title: str, language: str) -> Iterator[Triple]:
        """The title and the description, each in all languages that the whole has it in."""
        titles = [] if self.given.title else self.whole.translations(TITLES)
        spoken = self.spoken_for(title)
        for text in titles or [Literal(title, language=spoken or None)]:
            short = Literal(title_in_short(text.value), language=text.language)
            yield Triple(this, DCTERMS("title"), short)
        described = text_said(self.whole.texts, DESCRIPTIONS, language)
        is_of_cubes = title == self.cubes(language) != ""
        one = described or ("" if is_of_cubes else self.parts(language))
        texts = self.whole.translations(DESCRIPTIONS)
        for text in texts or ([Literal(one)] if one else []):
            yield Triple(this, DCTERMS("description"), text)

    def spoken_for(self, title: str) -> str:
        """The language of a title without one: that which is stated of the whole."""
        stated = self.given.language or next(
            iter(LanguageChoice(self.whole, self.seen).stated_tags()), ""
        )
        is_stated = title in (self.given.title, self.text(TITLES, stated))
        return stated if is_stated else ""

    def chose(self, what: str, value: str, why: str, option: str) -> str:
        """Note a choice, and how to make another."""
        self.choices.append(f"{what}: {value} ({why}; {option} sets another)")
        return value

    def base(self) -> str:
        """The base, given or chosen."""
        if self.given.base:
            return self.given.base
        base, why = BaseChoice(self.whole, self.seen, self.files).chosen()
        return self.chose("Base", base, why, "--base")

    def language(self) -> str:
        """The tag of the language, given or chosen; "" for none."""
        if self.given.language:
            return self.given.language
        tag, why = LanguageChoice(self.whole, self.seen).chosen()
        return self.chose("Language", tag, why, "--language") if tag else ""

    def title(self, language: str, base: str) -> str:
        """The title, given or chosen."""
        if self.given.title:
            return self.given.title
        found = self.text(TITLES, language)
        if found:
            title, why = title_in_short(found), f"that of {self.whole.name}"
            if title != found:
                why = f"the beginning of {why}, which has {len(found):,} signs"
            return self.chose("Title", title, why, "--title")
        stated = self.text((VANN("preferredNamespacePrefix"),), "")
        if prefix := prefix_meant(stated, self.whole.head, self.files):
            return self.chose("Title", prefix, "its prefix", "--title")
        if named := self.cubes(language):
            how = "what its datasets of figures are called"
            return self.chose("Title", named, how, "--title")
        why = f"the name of what was brought{self.no_title()}"
        if parts := self.whole.parts:
            why = f"the name of the folder: {len(parts)} parts of it have titles"
        title, how = title_of_files(
            self.files, base, self.around, self.seen.kinds, self.quads, language
        )
        return self.chose("Title", title, how or why, "--title")

    def cubes(self, language: str) -> str:
        """What names statistics, where nothing of more than a part stands for the whole."""
        return (
            "" if self.whole.head else title_of_cubes(self.seen, self.quads, language)
        )

    def no_title(self) -> str:
        """In words, what stands where a title should, by a property that is none."""
        for by in dict.fromkeys(quad.predicate.value for quad in self.whole.said):
            if (meant := title_meant(by)) and meant != by:
                return f", as {by} is no title: {meant} is one"
        return ""

    def licence(self) -> str:
        """The address of the licence, "" where none is given or stated."""
        stated = self.given.licence or self._licence_stated
        if stated.startswith(("http://", "https://")):
            if not self.given.licence:
                self.chose("Licence", stated, "as is stated", "--licence")
            return stated
        licences, many = agreed_values(self.quads, LICENCES, self.seen.spaces.total())
        if len(licences) == 1 and is_address(plain(licences[0])):
            return self.chose(
                "Licence", plain(licences[0]), f"as {many} things state", "--licence"
            )
        if found := licence_of_distributions(self.whole.told, self.quads):
            how = "as each of its distributions states"
            return self.chose("Licence", found, how, "--licence")
        self.choices.append(self._without_licence)
        return ""

    @property
    def _without_licence(self) -> str:
        """That no licence is stated of the whole, in words, or what is in its place."""
        how = "--licence IRI states one"
        if rights := self._rights_stated:
            return f"Rights: {cut(rights)} (as is stated; no licence with an address is: {how})"
        return (
            "Licence: none is stated of the whole, so nobody may know what the data may be "
            f"used for ({how})"
        )

    @property
    def _licence_stated(self) -> str:
        return self.text((*LICENCES, *_RIGHTS), "")

    @property
    def _rights_stated(self) -> str:
        """What is stated in words of the use of the whole, be it no licence; "" for nothing."""
        stated = " ".join(self._licence_stated.split())
        return "" if is_address(stated) else stated

    def makers(self, language: str) -> list[Maker]:
        """Who made it, as is stated of the whole or of its things."""
        found = makers(self.whole.told, self.quads, language)
        if found:
            names = ", ".join(one.name for one in found)
            self.choices.append(f"Made by: {names} (as is stated of {self.whole.name})")
            return found
        stated, many = agreed_values(self.quads, AUTHORS, self.seen.spaces.total())
        if found := makers_named(stated, self.quads, language):
            names = ", ".join(one.name for one in found)
            self.choices.append(f"Made by: {names} (as {many} things state)")
        return found

    def name(self) -> str:
        """The short name that files of the release begin with."""
        return name_of(self.files)

    def version(self) -> str:
        """The version as it is stated, "" where none is that can be part of an IRI."""
        for term in _VERSIONS:
            stated = self.text((term,), "")
            if NAME.fullmatch(stated):
                return stated
        named = (
            version_of(self.whole.typed, self.whole.said) if self.whole.typed else ""
        )
        return named if NAME.fullmatch(named) else ""

    def known_as(self) -> str:
        """The address by which the data names itself; of a relative IRI there is none."""
        named = addresses(self.whole.typed, self.whole.said) if self.whole.typed else []
        own = [one for one in named if not self.address or self.address not in one]
        for found in own[:1]:
            self.choices.append(f"Cited as: {found} (as is stated)")
            return found
        return ""

    def state(self) -> str:
        """In the place of a version: the same of the same data, and of no other."""
        return self.seen.digest[:8]

    def described(self, catalog: Catalog) -> list[str]:
        """That the data describes what the whole is called here, in words."""
        this = {NamedNode(catalog.dataset)}
        # Hardly ever anything is directly below the base, and nothing need be read.
        if not self.seen.spaces[catalog.base] or not any(self.quads.about(this)):
            return []
        what = f"Dataset: {catalog.dataset}, which the data describes, too"
        return [f"{what} (both are published as one; --base sets another)"]

    def resolved(self, base: str) -> list[str]:
        """That IRIs were relative, in words: they are what nobody wrote."""
        count = len(self.seen.relative)
        if not count:
            return []
        what = "1 IRI is relative" if count == 1 else f"{count} IRIs are relative"
        own = "" if base == self.address else ", not the base, which nobody stated"
        return [f"{what}: read below {self.address}{own} (--base sets another)"]

    def issued(self) -> str:
        """The day on which it came out, by which it is cited; "" where none is stated.

        When it was changed last tells the year of no publication, where that is known.
        """
        return next(filter(None, map(self.day, _DAYS)), "")

    def day(self, terms: Collection[NamedNode]) -> str:
        """The first day that is stated by these of the whole, else of its document."""
        for said in self.whole.told:
            texts = (text_of(one.object) for one in said if one.predicate in terms)
            if days := [found[0] for found in map(_DAY.match, texts) if found]:
                return min(days)
        return ""

    def text(self, terms: Iterable[NamedNode], language: str) -> str:
        """What is said of the whole by the first of these that says anything.

        Else of the document that it is a part of, which may have the licence.
        """
        return text_said(self.whole.told, terms, language)

    def parts(self, language: str) -> str:
        """What the parts are called, in words, those first that most things lie below."""
        titles = []
        for part in sorted(self.whole.parts, key=self._place):
            said = [one for one in self.whole.of_parts if one.subject == part]
            titles.append(text_said([said], TITLES, language))
        named = [f"“{title}”" for title in dict.fromkeys(filter(None, titles))]
        if not named:
            return ""
        more = len(named) - _PARTS_TOLD
        rest = [f"and {more:,} more"] if more > 0 else []
        listed = ", ".join([*named[:_PARTS_TOLD], *rest])
        return f"Put together of parts with titles of their own: {listed}."

    def _place(self, part: NamedNode) -> tuple[int, str]:
        base = base_of(part.value)
        return -self.seen.below(base) if base else 0, part.value


def _dataset_triples(catalog: Catalog, language: str) -> Iterator[Triple]:
    """What a catalog would state of a dataset that came without one."""
    this = NamedNode(catalog.dataset)
    yield Triple(this, RDF("type"), DCAT("Dataset"))
    yield Triple(this, DCTERMS("identifier"), Literal(catalog.name))
    yield Triple(this, VOID("uriSpace"), Literal(catalog.base))
    yield Triple(this, DCAT("version"), Literal(catalog.version))
    if language:
        yield Triple(this, DCTERMS("language"), Literal(language))
    if catalog.license:
        yield Triple(this, DCTERMS("license"), NamedNode(catalog.license))
    if catalog.rights:
        yield Triple(this, DCTERMS("rights"), Literal(catalog.rights))
