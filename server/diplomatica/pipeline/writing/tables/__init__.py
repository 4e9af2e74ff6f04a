"""The tables of a release: what its queries ask, as CSV and as workbooks."""
