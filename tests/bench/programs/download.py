"""One large file and 10,000 small ones: what Penstock and other programs cost to fetch them.

Usage: ./dev bench download [--mib N] [--files N] [--repeats K] [--case C] [--json FILE]

What came is compared with what was served, byte for byte.
"""
import argparse
import filecmp
import json
import os
import random
import shutil
import statistics
import tempfile

from .clients import ARIA2, CURL, WGET2, Cost, RunFailed, fresh, run, versions
from .server import Server

SMALL = 1024
AT_ONCE = 8


class Case:
    """What is fetched, and the programs that fetch it: name -> function(download) -> list of command lines."""

    def __init__(self, title, programs, disk=False, tls=False, small=False):
        self.title, self.programs, self.disk, self.tls, self.small = title, programs, disk, tls, small


def bare(d, case):
    words = [os.path.join(d.bin, "penstock-bench-bare"), str(d.server.tls if case.tls else d.server.plain), "/large.bin",
             d.output(case)]
    return [[*words, d.server.ca] if case.tls else words]


def penstock(d, case, *options):
    words = [os.path.join(d.bin, "penstock"), "get", *options, "-d", d.folder(case)]
    return [[*words, "--cacert", d.server.ca, d.url(case)] if case.tls else [*words, d.url(case)]]


def curl(d, case):
    return [[*CURL, *(["--cacert", d.server.ca] if case.tls else []), "-o", d.output(case), d.url(case)]]


def curl_and_sync(d, case):
    return [*curl(d, case), ["sync", d.output(case)]]


def aria2(d, case, connections=1):
    words = [*ARIA2, f"-x{connections}", f"-s{connections}", "-k1M", "-d", d.folder(case)]
    return [[*words, *([f"--ca-certificate={d.server.ca}"] if case.tls else []), d.url(case)]]


def wget2(d, case):
    return [[*WGET2, *([f"--ca-certificate={d.server.ca}"] if case.tls else []), "-O", d.output(case), d.url(case)]]


def penstock_small(d, case):
    return [[os.path.join(d.bin, "penstock"), "get", "--max-active", str(AT_ONCE), "--max-per-host", str(AT_ONCE),
             "-d", d.folder(case), "-i", d.list("urls")]]


def aria2_small(d, case):
    return [[*ARIA2, f"-j{AT_ONCE}", "-d", d.folder(case), "-i", d.list("urls")]]


def curl_small(d, case):
    return [[*CURL, "--parallel", "--parallel-max", str(AT_ONCE), "--output-dir", d.folder(case), "-K", d.list("curl")]]


def wget2_small(d, case):
    return [[*WGET2, f"--max-threads={AT_ONCE}", "-P", d.folder(case), "-i", d.list("urls")]]


ONE = {"bare": bare, "curl": curl, "wget2": wget2, "aria2c": aria2,
       "penstock": lambda d, c: penstock(d, c, "-x", "1")}
CASES = {
    "http": Case("HTTP to memory, one connection", ONE),
    "https": Case("HTTPS to memory, one connection", ONE, tls=True),
    "eight": Case("HTTP to memory, eight connections", {
        "aria2c": lambda d, c: aria2(d, c, AT_ONCE),
        "penstock": lambda d, c: penstock(d, c, "-x", str(AT_ONCE), "--max-per-host", str(AT_ONCE))}),
    "disk": Case("HTTP to a disk, one connection, until it is durable", {
        "curl": curl_and_sync, "penstock": lambda d, c: penstock(d, c, "-x", "1")}, disk=True),
    "small": Case("files of 1 KiB, eight at once", {
        "curl": curl_small, "wget2": wget2_small, "aria2c": aria2_small, "penstock": penstock_small}, small=True),
}

# case, figure, of the peer's, at most (at least, where it is a speed)
GOALS = [("http", "cpu", "curl", 0.9), ("http", "cpu", "bare", 1.05), ("https", "cpu", "curl", 1.0),
         ("eight", "cpu", "aria2c", 0.7), ("disk", "wall", "curl", 0.9),
         ("small", "speed", "aria2c", 1.5), ("small", "cpu", "aria2c", 0.6)]
SWITCHES = 2500          # voluntary, a GiB to memory
ENGINE_SWITCHES = 600    # of them, of the engine's thread
PEAK_MIB = 64


