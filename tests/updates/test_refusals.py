"""What is no update for this PC is refused, in words, before anything is copied, run or changed."""

import base64
import contextlib
import io
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from posdesk.errors import Cancelled
from posdesk.journal.schema import VERSION
from posdesk.settings.settings import Update
from posdesk.updates import installed, manifest, source, updating
from posdesk.updates.launcher import CURRENT
from posdesk.updates.manifest import Here
from posdesk.updates.refusals import OPEN_WORDS, WORDS, UpdateRefused, Why
from tests.journal.making import Counter, opened
from tests.support.update_keys import private, public
from tests.updates.chain import NOW, Chain, installed_in
from tests.updates.making import Root, root_in

SCHEMA_OF_A_LATER_ONE = 99


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """0.1.0 runs here."""
    made = root_in(tmp_path)
    made.add("0.1.0")
    (made.system / CURRENT).write_text("0.1.0", encoding="utf-8")
    return made


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    """Where the chain lays its updates."""
    return Chain(tmp_path / "chain")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A shop's home, with a journal."""
    with opened(tmp_path / "home"):
        pass
    return tmp_path / "home"


def looked(home: Path, place: object, trust: ssl.SSLContext | None = None) -> updating.Offer:
    return updating.look(home, str(place), NOW, known=public(), trust=trust)


def why_not(act: Any) -> UpdateRefused:
    with pytest.raises(UpdateRefused) as refused:
        act()
    return refused.value


def taken(root: Root, home: Path, place: object) -> object:
    return updating.update(home, looked(home, place), installed_in(root), lambda: NOW, actor="Li")


def test_what_is_signed_by_either_key_of_the_build_fits(root: Root, chain: Chain, home: Path) -> None:
    for number in (1, 2):
        chain.lay(root, keys=(private(9), private(number)))
        assert looked(home, chain.folder).manifest.version == "0.2.0"


@pytest.mark.parametrize(
    "case",
    [
        ({"product": "till"}, Why.FOREIGN_PRODUCT, '"till"'),
        ({"system": "beos"}, Why.FOREIGN_SYSTEM, '"beos"'),
        ({"expires": (NOW - timedelta(seconds=1)).isoformat()}, Why.EXPIRED, "until 2026-11-29 only"),
        ({"expires": NOW.isoformat()}, Why.EXPIRED, "look at this PC's date"),
        ({"version": "0.1.0"}, Why.SAME, "nothing newer"),
        ({"version": "0.1.0.0"}, Why.SAME, "nothing newer"),
        ({"version": "0.0.9"}, Why.OLDER, "older than 0.1.0"),
        ({"updates_from": "0.1.1"}, Why.TOO_FAR, "Take 0.1.1 first"),
        ({"schema_to": 5, "beside": 5}, Why.SCHEMA, f"schema {VERSION}"),
        ({"schema_from": VERSION + 1, "schema_to": VERSION + 2}, Why.SCHEMA, f"schema {VERSION}"),
        ({"size": 2**40}, Why.UNREADABLE, "size"),
        ({"package": "../../x.deb"}, Why.UNREADABLE, "package"),
        ({"package": "/etc/passwd"}, Why.UNREADABLE, "package"),
        ({"version": "1.0/../.."}, Why.UNREADABLE, "version"),
        ({"sha256": "ab"}, Why.UNREADABLE, "sha256"),
        ({"expires": "2099-01-01"}, Why.UNREADABLE, "expires"),
    ],
)
def test_what_is_not_for_this_pc_is_refused(
    root: Root, chain: Chain, home: Path, case: tuple[dict[str, object], Why, str]
) -> None:
    says, why, words = case
    chain.lay(root, says=says)
    refused = why_not(lambda: looked(home, chain.folder))
    assert refused.why is why
    assert words in str(refused)


def test_a_clock_that_is_set_back_makes_no_expired_update_fit(root: Root, chain: Chain, home: Path) -> None:
    """It stands before the day on which this version was built, and the update had expired by then."""
    chain.lay(root, says={"expires": "2026-10-01T00:00:00+00:00"})
    back = datetime(2026, 9, 1, tzinfo=UTC)
    running = installed_in(root)
    look = partial(updating.look, home, str(chain.folder), back, known=public(), running=running)
    assert why_not(look).why is Why.EXPIRED
    offer = looked_at(home, chain, back)
    act = partial(updating.update, home, offer, running, lambda: back, actor="Li")
    assert why_not(act).why is Why.EXPIRED


def looked_at(home: Path, chain: Chain, now: datetime) -> updating.Offer:
    return updating.look(home, str(chain.folder), now, known=public())


def test_an_unsigned_list_is_refused(root: Root, chain: Chain, home: Path) -> None:
    chain.lay(root, keys=())
    assert why_not(lambda: looked(home, chain.folder)).why is Why.UNSIGNED


@pytest.mark.parametrize("keys", [(private(9),), (private(9), private(10))])
def test_a_wrongly_signed_list_is_refused(root: Root, chain: Chain, home: Path, keys: Any) -> None:
    chain.lay(root, keys=keys)
    assert why_not(lambda: looked(home, chain.folder)).why is Why.WRONGLY_SIGNED


