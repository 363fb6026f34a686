"""What each bench runs, and the goals that it is held to."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One measure at one size; `variants` run side by side."""
    label: str
    measure: str
    n: int
    variants: tuple
    settings: dict = field(default_factory=dict)
    instructions: dict = None   # settings under callgrind, where the instructions of it are counted
    system_calls: dict = None   # the same under strace
    uncounted: tuple = ()       # variants that are not


@dataclass(frozen=True)
class Goal:
    """`value(figures)` is to be at most `limit` (at least, with `at_least`)."""
    text: str
    value: object
    limit: float
    unit: str = "×"
    at_least: bool = False
    blame: tuple = None         # (case, variant) whose instructions are listed when it is missed


@dataclass(frozen=True)
class Bench:
    title: str
    columns: dict               # figure -> (heading, digits)
    cases: tuple
    goals: tuple
    repeats: int = 0            # 0: what the command line says


class Figures:
    """What was measured: figures(case, variant)[name]; a missing one raises KeyError."""

    def __init__(self):
        self.of = {}

    def get(self, case, name, variant="penstock"):
        return self.of[case, variant][name]

    def times(self, case, name, other, variant="penstock"):
        """How many times the other variant's figure this one is."""
        return self.get(case, name, variant) / self.get(case, name, other)

    def grows(self, small, large, name, variant="penstock"):
        """How many times the figure of the small case that of the large one is."""
        return self.get(large, name, variant) / self.get(small, name, variant)


ACTIONS = {"actions": 1000}
PEERS = ("raw", "libcurl", "penstock")


def _idle():
    lean = ("raw", "libcurl-lean", "penstock")
    cases = [Case(f"{n}", "idle", n, lean, {"actions": 3000}) for n in (1000, 3000)]
    ends = [Case(f"{n}", "idle", n, ("raw", "libcurl-lean", "libcurl", "penstock"), {"actions": 3000},
                 instructions=ACTIONS, uncounted=("libcurl",)) for n in (100, 9000)]
    return Bench(
        "one action, one byte, of N open responses (libcurl-lean: without its stall limit)",
        {"action_us": ("µs an action", 1), "event_us": ("µs a turn", 1),
         "instructions": ("instructions", 0), "socket_callbacks": ("socket calls", 3),
         "timer_callbacks": ("timer calls", 3)},
        (ends[0], *cases, ends[1]),
        (Goal("an action at 9,000", lambda f: f.get("9000", "action_us"), 10, "µs"),
         Goal("user instructions at 9,000, × libcurl's without stall limit",
              lambda f: f.times("9000", "instructions", "libcurl-lean"), 0.35, blame=("9000", "penstock")),
         Goal("user instructions from 100 to 9,000", lambda f: f.grows("100", "9000", "instructions"), 1.05),
         Goal("socket calls an action", lambda f: f.get("9000", "socket_callbacks"), 0, ""),
         Goal("timer calls an action", lambda f: f.get("9000", "timer_callbacks"), 0, "")))


def _qt():
    variants = ("raw", "qt-raw", "penstock", "qt")
    return Bench(
        "a turn for one byte of N: bare epoll or Qt's notifiers (qt, qt-raw), engine (penstock, qt) or recv",
        {"event_us": ("µs an event", 1)},
        tuple(Case(f"{n}", "idle", n, variants, {"actions": 5000}) for n in (100, 9000)),
        (Goal("the engine at 9,000, notifiers × bare epoll",
              lambda f: f.times("9000", "event_us", "penstock", "qt"), 1.5),
         Goal("recv at 9,000, notifiers × bare epoll",
              lambda f: f.times("9000", "event_us", "raw", "qt-raw"), 1.5),
         Goal("the strictest reading: engine and notifiers × bare epoll and recv",
              lambda f: f.times("9000", "event_us", "raw", "qt"), 1.5)))


def _memory():
    return Bench(
        "resident bytes of an open idle connection",
        {"bytes": ("bytes", 0)},
        (Case("plain", "memory", 9000, PEERS), Case("tls", "memory", 200, PEERS, {"tls": 1})),
        (Goal("plain, × libcurl's", lambda f: f.times("plain", "bytes", "libcurl"), 0.5),
         Goal("TLS, more than OpenSSL alone",
              lambda f: f.get("tls", "bytes") - f.get("tls", "bytes", "raw"), 8192, "bytes")),
        repeats=3)


def _open():
    return Bench(
        "CPU to open one of 9,000 connections",
        {"cpu_us": ("µs CPU", 1)},
        (Case("9000", "open", 9000, PEERS),),
        (Goal("× libcurl's", lambda f: f.times("9000", "cpu_us", "libcurl"), 0.5),))