class Download:
    def __init__(self, options, memory, disk):
        self.options, self.bin = options, os.path.abspath(options.bin)
        self.memory, self.disk = memory, disk
        self.root = fresh(os.path.join(memory, "www"))
        self.server = None
        self.costs, self.failures = {}, []

    # --- what there is to fetch

    def make_files(self):
        source = random.Random(1)
        with open(os.path.join(self.root, "large.bin"), "wb") as out:
            block = source.randbytes(1 << 20)
            for i in range(self.options.mib):   # each block another one, at little cost
                out.write(i.to_bytes(8, "big") + block[8:])
        os.mkdir(os.path.join(self.root, "small"))
        for i in range(self.options.files):
            with open(os.path.join(self.root, "small", f"{i:06}.bin"), "wb") as out:
                out.write(source.randbytes(SMALL))

    def list(self, kind):
        path = os.path.join(self.memory, kind + ".txt")
        with open(path, "w", encoding="utf-8") as out:
            for i in range(self.options.files):
                url = self.server.url(f"/small/{i:06}.bin")
                out.write(f'url = "{url}"\noutput = "{i:06}.bin"\n' if kind == "curl" else url + "\n")
        return path

    def url(self, case):
        return self.server.url("/large.bin", case.tls)

    def folder(self, case):
        return os.path.join(self.disk if case.disk else self.memory, "got")

    def output(self, case):
        return os.path.join(self.folder(case), "large.bin")

    # --- fetching

    def warm_up(self):
        """The first to fill the memory of a fresh machine pays for it; here that is nobody who is measured."""
        self.sample("http", "bare")
        self.costs, self.failures = {}, []

    def sample(self, name, client):
        case = CASES[name]
        folder = fresh(self.folder(case))
        home = fresh(os.path.join(self.disk if case.disk else self.memory, "home"))
        cost = Cost()
        try:
            for argv in case.programs[client](self, case):
                cost.add(run(argv, timeout=300, home=home))
            self.compare(case)
            self.costs.setdefault((name, client), []).append(cost)
        except RunFailed as failure:
            self.failures.append(f"{name}: {failure}")
        shutil.rmtree(folder)

    def compare(self, case):
        if not case.small:
            served, got = os.path.join(self.root, "large.bin"), self.output(case)
            if not os.path.exists(got) or not filecmp.cmp(served, got, shallow=False):
                raise RunFailed("other bytes than were served")
            return
        served = os.path.join(self.root, "small")
        wrong = filecmp.cmpfiles(served, self.folder(case), os.listdir(served), shallow=False)
        if wrong[1] or wrong[2]:
            raise RunFailed(f"{len(wrong[1])} files have other bytes, {len(wrong[2])} are missing")

    # --- what it says

    def gib(self, name):
        return self.options.files if CASES[name].small else self.options.mib / 1024

    def figure(self, name, client, what):
        costs = self.costs[name, client]
        if what == "wall":
            return statistics.median(c.wall for c in costs)
        if what == "speed":
            return self.options.files / self.figure(name, client, "wall")
        if what == "peak":
            return max(c.peak for c in costs) / 1024
        if what == "engine":
            return statistics.median(sum(n for (name_, _), n in c.threads.items() if name_ == "main") for c in costs) / self.gib(name)
        return statistics.median(getattr(c, what) for c in costs) / self.gib(name)

    def print(self, cases):
        print(f"\ndownload: {versions()}; medians of {self.options.repeats}, in turns")
        for name in cases:
            case = CASES[name]
            amount = f"{self.options.files} files" if case.small else f"{self.options.mib} MiB"
            unit = "µs CPU a file" if case.small else "CPU s a GiB"
            per = "a file" if case.small else "a GiB"
            print(f"\n  {name}: {amount}, {case.title}")
            print(f"    {'':10}{'seconds':>10}{unit:>15}{'switches ' + per:>18}{'main thread':>13}{'peak MiB':>10}")
            for client in case.programs:
                if (name, client) not in self.costs:
                    continue
                cpu = self.figure(name, client, "cpu") * (1e6 if case.small else 1)
                print(f"    {client:10}{self.figure(name, client, 'wall'):10.2f}{cpu:15.3f}"
                      f"{self.figure(name, client, 'switches'):18.2f}{self.figure(name, client, 'engine'):13.2f}"
                      f"{self.figure(name, client, 'peak'):10.1f}")
        for failure in self.failures:
            print(f"  {failure}")
        print()
        self.goals(cases)

    def goals(self, cases):
        for name, what, peer, limit in GOALS:
            if name in cases and (name, peer) in self.costs and (name, "penstock") in self.costs:
                value = self.figure(name, "penstock", what) / self.figure(name, peer, what)
                said(f"{name}: {what}, × {peer}'s", value, limit, at_least=what == "speed")
        if ("http", "penstock") in self.costs:
            said("http: voluntary switches a GiB", self.figure("http", "penstock", "switches"), SWITCHES)
            said("http: of the engine's thread", self.figure("http", "penstock", "engine"), ENGINE_SWITCHES)
        peaks = [self.figure(n, c, "peak") for n, c in self.costs if c == "penstock"]
        if peaks:
            said("peak memory, MiB", max(peaks), PEAK_MIB)

    def lines(self):
        for name, client in self.costs:
            yield {"bench": "download", "case": name, "variant": client,
                   **{what: round(self.figure(name, client, what), 6) for what in ("wall", "cpu", "switches", "engine", "peak")}}


def said(text, value, limit, at_least=False):
    met = value >= limit if at_least else value <= limit
    print(f"  {'met   ' if met else 'missed'}  {text}: {value:.3g} ({'at least' if at_least else 'at most'} {limit:g})")


def main(arguments, bin_folder):
    parser = argparse.ArgumentParser(prog="./dev bench download", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--mib", type=int, default=2048)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--case", choices=CASES, action="append")
    parser.add_argument("--json", help="write one line a measure to this file")
    options = parser.parse_args(arguments)
    options.bin = bin_folder
    cases = options.case or list(CASES)
    with tempfile.TemporaryDirectory(prefix="penstock-bench-", dir="/dev/shm") as memory, \
            tempfile.TemporaryDirectory(prefix="penstock-bench-", dir=os.path.dirname(os.path.abspath(bin_folder))) as disk:
        download = Download(options, memory, disk)
        download.make_files()
        with Server(memory, download.root) as download.server:
            download.warm_up()
            for repeat in range(options.repeats):
                for name in cases:
                    clients = list(CASES[name].programs)
                    turn = repeat % len(clients)
                    for client in clients[turn:] + clients[:turn]:
                        if client in ("bare", "penstock") or shutil.which(client):
                            download.sample(name, client)
            download.print(cases)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in download.lines())
    return 1 if download.failures else 0
