"""An echo server and its clients, all of them greenlets of one thread. Needs gevent (PyPI).

    python examples/gevent_echo.py
    python -m swiftprof --by-task examples/gevent_echo.py

The code looks as if each client had a thread of its own, and so does its profile: `client` is called by
nobody, whoever switched to it, and nobody is charged with what ran while it waited. That time is the hub's.
"""

from gevent import monkey

monkey.patch_all()

import hashlib  # noqa: E402
import socket  # noqa: E402

import gevent  # noqa: E402
from gevent.pool import Pool  # noqa: E402
from gevent.server import StreamServer  # noqa: E402

CLIENTS = 20
TURNS = 5


def handle(connection: socket.socket, address: tuple[str, int]) -> None:
    with connection:
        while line := connection.recv(1_000):
            gevent.sleep(0.002)  # a slow backend
            connection.sendall(answer(line))


def answer(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest().encode()


def client(port: int, number: int) -> int:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for turn in range(TURNS):
            connection.sendall(b"client %d, turn %d" % (number, turn))
            check(connection.recv(1_000))
    return TURNS


def check(line: bytes) -> None:
    if len(line) != 64:
        raise ValueError(f"not an answer: {line!r}")


def main() -> None:
    handlers = Pool()
    server = StreamServer(("127.0.0.1", 0), handle, spawn=handlers)
    server.start()
    clients = [gevent.spawn(client, server.server_port, number) for number in range(CLIENTS)]
    for number, each in enumerate(clients):
        each.name = f"client-{number}"
    gevent.joinall(clients, raise_error=True)
    handlers.join()
    server.stop()
    print(f"{sum(each.value for each in clients)} answers for {len(clients)} clients")


if __name__ == "__main__":
    main()
