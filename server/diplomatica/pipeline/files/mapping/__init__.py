"""Tables of links, as SSSOM has them."""
