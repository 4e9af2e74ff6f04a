"""The text of the article of this repository."""

from conftest import ARTICLE
from diplomatica.model.dataset.folder import Folder
from diplomatica.model.text.article import Article


def seed() -> Article:
    """The article, as it is kept."""
    path = next(path for path in Folder().seeds if path.stem == ARTICLE)
    return Article(path.stem, path.read_bytes())
