"""Which store KG_STORE names."""

from pathlib import Path

from kg.rdf.address import parse_address
from kg.rdf.remote import RemoteStore
from kg.rdf.store import EmbeddedStore, Store
from kg.settings import Settings


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """The store that KG_STORE names: a folder, or a server by its address."""
    if settings.is_remote:
        return RemoteStore(parse_address(settings.store), read_only=read_only)
    return EmbeddedStore(Path(settings.store), read_only=read_only)
