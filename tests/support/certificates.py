"""Certificates of an authority that was made for one test."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class ServerCertificate:
    """What a server of TLS proves itself by: files of PEM, the name in them, and the authority's own PEM."""

    name: str
    chain: Path
    key: Path
    authority: str

    @classmethod
    def made(cls, folder: Path, name: str = "localhost") -> "ServerCertificate":
        """For that name, by an authority that nobody else has."""
        authority = trustme.CA()
        leaf = authority.issue_cert(name)
        made = cls(name, folder / "chain.pem", folder / "key.pem", authority.cert_pem.bytes().decode("ascii"))
        made.chain.write_bytes(b"".join(each.bytes() for each in leaf.cert_chain_pems))
        leaf.private_key_pem.write_to_path(str(made.key))
        return made

    @property
    def context(self) -> ssl.SSLContext:
        """Of a client that trusts that authority alone."""
        return ssl.create_default_context(cadata=self.authority)
