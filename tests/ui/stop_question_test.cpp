#include "ui/stop_question.h"

#include "tests/ui/window_fixture.h"

#include <QLabel>
#include <QToolButton>

using namespace penstock;

namespace {

constexpr std::uint64_t kMillion = 1'000'000;

TransferSnapshot lossy(std::uint64_t id, const std::string& name, std::uint64_t received) {
    TransferSnapshot s = transferRow(id, TransferState::Receiving, name);
    s.startsOver = true;
    s.received = received;
    return s;
}

}  // namespace

class StopQuestionTest : public WindowFixture {
    Q_OBJECT

    QString question() {
        auto* text = part<QLabel>("stopBarText");
        return text->isVisible() ? text->text() : QString();
    }

    void press(const char* button) { QTest::mouseClick(part<QToolButton>(button), Qt::LeftButton); }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void onlyBytesThatCameOverALivingConnectionAreLost_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("startsOver");
        QTest::addColumn<quint64>("received");
        QTest::addColumn<bool>("lost");
        const auto row = [](const char* name, TransferState state, bool over, quint64 received,
                            bool lost) {
            QTest::newRow(name) << static_cast<int>(state) << over << received << lost;
        };
        row("receives", TransferState::Receiving, true, 1, true);
        row("verifies", TransferState::Verifying, true, 1, true);
        row("nothing came yet", TransferState::Receiving, true, 0, false);
        row("goes on", TransferState::Receiving, false, 1, false);
        row("lost already", TransferState::Waiting, true, 1, false);
        row("paused", TransferState::Paused, true, 1, false);
        row("asks again", TransferState::Probing, true, 1, false);
    }

    void onlyBytesThatCameOverALivingConnectionAreLost() {
        QFETCH(int, state);
        QFETCH(bool, startsOver);
        QFETCH(quint64, received);
        TransferSnapshot s = transferRow(1, static_cast<TransferState>(state));
        s.startsOver = startsOver;
        s.received = received;
        QTEST(isLostByStopping(s), "lost");
    }

    void pauseTakesWhatCanGoOnAndAsksAboutTheRest() {
        fill();
        mirror_->apply(
            std::vector{lossy(5, "five", 64 * kMillion), lossy(6, "six", 36 * kMillion)});
        select(*transferView_, {0, 4, 5});
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
        QCOMPARE(question(),
                 QStringLiteral("2 transfers cannot go on later: 100 MB would be fetched again"));
        QCOMPARE(part<QToolButton>("stopNot")->text(), QStringLiteral("Let them run"));
        QCOMPARE(part<QToolButton>("stopAnyway")->text(), QStringLiteral("Pause all the same"));
        press("stopAnyway");
        QCOMPARE(commands_->paused, (std::vector{TransferId{5}, TransferId{6}}));
        QCOMPARE(question(), QString());
    }

    void escapeLetsItRun() {
        mirror_->apply(std::vector{lossy(5, "five", 64 * kMillion)});
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(question(),
                 QStringLiteral("five cannot go on later: 64.0 MB would be fetched again"));
        QTRY_VERIFY(part<QToolButton>("stopNot")->hasFocus());
        QTest::keyClick(part<QToolButton>("stopNot"), Qt::Key_Escape);
        QCOMPARE(question(), QString());
        QVERIFY(commands_->paused.empty());
    }

    void pauseAllAsksToo() {
        fill();
        mirror_->apply(std::vector{lossy(5, "five", 64 * kMillion)});
        action("actionPauseAll")->trigger();
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
        QVERIFY(!question().isEmpty());
    }

    void theQuestionFollowsWhatItIsAboutAndGoesWithIt() {
        mirror_->apply(std::vector{lossy(5, "five", 64 * kMillion), lossy(6, "six", kMillion)});
        select(*transferView_, {0, 1});
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier);
        mirror_->apply(std::vector{transferRow(6, TransferState::Done, "six")});
        QCOMPARE(question(),
                 QStringLiteral("five cannot go on later: 64.0 MB would be fetched again"));
        TransferProgress more;
        more.id = TransferId{5};
        more.received = 65 * kMillion;
        mirror_->progress(std::vector{more});
        QCOMPARE(question(),
                 QStringLiteral("five cannot go on later: 65.0 MB would be fetched again"));
        mirror_->apply(std::vector{transferRow(5, TransferState::Done, "five")});
        QCOMPARE(question(), QString());
    }

    void closingAsksAndStayingStays_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("Ctrl+Q") << true;
        QTest::newRow("the window's cross") << false;
    }

    void closingAsksAndStayingStays() {
        QFETCH(bool, byKey);
        mirror_->apply(std::vector{lossy(5, "five", 64 * kMillion)});
        const auto leave = [&] {
            if (byKey) {
                QTest::keyClick(window_.get(), Qt::Key_Q, Qt::ControlModifier);
            } else {
                window_->close();
            }
        };
        leave();
        QVERIFY(window_->isVisible());
        QCOMPARE(question(),
                 QStringLiteral("five cannot go on later: 64.0 MB would be fetched again"));
        QCOMPARE(part<QToolButton>("stopAnyway")->text(), QStringLiteral("Quit all the same"));
        press("stopNot");
        QVERIFY(window_->isVisible() && question().isEmpty());
        leave();
        press("stopAnyway");
        QVERIFY(!window_->isVisible());
    }

    void whereNothingIsLostTheWindowClosesAtOnce() {
        fill();
        window_->close();
        QVERIFY(!window_->isVisible());
    }

    void theRowSaysAfterwardsThatItStartsOver() {
        TransferSnapshot s = lossy(5, "five", 64 * kMillion);
        s.state = TransferState::Paused;
        mirror_->apply(std::vector{s});
        const QModelIndex status =
            transferView_->model()->index(0, static_cast<int>(TransferColumn::Status));
        QCOMPARE(status.data(DetailRole).toString(),
                 QStringLiteral("64.0 MB on disk · will start over"));
    }

    void whatIsRemovedWhileItRunsSaysWhatUndoCosts() {
        mirror_->apply(std::vector{lossy(5, "five", 64 * kMillion)});
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QVERIFY(part<QLabel>("undoBarText")
                    ->text()
                    .contains(QStringLiteral("64.0 MB would be fetched again after Undo")));
    }
};

QTEST_MAIN(StopQuestionTest)
#include "stop_question_test.moc"
