#include "tests/support/temp_dir.h"

#include "tests/support/content.h"

#include <QTest>

#include <optional>

using namespace penstock;

class TempDirTest : public QObject {
    Q_OBJECT

private slots:

    void goesWithAllThatIsInIt() {
        std::optional<TempDir> dir(std::in_place);
        const std::filesystem::path path = dir->path();
        std::filesystem::create_directory(path / "below");
        QVERIFY(writeFile(path / "below" / "file", "text"));
        dir.reset();
        QVERIFY(!std::filesystem::exists(path));
    }

    void writesAndReadsBytes() {
        const TempDir dir;
        const std::string bytes("a\0b\r\n\xff", 6);
        QVERIFY(writeFile(dir.file("b"), bytes));
        QVERIFY(writeFile(dir.file("a"), ""));
        QCOMPARE(readAll(dir.file("b")), bytes);
        QCOMPARE(sha256File(dir.file("b")), sha256(bytes));
        QCOMPARE(dir.entries(), (std::vector<std::string>{"a", "b"}));
    }

    void readsAFileOfAnySize() {
        const TempDir dir;
        for (const std::size_t size : {std::size_t{1} << 18U, (std::size_t{1} << 19U) + 1}) {
            const std::string bytes = contentText(1, 0, size);
            QVERIFY(writeFile(dir.file("large"), bytes));
            QVERIFY(readAll(dir.file("large")) == bytes);
        }
    }

    void aMissingFileReadsAsEmpty() {
        const TempDir dir;
        QCOMPARE(readAll(dir.file("none")), std::string());
        QCOMPARE(sha256File(dir.file("none")), std::string());
        QVERIFY(!writeFile(dir.path() / "none" / "file", "text"));
    }
};

QTEST_GUILESS_MAIN(TempDirTest)
#include "temp_dir_test.moc"