def test_a_list_that_was_changed_after_it_was_signed_is_refused(root: Root, chain: Chain, home: Path) -> None:
    chain.lay(root, says={"version": "0.0.5"})
    text = chain.list_file.read_text(encoding="utf-8")
    chain.list_file.write_text(text.replace("0.0.5", "0.2.0"), encoding="utf-8")
    assert why_not(lambda: looked(home, chain.folder)).why is Why.WRONGLY_SIGNED


@given(
    st.binary(max_size=400)
    | st.builds(json.dumps, st.recursive(st.none() | st.text() | st.integers(), st.lists)).map(str.encode)
)
def test_whatever_lies_there_is_refused_in_words(data: bytes) -> None:
    refused = why_not(lambda: manifest.proven(data, public(), "x.json"))
    assert refused.why in {Why.UNREADABLE, Why.UNSIGNED}


@given(st.binary(min_size=1, max_size=200))
def test_a_signature_that_is_none_is_refused(signature: bytes) -> None:
    data = json.dumps({"manifest": "{}", "signatures": [base64.b64encode(signature).decode()]}).encode()
    assert why_not(lambda: manifest.proven(data, public(), "x")).why is Why.WRONGLY_SIGNED


def test_a_build_without_keys_takes_none_and_says_so(root: Root, chain: Chain, home: Path) -> None:
    """As the project is: nobody who builds it can be made to take another's updates."""
    chain.lay(root)
    refused = why_not(lambda: updating.look(home, str(chain.folder), NOW))
    assert refused.why is Why.NO_KEYS
    assert "without a key" in str(refused)


@pytest.mark.parametrize("place", ["http://updates.example/x", "ftp://x", "HTTP://x"])
def test_an_address_that_is_not_https_is_never_called(home: Path, place: str) -> None:
    assert why_not(lambda: looked(home, place)).why is Why.NOT_SAFE


def test_an_empty_folder_and_one_that_is_not_there_are_said(home: Path, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none"):
        assert why_not(lambda at=place: looked(home, at)).why is Why.NOTHING_THERE


def test_a_journal_that_lets_the_new_version_in_is_no_hindrance() -> None:
    """Of schema 8, and open to programs from 6 on: one that knows 7 opens it."""
    says = {"schema_from": 1, "schema_to": 7, "beside": 6, "version": "0.2.0"}
    plain = {"product": "posdesk", "system": manifest.this_system(), "updates_from": "0.1.0"}
    package = {"package": "x.deb", "size": 1, "sha256": "0" * 64, "expires": NOW + timedelta(days=1)}
    found = manifest.Manifest.model_validate({**says, **plain, **package})
    manifest.must_fit(found, Here("0.1.0", 8, 6), NOW)
    for closed in (Here("0.1.0", 8, 8), Here("0.1.0", 9, 8)):
        assert why_not(lambda it=closed: manifest.must_fit(found, it, NOW)).why is Why.SCHEMA


# The package


def changed(path: Path, change: Any) -> None:
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:-1], Why.CUT),
        (lambda _data: b"", Why.CUT),
        (lambda data: data + b"x", Why.LARGER),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), Why.SWAPPED),
    ],
)
def test_a_package_that_is_not_as_signed_is_refused_and_never_run(
    root: Root, chain: Chain, home: Path, change: Any, why: Why
) -> None:
    changed(chain.lay(root), change)
    assert why_not(lambda: taken(root, home, chain.folder)).why is why
    assert root.places.current() == "0.1.0"
    assert root.places.folder_of("0.2.0") is None
    assert not root.starts()


def test_a_package_that_is_gone_is_said(root: Root, chain: Chain, home: Path) -> None:
    chain.lay(root).unlink()
    assert why_not(lambda: taken(root, home, chain.folder)).why is Why.NOTHING_THERE


def test_what_is_open_is_named_and_nothing_is_taken(root: Root, chain: Chain, home: Path) -> None:
    chain.lay(root)
    with opened(home) as journal:
        Counter(journal).add()
        refused = why_not(lambda: taken(root, home, chain.folder))
    assert refused.why is Why.OPEN
    assert refused.open_now == {"orders": 1}
    assert "orders (1)" in str(refused)
    assert not root.starts()


# An address


class Moved(BaseHTTPRequestHandler):
    """Leads on to where it is told."""

    to = ""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.to + self.path.replace("/old", ""))
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