def _churn():
    sizes = (10_000, 100_000)
    transfers = tuple(Case(f"transfers {n}", "churn", n, ("libcurl", "penstock")) for n in sizes)
    deadlines = tuple(Case(f"deadlines {n}", "deadlines", n, ("ordered-map", "penstock")) for n in sizes)

    def both(figures, case, variant="penstock"):
        return figures.get(case, "add_ns", variant) + figures.get(case, "remove_ns", variant)

    def all_three(figures, case, variant="penstock"):
        return sum(figures.get(case, name, variant) for name in ("arm_ns", "move_ns", "fire_ns"))

    return Bench(
        "transfers added and removed unused; deadlines armed, moved, fired: nanoseconds each",
        {"add_ns": ("add", 0), "remove_ns": ("remove", 0), "arm_ns": ("arm", 0), "move_ns": ("move", 0),
         "fire_ns": ("fire", 0)},
        transfers + deadlines,
        (Goal("100,000 transfers, × libcurl's",
              lambda f: both(f, "transfers 100000") / both(f, "transfers 100000", "libcurl"), 1),
         Goal("a transfer from 10,000 to 100,000",
              lambda f: both(f, "transfers 100000") / both(f, "transfers 10000"), 1.25),
         Goal("100,000 deadlines, × one added transfer of libcurl, which arms one",
              lambda f: all_three(f, "deadlines 100000") / both(f, "transfers 100000", "libcurl"), 1),
         Goal("100,000 deadlines, × an ordered map's",
              lambda f: all_three(f, "deadlines 100000") / all_three(f, "deadlines 100000", "ordered-map"), 1)),
        repeats=3)


def _many():
    cases = tuple(Case(f"{k} at once", "many", 10_000, PEERS, {"at_once": k},
                       instructions={"n": 1000, "at_once": k}, system_calls={"n": 1000, "at_once": k})
                  for k in (8, 64))
    goals = []
    for case in (case.label for case in cases):
        goals += [
            Goal(f"{case}: instructions a file, × libcurl's",
                 lambda f, c=case: f.times(c, "instructions", "libcurl"), 0.3, blame=(case, "penstock")),
            Goal(f"{case}: system calls a file", lambda f, c=case: f.get(c, "system_calls"), 4.5, ""),
            Goal(f"{case}: files a second, × libcurl's",
                 lambda f, c=case: f.times(c, "files_per_s", "libcurl"), 1.5, at_least=True)]
    return Bench(
        "files of 1 KiB over kept-alive HTTP, to memory",
        {"files_per_s": ("files a second", 0), "cpu_us": ("µs CPU a file", 1),
         "instructions": ("instructions", 0), "system_calls": ("system calls", 2)},
        cases, tuple(goals))


def _handshake():
    few = {"n": 5}   # libcurl parses the CAs each time: a quarter of a billion instructions
    again = {"n": 5, "resume": 1}
    cases = (Case("full", "handshake", 100, PEERS, instructions=few, system_calls=few),
             Case("resumed", "handshake", 100, PEERS, {"resume": 1}, instructions=again, system_calls=again))

    return Bench(
        "a TLS connection, the system's CAs trusted; what was full and resumed, the origin has counted",
        {"cpu_us": ("µs CPU", 0), "instructions": ("instructions", 0), "system_calls": ("system calls", 1),
         "full": ("full", 0), "resumed": ("resumed", 0)},
        cases,
        tuple(Goal(f"{c}: × OpenSSL alone", lambda f, c=c: f.times(c, "cpu_us", "raw"), 1.2,
                   blame=(c, "penstock"))
              for c in ("full", "resumed")) +
        tuple(Goal(f"{c}: of 100, were {c}", lambda f, c=c: f.get(c, c), 100, "", at_least=True)
              for c in ("full", "resumed")))


def _wakeups():
    return Bench(
        "wake-ups in 10 s: 100 paused, 100 queued, 100 waiting, 1 held open; bare loop, engine thread (qt)",
        {"wakeups": ("wake-ups", 0), "worker_wakeups": ("of workers", 0)},
        (Case("100", "wakeups", 100, ("penstock", "qt"), {"seconds": 10}),),
        (Goal("bare loop", lambda f: f.get("100", "wakeups"), 0, ""),
         Goal("its workers", lambda f: f.get("100", "worker_wakeups"), 0, ""),
         Goal("the program's engine thread", lambda f: f.get("100", "wakeups", "qt"), 0, "")),
        repeats=1)


def _turns():
    return Bench(
        "one turn while a file comes and the disk takes 100 MB/s and 100 ms a sync (blocking: a loop that writes itself)",
        {"turns": ("turns", 0), "median_us": ("µs, median", 1), "p999_us": ("99.9 %", 0), "longest_us": ("longest", 0)},
        (Case("256 MiB", "turns", 256, ("blocking", "penstock")),),
        (Goal("99.9 % of the turns", lambda f: f.get("256 MiB", "p999_us"), 5000, "µs"),),
        repeats=3)


BENCHES = {"idle": _idle(), "qt": _qt(), "memory": _memory(), "open": _open(), "churn": _churn(),
           "many": _many(), "handshake": _handshake(), "wakeups": _wakeups(), "turns": _turns()}
