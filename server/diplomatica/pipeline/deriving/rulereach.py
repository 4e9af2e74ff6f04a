"""Which properties the pattern of a rule can look at, as the signs of its text tell.

A parser would tell it as well, and takes as long as an article does. What these signs do not
tell for certain may be anything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from diplomatica.model.vocabulary import RDF
from diplomatica.pipeline.deriving.rule import Rule

_TEXTS = re.compile(
    r'(<[^<>"{}|^`\\\s]*>)|"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*',
    re.DOTALL,
)
_TEXT = ' "" '  # in the place of what a text or a comment says
_IRI = r"(?:<[^<>]*>|[\w.-]*:[\w.%:-]*)"
_OBJECT = rf"(?:{_IRI}|[?$]\w|[\[(\"]|[+-]?\.?\d|(?:true|false)\b)"
_SIGNS = re.compile(
    rf"FILTER\s*\(\s*[?$](?P<among>\w+)\s+IN\s*\([^()?$]*\)\s*\)"
    rf"|VALUES\s*(?P<values>\([^()]*\)|[?$]\w+)\s*\{{(?P<data>[^{{}}]*)\}}"
    rf"|(?P<apart>\b(?:OPTIONAL|MINUS|EXISTS|SELECT\b[^{{}}]*))\s*\{{"
    r"|(?P<begin>\{)|(?P<end>\})"
    rf"|(?:[>\])]|[?$]\w+|[\w.-]*:[\w.%:-]*)\s*[?$](?P<verb>\w+)\s*(?={_OBJECT})"
    r"|[;\[]\s*[?$](?P<next>\w+)",
    re.IGNORECASE,
)
_IN_GRAPH = re.compile(rf"\bGRAPH\s*({_IRI})\s*\{{[^{{}}]*\}}", re.IGNORECASE)
# A path that may have no step, all graphs there are, and what is not told here.
_ANYTHING = re.compile(
    r"[*\\]|[?](?!\w)|!\s*[^=?$\s]|\{\s*\}|<<|[^\x00-\x7f]"
    r"|\b(?:BASE|FROM|SERVICE|UNDEF)\b"
    rf"|\bGRAPH\s*[?$]\w+\s*\{{(?!\s*(?:{_IRI}|[?$\[(]))",
    re.IGNORECASE,
)
_NAME = re.compile(r"<([^<>]*)>|(?<![\w?$:-])((?:[^\W\d_][\w.-]*)?):([\w.:%-]*)")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE)
# Those of lists are named nowhere, and what `a` stands for mostly is not either.
_UNNAMED = frozenset(RDF(name).value for name in ("type", "first", "rest"))


def properties_in(
    rule: Rule, known: Mapping[str, str], apart: NamedNode
) -> frozenset[str] | None:
    """The IRIs that the pattern of a rule names: all properties are among them that it looks at.

    What it looks at in a named graph that is `apart` is not asked for. None where it may
    look at anything. `known` are the prefixes that it need not declare.
    """
    text = _TEXTS.sub(lambda found: found[1] or _TEXT, rule.body)
    spaces = {**known, **dict(_DECLARED.findall(text))}
    head, _, pattern = text.partition("}")
    try:
        pattern = _IN_GRAPH.sub(
            lambda found: "" if apart.value in _names(found[1], spaces) else found[0],
            pattern,
        )
        if _ANYTHING.search(f"{head} {pattern}") or not _are_verbs_told(pattern):
            return None
        return _UNNAMED.union(_names(pattern, spaces))
    except KeyError:
        return None


def _names(text: str, spaces: Mapping[str, str]) -> Iterator[str]:
    """The IRIs that a text names. Raises KeyError for a prefix that nobody declared."""
    for iri, prefix, local in _NAME.findall(text):
        yield iri or f"{spaces[prefix]}{local.rstrip('.')}"


@dataclass
class _RuleGroup:
    """What stands between two braces of a pattern."""

    is_joined: bool
    """Whether it is joined with what stands beside it, each solution by itself."""
    told: set[str] = field(default_factory=set)
    """The variables of which it is told which IRIs they stand for."""
    verbs: set[str] = field(default_factory=set)
    """Those that stand for properties."""


def _are_verbs_told(pattern: str) -> bool:
    """Whether all variables in the place of properties stand for IRIs that are named.

    That may be told beside a group as well where the two are joined.
    """
    groups = [_RuleGroup(is_joined=False)]
    for sign in _SIGNS.finditer(pattern):
        this = groups[-1]
        if sign["begin"] or sign["apart"]:
            groups.append(_RuleGroup(is_joined=not sign["apart"]))
        elif sign["end"]:
            groups.pop()
            left = this.verbs - this.told
            if not groups or (left and not this.is_joined):
                return False
            groups[-1].verbs |= left
        this.told.update(_told_in(sign))
        this.verbs.update(filter(None, (sign["verb"], sign["next"])))
    return len(groups) == 1 and groups[0].verbs <= groups[0].told


def _told_in(sign: re.Match[str]) -> Iterable[str]:
    if sign["values"]:
        return re.findall(r"\w+", sign["values"])
    return filter(None, (sign["among"],))
