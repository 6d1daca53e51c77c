"""How programs end under `python -m swiftprof`: as without, and the profile is always written."""

import os
import pstats
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backends import USABLE
from running import RunCli, WriteScript, clean_environment, run_python

ENDINGS = {
    "plain": "pass",
    "exit": "import sys; sys.exit()",
    "exit-none": "raise SystemExit(None)",
    "exit-7": "import sys; sys.exit(7)",
    "exit-300": "import sys; sys.exit(300)",
    "exit-negative": "import sys; sys.exit(-1)",
    "exit-true": "import sys; sys.exit(True)",
    "exit-text": "import sys; sys.exit('told why')",
    "exit-tuple": "raise SystemExit((1, 2))",
    "exception": "raise ValueError('went wrong')",
    "nested": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('k')",
    "group": "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    "recursion": "def f(): f()\nf()",
    "hook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0], file=sys.stderr)\n1 / 0",
    "broken-hook": "import sys\ndef h(*a): 1 / 0\nsys.excepthook = h\nraise ValueError('first')",
    "exiting-hook": "import sys\nsys.excepthook = lambda *a: sys.exit(9)\n1 / 0",
    "atexit": "import atexit, sys\natexit.register(print, 'at exit', file=sys.stderr)",
    "syntax-inside": "exec('1 +')",
    "closed-stderr": "import sys; sys.stderr.close()",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_as_without_us_and_the_profile_is_written(
    script: WriteScript, tmp_path: Path, ending: str
) -> None:
    script("def work():\n    pass\nwork()\n" + ENDINGS[ending])
    with_us = run_python("-m", "swiftprof", "-qo", "x.pstats", "program.py", cwd=tmp_path)
    without = run_python("program.py", cwd=tmp_path)
    assert with_us.returncode == without.returncode
    assert steady(with_us.stderr) == steady(without.stderr)
    assert with_us.stdout == without.stdout
    assert calls_of(tmp_path / "x.pstats", "work") == 1


def steady(text: str) -> str:
    """Without the number of frames up to the recursion limit, of which we use a few."""
    return re.sub(r"repeated \d+ more times", "repeated", text)


def calls_of(path: Path, name: str) -> int:
    stats = pstats.Stats(str(path)).stats  # type: ignore[attr-defined]
    return sum(value[1] for key, value in stats.items() if key[2] == name)


def test_a_traceback_has_no_frames_of_ours(cli: RunCli, script: WriteScript) -> None:
    answer = cli("-q", script("def f():\n    raise ValueError('x')\nf()"))
    assert "swiftprof" not in answer.stderr
    assert [line.strip() for line in answer.stderr.splitlines() if "File" in line] == [
        line for line in (s.strip() for s in answer.stderr.splitlines()) if "program.py" in line
    ]


def interrupt(script: WriteScript, tmp_path: Path, program: str, *with_us: str) -> tuple[int, str]:
    """Run a program until it says that it is ready, send it a Ctrl-C, and give what came."""
    script(program)
    process = subprocess.Popen(
        [sys.executable, *with_us, "program.py"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment(),
        # WHY: a shell's job in the background ignores Ctrl-C, and hands that on to all that it starts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)  # for the main thread to get to where it waits
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    return process.returncode, stderr


PROFILED = ("-m", "swiftprof", "-qo", "x.pstats")


def test_ctrl_c_is_130_with_the_usual_traceback(script: WriteScript, tmp_path: Path) -> None:
    program = "import time\ndef work():\n    print('ready', flush=True)\n    time.sleep(60)\nwork()"
    status, stderr = interrupt(script, tmp_path, program, *PROFILED)
    assert status == 130
    assert stderr == interrupt(script, tmp_path, program)[1]
    assert stderr.endswith("\nKeyboardInterrupt\n")
    assert calls_of(tmp_path / "x.pstats", "work") == 1


def test_ctrl_c_while_waiting_for_threads_ends_as_without_us(
    script: WriteScript, tmp_path: Path
) -> None:
    program = """\
        import threading, time
        def work():
            print('ready', flush=True)
            time.sleep(1)
        threading.Thread(target=work).start()
        """
    status, stderr = interrupt(script, tmp_path, program, *PROFILED)
    expected_status, expected_stderr = interrupt(script, tmp_path, program)
    assert status == expected_status
    assert last_line(stderr) == last_line(expected_stderr) == "KeyboardInterrupt"
    assert calls_of(tmp_path / "x.pstats", "work") == 1


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1].strip(": ")


def test_threads_that_outlive_the_main_code_are_waited_for(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    path = script("""\
        import atexit, threading, time
        atexit.register(print, "at exit")
        def late():
            pass
        def work():
            time.sleep(0.2)
            late()
            print("thread done")
        threading.Thread(target=work).start()
        print("main done")
        """)
    answer = cli("-o", "x.pstats", path)
    assert answer.stdout == "main done\nthread done\nat exit\n"
    assert calls_of(tmp_path / "x.pstats", "late") == 1


def test_a_pool_that_is_never_shut_down_ends_as_without_us(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    path = script("""\
        import concurrent.futures, time
        def work():
            time.sleep(0.1)
            print("done")
        concurrent.futures.ThreadPoolExecutor(2).submit(work)
        """)
    answer = cli("-qo", "x.pstats", path)
    assert (answer.stdout, answer.stderr, answer.returncode) == ("done\n", "", 0)
    assert calls_of(tmp_path / "x.pstats", "work") == 1


def test_daemon_threads_are_not_waited_for(cli: RunCli, script: WriteScript) -> None:
    answer = cli(
        "-q",
        script("""\
        import threading, time
        threading.Thread(target=time.sleep, args=(50,), daemon=True).start()
        """),
    )
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_forked_child_that_comes_back_through_us_writes_no_profile(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    path = script("""\
        import os, sys
        def in_child():
            pass
        child = os.fork()
        if child == 0:
            in_child()
            sys.exit(5)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), os.path.exists("x.pstats"))
        """)
    answer = cli("-o", "x.pstats", path)
    assert answer.stdout == "5 False\n"
    assert answer.stderr.count("wrote") == 1
    assert calls_of(tmp_path / "x.pstats", "in_child") == 0
    assert sorted(os.listdir(tmp_path)) == ["program.py", "x.pstats"]


def test_a_program_that_changes_its_folder_gets_its_profile_where_it_was_asked_for(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    cli("-o", "x.pstats", script("import os; os.chdir('other')"))
    assert (tmp_path / "x.pstats").exists()


def test_a_program_that_removes_its_folder_still_gets_a_table(
    cli: RunCli, script: WriteScript
) -> None:
    path = script("""\
        import os
        os.mkdir("gone"); os.chdir("gone"); os.rmdir("../gone")
        """)
    answer = cli(path)
    assert answer.returncode == 0
    assert "ncall" in answer.stderr


def test_if_the_file_cannot_be_written_in_the_end_the_profile_goes_elsewhere(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "temporary").mkdir()
    answer = cli(
        "-o", "folder/x.pstats", script("import os; os.rmdir('folder')"),
        environment={"TMPDIR": str(tmp_path / "temporary")},
    )  # fmt: skip
    assert answer.returncode == 2
    assert "cannot write" in answer.stderr
    assert "instead" in answer.stderr
    (saved,) = (tmp_path / "temporary").glob("swiftprof-*/x.pstats")
    pstats.Stats(str(saved))


if "setprofile" in USABLE:

    def test_who_takes_our_place_is_told(cli: RunCli, script: WriteScript) -> None:
        path = script("import sys; sys.setprofile(lambda *a: None)")
        answer = cli("--backend", "setprofile", path)
        assert "took swiftprof's place" in answer.stderr
        assert answer.returncode == 0
