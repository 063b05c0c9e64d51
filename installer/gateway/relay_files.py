"""The servers' configurations of this folder, fitted to another place: for a trial, and for the tests.

Only names of folders and addresses are changed, and `sync_interval` is left out for a nats-server that
doesn't know it. Accounts, exports, TLS and bounds stay what production has.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from posdesk.gateway.trial import nats_program

HERE = Path(__file__).resolve().parent
_ETC, _LIB = "/etc/posdesk-relay", "/var/lib/posdesk-relay"
_SMALL = {"max_memory_store: 4GB": "max_memory_store: 256MB", "max_file_store: 60GB": "max_file_store: 2GB"}


@dataclass(frozen=True)
class Place:
    """Where a server's files are, and its ports; `routes` and `cluster_port` only of one of three."""

    folder: Path
    port: int
    name: str = "posdesk-1"
    cluster_port: int = 0
    routes: tuple[int, ...] = ()


def fitted(conf: str, place: Place, version: tuple[int, ...]) -> str:
    """A configuration of this folder for a server on loopback."""
    text = (HERE / conf).read_text(encoding="utf-8")
    if not nats_program.knows_always(version):
        text = re.sub(r"(?m)^\s*sync_interval: always.*\n", "", text)
    for old, new in _SMALL.items():
        text = text.replace(old, new)
    routes = ", ".join(f'"tls://localhost:{port}"' for port in place.routes)
    text = re.sub(r"(?m)^  routes: .*$", f"  routes: [{routes}]", text)
    text = text.replace("server_name: posdesk-1 ", f"server_name: {place.name} ")
    text = text.replace("server_name: posdesk-1\n", f"server_name: {place.name}\n")
    text = text.replace('"0.0.0.0:4222"', f'"127.0.0.1:{place.port}"')
    text = text.replace('"0.0.0.0:6222"', f'"127.0.0.1:{place.cluster_port}"')
    return text.replace(_ETC, str(place.folder)).replace(_LIB, str(place.folder))


def lay_out(conf: str, place: Place, for_servers: Path, version: tuple[int, ...]) -> Path:
    """The server's folder with all that it needs but the certificates; the configuration's path."""
    place.folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(for_servers, place.folder, dirs_exist_ok=True)
    path = place.folder / conf
    path.write_text(fitted(conf, place, version), encoding="utf-8")
    return path


class Authority:
    """A certificate authority that lives as long as a trial."""

    def __init__(self) -> None:
        """Its key is in memory only."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "posdesk trial")])
        self._certificate = (
            _begun(self._name, self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )

    @property
    def pem(self) -> str:
        """Its certificate."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    def issue(self, folder: Path, prefix: str = "") -> None:
        """`cert.pem` and `key.pem` for localhost, with `prefix` before their names."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            _begun(name, self._name, key.public_key())
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        (folder / f"{prefix}cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (folder / f"{prefix}key.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
