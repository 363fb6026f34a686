// What is seen of the window beside its rows: bars, header, keys that open menus, drags.

#include "tests/ui/window_fixture.h"
#include "ui/progress_delegate.h"
#include "ui/theme.h"

#include <QDragLeaveEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class WindowLooksTest : public WindowFixture {
    Q_OBJECT

    QList<QRect> toolButtons() {
        QCoreApplication::processEvents();
        QList<QRect> places;
        for (const char* name : {"buttonAdd", "buttonPause", "buttonStart", "buttonRemove",
                                 "buttonOpenFolder", "buttonMenu"}) {
            places.append(part<QToolButton>(name)->geometry());
        }
        return places;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1'200, 600);
    }

    void cleanup() { end(); }

    void theToolBarStaysWhereItIsWhateverItsColoursAndWords() {
        fill();
        window_->setScheme(Scheme::Light);
        const QList<QRect> before = toolButtons();
        window_->setScheme(Scheme::Dark);
        QCOMPARE(toolButtons(), before);
        window_->setScheme(Scheme::Light);
        QCOMPARE(toolButtons(), before);
        mirror_->apply(std::vector{transferRow(5, TransferState::Failed, "five")});
        select(*transferView_, {4});
        QCOMPARE(part<QToolButton>("buttonStart")->text(), QStringLiteral("Retry"));
        QCOMPARE(toolButtons(), before);
    }

    void aToolTipNamesWhatItsButtonDoesNow() {
        fill();
        select(*transferView_, {1});
        QVERIFY(part<QToolButton>("buttonStart")->toolTip().startsWith("Start, or go on"));
        mirror_->apply(std::vector{transferRow(2, TransferState::Failed, "two")});
        QCOMPARE(part<QToolButton>("buttonStart")->toolTip(), QStringLiteral("Try again (Ctrl+S)"));
    }

    void focusIsSeenOnEveryButtonOfTheToolBar() {
        fill();
        select(*transferView_, {1});
        for (const char* name : {"buttonAdd", "buttonStart", "buttonRemove"}) {
            auto* button = part<QToolButton>(name);
            const QImage without = button->grab().toImage();
            button->setFocus();
            const QImage with = button->grab().toImage();
            // At the edge, where a frame is, and not in its shade alone.
            const QPoint edge(button->width() / 2, 0);
            QVERIFY2(without.pixelColor(edge) != with.pixelColor(edge), name);
        }
    }

    void theTrackOfABarIsSeenOnASelectedRow() {
        for (const bool dark : {false, true}) {
            const Tokens colors = tokens(dark);
            const QColor track = selectedTrack(colors);
            const int apart = std::abs(track.lightness() - colors.selection.lightness());
            QVERIFY2(apart >= 12, qPrintable(QString::number(apart)));
        }
    }

    void theSortArrowLeavesTheHeadersWordsAlone() {
        QHeaderView& header = *transferView_->header();
        constexpr int kSize = static_cast<int>(TransferColumn::Size);
        const QRect section(header.sectionViewportPosition(kSize), 0, header.sectionSize(kSize),
                            header.height());
        const QImage unsorted = header.grab(section).toImage();
        transferView_->sortByColumn(kSize, Qt::DescendingOrder);
        const QImage sorted = header.grab(section).toImage();
        // "Size" stands at the right, and is painted as before but for its tone: the arrow is to
        // the left of it.
        const int word = transferView_->fontMetrics().horizontalAdvance(QStringLiteral("Size"));
        const QColor base = tokens(false).base;
        const auto inked = [&](const QImage& image, int x) {
            for (int y = 0; y < image.height() - 2; ++y) {
                if (image.pixelColor(x, y) != base) {
                    return true;
                }
            }
            return false;
        };
        const int left = section.width() - 10 - word;
        for (int x = left; x < section.width(); ++x) {
            QCOMPARE(inked(sorted, x), inked(unsorted, x));
        }
        bool arrow = false;
        for (int x = left - 16; x < left - 2; ++x) {
            arrow = arrow || inked(sorted, x);
        }
        QVERIFY(arrow);
    }

    void aDragOfLinksIsAnswered() {
        QMimeData links;
        links.setText(QStringLiteral("https://a.example/x"));
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &links, Qt::LeftButton,
                              Qt::NoModifier);
        QVERIFY(!part<QWidget>("dropMark")->isVisible());
        QCoreApplication::sendEvent(window_.get(), &enter);
        QVERIFY(part<QWidget>("dropMark")->isVisible());
        QCOMPARE(part<QWidget>("dropMark")->size(), window_->size());
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(window_.get(), &leave);
        QVERIFY(!part<QWidget>("dropMark")->isVisible());
        QMimeData words;
        words.setText(QStringLiteral("words"));
        QDragEnterEvent useless(QPoint(10, 10), Qt::CopyAction, &words, Qt::LeftButton,
                                Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &useless);
        QVERIFY(!part<QWidget>("dropMark")->isVisible());
        drop(*window_, links);
        QVERIFY(!part<QWidget>("dropMark")->isVisible());
    }

    void keysOpenTheMenus() {
        fill();
        select(*transferView_, {1});
        transferView_->setFocus();
        QTest::keyClick(transferView_, Qt::Key_F10, Qt::ShiftModifier);
        auto* menu = part<QMenu>("transferMenu");
        QVERIFY(menu != nullptr && menu->isVisible());
        menu->close();
        // A menu has an event loop of its own until it closes.
        bool opened = false;
        QMetaObject::invokeMethod(
            window_.get(),
            [&] {
                opened = part<QMenu>("windowMenu")->isVisible();
                part<QMenu>("windowMenu")->close();
            },
            Qt::QueuedConnection);
        QTest::keyClick(window_.get(), Qt::Key_F10);
        QVERIFY(opened);
    }

    void aListThatIsStillReadDoesNotSayThatItIsEmpty() {
        window_->setReading(true);
        QVERIFY(!part<QLabel>("emptyHeadline")->isVisible());
        QVERIFY(!part<QPushButton>("emptyAddButton")->isVisible());
        window_->setReading(false);
        QVERIFY(part<QLabel>("emptyHeadline")->isVisible());
        QCOMPARE(part<QLabel>("emptyHeadline")->text(), QStringLiteral("No transfers yet"));
    }

    void aboutNamesTheLicence() {
        action("actionAbout")->trigger();
        auto* about = part<QMessageBox>("aboutDialog");
        QVERIFY(about->informativeText().contains(QStringLiteral("MIT License")));
        QVERIFY(about->detailedText().contains(QStringLiteral("WITHOUT WARRANTY OF ANY KIND")));
    }
};

QTEST_MAIN(WindowLooksTest)
#include "window_looks_test.moc"
