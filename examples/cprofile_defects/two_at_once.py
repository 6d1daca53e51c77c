"""Of two threads that each profile a call at the same time, one gets an exception instead of its result."""

import cProfile
import threading
from collections.abc import Callable

RIGHT = "answers: 2; errors: none"

both_inside = threading.Barrier(2)


def handle() -> str:
    """A request; two of them overlap."""
    both_inside.wait(timeout=2)
    return "answer"


def under_cprofile() -> str:
    return _two_requests(lambda: cProfile.Profile().runcall(handle))


def under_swiftprof() -> str:
    import swiftprof

    profiles: list[object] = []
    return _two_requests(swiftprof.profile(on_profile=profiles.append)(handle))


def _two_requests(request: Callable[[], str]) -> str:
    answers: list[str] = []
    errors: list[str] = []

    def serve() -> None:
        try:
            answers.append(request())
        except ValueError as error:
            errors.append(str(error))
            both_inside.abort()
        except threading.BrokenBarrierError:  # the other one never came: it got its exception
            answers.append("answer")

    servers = [threading.Thread(target=serve) for _ in range(2)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    return f"answers: {len(answers)}; errors: {' and '.join(errors) or 'none'}"