class Quiet(SimpleHTTPRequestHandler):
    """Serves the chain's folder, and leads on from /old to it."""

    def do_GET(self) -> None:
        if self.path.startswith("/old"):
            self.send_response(301)
            self.send_header("Location", self.path.removeprefix("/old"))
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def served(handler: Any, authority: trustme.CA) -> Iterator[str]:
    """An https server of this PC; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"https://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def authority() -> trustme.CA:
    """Signs the chain's certificate."""
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    """A PC that trusts it."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_an_update_comes_from_an_address_of_the_chains_own(
    root: Root, chain: Chain, home: Path, authority: trustme.CA, trust: ssl.SSLContext
) -> None:
    chain.lay(root)
    with served(partial(Quiet, directory=str(chain.folder)), authority) as url:
        for place in (url, f"{url}/", f"{url}/old"):
            offer = looked(home, place, trust)
        updating.update(home, offer, installed_in(root), lambda: NOW, actor="Li")
    assert root.places.current() == "0.2.0"


def test_a_redirect_to_another_host_is_never_followed(
    root: Root, chain: Chain, home: Path, authority: trustme.CA, trust: ssl.SSLContext
) -> None:
    chain.lay(root)
    with served(partial(Quiet, directory=str(chain.folder)), authority) as url:
        elsewhere = type("Elsewhere", (Moved,), {"to": url})
        with served(elsewhere, authority) as first:
            refused = why_not(lambda: looked(home, first, trust))
        plain = type("Plain", (Moved,), {"to": url.replace("https", "http")})
        with served(plain, authority) as first:
            assert why_not(lambda: looked(home, first, trust)).why is Why.REDIRECTED
    assert refused.why is Why.REDIRECTED
    assert "localhost" in str(refused)


def test_what_an_address_answers_is_bounded(
    root: Root, chain: Chain, home: Path, authority: trustme.CA, trust: ssl.SSLContext
) -> None:
    package = chain.lay(root)
    with served(partial(Quiet, directory=str(chain.folder)), authority) as url:
        offer = looked(home, url, trust)
        changed(package, lambda data: data + b"x" * 10_000_000)
        act = partial(updating.update, home, offer, installed_in(root), lambda: NOW, actor="Li")
        assert why_not(act).why is Why.LARGER
        changed(chain.list_file, lambda data: data + b" " * manifest.MOST_BYTES)
        assert why_not(lambda: looked(home, url, trust)).why is Why.LARGER
        chain.list_file.unlink()
        assert why_not(lambda: looked(home, url, trust)).why is Why.NOTHING_THERE


def test_a_stranger_in_the_addresss_place_is_not_asked(
    root: Root, chain: Chain, home: Path, trust: ssl.SSLContext
) -> None:
    chain.lay(root)
    with served(partial(Quiet, directory=str(chain.folder)), trustme.CA()) as url:
        assert why_not(lambda: looked(home, url, trust)).why is Why.UNREACHABLE
    assert why_not(lambda: looked(home, url, trust)).why is Why.UNREACHABLE, "and nobody there"


@pytest.mark.parametrize("place", ["~nobody-has-this-name/updates", "a\x00b", "https://[", "https://a\x00b"])
def test_a_place_that_can_not_be_one_is_refused_in_words(home: Path, place: str) -> None:
    assert why_not(lambda: looked(home, place)).why in {Why.UNREACHABLE, Why.NOTHING_THERE}


@pytest.mark.parametrize("place", ["https://li:secret@updates.example/x", "https://secret@updates.example"])
def test_an_address_holds_no_password_that_words_and_log_and_audit_would_tell(home: Path, place: str) -> None:
    refused = why_not(lambda: looked(home, place))
    assert refused.why is Why.NOT_SAFE
    assert "secret" not in str(refused)
    with pytest.raises(ValidationError):
        Update.model_validate({"from": place})
    kept = Update.model_validate({"from": " https://updates.example/a@b "})
    assert kept.source == "https://updates.example/a@b"


class Dribbling(BaseHTTPRequestHandler):
    """Answers a byte now and then, for ever."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b" ")
                time.sleep(0.02)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.mark.timeout(60)
def test_an_address_that_never_comes_to_an_end_is_given_up(
    home: Path, authority: trustme.CA, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk waits for what it looks for when it is closed."""
    monkeypatch.setattr(source, "LOOK_S", 0.5)
    with served(Dribbling, authority) as url:
        assert why_not(lambda: looked(home, url, trust)).why is Why.UNREACHABLE


@pytest.mark.timeout(60)
def test_a_slow_copy_can_be_cancelled_at_once(authority: trustme.CA, trust: ssl.SSLContext) -> None:
    def cancel(done: int, whole: int = 0) -> None:
        raise Cancelled("by a person")

    with served(Dribbling, authority) as url, pytest.raises(Cancelled):
        source.source_of(url, trust).copy("x", io.BytesIO(), 10_000_000, cancel)


# Words


def test_every_refusal_has_its_sentence_with_what_it_names() -> None:
    assert set(WORDS) == set(Why)
    assert set(OPEN_WORDS) == {"shifts", "orders", "calls", "prints"}
    assert all(sentence.endswith((".", "}.")) for sentence in WORDS.values())


def test_without_a_launcher_nothing_is_updated(monkeypatch: pytest.MonkeyPatch) -> None:
    for told in ("", "nonsense", "[1]", '["a", "/none/launcher.py", "0.1.0"]', "7"):
        monkeypatch.setenv("POSDESK_LAUNCHER", told)
        assert why_not(installed.needed).why is Why.NOT_LAUNCHED
