"""How greenlets end: by exceptions, thrown ones, by being dropped; none is kept."""

import gc

import pytest

import sample
import swiftprof
from greenlet_programs import greenlet, parked, paths


def test_exceptions_cross_greenlets() -> None:
    def failing() -> None:
        sample.leaf()
        raise KeyError("from a greenlet")

    swiftprof.start()
    with pytest.raises(KeyError, match="from a greenlet"):
        greenlet.greenlet(failing).switch()
    one = greenlet.greenlet(parked)
    one.switch(greenlet.getcurrent())
    with pytest.raises(OSError, match="thrown"):
        one.throw(OSError("thrown"))
    profile = swiftprof.stop()
    assert profile[failing].open == profile[parked].open == 0
    assert paths(profile, "failing", "parked", "leaf") == {
        "failing": 1, "failing/leaf": 1, "parked": 1, "parked/leaf": 1,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0


def test_a_greenlet_that_is_dropped_while_it_waits_is_closed_and_its_address_forgotten() -> None:
    def waiting() -> None:
        try:
            main.switch()
        finally:
            sample.leaf()

    def next_one() -> None:
        sample.leaf()

    main = greenlet.getcurrent()
    swiftprof.start()
    addresses = set()
    for _ in range(50):
        one = greenlet.greenlet(waiting)
        one.switch()
        addresses.add(id(one))
        del one
        other = greenlet.greenlet(next_one)
        other.switch()
        addresses.add(id(other))
        del other
    profile = swiftprof.stop()
    assert len(addresses) < 100  # they did come back
    assert paths(profile, "waiting", "next_one", "leaf") == {
        "waiting": 50, "waiting/leaf": 50, "next_one": 50, "next_one/leaf": 50,
    }  # fmt: skip
    assert profile[waiting].open == 0


def test_no_greenlet_is_kept_alive() -> None:
    swiftprof.start()
    alive = [greenlet.greenlet(sample.leaf) for _ in range(20)]
    for one in alive:
        one.switch()
    kinds = [type(each) for each in gc.get_referrers(alive[0])]
    del alive, one
    gc.collect()
    left = [each for each in gc.get_objects() if type(each) is greenlet.greenlet and each.dead]
    swiftprof.stop()
    assert kinds == [list]
    assert left == []
