// The program that the window runs: when, with what, and that it is off at first.

#include "app/done_program.h"

#include "tests/support/temp_dir.h"
#include "tests/ui/rows.h"

#include <QSignalSpy>
#include <QTest>

#include <fstream>
#include <memory>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr int kLimitMs = 20'000;

}  // namespace

class DoneProgramTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TempDir> place_;
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<TransferActivity> activity_;
    std::unique_ptr<DoneProgram> program_;

    void come(std::uint64_t id, TransferState state) {
        TransferSnapshot snapshot = transferRow(id, state, "file" + std::to_string(id));
        snapshot.added = std::chrono::system_clock::time_point(2h);
        snapshot.received = 7;
        mirror_->apply(std::span(&snapshot, 1));
    }

    /// A line for each run: its words and what it is told.
    DesktopSettings witness(RunWhen when) {
        const std::string path = place_->file("program");
        std::ofstream(path) << "#!/bin/sh\necho \"$*|$PENSTOCK_FILE|$PENSTOCK_SIZE|$PENSTOCK_URL|"
                               "$PENSTOCK_DONE|$PENSTOCK_FAILED\" >> '"
                            << place_->file("said") << "'\n";
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        DesktopSettings settings;
        settings.runWhen = when;
        settings.program = {QString::fromStdString(path), "a b"};
        return settings;
    }

    QString said() const { return QString::fromStdString(readAll(place_->file("said"))); }

private slots:

    void init() {
        place_ = std::make_unique<TempDir>();
        mirror_ = std::make_unique<SnapshotMirror>();
        activity_ =
            std::make_unique<TransferActivity>(*mirror_, std::chrono::system_clock::time_point(1h));
        program_ = std::make_unique<DoneProgram>(*activity_);
    }

    void cleanup() {
        program_.reset();
        activity_.reset();
    }

    void eachCompleteFileIsHandedOver() {
        program_->setSettings(witness(RunWhen::EachDone));
        come(1, TransferState::Receiving);
        come(2, TransferState::Receiving);
        come(1, TransferState::Done);
        QTRY_COMPARE_WITH_TIMEOUT(
            said(), QStringLiteral("a b /tmp/file1|/tmp/file1|7|https://example.org/file1||\n"),
            kLimitMs);
        come(2, TransferState::Failed);
        come(3, TransferState::Done);
        QTRY_COMPARE_WITH_TIMEOUT(said().count(QLatin1Char('\n')), 2, kLimitMs);
        QVERIFY(said().contains("file3") && !said().contains("file2"));
    }

    void theEndOfAllIsToldOnce() {
        program_->setSettings(witness(RunWhen::AllDone));
        come(1, TransferState::Receiving);
        come(2, TransferState::Receiving);
        come(1, TransferState::Done);
        come(2, TransferState::Failed);
        QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("a b||||1|1\n"), kLimitMs);
        come(3, TransferState::Done);
        QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("a b||||1|1\na b||||1|0\n"), kLimitMs);
    }

    void itIsOffAtFirst() {
        QCOMPARE(DesktopSettings().runWhen, RunWhen::Never);
        program_->setSettings(witness(RunWhen::Never));
        come(1, TransferState::Done);
        program_.reset();
        QCOMPARE(said(), QString());
    }

    void whatCannotBeRunIsSaid() {
        DesktopSettings settings;
        settings.runWhen = RunWhen::EachDone;
        settings.program = {"/nonexistent/program"};
        program_->setSettings(settings);
        const QSignalSpy failed(program_.get(), &DoneProgram::failed);
        come(1, TransferState::Done);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kLimitMs);
        QCOMPARE(failed.front().front().toString(),
                 QStringLiteral("The program /nonexistent/program cannot be run: No such file or "
                                "directory"));
    }
};

QTEST_GUILESS_MAIN(DoneProgramTest)
#include "done_program_test.moc"
