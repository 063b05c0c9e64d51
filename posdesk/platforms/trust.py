"""Whom a call to a platform trusts: the operating system's own store, whatever the environment says.

Python's `create_default_context` lets SSL_CERT_FILE and SSL_CERT_DIR name other authorities, and writes the
keys of every connection into the file that SSLKEYLOGFILE names. No setting and no variable does that here.
"""

import contextlib
import ssl
import sys
from pathlib import Path

_WINDOWS_STORES = ("CA", "ROOT")


def system_trust() -> ssl.SSLContext:
    """A client's context that checks certificate and name against the system's authorities, always."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # CERT_REQUIRED, and the host name checked
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if sys.platform == "win32":  # pragma: no cover - Windows
        _load_windows_stores(context)
    else:
        _load_openssl_store(context)
    return context


def _load_openssl_store(context: ssl.SSLContext) -> None:
    """Where OpenSSL was built to look, not where the environment points; nothing there trusts nobody."""
    built_in = ssl.get_default_verify_paths()
    file, folder = Path(built_in.openssl_cafile), Path(built_in.openssl_capath)
    if file.is_file():
        context.load_verify_locations(cafile=file)
    if folder.is_dir():
        context.load_verify_locations(capath=folder)


def _load_windows_stores(context: ssl.SSLContext) -> None:  # pragma: no cover - Windows
    if sys.platform == "win32":
        for store in _WINDOWS_STORES:
            for certificate, encoding, trust in ssl.enum_certificates(store):
                for_servers = trust is True or ssl.Purpose.SERVER_AUTH.oid in (trust or ())
                if encoding == "x509_asn" and for_servers:
                    with contextlib.suppress(ssl.SSLError):  # one that can't be read trusts nobody
                        context.load_verify_locations(cadata=certificate)
