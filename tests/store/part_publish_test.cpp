#include "tests/store/part_fixture.h"

#include <QTest>

#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

using namespace penstock;
namespace fs = std::filesystem;

class PartPublishTest : public QObject, private PartFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void finishGivesOrdinaryPermissions();
    void publishRenames();
    void r132PublishNeverOverwrites();
    void r132ADanglingSymlinkIsNotOverwrittenEither();
    void publishLinksWhereItCannotRename_data();
    void publishLinksWhereItCannotRename();
    void publishRenamesPlainlyWhereThereAreNoLinks();
    void publishDoesNotNameAForeignFile();
    void publishMayBeRepeatedAfterAnyFailure();
    void publishEndsWhatACrashInterrupted();
    void discardRemovesThePart();
    void r135DiscardLeavesAnotherFile();
    void r135RemoveFileLeavesAnotherFile();
    void anyCallMayFail();
};

void PartPublishTest::finishGivesOrdinaryPermissions() {
    const mode_t before = ::umask(027);
    const auto part = make();
    const Error error = part->finish();
    ::umask(before);
    QVERIFY(error.ok());

    struct stat status {};

    QCOMPARE(::stat(path("a.iso.part").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0640U);
    ops_->fail(FileCall::Fchmod, EPERM);
    QVERIFY(part->finish().ok());
}

void PartPublishTest::publishRenames() {
    const auto part = make();
    QVERIFY(write(*part, 0, "whole").error.ok());
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
    QCOMPARE(contentOf(path("a.iso")), std::string("whole"));
    QCOMPARE(part->partName(), std::string());
    QVERIFY(part->discard().ok());
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
}

void PartPublishTest::r132PublishNeverOverwrites() {
    put(path("a.iso"), "precious");
    const auto part = make();
    const Error error = part->publish("a.iso");
    QCOMPARE(error.kind, ErrorKind::NameBad);
    QCOMPARE(error.systemError, EEXIST);
    QCOMPARE(contentOf(path("a.iso")), std::string("precious"));
    QVERIFY(part->publish("a (1).iso").ok());
    QCOMPARE(namesIn(folder_), (Names{"a (1).iso", "a.iso"}));
}

void PartPublishTest::r132ADanglingSymlinkIsNotOverwrittenEither() {
    fs::create_symlink("nowhere", path("a.iso"));
    const auto part = make();
    QCOMPARE(part->publish("a.iso").systemError, EEXIST);
    ops_->fail(FileCall::Rename, EINVAL, 1, true);
    QCOMPARE(part->publish("a.iso").systemError, EEXIST);
    ops_->fail(FileCall::Link, EPERM);
    QCOMPARE(part->publish("a.iso").systemError, EEXIST);
    QVERIFY(fs::is_symlink(path("a.iso")));
}

void PartPublishTest::publishLinksWhereItCannotRename_data() {
    QTest::addColumn<int>("error");
    QTest::newRow("EINVAL") << EINVAL;
    QTest::newRow("ENOSYS") << ENOSYS;
}

void PartPublishTest::publishLinksWhereItCannotRename() {
    QFETCH(int, error);
    const auto part = make();
    ops_->fail(FileCall::Rename, error);
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
    QCOMPARE(ops_->calls(FileCall::Link), 1);
}

void PartPublishTest::publishRenamesPlainlyWhereThereAreNoLinks() {
    put(path("taken"), "precious");
    const auto part = make();
    ops_->fail(FileCall::Rename, EINVAL);
    ops_->fail(FileCall::Link, EPERM, 1, true);
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(namesIn(folder_), (Names{"a.iso", "taken"}));
    const auto second = make("b");
    ops_->fail(FileCall::Rename, EINVAL);
    QCOMPARE(second->publish("taken").systemError, EEXIST);
    QCOMPARE(contentOf(path("taken")), std::string("precious"));
}

void PartPublishTest::publishDoesNotNameAForeignFile() {
    const auto part = make();
    fs::rename(path("a.iso.part"), path("moved"));
    put(path("a.iso.part"), "unverified");
    QCOMPARE(part->publish("a.iso").kind, ErrorKind::DiskMissing);
    QVERIFY(!fs::exists(path("a.iso")));
}

void PartPublishTest::publishMayBeRepeatedAfterAnyFailure() {
    for (const bool renames : {true, false}) {
        for (int n = 1; n < 20; ++n) {
            const std::string name = "f" + std::to_string(n) + (renames ? "r" : "l");
            const auto part = make(name);
            QVERIFY(write(*part, 0, name).error.ok());
            if (!renames) {
                ops_->fail(FileCall::Rename, EINVAL, 1, true);
            }
            ops_->failAny(EIO, n);
            Error error = part->publish(name);
            if (!error.ok()) {
                error = part->publish(name);
            }
            QVERIFY2(error.ok(), error.sentence.c_str());
            ops_->release();
            QCOMPARE(contentOf(path(name)), name);
            QVERIFY(!fs::exists(path(name + ".part")));
        }
    }
}

void PartPublishTest::publishEndsWhatACrashInterrupted() {
    auto part = make();
    const FileId id = part->id();
    // Killed between the link and the unlink.
    fs::create_hard_link(path("a.iso.part"), path("a.iso"));
    part.reset();
    part = std::move(PartFile::reopen(ops_, folder_, "a.iso.part", id, "a.iso")).value();
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
    part.reset();
    // Killed after the rename, before the sync of the folder.
    part = std::move(PartFile::reopen(ops_, folder_, "a.iso", id, "a.iso.part")).value();
    const int syncs = ops_->calls(FileCall::Fsync);
    QVERIFY(part->publish("a.iso").ok());
    QCOMPARE(ops_->calls(FileCall::Fsync), syncs + 1);
    QCOMPARE(namesIn(folder_), Names{"a.iso"});
}

void PartPublishTest::discardRemovesThePart() {
    const auto part = make();
    QVERIFY(part->discard().ok());
    QCOMPARE(namesIn(folder_), Names{});
    QVERIFY(part->discard().ok());
    const auto second = make();
    fs::remove(path("a.iso.part"));
    QVERIFY(second->discard().ok());
}

void PartPublishTest::r135DiscardLeavesAnotherFile() {
    const auto part = make();
    fs::rename(path("a.iso.part"), path("moved"));
    put(path("a.iso.part"), "precious");
    QCOMPARE(part->discard().kind, ErrorKind::DiskMissing);
    QCOMPARE(contentOf(path("a.iso.part")), std::string("precious"));
}

void PartPublishTest::r135RemoveFileLeavesAnotherFile() {
    const FileId id = make()->id();
    put(path("other"), "precious");
    QCOMPARE(removeFile(*ops_, folder_, "other", id).kind, ErrorKind::DiskMissing);
    QCOMPARE(removeFile(*ops_, folder_, "other", {}).kind, ErrorKind::DiskMissing);
    QVERIFY(fs::exists(path("other")));
    QVERIFY(removeFile(*ops_, folder_, "nothing", id).ok());
    QVERIFY(removeFile(*ops_, path("gone"), "nothing", id).ok());
    QCOMPARE(removeFile(*ops_, folder_, "../x", id).kind, ErrorKind::NameBad);
    ops_->fail(FileCall::Unlink, EACCES);
    QCOMPARE(removeFile(*ops_, folder_, "a.iso.part", id).kind, ErrorKind::DiskDenied);
    QVERIFY(removeFile(*ops_, folder_, "a.iso.part", id).ok());
    QCOMPARE(namesIn(folder_), Names{"other"});
}

void PartPublishTest::anyCallMayFail() {
    const auto run = [&](const std::string& name) {
        auto part = PartFile::create(ops_, folder_, name);
        if (!part) {
            return part.error();
        }
        PartFile& file = *part.value();
        for (const auto& stepOf : std::initializer_list<std::function<Error()>>{
                 [&] { return file.reserve(100); },
                 [&] { return write(file, 0, "0123456789").error; }, [&] { return file.sync(); },
                 [&] { return file.finish(); },
                 [&] {
                     return file.publish(name);
                 }}) {
            if (Error error = stepOf(); !error.ok()) {
                return error;
            }
        }
        return Error{};
    };
    const int before = ops_->totalCalls();
    QVERIFY(run("whole").ok());
    const int all = ops_->totalCalls() - before;
    QVERIFY(all > 10);
    for (int n = 1; n <= all; ++n) {
        const std::string name = "n" + std::to_string(n);
        ops_->failAny(EIO, n);
        const Error error = run(name);
        QVERIFY(error.ok() || !error.sentence.empty());
        if (error.ok() || fs::exists(path(name))) {  // the final name holds the whole, or nothing
            QCOMPARE(contentOf(path(name)), std::string("0123456789"));
        }
        ops_->release();
    }
}

QTEST_GUILESS_MAIN(PartPublishTest)
#include "part_publish_test.moc"
