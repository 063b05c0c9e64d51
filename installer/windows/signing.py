"""Signs a program for Windows with the chain's certificate, where one is named; makensis calls it, too.

    POSDESK_SIGN_PKCS12=FILE POSDESK_SIGN_PASSFILE=FILE POSDESK_SIGN_TIMESTAMP=URL python3 signing.py PROGRAM

The certificate with its key is a PKCS#12 file, its password the first line of a file that only the builder
may read. A time stamp keeps the signature good after the certificate ended; its address is the certificate's
maker's. Without it the moment of the signature is the build's (SOURCE_DATE_EPOCH), so that the same input
gives the same file. Without a certificate nothing is signed, and Windows warns of the set-up.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "osslsigncode"  # Debian's
CERTIFICATE, PASSWORD = "POSDESK_SIGN_PKCS12", "POSDESK_SIGN_PASSFILE"
STAMP = "POSDESK_SIGN_TIMESTAMP"
MOMENT = "SOURCE_DATE_EPOCH"


class SigningError(Exception):
    """A program can't be signed; the message says why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The certificate with its key, the file with its password, and who stamps the time (empty: nobody)."""

    certificate: Path
    password: Path
    stamp: str = ""

    def sign(self, program: Path, moment: int | None = None) -> None:
        """Sign it where it lies; `moment` in epoch seconds, for want of a time stamp.

        Raises SigningError, OSError.
        """
        draft = program.with_name(f"{program.name}.signed")
        words = [PACKAGE, "sign", "-pkcs12", str(self.certificate), "-readpass", str(self.password)]
        words += ["-h", "sha256", "-n", "posdesk"]
        words += ["-ts", self.stamp] if self.stamp else []
        words += ["-time", str(moment)] if moment is not None and not self.stamp else []
        done = subprocess.run(
            [*words, "-in", str(program), "-out", str(draft)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            draft.unlink(missing_ok=True)
            raise SigningError(f"{program.name} can't be signed: {(done.stderr or done.stdout).strip()}")
        draft.replace(program)


def signer_of(environment: Mapping[str, str]) -> Signer | None:
    """Who signs, by the environment; None where no certificate is named. Raises SigningError."""
    certificate = environment.get(CERTIFICATE, "")
    if not certificate:
        return None
    password = Path(environment.get(PASSWORD, ""))
    for path in (Path(certificate), password):
        if not path.is_file():
            raise SigningError(f"{CERTIFICATE} and {PASSWORD} must name two files; {path} is none")
    if shutil.which(PACKAGE) is None:
        raise SigningError(f"{PACKAGE} is needed to sign: apt-get install {PACKAGE}")
    return Signer(Path(certificate).resolve(), password.resolve(), environment.get(STAMP, ""))


def command() -> str:
    """The words by which makensis has a program signed that it names behind them."""
    return shlex.join((sys.executable, str(Path(__file__).resolve())))


def main(program: str) -> int:
    """Signs one program by the environment; 1 where it can't be."""
    moment = os.environ.get(MOMENT, "")
    try:
        signer = signer_of(os.environ)
        if signer is None:
            raise SigningError(f"{CERTIFICATE} names no certificate")
        signer.sign(Path(program), int(moment) if moment.isdecimal() else None)
    except (SigningError, OSError) as error:
        print(f"posdesk: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
