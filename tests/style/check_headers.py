#!/usr/bin/env python3
"""Compile each public header of the engine alone, as it is and behind <X11/Xlib.h>.

Usage: check_headers.py CXX [ROOT]     prints what the compiler says, exits 1 if anything was found.
Xlib defines Status, None, Always, Success and some hundred more words as macros, and a program with a
window may well include it first: no public name may be one of them. Needs libx11-dev.
"""
import glob
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# What stands beside the public headers and is none.
PRIVATE = {"engine/engine_impl.h", "engine/engine_notices.h", "engine/engine_services.h", "engine/notice_log.h"}


def compile_alone(compiler, root, lines):
    source = "".join(f"#include {line}\n" for line in lines)
    command = [compiler, "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only",
               "-I", root, "-x", "c++", "-"]
    ran = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return "" if ran.returncode == 0 else f"{' then '.join(lines)}:\n{ran.stderr}"


def main():
    compiler, root = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "."
    headers = sorted(os.path.relpath(path, root) for room in ("engine", "engine/loops")
                     for path in glob.glob(os.path.join(root, room, "*.h")))
    public = [header for header in headers if header not in PRIVATE]
    cases = [before + [f'"{header}"'] for header in public for before in ([], ["<X11/Xlib.h>"])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [said for said in pool.map(lambda case: compile_alone(compiler, root, case), cases) if said]
    print("\n".join(found), end="")
    return 1 if found or not public else 0


if __name__ == "__main__":
    sys.exit(main())
