"""The Reconciliation Service API at /reconcile: 0.2, and 1.0 as drafted at /reconcile/1.0.

The answers may be read from any site (CORS), as both versions demand; JSONP, which 0.2
leaves to the service and 1.0 has no more, is not offered.
"""

import json
from typing import Any

from flask import Flask, Response, redirect, render_template, request

from diplomatica.engine import attended
from diplomatica.lookup.matching import ways
from diplomatica.lookup.matching.names.identifier import item_of
from diplomatica.lookup.matching.suggesting import Suggestion
from diplomatica.web.http.problem import Problem, not_found
from diplomatica.web.reconcile.answers import candidate, entity, suggestion
from diplomatica.web.reconcile.extension import (
    OWN,
    Extension,
    meta,
    proposed_properties,
)
from diplomatica.web.reconcile.manifest import draft_manifest, manifest
from diplomatica.web.reconcile.questions import (
    batch,
    draft_batch,
    ids_of,
    json_object,
    kind_of,
)
from diplomatica.web.site import TEXT, Site

_SUGGESTED = 20
_QUERY = '{"ids": ["https://…"], "properties": [{"id": "wikidata"}]}'
# a preview is shown inside the page of another site, and may do nothing there
_IN_FRAMES = "default-src 'none'; style-src 'self'; frame-ancestors *"


def register(app: Flask, site: Site) -> None:
    """The views of /reconcile."""
    _register_first(app, site)
    _register_draft(app, site)
    _register_about(app, site)


def _register_first(app: Flask, site: Site) -> None:
    """Version 0.2."""

    @app.route("/reconcile", methods=["GET", "POST"])
    @app.route("/reconcile/", methods=["GET", "POST"])
    def reconcile() -> Response:
        """The manifest, candidates for a batch of queries, or values of properties."""
        _refuse_callback()
        if queries := request.values.get("queries"):
            batch_in_turn = attended(batch(queries, site).items())
            return _json({name: _result(site, one) for name, one in batch_in_turn})
        if query := request.values.get("extend"):
            return _json(_extension(site, json_object(query, "The query", _QUERY)))
        if request.method == "POST":
            detail = "Send a form with “queries” or “extend”; 1.0 is at /reconcile/1.0."
            raise Problem(400, "There are no queries in this request", detail)
        return _json(manifest(site, request.url_root))

    @app.get("/reconcile/propose")
    def propose() -> Response:
        """The properties that things of a kind have (0.2, “Data Extension Service”)."""
        return _json(_proposal(site))

    @app.get("/reconcile/flyout/<any(entity, type, property):what>")
    def flyout(what: str) -> Response:
        """A few words on something that is suggested."""
        one = _suggestion_of(site, what, request.args.get("id", ""))
        html = render_template("reconcile/flyout.html", one=one)
        return _json({"id": one.iri, "html": html})


def _register_draft(app: Flask, site: Site) -> None:
    """Version 1.0 as drafted, whose routes all stand below one address."""

    @app.get("/reconcile/1.0")
    @app.get("/reconcile/1.0/")
    def draft() -> Response:
        """The manifest."""
        return _json(draft_manifest(site, request.url_root))

    @app.post("/reconcile/1.0/reconcile")
    @app.post("/reconcile/1.0/match")
    def draft_match() -> Response:
        """Candidates for a batch of queries."""
        batch_in_turn = attended(draft_batch(request.get_data(), site))
        results = [
            {"candidates": _result(site, one)["result"]} for one in batch_in_turn
        ]
        return _json({"results": results})

    @app.post("/reconcile/1.0/extend")
    def extend() -> Response:
        """Values of properties."""
        query = json_object(request.get_data(), "The query", _QUERY)
        return _json(_draft_extended(site, query))

    @app.get("/reconcile/1.0/extend/propose")
    def draft_propose() -> Response:
        """The properties that things of a kind have."""
        return _json(_proposal(site))


def _register_about(app: Flask, site: Site) -> None:
    """What both versions have: suggestions, previews, and the pages that ids lead to."""

    @app.get("/reconcile/suggest/<any(entity, type, property):what>")
    @app.get("/reconcile/1.0/suggest/<any(entity, type, property):what>")
    def suggest(what: str) -> Response:
        """What an unfinished word may become."""
        _refuse_callback()
        suggestions = _suggestions(site, what)
        write = entity if what == "entity" else suggestion
        return _json({"result": list(map(write, suggestions))})

    @app.get("/reconcile/preview")
    @app.get("/reconcile/1.0/preview")
    def preview() -> Response:
        """A thing in a small frame of another site’s page."""
        return _preview(site, _thing(site, request.args.get("id", "")))

    @app.get("/reconcile/view")
    def view() -> Any:
        """To the page of the thing with this id."""
        thing = _thing(site, request.args.get("id", ""))
        return redirect(site.href(thing.iri), 303)

    @app.get("/reconcile/feature")
    def feature() -> Response:
        """What a feature of a candidate means."""
        return _feature(request.args.get("id", ""))


