#!/usr/bin/env python3
"""Measure Penstock's engine beside libcurl and raw sockets.

Usage: bench.py --bin DIRECTORY NAME [--json FILE] [--repeats K]     NAME: one of the plan, or all
       bench.py --bin DIRECTORY race|download|window [OPTION...]     whole programs; see programs/

Runs are interleaved, so that what else the machine does falls on all alike; figures are medians.
Instructions and system calls are counted, once each. Prints a table; with --json one line a measure.
Missing a goal is no failure. Exits 1 when something could not be measured.
"""
import argparse
import ctypes
import json
import resource
import shutil
import statistics
import sys

sys.dont_write_bytecode = True   # the source tree stays as it is

from bench_plan import BENCHES, Figures   # noqa: E402
from bench_run import Runner, RunFailed   # noqa: E402
from programs import download, race, window   # noqa: E402

OF_PROGRAMS = {"download": download.main, "race": race.main, "window": window.main}   # not of `all`: they take minutes

DESCRIPTORS = 9_200   # of the largest run: 9,000 connections and what else a process has


def raise_limit():
    """As many descriptors as the largest run needs, in what is started from here. Says why not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= DESCRIPTORS:
        return
    for wanted in (max(hard, DESCRIPTORS), hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
            break
        except (ValueError, OSError):
            continue
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < DESCRIPTORS:
        say(f"Only {hard} descriptors are allowed here (ulimit -Hn): what needs more is left out.")


def say(text):
    print(text, file=sys.stderr, flush=True)


def curl_version():
    try:
        library = ctypes.CDLL("libcurl.so.4")
        library.curl_version.restype = ctypes.c_char_p
        return library.curl_version().decode().split()[0]
    except OSError:
        return "no libcurl"


class Session:
    """One bench: runs it, keeps figures and what went wrong."""

    def __init__(self, name, runner, repeats):
        self.name, self.bench, self.runner = name, BENCHES[name], runner
        self.repeats = self.bench.repeats or repeats
        self.samples, self.figures, self.hot, self.calls, self.failures = {}, Figures(), {}, {}, {}
        self.notes = []

    def run(self):
        for repeat in range(self.repeats):
            say(f"{self.name}: run {repeat + 1} of {self.repeats}")
            for case in self.bench.cases:
                for variant in case.variants:
                    self.sample(case, variant)
        for key, samples in self.samples.items():
            self.figures.of[key] = {name: statistics.median(s[name] for s in samples) for name in samples[0]}
        for case in self.bench.cases:
            for variant in case.variants:
                self.count(case, variant)

    def sample(self, case, variant):
        key = case.label, variant
        if key in self.failures:
            return
        try:
            figures = self.runner.measure(variant, case.measure, case.n, case.settings)
        except RunFailed as failure:
            self.failures[key] = str(failure)
            self.samples.pop(key, None)
            return
        actions = figures.pop("actions", None)
        for name in ("socket_callbacks", "timer_callbacks"):
            if actions:
                figures[name] /= actions
        self.samples.setdefault(key, []).append(figures)

    def count(self, case, variant):
        """Instructions and system calls: once, for they repeat."""
        key = case.label, variant
        figures = self.figures.of.get(key)
        if figures is None or variant in case.uncounted:
            return
        try:
            if case.instructions is not None and shutil.which("valgrind"):
                say(f"{self.name}: counting instructions, {case.label}, {variant}")
                figures["instructions"], self.hot[key] = self.runner.instructions(
                    variant, case.measure, case.n, case.instructions)
            if case.system_calls is not None and shutil.which("strace"):
                self.calls[key] = self.runner.system_calls(variant, case.measure, case.n, case.system_calls)
                figures["system_calls"] = sum(self.calls[key].values())
        except RunFailed as failure:
            self.notes.append(f"not counted for {variant}, {case.label}: {failure}")

    def lines(self):
        """For machines: one a measure."""
        for case in self.bench.cases:
            for variant in case.variants:
                figures = self.figures.of.get((case.label, variant))
                if figures is not None:
                    yield {"bench": self.name, "variant": variant, "n": case.n, "measure": case.measure,
                           **{k: v for k, v in case.settings.items() if k in ("at_once", "tls", "resume")},
                           **{k: round(v, 4) for k, v in figures.items()}}

    # --- for people

    def table(self):
        headings = ["", "", *(heading for heading, _ in self.bench.columns.values())]
        rows = [headings]
        for case in self.bench.cases:
            for variant in case.variants:
                figures = self.figures.of.get((case.label, variant), {})
                failure = self.failures.get((case.label, variant))
                cells = [number(figures.get(name), digits) for name, (_, digits) in self.bench.columns.items()]
                rows.append([case.label, variant, *([failure] if failure else cells)])
        widths = [max(len(row[i]) for row in rows if len(row) == len(headings)) for i in range(len(headings))]
        widths[:2] = [max(len(row[i]) for row in rows) for i in range(2)]
        print(f"\n{self.name}: {self.bench.title}")
        for row in rows:
            left = [cell.ljust(width) for cell, width in zip(row[:2], widths)]
            right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:])]
            print("  " + "  ".join(left + right).rstrip())
        for note in self.notes:
            print(f"  {note}")

    def goals(self):
        blamed = []
        for goal in self.bench.goals:
            try:
                value = goal.value(self.figures)
            except (KeyError, ZeroDivisionError):
                print(f"  not measured  {goal.text}")
                continue
            met = value >= goal.limit if goal.at_least else value <= goal.limit
            verdict = "met   " if met else "missed"
            by = "" if met else f", missed by {missed_by(value, goal.limit)}"
            word = "at least" if goal.at_least else "at most"
            print(f"  {verdict}  {goal.text}: {value:.4g} {goal.unit}".rstrip() + f" ({word} {goal.limit:g}{by})")
            if not met and goal.blame in self.hot and goal.blame not in blamed:
                blamed.append(goal.blame)
        for case, variant in blamed:
            print(f"  Instructions of {variant}, {case}, in a function itself:")
            print("\n".join("    " + line for line in self.hot[case, variant]))
        for (case, variant), calls in self.calls.items():
            print(f"  System calls, {case}, {variant}: " +
                  ", ".join(f"{count:.2f} {name}" for name, count in calls.items() if count >= 0.005))


def number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def missed_by(value, limit):
    return f"{abs(value - limit) / limit:.0%}" if limit else f"{value - limit:.4g}"


def main():
    if len(sys.argv) > 3 and sys.argv[1] == "--bin" and sys.argv[3] in OF_PROGRAMS:
        return OF_PROGRAMS[sys.argv[3]](sys.argv[4:], sys.argv[2])
    parser = argparse.ArgumentParser(description="Measure the engine beside libcurl and raw sockets.")
    parser.add_argument("name", choices=[*BENCHES, "all"])
    parser.add_argument("--bin", required=True, help="where penstock-bench and its origin are")
    parser.add_argument("--json", help="write one line a measure to this file")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    raise_limit()
    for tool, what in (("valgrind", "instructions"), ("strace", "system calls")):
        if shutil.which(tool) is None:
            say(f"There is no {tool} here: {what} are not counted.")
    print(f"beside {curl_version()}; medians of {options.repeats} interleaved runs unless less suffices")
    lines, failed = [], False
    for name in BENCHES if options.name == "all" else [options.name]:
        session = Session(name, Runner(options.bin), options.repeats)
        session.run()
        session.table()
        session.goals()
        lines += session.lines()
        failed = failed or bool(session.failures or session.notes)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
