"""Runs whole programs and says what each has cost; knows how each is told to do the same work."""
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field


class RunFailed(Exception):
    """With a sentence for whoever reads the table."""


@dataclass
class Cost:
    """Of one run: seconds, voluntary context switches, KiB resident at most."""
    wall: float = 0.0
    cpu: float = 0.0
    switches: int = 0
    peak: int = 0   # as last seen: what wait4 tells of a short-lived program begins with ours
    threads: dict = field(default_factory=dict)   # name -> voluntary switches, as last seen

    def add(self, other):
        self.wall += other.wall
        self.cpu += other.cpu
        self.switches += other.switches
        self.peak = max(self.peak, other.peak)
        self.threads = self.threads or other.threads


def run(argv, timeout, home):
    """Runs one program to its end. Its home is `home`, so that nobody's settings count."""
    environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config",
                   "XDG_CACHE_HOME": home + "/cache", "XDG_DATA_HOME": home + "/data"}
    with tempfile.TemporaryFile() as said:
        begin = time.monotonic()
        child = subprocess.Popen(argv, env=environment, cwd=home, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=said)
        threads, peak = {}, [0]
        over = threading.Event()
        watcher = threading.Thread(target=watch, args=(child.pid, threads, peak, over, begin + timeout))
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watcher.join()
        if child.returncode != 0:
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip().splitlines()
            why = "not over in time" if wall >= timeout else words[0] if words else ""
            raise RunFailed(f"{os.path.basename(argv[0])} ended with {child.returncode}: {why}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_nvcsw, peak[0], threads)


def watch(pid, threads, peak, over, deadline):
    """Until it is over: how often each thread has slept, its memory, and an end to what lasts too long."""
    while not over.wait(0.05):
        if time.monotonic() > deadline:
            os.kill(pid, 9)
            return
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/status", encoding="utf-8") as status:
                    lines = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
                name = "main" if int(task) == pid else lines["Name"]
                threads[name, task] = int(lines["voluntary_ctxt_switches"])
                peak[0] = max(peak[0], int(lines["VmHWM"].split()[0]))
        except (OSError, KeyError, ValueError):
            continue


def versions():
    found = []
    for program in ("curl", "aria2c", "wget2"):
        if shutil.which(program) is None:
            continue
        text = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        found.append(" ".join(text.split("\n", 1)[0].split()[:3]))
    return ", ".join(found)


def fresh(folder):
    """An empty folder of that name."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


ARIA2 = ["aria2c", "--no-conf", "-q", "--file-allocation=none", "--allow-overwrite=true"]
CURL = ["curl", "-q", "-sS", "-f"]
WGET2 = ["wget2", "--no-config", "-q", "--no-hsts", "--no-robots", "--no-compression"]
