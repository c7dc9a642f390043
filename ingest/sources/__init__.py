"""What ``kg ingest`` is given, turned into items to read: files, addresses, DOIs, lists of them."""

from ingest.sources.expanding import expand
from ingest.sources.fetching import Fetcher
from ingest.sources.items import Item
from ingest.sources.local import FileItem

__all__ = ["Fetcher", "FileItem", "Item", "expand"]
