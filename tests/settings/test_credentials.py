import asyncio
import gc
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import keyring
import keyring.backends.fail
import keyring.backends.null
import keyring.backends.Windows
import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends.chainer import ChainerBackend

from posdesk.domain.key_text import unseen_in
from posdesk.errors import CredentialsError, KeyringLocked, KeyringSlow, NoKeyring
from posdesk.settings import credentials as credentials_module
from posdesk.settings.credentials import SERVICE, Credentials, known_names
from posdesk.settings.secret_text import SECRET_LIMIT, checked, taken_off
from posdesk.settings.settings import Partner, Settings, Staff
from tests.support.keyring_backend import MemoryKeyring
from tests.support.secretservice import secret_service

NAME = "partner/meituan/appkey"
VAULT_NAMES = (NAME, "partner/美团/appkey", "listener/token")


@pytest.fixture
def credentials() -> Iterator[Credentials]:
    made = Credentials()
    yield made
    made.close()


class _Raising(MemoryKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error


class _Hanging(MemoryKeyring):
    """Answers only once it is let go, as a D-Bus service behind an unanswered prompt does."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.asked = 0
        self.over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.let_go.wait(60)
        return super().get_password(service, username)


@pytest.fixture
def hanging() -> Iterator[_Hanging]:
    backend = _Hanging()
    keyring.set_keyring(backend)
    yield backend
    backend.let_go.set()


def test_memory_is_empty_until_the_keyring_was_read(
    credentials: Credentials, memory_keyring: MemoryKeyring
) -> None:
    memory_keyring.set_password(SERVICE, NAME, "s3cret")
    assert credentials.get(NAME) is None
    asyncio.run(credentials.refresh([NAME, "listener/token"]))
    assert credentials.get(NAME) == "s3cret"
    assert credentials.get("listener/token") is None


def test_a_rotated_secret_is_there_after_the_next_refresh(
    credentials: Credentials, memory_keyring: MemoryKeyring
) -> None:
    memory_keyring.set_password(SERVICE, NAME, "old")
    credentials.read([NAME])
    memory_keyring.set_password(SERVICE, NAME, "new")
    assert credentials.get(NAME) == "old"
    credentials.read([NAME])
    assert credentials.get(NAME) == "new"


def test_a_secret_taken_out_of_the_keyring_leaves_memory_too(
    credentials: Credentials, memory_keyring: MemoryKeyring
) -> None:
    credentials.set(NAME, "s3cret")
    memory_keyring.delete_password(SERVICE, NAME)
    credentials.read([NAME])
    assert credentials.get(NAME) is None


def test_set_stored_and_delete_agree_with_the_keyring(
    credentials: Credentials, memory_keyring: MemoryKeyring
) -> None:
    credentials.set(NAME, "钥匙")
    assert memory_keyring.get_password(SERVICE, NAME) == "钥匙"
    assert credentials.stored([NAME, "wdk/secret"]) == (NAME,)
    credentials.delete(NAME)
    assert credentials.get(NAME) is None
    assert credentials.stored([NAME]) == ()
    with pytest.raises(CredentialsError, match=NAME):
        credentials.delete(NAME)


@pytest.mark.parametrize(("secret", "fits"), [("x" * SECRET_LIMIT, True), ("x" * (SECRET_LIMIT + 1), False)])
def test_a_secret_longer_than_windows_holds_is_refused(
    credentials: Credentials, memory_keyring: MemoryKeyring, secret: str, fits: bool
) -> None:
    if fits:
        credentials.set(NAME, secret)
    else:
        with pytest.raises(CredentialsError, match=str(SECRET_LIMIT)):
            credentials.set(NAME, secret)
    assert (memory_keyring.get_password(SERVICE, NAME) is not None) is fits


def test_an_empty_secret_and_half_an_emoji_end_in_words(credentials: Credentials) -> None:
    with pytest.raises(CredentialsError, match="empty"):
        credentials.set(NAME, "")
    with pytest.raises(CredentialsError, match="empty"):
        credentials.set(NAME, " \ufeff\t")
    with pytest.raises(CredentialsError, match=str(SECRET_LIMIT)):
        credentials.set(NAME, "😀" * (SECRET_LIMIT // 2) + "\ud83d")


_ENDS = st.text(st.sampled_from(" \t\u00a0\u3000\ufeff\u200b\u202c\u2060\ufe0f"), max_size=4)
_SECRETS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40).filter(
    lambda text: not unseen_in(text)
)


@given(before=_ENDS, secret=_SECRETS, behind=_ENDS)
def test_what_only_surrounds_a_secret_is_taken_off_and_nothing_in_it_is_changed(
    before: str, secret: str, behind: str
) -> None:
    assert checked(NAME, before + secret + behind) == secret
    assert bool(taken_off(before + secret + behind)) == bool(before + behind)


def test_what_was_taken_off_has_a_name() -> None:
    assert taken_off("\ufeff k \t\u202c") == ("U+FEFF", "a blank", "a tab", "U+202C")
    assert taken_off("a b") == ()


@pytest.mark.parametrize(
    ("secret", "named"),
    [
        ("a\0b\0c", "U+0000"),
        ("a\tb", "U+0009"),
        ("a\u200bb", "U+200B"),
        ("a\ud83db", "U+D83D"),
        ("a\x7f", "U+007F"),
    ],
)
def test_a_secret_with_what_nobody_can_see_in_it_is_refused(
    credentials: Credentials, memory_keyring: MemoryKeyring, secret: str, named: str
) -> None:
    with pytest.raises(CredentialsError, match=re.escape(named)):
        credentials.set(NAME, secret)
    assert memory_keyring.get_password(SERVICE, NAME) is None
    assert credentials.get(NAME) is None


@pytest.mark.parametrize("secret", ["ＡＢＣ１２３", "e\u0301", "A²", '"quoted"', "two words"])
def test_nothing_in_a_secret_is_folded(
    credentials: Credentials, memory_keyring: MemoryKeyring, secret: str
) -> None:
    credentials.set(NAME, secret)
    assert memory_keyring.get_password(SERVICE, NAME) == secret


class _Cutting(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:4])


@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring, _Cutting])
def test_a_secret_that_is_not_there_afterwards_was_not_stored(
    credentials: Credentials,
    monkeypatch: pytest.MonkeyPatch,
    backend: type[keyring.backend.KeyringBackend],
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "as chosen")
    keyring.set_keyring(backend())
    with pytest.raises(CredentialsError, match="was not stored"):
        credentials.set(NAME, "s3cret-91")
    assert credentials.get(NAME) is None


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (keyring.errors.KeyringLocked("Failed to unlock the collection!"), KeyringLocked),
        (keyring.errors.InitError("Failed to create the collection: Prompt dismissed.."), KeyringLocked),
        (keyring.errors.NoKeyringError("No recommended backend"), NoKeyring),
        (RuntimeError("D-Bus went away"), CredentialsError),
        (ConnectionResetError(104, "reset"), CredentialsError),
    ],
)
def test_a_backends_error_becomes_a_sentence_of_ours(
    credentials: Credentials, error: Exception, wanted: type[CredentialsError]
) -> None:
    keyring.set_keyring(_Raising(error))
    with pytest.raises(CredentialsError) as caught:
        credentials.read([NAME])
    assert type(caught.value) is wanted


def test_a_keyring_that_fails_later_takes_nothing_out_of_memory(credentials: Credentials) -> None:
    credentials.set(NAME, "s3cret")
    keyring.set_keyring(_Raising(keyring.errors.KeyringLocked("locked")))
    with pytest.raises(KeyringLocked):
        credentials.read([NAME])
    assert credentials.get(NAME) == "s3cret"


def test_a_hung_keyring_blocks_neither_the_loop_nor_a_caller(hanging: _Hanging) -> None:
    credentials = Credentials(patience_s=0.05)
    with pytest.raises(KeyringSlow, match=r"0\.05 seconds"):
        asyncio.run(credentials.refresh([NAME]))
    with pytest.raises(KeyringLocked):
        credentials.read([NAME])
    credentials.close()


def test_questions_nobody_waits_for_any_more_are_not_asked(hanging: _Hanging) -> None:
    credentials = Credentials(patience_s=0.05)
    for _ in range(3):
        with pytest.raises(KeyringLocked):
            credentials.read([NAME])
    hanging.let_go.set()
    patient = Credentials()
    patient.read([NAME])
    credentials.close()
    patient.close()
    assert hanging.asked == 2


def test_an_answer_that_comes_too_late_still_fills_the_memory(hanging: _Hanging) -> None:
    hanging.set_password(SERVICE, NAME, "s3cret")
    credentials = Credentials(patience_s=0.05)
    with pytest.raises(KeyringLocked):
        credentials.read([NAME])
    hanging.let_go.set()
    asyncio.run(credentials.refresh(["wdk/secret"]))
    assert credentials.get(NAME) == "s3cret"
    credentials.close()


@pytest.fixture
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No backend chosen by the environment, no D-Bus to find one on, and Windows' own out of reach."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setattr(keyring.backends.Windows, "missing_deps", True)


@pytest.mark.usefixtures("nothing_chosen")
@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring, keyring.backends.fail.Keyring])
def test_a_backend_that_keeps_nothing_is_no_keyring(
    credentials: Credentials, backend: type[keyring.backend.KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(NoKeyring, match="gnome-keyring"):
        credentials.set(NAME, "s3cret")
    assert credentials.get(NAME) is None


def _as_if_from(module: str) -> MemoryKeyring:
    made = type("Keyring", (MemoryKeyring,), {"__module__": module})()
    assert isinstance(made, MemoryKeyring)
    return made


@pytest.mark.posix("Windows always has its own vault")
@pytest.mark.usefixtures("nothing_chosen")
def test_a_keyring_that_was_too_slow_to_be_found_at_first_is_found_later(credentials: Credentials) -> None:
    """keyring remembers for ever which ones its first look found; another one may be there, and empty."""

    class Late(MemoryKeyring):
        priority = 9
        viable = False

        def get_password(self, service: str, username: str) -> str:
            return "s3cret"

    try:
        keyring.set_keyring(MemoryKeyring())
        credentials.read([NAME])
        assert credentials.get(NAME) is None
        Late.viable = True
        credentials.read([NAME])
        assert credentials.get(NAME) == "s3cret"
    finally:
        keyring.backend.KeyringBackend._classes.discard(Late)
        keyring.backend.get_all_keyring.reset()


@pytest.mark.usefixtures("nothing_chosen")
def test_a_secret_is_never_written_to_a_plain_file(credentials: Credentials) -> None:
    plain = _as_if_from("keyrings.alt.file")
    keyring.set_keyring(plain)
    with pytest.raises(NoKeyring):
        credentials.set(NAME, "s3cret")
    assert plain.get_password(SERVICE, NAME) is None


class _Chain(MemoryKeyring):
    def __init__(self, *backends: MemoryKeyring) -> None:
        super().__init__()
        self.backends = backends


_Chain.__module__ = ChainerBackend.__module__


@pytest.mark.usefixtures("nothing_chosen")
def test_of_a_chain_only_the_safe_part_is_used(
    credentials: Credentials, memory_keyring: MemoryKeyring
) -> None:
    plain = _as_if_from("keyrings.alt.file")
    keyring.set_keyring(_Chain(plain, memory_keyring))
    credentials.set(NAME, "s3cret")
    assert plain.get_password(SERVICE, NAME) is None
    assert memory_keyring.get_password(SERVICE, NAME) == "s3cret"
    keyring.set_keyring(_Chain(plain))
    with pytest.raises(NoKeyring):
        credentials.set(NAME, "s3cret")


def test_a_backend_chosen_explicitly_is_used_as_it_is(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    plain = _as_if_from("keyrings.alt.file")
    keyring.set_keyring(plain)
    credentials.set(NAME, "s3cret")
    assert plain.get_password(SERVICE, NAME) == "s3cret"


def test_the_names_come_from_the_settings() -> None:
    settings = Settings(
        partner=(Partner(name="meituan", url="https://example.invalid", appid="a"),),
        staff=(Staff(name="小李"),),
    )
    names = known_names(settings)
    assert names[:2] == (NAME, "staff/小李/pin")
    assert {"ovopark/secret", "wdk/secret", "wdk/session", "listener/token"} < set(names)


@pytest.mark.secretservice
def test_a_real_secret_service_keeps_reads_and_forgets(credentials: Credentials) -> None:
    credentials.set(NAME, "钥匙 with blanks ")
    fresh = Credentials()
    asyncio.run(fresh.refresh([NAME]))
    assert fresh.get(NAME) == "钥匙 with blanks"
    fresh.close()
    credentials.delete(NAME)
    assert credentials.stored([NAME]) == ()
    with pytest.raises(CredentialsError):
        credentials.delete(NAME)


@pytest.mark.secretservice
def test_a_real_secret_service_is_found_without_being_chosen(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    credentials.set(NAME, "s3cret")
    assert credentials.stored([NAME]) == (NAME,)
    credentials.delete(NAME)


@pytest.mark.secretservice
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # keyring's own, where it fails
def test_a_locked_secret_service_is_named_as_locked(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secretstorage

    monkeypatch.delenv("DISPLAY", raising=False)  # with a screen the service would prompt there and wait
    with secret_service() as variables:  # of its own: locking the session's would break other tests
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", variables["DBUS_SESSION_BUS_ADDRESS"])
        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()
        with pytest.raises(KeyringLocked, match="Unlock it"):
            credentials.read([NAME])
    gc.collect()  # here, where it is no error, and not in the next test


@pytest.fixture
def windows_vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[Credentials]:
    """Windows' own vault, found without being chosen, under a name that is no shop's."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(credentials_module, "SERVICE", f"posdesk test {uuid4()}")
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    made = Credentials()
    yield made
    for name in made.stored(VAULT_NAMES):
        made.delete(name)
    made.close()


@pytest.mark.windows("its own vault is asked")
def test_windows_own_vault_keeps_reads_and_forgets(windows_vault: Credentials) -> None:
    for name in VAULT_NAMES:
        windows_vault.set(name, f"钥匙 of {name}")
    assert type(keyring.get_keyring()).__module__ == "keyring.backends.Windows"
    fresh = Credentials()
    fresh.read(VAULT_NAMES)
    assert [fresh.get(name) for name in VAULT_NAMES] == [f"钥匙 of {name}" for name in VAULT_NAMES]
    fresh.close()
    windows_vault.delete(NAME)
    assert windows_vault.stored(VAULT_NAMES) == VAULT_NAMES[1:]
    with pytest.raises(CredentialsError):
        windows_vault.delete(NAME)


@pytest.mark.windows("its own vault is asked")
def test_windows_own_vault_holds_the_longest_secret(windows_vault: Credentials) -> None:
    windows_vault.set(NAME, "钥" * SECRET_LIMIT)
    windows_vault.read([NAME])
    assert windows_vault.get(NAME) == "钥" * SECRET_LIMIT
