#include "engine/store/journal.h"
#include "tests/store/journal_fixture.h"

#include <QTest>

#include <sqlite3.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>

using namespace penstock;

namespace {

/// What SQLite's own write calls do from now on; the system calls of its VFS can be replaced.
struct WriteFault {
    int failAt = 0;  // count of the first call that fails; 0: none does
    int calls = 0;
    int error = 0;
};

WriteFault fault;  // reached from a plain function pointer

ssize_t faultyPwrite(int fd, const void* data, std::size_t size, off_t offset) {
    ++fault.calls;
    if (fault.failAt != 0 && fault.calls >= fault.failAt) {
        errno = fault.error;
        return -1;
    }
    return ::pwrite(fd, data, size, offset);
}

bool replaceWrites(sqlite3_syscall_ptr call) {
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    bool replaced = false;
    for (const char* name : {"pwrite", "pwrite64"}) {
        replaced = vfs->xSetSystemCall(vfs, name, call) == SQLITE_OK || replaced;
    }
    return replaced;
}

/// What the child says before each step is true when the parent reads it.
struct Report {
    std::uint64_t rows = 0;
    std::uint64_t soft = 0;
    std::uint64_t durable = 0;
};

[[noreturn]] void writeUntilKilled(Journal& journal, int pipe) {
    Report report;
    for (std::uint64_t i = 1;; ++i) {
        if (!journal.insert(fullRecord()).ok()) {
            ::_exit(1);
        }
        ++report.rows;
        const Mark soft{1, 3, 0, i * 1000};
        const Mark durable{1, 3, 0, i * 1000 - 500};
        if (!journal.softMarks(std::array{soft}).ok()) {
            ::_exit(2);
        }
        report.soft = soft.end;
        if (!journal.durableMarks(std::array{durable}).ok()) {
            ::_exit(3);
        }
        report.durable = durable.end;
        if (::write(pipe, &report, sizeof report) != sizeof report) {
            ::_exit(4);
        }
    }
}

}  // namespace

class JournalCrashTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() {
        fault = {};
        end();
    }

    void r152NothingIsLostByAKill();
    void r141AFullDiskIsToldAndSurvived_data();
    void r141AFullDiskIsToldAndSurvived();
    void r154AFaultWhileBeginningLeavesNothingHalf();
};

void JournalCrashTest::r152NothingIsLostByAKill() {
    constexpr int kRounds = 20;
    for (int round = 0; round < kRounds; ++round) {
        QVERIFY(begin());
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto journal = open();
            if (!journal) {
                ::_exit(5);
            }
            writeUntilKilled(*journal, pipe[1]);
        }
        ::close(pipe[1]);
        Report last;
        for (int reports = 0; reports <= round; ++reports) {
            QCOMPARE(::read(pipe[0], &last, sizeof last), ssize_t{sizeof last});
        }
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        while (::read(pipe[0], &last, sizeof last) == sizeof last) {  // said before the kill came
        }
        ::close(pipe[0]);
        const auto journal = open();
        QVERIFY2(journal, error_.sentence.c_str());
        QVERIFY(journal->note().empty());
        const auto records = journal->load();
        QVERIFY(records.ok());
        QVERIFY(records.value().size() >= last.rows);
        QVERIFY(records.value().size() <= last.rows + 1);
        QVERIFY(records.value().front().softEnd >= last.soft);
        QVERIFY(records.value().front().durableEnd >= last.durable);
        QVERIFY(records.value().front().durableEnd <= records.value().front().softEnd);
        for (TransferRecord record : records.value()) {
            TransferRecord whole = fullRecord();
            whole.row = record.row;
            record.softEnd = record.durableEnd = 0;
            QVERIFY(record == whole);
        }
    }
}

void JournalCrashTest::r141AFullDiskIsToldAndSurvived_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("ENOSPC") << ENOSPC << ErrorKind::DiskNoSpace;
    QTest::newRow("EDQUOT") << EDQUOT << ErrorKind::DiskNoSpace;
    QTest::newRow("EIO") << EIO << ErrorKind::JournalFailed;
}

void JournalCrashTest::r141AFullDiskIsToldAndSurvived() {
    QFETCH(int, error);
    QFETCH(ErrorKind, kind);
    QVERIFY(replaceWrites(reinterpret_cast<sqlite3_syscall_ptr>(faultyPwrite)));
    const auto journal = open();
    QVERIFY(journal);
    TransferRecord record = fullRecord();
    record.row = journal->insert(record).value();
    int failures = 0;
    for (int n = 1; n < 60; ++n) {
        const auto end = static_cast<std::uint64_t>(n) * 10;
        fault = {n % 6 + 1, 0, error};
        record.note = std::to_string(n);
        const Error updated = journal->accept(record);
        const Error marked = journal->durableMarks(std::array{Mark{record.row, 3, 0, end}});
        fault = {};
        for (const Error& each : {updated, marked}) {
            if (!each.ok()) {
                ++failures;
                QCOMPARE(each.kind, kind);
                QVERIFY(!each.sentence.empty());
            }
        }
        const TransferRecord stored = onlyRecord(*journal);
        QVERIFY((stored.note == record.note) == updated.ok());
        QVERIFY((stored.durableEnd == end) == marked.ok());
    }
    QVERIFY(replaceWrites(nullptr));
    QVERIFY(failures > 30);
    QVERIFY(journal->accept(record).ok());
    record.durableEnd = onlyRecord(*journal).durableEnd;
    record.softEnd = record.durableEnd;
    QVERIFY(onlyRecord(*journal) == record);
}

void JournalCrashTest::r154AFaultWhileBeginningLeavesNothingHalf() {
    QVERIFY(replaceWrites(reinterpret_cast<sqlite3_syscall_ptr>(faultyPwrite)));
    bool opened = false;
    int n = 0;
    while (!opened && n < 200) {
        QVERIFY(begin());
        fault = {++n, 0, ENOSPC};
        opened = open() != nullptr;
        QVERIFY(opened || error_.kind == ErrorKind::DiskNoSpace);
        fault = {};
        const auto journal = open();
        QVERIFY2(journal, error_.sentence.c_str());
        QVERIFY(journal->note().empty());
        QVERIFY(journal->insert({}).ok());
    }
    QVERIFY(replaceWrites(nullptr));
    QVERIFY(opened);
    QVERIFY(n > 3);
}

QTEST_GUILESS_MAIN(JournalCrashTest)
#include "journal_crash_test.moc"
