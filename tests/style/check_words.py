#!/usr/bin/env python3
"""Check that all that a person reads in the window can be translated, and is.

Usage: check_words.py [ROOT]     prints `path:line: words: what`, exits 1 if anything was found.
Looks at string literals of ui/ and app/ that read like words and stand outside of tr(), translate() and
QT_TRANSLATE_NOOP(), and at what the translations lack: words, forms of a plural, placeholders.
Needs lupdate (qt6-l10n-tools).
"""
import glob
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

# Words that are the same in every language, and what no person reads.
ALLOWED = {
    "Penstock %1", "Penstock",
    'notify-send \\"Penstock\\"',   # what somebody could type
    "User-Agent: ", "Referer: ",     # fields of a request
    "curl ", "$ curl ",
    "English", "Deutsch",            # languages, each in itself
}
# What the command prints, and scripts read.
ENGLISH = {"app/get_lines.cpp"}
# Their samples are measured and never shown.
SAMPLES = re.compile(r"\b(setColumnPlans|setGivingWay)\(")
# What makes words of its argument that a person reads.
SHOWS = re.compile(
    r"\b(setText|setToolTip|setStatusTip|setWhatsThis|setTitle|setWindowTitle|setAccessibleName|"
    r"setAccessibleDescription|setPlaceholderText|setInformativeText|setLabelText|addAction|addMenu|addRow|addTab|"
    r"addItem|addDismiss|makeQuietButton|QLabel|QPushButton|QCheckBox|QRadioButton|QGroupBox)\(")
TRANSLATES = re.compile(r"\b(tr|translate|QT_TRANSLATE_NOOP|QT_TR_NOOP|Q_DECLARE_TR_FUNCTIONS)\s*$")
IGNORED = re.compile(r"\b(setObjectName|findChild|setProperty|static_assert|QRegularExpression|Q_ASSERT)\s*$")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def without_comments(text):
    """Comments and raw strings as spaces, so that offsets and lines stay."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r'R"(\w*)\(.*?\)\1"', blank, text, flags=re.DOTALL)
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/',
                  lambda m: m.group(1) or blank(m), text, flags=re.DOTALL)


def calls_around(text, end, depth=6):
    """The names before the open brackets around `end`, the nearest first."""
    names, open_brackets, at = [], 0, end - 1
    while at >= 0 and len(names) < depth and text[at] not in ";":
        if text[at] in ")}" :
            open_brackets += 1
        elif text[at] in "({":
            if open_brackets == 0:
                names.append(text[max(0, at - 40):at])
            open_brackets = max(0, open_brackets - 1)
        at -= 1
    return names


def in_sample(text, at):
    start = text.rfind(";", 0, at)
    return SAMPLES.search(text, max(start, 0), at) is not None


def joined_to_the_one_before(text, at):
    return re.search(r'"\s*$', text[:at]) is not None


def untranslated(path, text):
    """Literals that read like words and are not handed to a translation."""
    code = without_comments(text)
    for match in LITERAL.finditer(code):
        words = match.group(0)[1:-1]
        line_start = code.rfind("\n", 0, match.start()) + 1
        if words in ALLOWED or not re.search(r"[^\W\d_]{2}", words):
            continue
        if re.match(r"\s*#", code[line_start:match.start()]) or joined_to_the_one_before(code, match.start()):
            continue
        around = calls_around(code, match.start())
        if any(TRANSLATES.search(name) for name in around[:1]) or any(IGNORED.search(name) for name in around):
            continue
        if in_sample(code, match.start()):
            continue
        wrapped = bool(around) and re.search(r"\b(QStringLiteral|QLatin1String|fromUtf8|fromLatin1|QString)\s*$", around[0])
        shown = around[1:2] if wrapped else around[:1]
        is_sentence = wrapped and re.search(r"[^\W\d_]{2,}[^/:=]* |^ \w|^[A-Z][a-z]+ ", words)
        before = code[line_start:match.start()]
        is_part_of_a_name = " " not in words and re.search(r"\+\s*\w+\($", before)
        is_shown = (any(SHOWS.search(name + "(") for name in shown) and not is_part_of_a_name
                    and re.search(r" |^&?[A-Z][a-z]", words))
        is_word = wrapped and re.search(r"[?:]\s*\w+\($|return \w+\($", before) and re.match(r"[A-Z][a-z]+$", words)
        if is_sentence or is_shown or is_word:
            line = code.count("\n", 0, match.start()) + 1
            yield f'{path}:{line}: words: not in tr(): "{words}"'


def lupdate():
    for name in ("/usr/lib/qt6/bin/lupdate", "/usr/lib64/qt6/bin/lupdate", "lupdate-qt6", "lupdate"):
        if shutil.which(name):
            return name
    return None


def flaws(path, translations):
    """What a file of translations lacks, as lupdate has brought it up to date."""
    for message in re.findall(r"<message.*?</message>", translations, re.DOTALL):
        source = html.unescape(re.search(r"<source>(.*?)</source>", message, re.DOTALL).group(1))
        given = re.search(r"<translation([^>]*)>(.*?)</translation>", message, re.DOTALL)
        forms = re.findall(r"<numerusform>(.*?)</numerusform>", given.group(2), re.DOTALL) or [given.group(2)]
        if "unfinished" in given.group(1) or not all(form.strip() for form in forms):
            yield f'{path}:1: words: without a translation: "{source}"'
            continue
        for placeholder in set(re.findall(r"%L?(?:\d|n)", source)):
            if not all(placeholder in html.unescape(form) for form in forms):
                yield f'{path}:1: words: {placeholder} is lost: "{source}"'


def untranslated_words(root):
    tool = lupdate()
    if tool is None:
        yield "tests/style/check_words.py:1: words: there is no lupdate (qt6-l10n-tools)"
        return
    for file in sorted(glob.glob(os.path.join(root, "resources/translations/*.ts"))):
        with tempfile.TemporaryDirectory() as place:
            copy = shutil.copy(file, place)
            subprocess.run([tool, "-silent", "-locations", "none", "-no-obsolete", "-I", root, os.path.join(root, "app"),
                            os.path.join(root, "ui"), "-ts", copy], check=True, stderr=subprocess.DEVNULL)
            with open(copy, encoding="utf-8") as brought:
                yield from flaws(os.path.relpath(file, root), brought.read())


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    found = []
    files = [file for pattern in ("ui/*.cpp", "ui/*.h", "app/*.cpp", "app/*.h")
             for file in glob.glob(os.path.join(root, pattern))]
    for file in sorted(files):
        if os.path.relpath(file, root) in ENGLISH:
            continue
        with open(file, encoding="utf-8") as source:
            found += untranslated(os.path.relpath(file, root), source.read())
    found += untranslated_words(root)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
