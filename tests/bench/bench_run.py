"""Runs one measure of one variant, beside an origin of its own; plainly, under callgrind, under strace."""
import collections
import json
import os
import re
import shutil
import subprocess
import tempfile

MEASURED = "penstock_bench_measured"
MARK = re.compile(r'write\(-1, "bench: (begin|end)"')
CALL = re.compile(r"^\d+\s+(\w+)\(")
TIMEOUT = 60            # of a plain run, seconds
TIMEOUT_WATCHED = 200   # of one under a tool


class RunFailed(Exception):
    """With a sentence for whoever reads the table."""


class Runner:
    def __init__(self, directory):
        self.program = os.path.join(directory, "penstock-bench")
        self.origin = os.path.join(directory, "penstock-bench-origin")

    def measure(self, variant, measure, n, settings, prefix=(), timeout=TIMEOUT):
        """The figures that the run has printed."""
        with subprocess.Popen([self.origin], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as origin:
            try:
                ports = json.loads(origin.stdout.readline() or "{}")
                options = [f"{key}={value}" for key, value in {**ports, **settings}.items()]
                done = subprocess.run([*prefix, self.program, variant, measure, str(n), *options],
                                      capture_output=True, text=True, timeout=timeout, check=False)
            except subprocess.TimeoutExpired:
                raise RunFailed(f"not over after {timeout} s") from None
            finally:
                origin.stdin.close()   # it ends with its input
        if done.returncode != 0:
            lines = [line for line in done.stderr.splitlines() if line.startswith("penstock-bench:")]
            raise RunFailed(lines[-1] if lines else f"ended with {done.returncode}")
        return json.loads(done.stdout)

    def instructions(self, variant, measure, n, settings):
        """User instructions of one operation, and where they go: lines for people."""
        settings = dict(settings)
        n = settings.pop("n", n)
        with tempfile.NamedTemporaryFile(prefix="penstock-bench-") as out:
            figures = self.measure(
                variant, measure, n, settings, timeout=TIMEOUT_WATCHED,
                prefix=("valgrind", "--tool=callgrind", "--instr-atstart=no",
                        f"--toggle-collect={MEASURED}", f"--callgrind-out-file={out.name}"))
            with open(out.name, encoding="utf-8", errors="replace") as profile:
                totals = [line for line in profile if line.startswith("totals:")]
            if not totals:
                raise RunFailed("callgrind has counted nothing")
            count = figures.get("actions", n)
            return int(totals[-1].split()[1]) / count, hottest(out.name, count)

    def system_calls(self, variant, measure, n, settings):
        """System calls of one operation, and which: {name: how many}."""
        settings = dict(settings)
        n = settings.pop("n", n)
        with tempfile.NamedTemporaryFile(prefix="penstock-bench-") as out:
            self.measure(variant, measure, n, settings, timeout=TIMEOUT_WATCHED,
                         prefix=("strace", "-f", "-qq", "-o", out.name))
            calls = collections.Counter(calls_between_marks(out.name))
        return {name: count / n for name, count in calls.most_common()}


def calls_between_marks(path):
    inside = False
    with open(path, encoding="utf-8", errors="replace") as trace:
        for line in trace:
            mark = MARK.search(line)
            if mark:
                inside = mark.group(1) == "begin"
            elif inside and (call := CALL.match(line)):   # what is resumed was counted as it began
                yield call.group(1)


def hottest(profile, count, lines=14):
    """The functions with most instructions of their own, an operation each."""
    if shutil.which("callgrind_annotate") is None:
        return []
    text = subprocess.run(["callgrind_annotate", "--auto=no", "--threshold=95", profile],
                          capture_output=True, text=True, check=False).stdout
    found = []
    for line in text.splitlines():
        match = re.match(r"\s*([\d,]+) \(\s*([\d.]+)%\)\s+[^:]*:(.*?)(?: \[([^\[]*)\])?$", line)
        if match and "PROGRAM TOTALS" not in line:
            own = int(match.group(1).replace(",", "")) / count
            found.append(f"{own:8.0f}  {match.group(2):>5} %  {shortened(match.group(3), match.group(4))}")
    return found[:lines]


def shortened(name, library):
    """Without what templates make a page of: their arguments, and those of the function."""
    if name.startswith("0x"):   # a library without names
        return os.path.basename(library or "")
    name = name.replace("(anonymous namespace)::", "").replace("penstock::", "").replace("[abi:cxx11]", "")
    while (inner := re.sub(r"<[^<>]*>", "", name)) != name:
        name = inner
    cut = name.find("(")
    return (name if cut <= 0 else name[:cut])[:70]
