#include "engine/store/file_name.h"

#include <QTest>

#include <string>

using namespace penstock;

namespace {

const std::string kReplacement = "\xEF\xBF\xBD";

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

Q_DECLARE_METATYPE(std::string)

class FileNameTest : public QObject {
    Q_OBJECT

private slots:
    void madeSafe_data();
    void madeSafe();
    void r130KeepsTheExtensionWhenItCuts();
    void r130CutsBetweenCodePoints();
    void r130ACutMayNotUncoverALauncher();
    void everyNameIsAnEntryName();
    void makingSafeTwiceChangesNothing();
    void r127InvisibleLettersAreReplaced_data();
    void r127InvisibleLettersAreReplaced();
    void r127ACutLeavesNoJoinerAtTheEnd();
    void numbered_data();
    void numbered();
    void aNumberedNameFits();
    void entryNames();
};

void FileNameTest::madeSafe_data() {
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<std::string>("safe");
    const auto row = [](const char* what, const std::string& raw, const std::string& safe) {
        QTest::newRow(what) << raw << safe;
    };
    row("plain", "debian-12.iso", "debian-12.iso");
    row("spaces inside", "my file.txt", "my file.txt");
    row("not ASCII", "Übergröße 漢字.zip", "Übergröße 漢字.zip");
    row("r125 parents", "../../.bashrc", "bashrc");
    row("r125 backslashes", "..\\..\\x", "x");
    row("r125 absolute", "/etc/passwd", "passwd");
    row("r125 drive", "C:\\x", "x");
    row("r125 drive without a slash", "C:x", "C_x");
    row("r125 another machine's", "\\\\server\\share\\x", "x");
    row("r125 mixed", "/a/b\\c", "c");
    row("r125 parents within", "a/../../x", "x");
    row("r125 here", "./a/x", "x");
    row("r125 no path", "A/B testing\\C.pdf", "A_B testing_C.pdf");
    row("r125 marks of a page", "A &amp; <i>B</i>/C.pdf", "A &amp; _i_B__i__C.pdf");
    row("r125 dots, and no path", "a/...b", "a_...b");
    row("r125 a folder", "dir/", "dir");
    row("r125 only separators", "//\\", "download");
    row("r125 full-width slash", "a／b⁄c∕d", "a_b_c_d");
    row("r126 NUL", std::string("a\0b.txt", 7), "ab.txt");
    row("r126 newline", "a\r\nb\tc", "abc");
    row("r126 ANSI escape", "\x1b[31mred", "[31mred");
    row("r126 C1 and DEL",
        "a\xC2\x9B\x7F"
        "b",
        "ab");
    row("r127 right to left override", "exe\xE2\x80\xAEgpj.txt", "exe_gpj.txt");
    row("r127 zero width",
        "a\xE2\x80\x8B"
        "b\xEF\xBB\xBF"
        "c",
        "a_b_c");
    row("r127 joiners join letters", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.txt",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.txt");
    row("r127 joiners join pictures", "\U0001F468\u200D\U0001F467.png",
        "\U0001F468\u200D\U0001F467.png");
    row("r127 joiners after a selector", "\u2764\uFE0F\u200D\U0001F525.png",
        "\u2764\u200D\U0001F525.png");
    row("r127 joiners hide nothing in ASCII", "photo.jp\u200Dg\u200C.exe", "photo.jp_g_.exe");
    row("r127 joiners that join nothing", "\u200D\u0645\u200C.txt", "_\u0645_.txt");
    row("r127 presentation selectors", "\u2764\uFE0F.txt", "\u2764.txt");
    row("r127 only what is not seen", "\u3164\u2800\u115F", "___");
    row("r127 tag characters",
        "a\xF3\xA0\x81\x81"
        "b",
        "a_b");
    row("r127 line separator",
        "a\xE2\x80\xA8"
        "b",
        "a_b");
    row("r128 empty", "", "download");
    row("r128 dot", ".", "download");
    row("r128 dots", "..", "download");
    row("r128 hidden", ".bashrc", "bashrc");
    row("r128 spaces and dots at the ends", " . a.txt . ", "a.txt");
    row("r128 no-break spaces at the ends",
        "\xC2\xA0"
        "a.txt\xE3\x80\x80",
        "a.txt");
    row("r128 option", "--help", "help");
    row("r128 dash after dot", ".-x", "x");
    row("r128 dash within", "a-b", "a-b");
    row("r129 CON", "CON", "_CON");
    row("r129 with an extension", "nul.txt", "_nul.txt");
    row("r129 with a space", "aux .txt", "_aux .txt");
    row("r129 numbered", "Com1.log", "_Com1.log");
    row("r129 not reserved", "console.log", "console.log");
    row("r129 not numbered", "com10.log", "com10.log");
    row("r129 desktop", "game.desktop", "game.desktop.download");
    row("r129 upper case", "game.DESKTOP", "game.DESKTOP.download");
    row("r129 lnk", "x.lnk", "x.lnk.download");
    row("r129 url", "x.url", "x.url.download");
    row("r129 local", "foo.exe.local", "foo.exe.local.download");
    row("r129 scf", "x.scf", "x.scf.download");
    row("r129 launcher behind a dot", "x.desktop.", "x.desktop.download");
    row("r129 only its name", ".desktop", "desktop");
    row("r131 bad byte",
        "a\xFF"
        "b",
        "a" + kReplacement + "b");
    row("r131 overlong slash",
        "a\xC0\xAF"
        "b",
        "a" + kReplacement + kReplacement + "b");
    row("r131 surrogate", "\xED\xA0\x80", kReplacement + kReplacement + kReplacement);
    row("r131 cut", "ab\xE6\xBC", "ab" + kReplacement + kReplacement);
    row("for FAT", "a?b*c\"d<e>f|g:h", "a_b_c_d_e_f_g_h");
}

void FileNameTest::madeSafe() {
    QFETCH(std::string, raw);
    QFETCH(std::string, safe);
    QCOMPARE(safeFileName(raw), safe);
}

void FileNameTest::r127InvisibleLettersAreReplaced_data() {
    QTest::addColumn<std::string>("letter");
    for (const char* letter :
         {"\u00AD",     "\u034F",     "\u061C",     "\u115F",     "\u1160",     "\u17B4",
          "\u17B5",     "\u180B",     "\u180E",     "\u180F",     "\u200B",     "\u200C",
          "\u200D",     "\u200E",     "\u2060",     "\u2064",     "\u2065",     "\u206F",
          "\u2800",     "\u3164",     "\uFE00",     "\uFE0D",     "\uFEFF",     "\uFFA0",
          "\uFFF0",     "\uFFF8",     "\uFFFC",     "\U00013441", "\U00016FE4", "\U0001BCA0",
          "\U0001D159", "\U0001D173", "\U000E0000", "\U000E0001", "\U000E0100", "\U000E01F0",
          "\U000E0FFF"}) {
        QTest::addRow("%s", QByteArray(letter).toHex().constData()) << std::string(letter);
    }
}

void FileNameTest::r127InvisibleLettersAreReplaced() {
    QFETCH(std::string, letter);
    QCOMPARE(safeFileName("a" + letter + "b.txt"), std::string("a_b.txt"));
    QCOMPARE(safeFileName("a.txt" + letter), std::string("a.txt_"));
    QCOMPARE(safeFileName(letter), std::string("_"));
}

void FileNameTest::r127ACutLeavesNoJoinerAtTheEnd() {
    for (int lead = 0; lead < 7; ++lead) {
        const std::string name =
            safeFileName(repeated("x", lead) + repeated("\U0001F468\u200D", 100) + ".iso");
        QVERIFY(!name.ends_with("\u200D.iso"));
        QCOMPARE(safeFileName(name), name);
    }
}

void FileNameTest::r130KeepsTheExtensionWhenItCuts() {
    const std::string name = safeFileName(repeated("x", 4096) + ".tar.gz");
    QCOMPARE(name.size(), kLongestName - kSuffixRoom);
    QVERIFY(name.ends_with("x.tar.gz"));
    const std::string strange = safeFileName("a." + repeated("y", 4096));
    QCOMPARE(strange.size(), kLongestName - kSuffixRoom);
}

void FileNameTest::r130CutsBetweenCodePoints() {
    for (int lead = 0; lead < 4; ++lead) {
        const std::string name = safeFileName(repeated("x", lead) + repeated("😀", 100) + ".iso");
        QVERIFY(name.size() <= kLongestName - kSuffixRoom);
        QVERIFY(name.size() > kLongestName - kSuffixRoom - 4);
        QVERIFY(name.ends_with("😀.iso"));
        QCOMPARE(safeFileName(name), name);  // no broken code point that would be replaced
    }
}

void FileNameTest::r130ACutMayNotUncoverALauncher() {
    const std::string stem = repeated("a", static_cast<int>(kLongestName - kSuffixRoom) - 8);
    const std::string name = safeFileName(stem + ".desktop" + repeated("z", 40));
    QVERIFY(name.ends_with(".desktop.download"));
    QVERIFY(name.size() <= kLongestName - kSuffixRoom);
}

void FileNameTest::everyNameIsAnEntryName() {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string raw{static_cast<char>(first), static_cast<char>(second)};
            const std::string name = safeFileName(raw);
            QVERIFY(isEntryName(name));
            QVERIFY(name.front() != '.' && name.front() != '-');
        }
    }
}

