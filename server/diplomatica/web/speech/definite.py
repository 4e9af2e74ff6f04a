"""Names and facts within an English sentence, in which some need an article."""

import re

from diplomatica.web.speech.speech import Phrase, in_page_language, language

_BODIES = re.compile(
    "Organi[sz]ations?|Conferences?|Councils?|Congress|Commission|Committee|Union"
    "|Association|Agency|Assembly|Nations|Service|Forum|Process|Declaration|Treaty"
    "|Agreement|Bank|Unit|Centre|Center|Plan|Day|Summit|Ministry|Fund|Court|League"
)
_HEAD = re.compile(r" (?:of|for|on|in|to|at|and|against) ")
_VERB = re.compile("[a-z]+ed|[a-z]+[^s]s|had|held|led|met|took|made|wrote|gave|spoke")

_VOWEL = re.compile(
    r"(?!eu|one\b|once)[aeio]|u(?!ni(?!n)|[st]e|r[aeiou])|hour|honou?r|heir", re.I
)
_SPELT = re.compile("(?!NATO|NASA)[A-Z](?:[A-Z]|[- ])")  # letter by letter, as “UN”
_SPELT_VOWEL = re.compile("[AEFHILMNORSX]")

_DONE = re.compile(r"([a-z]+ed|held|led|met|made|done|begun) (by|to|at|in|of|with)")
_BARE = re.compile(r"(?:.* )?(?:about|after|at|by|during|in|of|since|to|with)")


def definite(name: str) -> str:
    """A name with “the” where English says it: of a body, or of what has no proper name."""
    if language() != "en" or name.startswith(("the ", "The ")):
        return name
    head = _HEAD.split(name, maxsplit=1)[0]
    is_owned = "’s " in name or "'s " in name
    is_body = _BODIES.fullmatch(head.rpartition(" ")[2]) is not None
    is_described = " " in name and name[:1].islower()
    return f"the {name}" if (is_body or is_described) and not is_owned else name


def indefinite(name: str) -> str:
    """The article of a name that stands for one of many: as it is said, not written."""
    spelt = _SPELT.match(name)
    return "an" if (_SPELT_VOWEL if spelt else _VOWEL).match(name) else "a"


def sentence(subject: str, predicate: str, value: str) -> str:
    """A fact as a sentence where its predicate is a verb; else as an entry with a colon."""
    if _VERB.fullmatch(predicate.partition(" ")[0]):
        predicate = f"was {predicate}" if predicate.endswith(" by") else predicate
        return f"{definite(subject)} {predicate} {definite(value)}"
    return f"{subject} – {predicate}: {value}"


def inverse_phrase(name: str, predicate: str, is_plan: bool = False) -> str:
    """What is said of the value of a fact whose subject has this name, behind the value.

    So “held by” tells that somebody has held it, and “location” that this is its location. Of
    what is only planned nothing is told as done.
    """
    done = _DONE.fullmatch(predicate)
    if language() != "en":
        return in_page_language(
            Phrase("is {name}’s {property}", name=name, property=predicate)
        )
    if done and done[2] == "by" and not is_plan:
        return f"has {done[1]}"
    is_verb = not done and _VERB.fullmatch(predicate.partition(" ")[0])
    if is_verb:
        return f"is what {definite(name)} {predicate}"
    if done or _BARE.fullmatch(predicate):
        return f"is what {definite(name)} is {predicate}"
    return f"is the {predicate} of {definite(name)}"
