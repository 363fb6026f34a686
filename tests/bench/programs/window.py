"""The window: what rows that move, scroll and are sorted cost its thread; how soon it is up, and its memory.

Usage: ./dev bench window [--repeats K] [--json FILE]

Times of rows are CPU of the window's thread, so that what else the machine does falls out; start and
memory are those of the whole program on a virtual display, beside another program for transfers.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from .clients import RunFailed

ROWS, MOVING, SOCKETS, LISTED = 100_000, 1_000, 10_000, 10_000
TICKS = 60
START_LIMIT, SETTLE, QUIET = 30.0, 3.0, 10.0   # seconds
PEERS = (("transmission-qt", ["transmission-qt"]), ("qbittorrent", ["qbittorrent"]), ("kget", ["kget"]))

# measure -> (title, words of penstock-bench-window, figure, goal in ms)
THREAD = {
    "transfers": (f"{ROWS:,} transfers, {MOVING:,} move: a tick", ["transfers", ROWS, MOVING, TICKS], "median_ms", 4),
    "sockets": (f"{SOCKETS:,} sockets, {MOVING:,} move: a tick", ["sockets", SOCKETS, MOVING, TICKS], "median_ms", 4),
    "scroll": (f"{ROWS:,} transfers: longest pause of scrolling", ["scroll", ROWS], "longest_ms", 50),
    "sort": (f"{ROWS:,} transfers: longest pause of sorting", ["sort", ROWS], "longest_ms", 50),
}


def main(arguments, bin_folder):
    options = parse(arguments)
    results = {}
    for name, (title, words, figure, goal) in THREAD.items():
        samples = [rows(bin_folder, words)[figure] for _ in range(options.repeats)]
        results[name] = statistics.median(samples)
        say(title, results[name], goal, "ms")
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        print("No Xvfb or no xdotool: start and memory are left out.")
    else:
        with Display() as display, tempfile.TemporaryDirectory(prefix="penstock-bench-") as work:
            results.update(whole(bin_folder, display, work, options.repeats))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            for name, value in results.items():
                out.write(json.dumps({"bench": "window", "measure": name, "value": value}) + "\n")
    return 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="bench.py window")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json")
    return parser.parse_args(arguments)


def say(title, value, goal, unit):
    if goal is None:
        print(f"          {title}: {value:.1f} {unit}", flush=True)
        return
    verdict = "met   " if value <= goal else "missed"
    print(f"  {verdict}  {title}: {value:.1f} {unit} (at most {goal})", flush=True)


def rows(bin_folder, words):
    program = os.path.join(bin_folder, "penstock-bench-window")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([program, *map(str, words)], env=environment, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise RunFailed(f"penstock-bench-window ended with {done.returncode}")
    return json.loads(done.stdout)


class Display:
    """A screen of its own; the programs are told of it."""

    def __enter__(self):
        ends = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(ends[1]), "-screen", "0", "1440x900x24",
                                        "-nolisten", "tcp"], pass_fds=(ends[1],), stderr=subprocess.DEVNULL)
        os.close(ends[1])
        with os.fdopen(ends[0]) as said:
            self.name = ":" + said.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


def whole(bin_folder, display, work, repeats):
    """Start, memory and wake-ups of whole programs."""
    penstock = [os.path.join(bin_folder, "penstock")]
    empty, full = os.path.join(work, "empty"), os.path.join(work, "full")
    fill_list(bin_folder, full)
    results = {}
    for name, title, argv, home, most in (
            ("empty", "Penstock, empty", penstock, empty, 60),
            ("full", f"Penstock, {LISTED:,} transfers", penstock, full, 120)):
        start, memory, wakeups = run(argv, display, home, repeats)
        results.update({f"{name}_start_ms": start, f"{name}_mib": memory, f"{name}_wakeups": wakeups})
        say(f"{title}: until its window is there", start, 300, "ms")
        say(f"{title}: memory of its own and its share", memory, most, "MiB")
        say(f"{title}: wake-ups in {QUIET:.0f} s", wakeups, 0, "")
    for name, argv in PEERS:
        if shutil.which(argv[0]) is None:
            continue
        start, memory, _ = run(argv, display, os.path.join(work, name), repeats)
        results.update({f"{name}_start_ms": start, f"{name}_mib": memory})
        say(f"{name}, empty: until its window is there", start, None, "ms")
        say(f"{name}, empty: memory of its own and its share", memory, None, "MiB")
    return results


def fill_list(bin_folder, home):
    state = os.path.join(home, "state", "penstock")
    os.makedirs(state, mode=0o700)
    urls = [f"http://127.0.0.1:9/file-{i:06}.iso" for i in range(LISTED)]
    subprocess.run([os.path.join(bin_folder, "penstock-demo-list"), "--paused", os.path.join(state, "list.db"), home, *urls],
                   check=True)


def run(argv, display, home, repeats):
    """Medians: milliseconds to the first window that is to be seen, MiB, wake-ups."""
    samples = [once(argv, display, home) for _ in range(repeats)]
    return tuple(statistics.median(sample[i] for sample in samples) for i in range(3))


def once(argv, display, home):
    os.makedirs(home, exist_ok=True)
    os.makedirs(os.path.join(home, "run"), mode=0o700, exist_ok=True)
    environment = {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb", "HOME": home,
                   "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config",
                   "XDG_CACHE_HOME": home + "/cache", "XDG_DATA_HOME": home + "/data",
                   "XDG_RUNTIME_DIR": home + "/run", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    environment.pop("WAYLAND_DISPLAY", None)
    begin = time.monotonic()
    child = subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        start = wait_for_window(child, environment, begin)
        time.sleep(SETTLE)
        memory = resident(child.pid)
        before = sleeps(child.pid)
        time.sleep(QUIET)
        return 1e3 * start, memory, sleeps(child.pid) - before
    finally:
        child.terminate()
        child.wait()


def wait_for_window(child, environment, begin):
    while time.monotonic() - begin < START_LIMIT:
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(child.pid), "."], env=environment,
                               capture_output=True, text=True, check=False)
        if found.stdout.strip():
            return time.monotonic() - begin
        if child.poll() is not None:
            break
    raise RunFailed(f"{child.args[0]} has shown no window")


def resident(pid):
    """MiB: what is its own, and its share of what it has with others."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as text:
        for line in text:
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    raise RunFailed("the system does not say how much memory it has")


def sleeps(pid):
    """How often its threads went to sleep so far."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status", encoding="utf-8") as text:
            total += sum(int(line.split()[1]) for line in text if line.startswith("voluntary_ctxt"))
    return total
