"""In which language a page speaks: in English, or in one that has a catalog here (gettext)."""

import re
from datetime import MAXYEAR, date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, after_this_request, g, has_request_context
from jinja2 import Environment
from markupsafe import Markup
from pyoxigraph import Literal
from werkzeug.datastructures import MultiDict

from diplomatica.lookup.language import code_of
from diplomatica.model.literals.date import decade, in_words, parts, shared, span
from diplomatica.model.text.phrase import Phrase as Phrase
from diplomatica.model.vocabulary import XSD
from diplomatica.web.requestcontext import accepted_languages, request_context
from diplomatica.web.speech.moment import length, of_schema, point, time_of_day

LANGUAGES = {"en": "English", "de": "Deutsch", "ru": "Русский"}
"""By their tags what they call themselves. English is what stands in the code."""
_ENGLISH = "en"
_MONTHS = (("wide", "format"), ("wide", "stand-alone"), ("abbreviated", "format"))
_LEAP = 2000  # a year that has all days
_YEAR = re.compile(r"-?\d{1,12}")
_YEAR_SIGN = re.compile(r"\s*г\.$")
_HERE = Path(__file__).parent


def spoken_language(accepted: str, chosen: str = "") -> str:
    """The language that suits an Accept-Language best (RFC 9110, section 12.5.4).

    One that an address asks for with `lang` comes before.
    """
    if chosen in LANGUAGES:
        return chosen
    # a reader of de-AT reads German, though there is no catalog of his own
    tags = (tag.partition("-")[0].lower() for tag in accepted_languages(accepted))
    return next(filter(LANGUAGES.__contains__, tags), _ENGLISH)


def language() -> str:
    """The language of the page that is being made; it varies with what is asked."""
    if not has_request_context():
        return _ENGLISH
    tag: str | None = g.get("speech")
    if tag is None:
        tag = g.speech = spoken_language(
            request_context().languages, request_context().language
        )
        after_this_request(_vary)
    return tag


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response


@cache
def catalog(tag: str) -> NullTranslations:
    """The translations into a language; those into English are what is translated."""
    if tag == _ENGLISH:
        return NullTranslations()
    # Who speaks English need not wait for it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    packed = BytesIO()
    with (_HERE / f"{tag}.po").open("rb") as file:
        write_mo(packed, read_po(file, locale=tag))
    packed.seek(0)
    return GNUTranslations(packed)


def translated(words: str) -> str:
    """Words in the language of the page."""
    return catalog(language()).gettext(words)


@cache
def _safe(words: str, tag: str) -> Markup:
    """Words of a template in a language: they are ours, and need no escapes."""
    return Markup(catalog(tag).gettext(words)) % {}


def _told_markup(words: str, **values: object) -> Markup:
    """What `_` of a template tells; a page has hundreds, so what is constant is kept."""
    if values:
        return Markup(translated(words)) % values
    return _safe(words, language())


def in_quotes(name: str) -> str:
    """A name between the quotation marks of the language of the page.

    What a template has escaped stays so, and is not escaped again.
    """
    marks = translated(Phrase("“{name}”"))
    return (Markup(marks) if isinstance(name, Markup) else marks).format(name=name)


def in_page_language(words: str) -> str:
    """A phrase in the language of the page; other words are marked as English."""
    if isinstance(words, Phrase):
        translation = translated(words.words)
        values = {name: _put_in(value) for name, value in words.values.items()}
        return translation.format(**values) if values else translation
    if language() == _ENGLISH:
        return words
    return Markup('<span lang="en">{}</span>').format(words)


def _put_in(value: object) -> object:
    return in_page_language(value) if isinstance(value, Phrase) else value


def date_in_words(literal: Literal) -> str:
    """A date, or a length of time, in words of the page’s language; "" for what is none.

    That of a point in time has what o’clock it is behind the day.
    """
    literal = of_schema(literal)
    if years := decade(literal):
        return of_years(*years)
    if found := point(literal):
        that, clock = found
        words = date_in_words(that)
        return f"{words}, {clock}" if words and clock else words
    if words := time_of_day(literal) or length(literal, language()):
        return words
    date_parts = parts(literal)
    if not date_parts or language() == _ENGLISH:
        return in_words(literal)
    year, month, day = date_parts
    if not month:
        return of_year(int(year))
    # Python knows no days of other years.
    if year != "-" and not 1 <= int(year) <= MAXYEAR:
        return literal.value
    from babel.dates import format_skeleton

    this_year = _LEAP if year == "-" else int(year)
    this = date(this_year, int(month), int(day or 1))
    skeleton = f"{'' if year == '-' else 'y'}MMMM{'d' if day else ''}"
    # the abbreviation of “year” that ends a Russian date would meet the full stop of a sentence
    return _YEAR_SIGN.sub("", str(format_skeleton(skeleton, this, locale=language())))


