"""What the service tells of itself (Reconciliation Service API, section “Service Manifest”)."""

from typing import Any

from diplomatica import version
from diplomatica.model.vocabulary import RDFS
from diplomatica.web.site import Site

BATCH = 1000
"""How many queries one request may hold."""
WIDTH, HEIGHT = 400, 140
"""How large a preview is, in pixels."""
_TYPES = 12  # kinds that are proposed first
_HELP = "How many values each thing has at most; 0 for all"
_LIMIT = {
    "type": "number",
    "name": "limit",
    "label": "Most values",
    "default": 0,
    "help_text": _HELP,
}
_DRAFT_LIMIT = {
    "type": "number",
    "id": "limit",
    "name": "Most values",
    "default": 0,
    "helpText": _HELP,
}


def manifest(site: Site, root: str) -> dict[str, Any]:
    """The manifest of version 0.2, for a site with this root."""
    here = f"{root}reconcile"
    return {
        "versions": ["0.2"],
        **_common(site, root),
        "identifierSpace": site.release.base,
        "schemaSpace": RDFS("Resource").value,
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{here}/feature?id={{{{id}}}}"},
        "suggest": {
            "entity": _suggest(here, "entity"),
            "type": _suggest(here, "type"),
            "property": _suggest(here, "property"),
        },
        "preview": {
            "url": f"{here}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/propose"},
            "property_settings": [_LIMIT],
        },
    }


def draft_manifest(site: Site, root: str) -> dict[str, Any]:
    """The manifest of version 1.0 as drafted, for a site with this root."""
    here = f"{root}reconcile"
    return {
        "versions": ["1.0-draft"],
        **_common(site, root),
        "lang": site.languages.own or "en",
        "standardizedScore": True,
        "view": {"url": f"{here}/view?id={{id}}"},
        "featureView": {"url": f"{here}/feature?id={{id}}"},
        "suggest": {"entity": True, "type": True, "property": True},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [_DRAFT_LIMIT],
        },
    }


def _common(site: Site, root: str) -> dict[str, Any]:
    types = site.matcher.suggesting.kinds("", _TYPES)
    return {
        "name": site.release.title,
        "documentation": f"{root}match",
        "logo": f"{root}static/icon.svg",
        "serviceVersion": version(),
        "batchSize": BATCH,
        "defaultTypes": [{"id": one.iri, "name": one.label} for one in types],
    }


def _suggest(here: str, what: str) -> dict[str, str]:
    return {
        "service_url": here,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": here,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }
