"""Eight connections, each with a speed of its own: Penstock beside aria2.

Usage: ./dev bench race [--seed N] [--mib N] [--rate BYTES] [--repeats K] [--json FILE]

Each file is compared with the origin's, byte for byte.
"""
import argparse
import filecmp
import json
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time

from .clients import ARIA2, RunFailed, fresh, run, versions

CONNECTIONS = 8
PROFILES = {"alike": ("all alike", 1.0), "one-slow": ("one at 1 %", 0.72),
            "changing": ("another speed every 2 s", 0.72), "refusing": ("half refused", 0.72)}
SLOW_COSTS = 1.3   # at most so much longer with one slow connection than without


def clients(bin_folder, url, folder):
    aria2 = [*ARIA2, f"-x{CONNECTIONS}", f"-s{CONNECTIONS}", "-k1M", "-d", folder, "-o", "race.bin", url]
    penstock = [f"{bin_folder}/penstock", "get", "-x", str(CONNECTIONS), "--max-per-host", str(CONNECTIONS),
                "-d", folder, url]
    return {"penstock": penstock, "aria2c": aria2} if shutil.which("aria2c") else {"penstock": penstock}


class Race:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.file = os.path.join(work, "origin.bin")
        self.times, self.failures = {}, []

    def make_file(self):
        """Of bytes that the seed gives, so that no piece of it is like another."""
        source = random.Random(self.options.seed)
        with open(self.file, "wb") as out:
            for _ in range(self.options.mib):
                out.write(source.randbytes(1 << 20))

    def lap(self, profile, seed):
        program = os.path.join(self.options.bin, "penstock-bench-race")
        for client in ("penstock", "aria2c"):
            with subprocess.Popen([program, self.file, profile, str(seed), str(self.options.rate)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as origin:
                port = int(origin.stdout.readline())
                folder = fresh(os.path.join(self.work, client))
                argv = clients(self.options.bin, f"http://127.0.0.1:{port}/race.bin", folder).get(client)
                try:
                    if argv is not None:
                        self.one(profile, client, argv, folder)
                except RunFailed as failure:
                    self.failures.append(f"{PROFILES[profile][0]}, seed {seed}: {failure}")
                finally:
                    origin.stdin.close()

    def one(self, profile, client, argv, folder):
        home = fresh(os.path.join(self.work, "home"))
        cost = run(argv, timeout=self.options.mib * 2**20 / self.options.rate * 3 + 30, home=home)
        if not filecmp.cmp(self.file, os.path.join(folder, "race.bin"), shallow=False):
            raise RunFailed(f"{client} has other bytes")
        self.times.setdefault((profile, client), []).append(cost.wall)

    def seconds(self, profile, client):
        return statistics.median(self.times[profile, client])

    def print(self):
        ideal = self.options.mib * 2**20 / self.options.rate / CONNECTIONS
        print(f"\nrace: {self.options.mib} MiB over {CONNECTIONS} connections of {self.options.rate / 1e6:g} MB/s each; "
              f"seed {self.options.seed}; {versions()}; all at full speed would take {ideal:.1f} s")
        print(f"  {'':26}{'penstock':>10}{'aria2c':>10}   seconds, median of {self.options.repeats}")
        for profile, (title, _) in PROFILES.items():
            cells = [f"{self.seconds(profile, c):10.2f}" if (profile, c) in self.times else f"{'–':>10}"
                     for c in ("penstock", "aria2c")]
            print(f"  {title:26}{''.join(cells)}")
        for failure in self.failures:
            print(f"  {failure}")
        for profile, (title, limit) in PROFILES.items():
            self.goal(f"{title}: × aria2's", profile, (profile, "aria2c"), limit)
        self.goal("one at 1 %: × all alike", "one-slow", ("alike", "penstock"), SLOW_COSTS)

    def goal(self, text, profile, other, limit):
        if (profile, "penstock") not in self.times or other not in self.times:
            print(f"  not measured  {text}")
            return
        value = self.seconds(profile, "penstock") / self.seconds(*other)
        verdict = "met   " if value <= limit else "missed"
        print(f"  {verdict}  {text}: {value:.2f} × (at most {limit:g})")

    def lines(self):
        for (profile, client), times in self.times.items():
            yield {"bench": "race", "variant": client, "profile": profile, "mib": self.options.mib,
                   "rate": self.options.rate, "seed": self.options.seed, "seconds": [round(t, 3) for t in times]}


def main(arguments, bin_folder):
    parser = argparse.ArgumentParser(prog="./dev bench race", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--mib", type=int, default=256)
    parser.add_argument("--rate", type=float, default=8e6, help="bytes a second of a connection at full speed")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", choices=PROFILES, action="append")
    parser.add_argument("--json", help="write one line a measure to this file")
    options = parser.parse_args(arguments)
    options.bin = os.path.abspath(bin_folder)
    shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="penstock-race-", dir=shm) as work:
        race = Race(options, work)
        race.make_file()
        for repeat in range(options.repeats):
            for profile in options.profile or PROFILES:
                race.lap(profile, options.seed + repeat)
        race.print()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in race.lines())
    return 1 if race.failures else 0
