"""Code objects that come and go while a recording is on."""

import pytest

from backends import FREE_THREADED
from running import run_text


@pytest.mark.skipif(
    FREE_THREADED, reason="without the GIL code objects live as long as the recording"
)
def test_code_objects_by_the_hundred_thousand_neither_grow_the_profile_nor_stay_alive() -> None:
    result = run_text(
        """
        import resource, swiftprof, weakref
        def render(i):
            namespace = {}
            exec(compile("def template(x):\\n    return x\\ntemplate(1)", "page.html", "exec"), namespace)
            return weakref.ref(namespace["template"].__code__)
        swiftprof.start()
        references = [render(i) for i in range(1000)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for i in range(100_000):
            render(i)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        profile = swiftprof.stop()
        templates = [f for f in profile.functions if f.file == "page.html"]
        assert sorted(f.ncall for f in templates) == [101_000, 101_000], templates
        assert not any(reference() for reference in references)
        assert after - before < 2048, (before, after)
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_an_address_used_again_is_never_credited_to_the_dead_function() -> None:
    result = run_text(
        """
        import swiftprof
        def once(name):
            namespace = {}
            exec(compile(f"def {name}(): pass", f"{name}.py", "exec"), namespace)
            namespace[name]()
        names = [f"f{i}" for i in range(300)]
        with swiftprof.profile() as p:
            for _ in range(20):
                for name in names:
                    once(name)
        for name in names:
            (function,) = [f for f in p.functions if f.qualified_name == name]
            assert (function.ncall, function.file) == (20, f"{name}.py")
        """
    )
    assert (result.returncode, result.stderr) == (0, "")
