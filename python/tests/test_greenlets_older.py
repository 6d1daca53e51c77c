"""Greenlets that are older than the recording, or live longer."""

import pytest

import sample
import swiftprof
from greenlet_programs import OutputOf, greenlet, older, parked, paths


def test_greenlets_made_before_start_are_recorded_with_their_open_frames() -> None:
    main = greenlet.getcurrent()
    old, unborn = greenlet.greenlet(older), greenlet.greenlet(older)
    old.switch(main)
    swiftprof.start()
    for one in (old, unborn):
        while not one.dead:
            one.switch(main) if one is unborn else one.switch()
    profile = swiftprof.stop()
    assert paths(profile, "older", "parked", "middle", "leaf") == {
        "older": 2, "older/parked": 2, "older/parked/leaf": 3, "older/middle": 2,
        "older/middle/leaf": 4, "older/leaf": 2,
    }  # fmt: skip
    assert all(profile[function].open == 0 for function in (older, parked, sample.leaf))
    assert profile.header.unmatched_returns == 0


def test_a_recording_that_begins_in_a_greenlet_knows_the_main_ones_frames() -> None:
    def starting() -> None:
        swiftprof.start()
        sample.leaf()
        main.switch()
        sample.leaf()

    main = greenlet.getcurrent()
    one = greenlet.greenlet(starting)
    one.switch()
    sample.middle(1)
    one.switch()
    profile = swiftprof.stop()
    here = test_a_recording_that_begins_in_a_greenlet_knows_the_main_ones_frames.__name__
    assert paths(profile, here, "starting", "middle", "leaf") == {
        "starting": 1, "starting/leaf": 2, here: 1, f"{here}/middle": 1, f"{here}/middle/leaf": 1,
    }  # fmt: skip


def test_a_greenlet_that_goes_on_after_stop_is_clean() -> None:
    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(older)
    one.switch(main)
    first = swiftprof.stop()
    one.switch()
    swiftprof.start()
    one.switch()
    second = swiftprof.stop()
    assert one.dead
    assert (first[older].open, second[older].open) == (1, 0)
    assert paths(second, "older", "leaf") == {"older": 1, "older/leaf": 1}


def test_clear_keeps_stacks_apart() -> None:
    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(older)
    one.switch(main)
    swiftprof.clear()
    one.switch()
    sample.leaf()
    one.switch()
    profile = swiftprof.stop()
    here = test_clear_keeps_stacks_apart.__name__
    assert paths(profile, here, "older", "parked", "leaf") == {
        "older": 1, "older/parked": 1, "older/parked/leaf": 1, "older/leaf": 3,
        here: 1, f"{here}/leaf": 1,
    }  # fmt: skip


@pytest.mark.parametrize("below", [True, False])
def test_targets_record_only_what_their_greenlet_calls(below: bool, output_of: OutputOf) -> None:
    assert output_of(
        f"""
        import greenlet, swiftprof

        def leaf(): pass

        def target():
            leaf()
            main.switch()
            leaf()

        def other():
            leaf()
            main.switch()
            leaf()

        main = greenlet.getcurrent()
        swiftprof.start(targets=["__main__:target"], below={below})
        many = [greenlet.greenlet(each) for each in (target, other, target, other)]
        for one in many * 2:
            one.switch()
            leaf()
        profile = swiftprof.stop()
        print(sorted((each.name, each.ncall, each.open) for each in profile.functions
              if each.name in ("leaf", "target", "other")))
        """
    ) == ("[('leaf', 4, 0), ('target', 2, 0)]\n" if below else "[('target', 2, 0)]\n")
