// What is free on a disk is asked without waiting for the disk.

#include "app/free_space.h"

#include "tests/support/temp_dir.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <future>
#include <memory>

using namespace penstock;

namespace {

constexpr int kLimitMs = 10'000;

/// A disk that hangs until it is let go. Shared with the thread that asks it.
struct HungDisk {
    std::promise<void> asked;
    std::promise<void> released;
    std::shared_future<void> release = released.get_future().share();
    std::atomic<int> questions = 0;

    std::optional<std::uint64_t> ask() {
        if (questions++ == 0) {
            asked.set_value();
        }
        release.wait();
        return 100U + static_cast<unsigned>(questions);
    }
};

}  // namespace

class FreeSpaceTest : public QObject {
    Q_OBJECT

private slots:

    void theNearestFolderThatIsThereAnswers() {
        const TempDir place;
        const QString folder = QString::fromStdString(place.path().string());
        QVERIFY(freeBytesBelow(folder).value_or(0) > 0);
        QVERIFY(freeBytesBelow(folder + QStringLiteral("/not/yet/made")).value_or(0) > 0);
        QVERIFY(freeBytesBelow(QStringLiteral("/nowhere/at/all")).has_value());
    }

    void anAnswerComesByTheEventLoop() {
        FreeSpace space([] { return std::optional<std::uint64_t>(7); });
        QSignalSpy known(&space, &FreeSpace::known);
        space.update();
        QTRY_COMPARE_WITH_TIMEOUT(known.size(), 1, kLimitMs);
        QCOMPARE(known.front().front().toULongLong(), 7ULL);
    }

    void whatCannotBeSaidIsNotSaid() {
        std::atomic<int> questions = 0;
        FreeSpace space([&questions]() -> std::optional<std::uint64_t> {
            ++questions;
            return questions == 1 ? std::nullopt : std::optional<std::uint64_t>(2);
        });
        QSignalSpy known(&space, &FreeSpace::known);
        space.update();
        QTRY_COMPARE_WITH_TIMEOUT(questions.load(), 1, kLimitMs);
        space.update();
        QTRY_COMPARE_WITH_TIMEOUT(known.size(), 1, kLimitMs);
        QCOMPARE(known.front().front().toULongLong(), 2ULL);
    }

    void aThousandQuestionsWhileOneHangsAreOneMore() {
        auto disk = std::make_shared<HungDisk>();
        FreeSpace space([disk] { return disk->ask(); });
        QSignalSpy known(&space, &FreeSpace::known);
        space.update();
        disk->asked.get_future().wait();
        for (int i = 0; i < 1'000; ++i) {
            space.update();
        }
        disk->released.set_value();
        QTRY_COMPARE_WITH_TIMEOUT(known.size(), 2, kLimitMs);
        QCOMPARE(disk->questions.load(), 2);
    }

    void whoeverGoesWhileTheDiskHangsDoesNotWait() {
        auto disk = std::make_shared<HungDisk>();
        {
            FreeSpace space([disk] { return disk->ask(); });
            space.update();
            disk->asked.get_future().wait();
        }
        // Here without having been let go; the answer is nobody's.
        disk->released.set_value();
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(FreeSpaceTest)
#include "free_space_test.moc"
