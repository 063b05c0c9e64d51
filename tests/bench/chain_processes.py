"""A chain's processes that are killed and come back: its three servers, its gateways."""

from pathlib import Path

from tests.bench import wakeups
from tests.gateway import making
from tests.support.processes import free_port, wait_for
from tests.support.three_servers import ThreeServers

PATIENCE_S = 120.0


class Gateways:
    """Some, each at a port of its own that outlives it."""

    def __init__(self, folder: Path, three: ThreeServers, count: int) -> None:
        """Nothing runs yet."""
        self._folder, self._three = folder, three
        self._ports = [free_port() for _ in range(count)]
        self._running: dict[int, making.Gateway] = {}
        self._spent_s = 0.0
        creds = three.folder.path / "for-gateway" / "nats.creds"
        self._creds = creds.read_text(encoding="ascii")

    @property
    def addresses(self) -> list[str]:
        """host:port of each."""
        return [f"127.0.0.1:{port}" for port in self._ports]

    @property
    def cpu_s(self) -> float:
        """Of all of them so far."""
        return self._spent_s + sum(wakeups.cpu_s(each.process.pid) for each in self._running.values())

    def begin(self, number: int) -> None:
        """Start that one."""
        folder = self._folder / f"gateway-{number}"
        folder.mkdir(exist_ok=True)
        (folder / "ca.pem").write_text(self._three.plan.ca, encoding="ascii")
        config = making.CONFIG.replace("port = 0", f"port = {self._ports[number]}", 1)
        config = config.replace("replicas = 1", 'replicas = 3\nca = "ca.pem"')
        url = '", "'.join(self._three.plan.servers)
        self._running[number] = making.started(folder, url, self._creds, config=config)

    def begin_all(self) -> None:
        """Start all, and wait until they take orders."""
        for number in range(len(self._ports)):
            self.begin(number)
        for each in self._running.values():
            wait_for(lambda each=each: each.takes_orders, "a gateway", PATIENCE_S)  # type: ignore[misc]

    def kill(self, number: int) -> None:
        """As a power cut would."""
        gateway = self._running.pop(number)
        self._spent_s += wakeups.cpu_s(gateway.process.pid)
        gateway.kill()
        assert gateway.process.stdout is not None
        gateway.process.stdout.close()

    def end(self) -> None:
        """All of them."""
        for number in tuple(self._running):
            self.kill(number)


class Servers:
    """The three, and what they have cost."""

    def __init__(self, three: ThreeServers) -> None:
        """Nothing runs yet."""
        self._three = three
        self._running = {number: three.begin(number) for number in range(3)}
        self._spent_s = 0.0

    @property
    def cpu_s(self) -> float:
        """Of all of them so far."""
        return self._spent_s + sum(wakeups.cpu_s(each.pid) for each in self._running.values())

    def kill(self, number: int) -> None:
        """As a power cut would."""
        process = self._running.pop(number)
        self._spent_s += wakeups.cpu_s(process.pid)
        process.kill()
        process.wait()

    def begin(self, number: int) -> None:
        """Start it again."""
        self._running[number] = self._three.begin(number)

    def end(self) -> None:
        """All of them."""
        for number in tuple(self._running):
            self.kill(number)
