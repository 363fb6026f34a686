#!/usr/bin/env python3
"""Check that INDEX.md leads from every line of the contract to a test that is there, and to its fault.

Usage: check_index.py ROOT. A line of the index: | MS-4 | `file_test.cpp` `ms4Function` | … or
| MS-5 | by construction: … | or | MS-6 | not offered: … | or | MS-7 | needs HTTP/2: … |
"""
import os
import re
import sys

IDS = [str(n) for n in range(1, 83)] + ["20a", "20b"]
EXCUSES = 12   # lines that hold by construction or are not offered, at most
LINE = re.compile(r"^\| MS-(\w+) \|(.*)\|\s*$")
TEST = re.compile(r"`([\w/]+_test\.cpp)` `(ms\w+)`")


def test_of(patch):
    """The test, as ctest calls it, and the function that must notice a fault."""
    with open(patch, encoding="utf-8") as file:
        return file.readline().removeprefix("# test: ").strip()


def main():
    root = sys.argv[1]
    contract = os.path.join(root, "tests", "contract")
    found, wrong, excuses = {}, [], 0
    with open(os.path.join(contract, "INDEX.md"), encoding="utf-8") as index:
        for line in index:
            match = LINE.match(line)
            if match:
                found[match[1]] = match[2]
    for number in IDS:
        text = found.get(number)
        if text is None:
            wrong.append(f"MS-{number}: no line")
            continue
        tests = TEST.findall(text)
        if not tests:
            if re.search(r"needs HTTP/2", text):
                continue
            excuses += 1
            if not re.search(r"by construction|not offered", text):
                wrong.append(f"MS-{number}: no test and no reason")
            continue
        for path, name in tests:
            full = os.path.join(root, "tests", path)
            if not os.path.exists(full) or name + "(" not in open(full, encoding="utf-8").read():
                wrong.append(f"MS-{number}: {path} has no {name}")
        patch = os.path.join(contract, "faults", f"ms{number}.patch")
        if not os.path.exists(patch):
            wrong.append(f"MS-{number}: no faults/ms{number}.patch")
        elif test_of(patch) not in [f"{path[:-4].replace('/', '.')} {name}" for path, name in tests]:
            wrong.append(f"MS-{number}: faults/ms{number}.patch names no test of this line")
    if excuses > EXCUSES:
        wrong.append(f"{excuses} lines hold by construction or are not offered, at most {EXCUSES} may")
    print("\n".join(wrong) or f"{len(IDS)} lines, {excuses} without a test")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
