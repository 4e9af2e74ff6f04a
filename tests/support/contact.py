"""Where whoever finds something wrong can say so."""

CONTACT = """
<https://w3id.org/diplomatica/dataset> dcat:contactPoint
    <https://w3id.org/diplomatica/dataset#contact> .
<https://w3id.org/diplomatica/dataset#contact> vcard:hasEmail <mailto:data@example.org> ;
    vcard:hasURL <https://tracker.example/issues/new> .
"""
