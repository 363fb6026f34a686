#!/usr/bin/env python3
"""Feed curl, wget and penstock the same canned answers, and say where they part.

Usage: compare.py --penstock PATH [--only TEXT] [--all]
Equal: all have the same bytes, or all have refused it. What became of each other answer has to stand in
differences.txt, with its reason. Exits 1 for one that does not, and for a line there that is true no more.
"""
import argparse
import concurrent.futures
import fnmatch
import hashlib
import os
import shutil
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading

import answers

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = list(answers.ANSWERS)
SECONDS = "10"


class Origin(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)

    @property
    def host(self):
        return f"127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.BaseRequestHandler):
    """One answer a connection; what was asked says which."""

    def handle(self):
        asked = b""
        while b"\r\n\r\n" not in asked:
            piece = self.request.recv(65536)
            if not piece:
                return
            asked += piece
        path = asked.split(b" ", 2)[1].decode("latin-1")
        number = path.split("/")[1]
        pieces = answers.ANSWERS[NAMES[int(number)]] if number.isdigit() else None
        if pieces is None or path != way(int(number)):
            pieces = [answers.ok(answers.LENGTH, "Connection: close") + answers.BODY]
        try:
            self.send(pieces, number, path)
        except OSError:
            pass    # who has heard enough hangs up

    def send(self, pieces, number, path):
        for piece in pieces:
            if piece is answers.RESET:
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.request.close()
                return
            self.request.sendall(piece.replace(b"{}", number.encode()).replace(b"{host}", self.server.host.encode())
                                 .replace(b"{self}", path.encode()))
        self.request.shutdown(socket.SHUT_WR)
        while self.request.recv(65536):
            pass


def way(number):
    return f"/{number}/{answers.PATHS.get(NAMES[number], 'file.bin')}"


def programs(penstock):
    return {
        "curl": ["curl", "-s", "-f", "-L", "--compressed", "--max-time", SECONDS, "-o", "out"],
        "wget": ["wget", "-q", "--tries=1", "--timeout=" + SECONDS, "-O", "out"],
        "penstock": [penstock, "get", "--tries", "1", "--timeout", SECONDS, "-o", "out"],
    }


def fetch(command, url):
    """The digest of the file, or None where there is none; what the program said."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state", no_proxy="*")
        done = subprocess.run(command + [url], cwd=folder, env=environment, capture_output=True, timeout=60)
        out = os.path.join(folder, "out")
        if done.returncode != 0 or not os.path.exists(out):
            return None, done
        with open(out, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest(), done


def word(digest):
    if digest is None:
        return "refused"
    if digest == hashlib.sha256(b"").hexdigest():
        return "empty"
    return "whole" if digest == hashlib.sha256(answers.BODY).hexdigest() else "other"


class Differences:
    """PATTERN<tab>OUTCOMES<tab>REASON a line of differences.txt; the pattern is of names, as a shell's."""

    def __init__(self):
        self.lines, self.used = [], set()
        with open(os.path.join(HERE, "differences.txt"), encoding="utf-8") as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    pattern, outcomes, _reason = line.rstrip("\n").split("\t")
                    self.lines.append((pattern, outcomes))

    def has(self, name, outcomes):
        for line in self.lines:
            if line[1] == outcomes and fnmatch.fnmatchcase(name, line[0]):
                self.used.add(line)
                return True
        return False

    def unused(self):
        return [line for line in self.lines if line not in self.used]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--penstock", required=True)
    parser.add_argument("--only", default="", help="answers whose name holds this")
    parser.add_argument("--all", action="store_true", help="say what became of each")
    options = parser.parse_args()
    for tool in ("curl", "wget"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed")
    tools = programs(os.path.abspath(options.penstock))
    origin = Origin()
    threading.Thread(target=origin.serve_forever, daemon=True).start()
    known = Differences()
    chosen = [n for n, name in enumerate(NAMES) if options.only in name]

    def one(number):
        return {tool: fetch(command, f"http://{origin.host}{way(number)}") for tool, command in tools.items()}

    bad = differ = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for number, got in zip(chosen, pool.map(one, chosen)):
            name = NAMES[number]
            outcomes = ", ".join(f"{tool} {word(digest)}" for tool, (digest, _) in got.items())
            same = len({digest for digest, _ in got.values()}) == 1
            differ += not same
            if options.all or (not same and not known.has(name, outcomes)):
                print(f"{name}\t{outcomes}")
            if not same and not known.has(name, outcomes):
                bad += 1
                print("    " + got["penstock"][1].stderr.decode("utf-8", "replace").strip().replace("\n", "\n    "))
    if not options.only:
        for pattern, outcomes in known.unused():
            bad += 1
            print(f"{pattern}\t{outcomes}\tis in differences.txt, and true of no answer")
    print(f"{len(chosen)} answers, {differ} with a difference, {bad} that are not as known", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
