"""What holds for the numbers of every profile."""

import pytest

import swiftprof


def expect_sound_times(profile: swiftprof.Profile) -> None:
    """No number is negative, and the self times of each thread add up to the time it was recorded for."""
    own_ns = dict.fromkeys(profile.threads, 0)
    for node in profile.tree.walk():
        own_ns[node.thread] += node.wall_self_ns
        for number in (
            node.calls, node.resumptions, node.wall_self_ns, node.wall_total_ns, node.cpu_self_ns,
            node.cpu_total_ns, node.suspended_ns,
        ):  # fmt: skip
            assert 0 <= number < 1 << 62  # a negative one would come as 2**64 and less
        assert node.wall_self_ns <= node.wall_total_ns <= node.thread.wall_ns
    for thread, recorded_ns in own_ns.items():
        assert recorded_ns == pytest.approx(thread.wall_ns, rel=0.01)
        assert recorded_ns <= thread.duration_ns  # less what the profiler took, which is nobody's
    for task in profile.contexts:
        # WHY not at most task.wall_ns: a step may contain another task's, started eagerly
        assert 0 <= task.longest_step_ns <= profile.header.duration_ns, task
        assert 0 <= task.wall_ns <= profile.header.duration_ns, task
        assert 0 <= task.suspended_ns <= profile.header.duration_ns, task
        assert 0 <= task.cpu_ns <= profile.header.duration_ns, task
