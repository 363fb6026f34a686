// Changes on their way to the models: in order, in runs, and across threads.

#include "app/change_runs.h"

#include "app/change_mailbox.h"

#include <QEventLoop>
#include <QTest>

#include <string>
#include <thread>
#include <vector>

using namespace penstock;

namespace {

Change transfer(std::uint64_t id) {
    TransferSnapshot snapshot;
    snapshot.id = TransferId{id};
    return snapshot;
}

Change socketOf(std::uint64_t serial) {
    SocketSnapshot snapshot;
    snapshot.serial = serial;
    return snapshot;
}

std::uint64_t idOf(const Change& change) {
    return static_cast<std::uint64_t>(std::get<TransferSnapshot>(change).id);
}

/// Writes each run down: "t2" is a run of two transfers.
struct Diary {
    ChangeRuns runs{{
        .transfers = [this](auto run) { note("t", run.size()); },
        .removed = [this](auto run) { note("r", run.size()); },
        .sockets = [this](auto run) { note("s", run.size()); },
        .closed = [this](auto run) { note("c", run.size()); },
    }};

    void note(const char* kind, std::size_t size) { text += kind + std::to_string(size) + " "; }

    std::string text;
};

}  // namespace

class ChangeRunsTest : public QObject {
    Q_OBJECT

private slots:

    void oneKindIsOneRunAndWhatGoesIsToldLast() {
        Diary diary;
        for (Change change : {transfer(1), transfer(2), socketOf(1), Change(SocketClosed{1, {}}),
                              Change(TransferRemoved{TransferId{1}}), transfer(3)}) {
            diary.runs.add(std::move(change));
        }
        diary.runs.flush();
        QCOMPARE(diary.text, std::string("t3 s1 c1 r1 "));
        QVERIFY(diary.runs.anyTransfer());
    }

    void kindsThatAlternateAreOneRunEach() {
        Diary diary;
        for (std::uint64_t id = 1; id <= 1'000; ++id) {
            diary.runs.add(transfer(id));
            diary.runs.add(SocketClosed{id, {}});
        }
        diary.runs.flush();
        QCOMPARE(diary.text, std::string("t1000 c1000 "));
    }

    void socketsAloneChangeNoTransfer() {
        Diary diary;
        diary.runs.add(socketOf(1));
        diary.runs.add(EngineStopped{});
        diary.runs.flush();
        QCOMPARE(diary.text, std::string("s1 "));
        QVERIFY(!diary.runs.anyTransfer());
    }

    void theMailboxKeepsTheOrderOfAnotherThread() {
        constexpr std::uint64_t kCount = 5'000;
        QObject receiver;
        std::vector<std::uint64_t> ids;
        QEventLoop loop;
        ChangeMailbox* mailboxAddress = nullptr;
        ChangeMailbox mailbox(receiver, [&] {
            for (const Change& change : mailboxAddress->take()) {
                ids.push_back(idOf(change));
            }
            if (ids.size() == kCount) {
                loop.quit();
            }
        });
        mailboxAddress = &mailbox;
        std::thread engine([&mailbox] {
            for (std::uint64_t id = 1; id <= kCount; ++id) {
                std::vector<Change> changes{transfer(id)};
                mailbox.put(changes);
            }
        });
        loop.exec();
        engine.join();
        for (std::uint64_t id = 1; id <= kCount; ++id) {
            QCOMPARE(ids[id - 1], id);
        }
    }

    // Progress that was read before a change must not be shown after it.
    void aMarkKeepsItsPlaceBetweenTheChanges() {
        QObject receiver;
        int calls = 0;
        ChangeMailbox mailbox(receiver, [&calls] { ++calls; });
        std::vector<Change> before{transfer(1)};
        std::vector<Change> after{transfer(2), transfer(3)};
        mailbox.put(before);
        mailbox.mark();
        mailbox.put(after);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(calls, 1);
        bool marked = false;
        QCOMPARE(mailbox.takeToMark(marked).size(), std::size_t{1});
        QVERIFY(marked);
        QCOMPARE(mailbox.takeToMark(marked).size(), std::size_t{2});
        QVERIFY(!marked);
        mailbox.mark();  // alone it is news, too
        QCoreApplication::sendPostedEvents();
        QCOMPARE(calls, 2);
        QVERIFY(mailbox.takeToMark(marked).empty());
        QVERIFY(marked);
    }

    void oneCallAnnouncesAllThatWaits() {
        QObject receiver;
        int calls = 0;
        ChangeMailbox mailbox(receiver, [&calls] { ++calls; });
        for (std::uint64_t id = 1; id <= 3; ++id) {
            std::vector<Change> changes{transfer(id)};
            mailbox.put(changes);
        }
        QCoreApplication::sendPostedEvents();
        QCOMPARE(calls, 1);
        QCOMPARE(mailbox.take().size(), std::size_t{3});
        QVERIFY(mailbox.take().empty());
    }
};

QTEST_GUILESS_MAIN(ChangeRunsTest)
#include "change_runs_test.moc"