def months() -> dict[str, int]:
    """The numbers of the months by what the page’s language, and English, calls them."""
    from babel.dates import get_month_names

    numbers: dict[str, int] = {}
    for tag in (_ENGLISH, language()):
        for width, context in _MONTHS:
            names = get_month_names(width, context, tag)  # type: ignore[arg-type]
            for number, name in names.items():
                numbers[name.casefold().rstrip(".")] = number
    return numbers


def of_year(year: int) -> str:
    """A year as readers count, in the language of the page."""
    if year > 0:
        return str(year)
    return in_page_language(Phrase("{year} BCE", year=1 - year))


def of_years(first: int, last: int) -> str:
    """Some years that follow each other, from the first to the last."""
    if first == last:
        return of_year(first)
    if last <= 0:
        return in_page_language(
            Phrase("{first}–{last} BCE", first=1 - first, last=1 - last)
        )
    return f"{of_year(first)}–{of_year(last)}"


def of_span(first: str, last: str) -> str:
    """A first and a last day as exactly as a list tells them, in the language of the page."""
    if language() == _ENGLISH:
        return span(first, last)
    if both := shared(first, last):
        return date_in_words(both)
    start, end = _YEAR.match(first), _YEAR.match(last)
    if start and end:
        return of_years(int(start[0]), int(end[0]))
    only = first or last
    day = shared(only, only)
    words = date_in_words(day) if day else ""
    if not words:
        return ""
    if start:
        return in_page_language(Phrase("from {day}", day=words))
    return in_page_language(Phrase("until {day}", day=words))


def of_era(day: str) -> str:
    """A day as it is; a year, and that of a day before the year 1, as readers count."""
    match = _YEAR.match(day)
    year = int(match[0]) if match else 1
    is_year = match is not None and match[0] == day
    return of_year(year) if is_year or year < 1 else day


def of_day(day: str) -> str:
    """A day such as 2026-11-24 in words; what is none as it is."""
    return date_in_words(Literal(day[:10], datatype=XSD("date"))) or day


def speak_in(tag: str) -> str:
    """Go on in another language: a page of which not all is translated yet does."""
    g.speech = tag
    return ""


def in_language(tag: str, parameters: MultiDict[str, str]) -> str:
    """The address of a page that was asked by these parameters, in another language."""
    other = parameters.to_dict(flat=False) | {"lang": [tag]}
    return f"?{urlencode(other, doseq=True)}"


def number_in_words(number: int) -> str:
    """A number with its thousands parted as the language of the page does it."""
    if language() == _ENGLISH:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language())


def language_name(tag: str) -> str:
    """What the language of a tag is called in that of the page; the tag where none is."""
    return _language_name(tag, language())


@lru_cache(1 << 10)
def _language_name(tag: str, spoken: str) -> str:
    from babel import Locale

    names, parts = Locale(spoken).languages, tag.replace("_", "-").split("-")
    whole = names.get("_".join([parts[0].lower(), *map(str.upper, parts[1:])]))
    if whole or len(parts) == 1:
        return str(whole or names.get(code_of(tag), tag))
    name = names.get(code_of(parts[0]))
    return f"{name} ({tag})" if name else tag


def speak(environment: Environment) -> None:
    """Let templates speak the language of their page."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translated,
        lambda one, many, count: catalog(language()).ngettext(one, many, count),
        newstyle=True,
    )
    environment.filters.update(
        told=in_page_language,
        quoted=in_quotes,
        counted=number_in_words,
        in_words=date_in_words,
        of_day=of_day,
        of_year=of_year,
        of_era=of_era,
        language_name=language_name,
    )
    environment.globals.update(
        _=_told_markup,
        speech=language,
        speak_in=speak_in,
        languages=LANGUAGES,
        in_language=in_language,
        of_years=of_years,
    )