void FileNameTest::makingSafeTwiceChangesNothing() {
    for (const char* raw : {"CON", "x.desktop", "../a/ b ", "a\xFF", "--", "a.tar.gz"}) {
        const std::string once = safeFileName(raw);
        QCOMPARE(safeFileName(once), once);
    }
}

void FileNameTest::numbered_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<int>("n");
    QTest::addColumn<std::string>("result");
    QTest::newRow("zero") << std::string("a.txt") << 0 << std::string("a.txt");
    QTest::newRow("simple") << std::string("a.txt") << 1 << std::string("a (1).txt");
    QTest::newRow("double") << std::string("a.tar.gz") << 12 << std::string("a (12).tar.gz");
    QTest::newRow("none") << std::string("README") << 2 << std::string("README (2)");
    QTest::newRow("hidden") << std::string(".profile") << 1 << std::string(".profile (1)");
    QTest::newRow("only tar") << std::string(".tar.gz") << 1 << std::string(".tar (1).gz");
    QTest::newRow("long tail") << std::string("v1.a sentence that goes on") << 1
                               << std::string("v1.a sentence that goes on (1)");
}

void FileNameTest::numbered() {
    QFETCH(std::string, name);
    QFETCH(int, n);
    QFETCH(std::string, result);
    QCOMPARE(numberedName(name, n), result);
}

void FileNameTest::aNumberedNameFits() {
    const std::string name = numberedName(repeated("é", 200) + ".iso", 1234);
    QVERIFY(name.size() <= kLongestName);
    QVERIFY(name.ends_with("é (1234).iso"));
}

void FileNameTest::entryNames() {
    QVERIFY(isEntryName("a"));
    QVERIFY(isEntryName("..."));
    QVERIFY(!isEntryName(""));
    QVERIFY(!isEntryName("."));
    QVERIFY(!isEntryName(".."));
    QVERIFY(!isEntryName("a/b"));
    QVERIFY(!isEntryName(std::string_view("a\0b", 3)));
}

QTEST_GUILESS_MAIN(FileNameTest)
#include "file_name_test.moc"
