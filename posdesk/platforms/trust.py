"""Whom a call to a platform trusts: the operating system's own store, whatever the environment says.

Python's `create_default_context` lets SSL_CERT_FILE and SSL_CERT_DIR name other authorities, and writes the
keys of every connection into the file that SSLKEYLOGFILE names. No setting and no variable does that here.

On Windows the chain is built by Windows itself (truststore): Python would know only the roots that lie in the
store already, and Windows fetches most of its own when they are first needed, and missing links between. On
Linux truststore would do what OpenSSL does, and heed SSL_CERT_FILE: it is not used there.
"""

import ssl
import sys
from pathlib import Path


def system_trust() -> ssl.SSLContext:
    """A client's context that checks certificate and name against the system's authorities, always."""
    if sys.platform == "win32":
        import truststore  # noqa: PLC0415 - only Windows has it

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # CERT_REQUIRED, and the host name checked
        _load_openssl_store(context)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load_openssl_store(context: ssl.SSLContext) -> None:
    """Where OpenSSL was built to look, not where the environment points; nothing there trusts nobody."""
    built_in = ssl.get_default_verify_paths()
    file, folder = Path(built_in.openssl_cafile), Path(built_in.openssl_capath)
    if file.is_file():
        context.load_verify_locations(cafile=file)
    if folder.is_dir():
        context.load_verify_locations(capath=folder)
