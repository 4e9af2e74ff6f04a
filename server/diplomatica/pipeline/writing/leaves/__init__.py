"""The statements of a release in leaves, each written in every format by itself."""
