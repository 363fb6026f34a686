#!/usr/bin/env python3
"""Check that the manual shows the code that is compiled, and has a page for each call.

Usage: check_pages.py [ROOT]     prints `file:line: what`, exits 1 if anything was found.

A block of engine/README.md that begins with ```cpp page:NAME is the text between `// page: NAME` and
`// end` in a source of tests/manual, less the indentation that all of its lines share. Each such
text is shown once, each block of C++ has a name, each page is at most 30 lines long, and each
public call of class Engine has one.
"""
import pathlib
import re
import sys
import textwrap

MAX_PAGE_LINES = 30
MANUAL = "engine/README.md"
FENCE = re.compile(r"^```cpp ?(?:page:(\w+))?$")
BEGIN = re.compile(r"^\s*// page: (\w+)$")
END = re.compile(r"^\s*// end$")
HEADING = re.compile(r"^#+ ")
PAGE_HEADING = re.compile(r"^#### `(\w+)`")
CALL = re.compile(r"^    (?:\[\[nodiscard\]\] )?[\w:<>& ]*?\b(\w+)\(")


def compiled(root, found):
    """The marked texts of the sources, by name."""
    pages = {}
    for source in sorted((root / "tests/manual").glob("*.[ch]*")):
        name, text = None, []
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            begin = BEGIN.match(line)
            if begin:
                name, text = begin[1], []
                if name in pages:
                    found.append(f"{source.relative_to(root)}:{number}: a second page {name}")
            elif END.match(line) and name:
                pages[name] = textwrap.dedent("\n".join(text)).strip("\n")
                name = None
            elif name:
                text.append(line)
        if name:
            found.append(f"{source.relative_to(root)}:{number}: page {name} has no end")
    return pages


def shown(root, found):
    """The blocks of the manual as (name, line, text), and the headings of its pages by name."""
    blocks, headings = [], {}
    name, start, text, page, page_start = None, 0, None, None, 0
    lines = (root / MANUAL).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines + ["# end"], 1):
        fence = FENCE.match(line) if text is None else None
        if fence:
            name, start, text = fence[1], number, []
        elif text is not None:
            if line == "```":
                blocks.append((name, start, "\n".join(text)))
                text = None
            else:
                text.append(line)
        elif HEADING.match(line):
            if page and number - page_start > MAX_PAGE_LINES + 1:
                found.append(f"{MANUAL}:{page_start}: page {page} has {number - page_start} lines")
            heading = PAGE_HEADING.match(line)
            page, page_start = (heading[1], number) if heading else (None, number)
            if page:
                headings[page] = number
    return blocks, headings


def public_calls(root):
    door = (root / "engine/engine.h").read_text(encoding="utf-8")
    body = door[door.index("class Engine {"):]
    body = body[:body.index("private:")]
    return {match[1] for match in map(CALL.match, body.splitlines()) if match}


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = []
    pages = compiled(root, found)
    blocks, headings = shown(root, found)
    seen = set()
    for name, line, text in blocks:
        if name is None:
            found.append(f"{MANUAL}:{line}: a block of C++ without the name of its page")
        elif name not in pages:
            found.append(f"{MANUAL}:{line}: no source has the page {name}")
        elif name in seen:
            found.append(f"{MANUAL}:{line}: {name} is shown twice")
        elif text != pages[name]:
            found.append(f"{MANUAL}:{line}: {name} is not what is compiled")
        seen.add(name)
    found += [f"{MANUAL}:1: page {name} is compiled but not shown" for name in pages if name not in seen]
    found += [f"{MANUAL}:1: no page for Engine::{call}()" for call in sorted(public_calls(root)) if call not in headings]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