def _preview(site: Site, one: Suggestion) -> Response:
    """A small page about one thing, to be shown inside of a client."""
    matcher = site.matcher
    names = [name for name in matcher.names(one.iri) if name != one.label]
    items = filter(None, map(item_of, matcher.links(one.iri)))
    body = render_template(
        "reconcile/preview.html",
        one=one,
        names=names,
        items=list(items),
        codes=matcher.codes(one.iri),
        missing=matcher.linked(one.iri).missing,
        href=site.href(one.iri),
    )
    return Response(body, headers={"Content-Security-Policy": _IN_FRAMES})


def _feature(given: str) -> Response:
    words = {way.name: way.words for way in ways.every()}
    words["name"] = "how alike the names are: 1 where they are the same"
    if given not in words:
        raise not_found(f"the feature {given}")
    return Response(f"{given}: {words[given]}\n", content_type=TEXT)


def _result(site: Site, sought: Any) -> dict[str, Any]:
    return {"result": [candidate(one) for one in site.matcher.find(sought)]}


def _refuse_callback() -> None:
    if "callback" in request.args:
        detail = "Ask without “callback”: the answer may be read from any site (CORS)."
        raise Problem(400, "JSONP is not offered", detail)


def _wanted_properties(query: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = query.get("properties")
    is_list = isinstance(wanted, list)
    if not is_list or not all(isinstance(one, dict) and "id" in one for one in wanted):  # type: ignore[union-attr]
        raise Problem(400, "The query has no list of properties", f"Send {_QUERY}")
    return list(wanted or ())


def _extension(site: Site, query: dict[str, Any]) -> dict[str, Any]:
    ids = list(ids_of(query))
    wanted = _wanted_properties(query)
    extension = Extension(site, ids)
    rows: dict[str, dict[str, Any]] = {}
    for this in attended(ids):
        row = rows[this] = {}
        for property_ in wanted:
            row[str(property_["id"])] = extension.values(this, property_)
    return {"meta": [meta(site, property_) for property_ in wanted], "rows": rows}


def _draft_extended(site: Site, query: dict[str, Any]) -> dict[str, Any]:
    """Values of properties of some things, as the draft of 1.0 writes them."""
    ids, wanted = list(ids_of(query)), _wanted_properties(query)
    extension = Extension(site, ids, has_language=True)
    rows: list[dict[str, Any]] = []
    for one in attended(ids):
        properties = [
            {"id": each["id"], "values": extension.values(one, each)} for each in wanted
        ]
        rows.append({"id": one, "properties": properties})
    return {"meta": [meta(site, one) for one in wanted], "rows": rows}


def _proposal(site: Site) -> dict[str, Any]:
    given = request.args.get("type", "")
    most = _number("limit", _SUGGESTED)
    kind = kind_of(given, site) if given else ""
    proposed = proposed_properties(site, kind, most)
    told: dict[str, Any] = {
        "properties": list(map(suggestion, proposed)),
        "limit": most,
    }
    if given:
        told["type"] = given
    return told


def _suggestions(site: Site, what: str) -> list[Suggestion]:
    """Things, kinds or properties whose name begins so."""
    prefix, start = request.args.get("prefix", ""), _number("cursor", 0)
    suggesting = site.matcher.suggesting
    if what == "entity":
        one = site.matcher.thing(prefix) if prefix else None
        return [one] if one else suggesting.things(prefix, _SUGGESTED, start)
    if what == "type":
        return suggesting.kinds(prefix, _SUGGESTED, start)
    sought = prefix.strip().casefold()
    own = [one for one in OWN if one.label.casefold().startswith(sought) and not start]
    return [*own, *suggesting.properties(prefix, _SUGGESTED, start)]


def _suggestion_of(site: Site, what: str, given: str) -> Suggestion:
    if what == "entity":
        return _thing(site, given)
    own = {one.iri: one for one in OWN}
    label = site.matcher.label(given)
    if not label and given not in own:
        raise not_found(given)
    return own.get(given) or Suggestion(given, label, description=given)


def _thing(site: Site, given: str) -> Suggestion:
    thing = site.matcher.thing(given)
    if thing is None:
        raise not_found(given or "a thing without an id")
    return thing


def _number(name: str, usual: int) -> int:
    given = request.args.get(name, "")
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) < 7 else usual
    )


def _json(told: dict[str, Any]) -> Response:
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")
