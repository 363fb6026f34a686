// The window where people read from right to left: what is painted changes sides with what Qt lays
// out, and what is never read that way does not.

#include "ui/mirrored.h"

#include "tests/ui/window_fixture.h"
#include "ui/filter_field.h"
#include "ui/segment_strip.h"
#include "ui/speed_graph.h"
#include "ui/status_delegate.h"
#include "ui/text_panel.h"
#include "ui/theme.h"
#include "ui/week_view.h"

#include <QApplication>
#include <QImage>
#include <QLabel>

using namespace penstock;

namespace {

constexpr QSize kSize{200, 20};

QImage painted(Qt::LayoutDirection direction, const std::function<void(QPainter&)>& paint) {
    QImage image(kSize, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setLayoutDirection(direction);
    paint(painter);
    return image;
}

/// The first column from the left that is not white; the width if there is none.
int inkedFrom(const QImage& image) {
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y) != Qt::white) {
                return x;
            }
        }
    }
    return image.width();
}

}  // namespace

class MirroredTest : public WindowFixture {
    Q_OBJECT

    /// Where the n-th answer of the row that asks is hit, of its cell.
    int answerAt(int x) {
        const QModelIndex status =
            transferView_->model()->index(3, static_cast<int>(TransferColumn::Status));
        const QRect rect = transferView_->visualRect(status);
        return StatusDelegate::choiceAt(rect, transferView_->font(), status,
                                        QPoint(x, rect.bottom() - rect.height() / 4),
                                        transferView_->layoutDirection());
    }

private slots:

    void initTestCase() {
        prepare();
        QApplication::setLayoutDirection(Qt::RightToLeft);
    }

    void init() {
        begin();
        window_->resize(1'400, 800);
        fill();
        QCoreApplication::processEvents();  // until rows have their places
    }

    void cleanup() { end(); }

    void cleanupTestCase() { QApplication::setLayoutDirection(Qt::LeftToRight); }

    void aStripBeginsAtTheRight() {
        const auto paint = [](QPainter& painter) {
            paintStrip(painter, QRectF(QPointF(), kSize), {{0, 0.25, Qt::black}}, Qt::white);
        };
        QCOMPARE(painted(Qt::LeftToRight, paint).pixelColor(20, 10), QColor(Qt::black));
        const QImage mirrored = painted(Qt::RightToLeft, paint);
        QCOMPARE(mirrored.pixelColor(20, 10), QColor(Qt::white));
        QCOMPARE(mirrored.pixelColor(kSize.width() - 20, 10), QColor(Qt::black));
    }

    void anAddressIsWrittenAsEverAndStandsAtTheRight() {
        const QString address = QStringLiteral("https://example.org/a/(1)/");
        const QRect line(QPoint(), kSize);
        const QImage atTheEnd = painted(
            Qt::LeftToRight, [&](QPainter& painter) { drawSided(painter, line, address, true); });
        const QImage mirrored =
            painted(Qt::RightToLeft, [&](QPainter& painter) { drawSided(painter, line, address); });
        QCOMPARE(mirrored, atTheEnd);
        QVERIFY(inkedFrom(mirrored) > 20);
    }

    void theMarkOfARowStandsWhereItBegins() {
        window_->setScheme(Scheme::Light);
        select(*transferView_, {0});
        const QImage seen = socketView_->viewport()->grab().toImage();
        const int middle = socketView_->visualRect(socketView_->model()->index(0, 0)).center().y();
        QCOMPARE(seen.pixelColor(seen.width() - 2, middle), tokens(false).accent);
    }

    void theAnswersOfAQuestionAreWhereTheyArePainted() {
        const QRect cell = transferView_->visualRect(
            transferView_->model()->index(3, static_cast<int>(TransferColumn::Status)));
        QCOMPARE(answerAt(cell.right() - 40), 0);
        QCOMPARE(answerAt(cell.left() + 2), -1);
    }

    void theHoursOfADayBeginAtTheRight() {
        WeekView week(nullptr);
        week.resize(week.sizeHint());
        QVERIFY(week.cell(0, 0).left() > week.cell(0, 23).left());
        QTest::mouseClick(&week, Qt::LeftButton, {}, week.cell(2, 5).center());
        QVERIFY(!gridOf(week.schedule()).at(2).test(5));
        QVERIFY(gridOf(week.schedule()).at(2).test(6));
        QTest::keyClick(&week, Qt::Key_Left);
        QTest::keyClick(&week, Qt::Key_Space);
        QVERIFY(!gridOf(week.schedule()).at(2).test(6));
    }

    // A label would stand at the side of its text's own direction.
    void aNameStandsWhereTheWindowBegins() {
        for (const char* name : {"overviewName", "segmentsName", "questionBarText"}) {
            QVERIFY2(part<QLabel>(name)->alignment().testFlags(Qt::AlignAbsolute | Qt::AlignRight),
                     name);
        }
    }

    void aLongerValueOfTheFooterStaysWithinTheWindow() {
        window_->setFreeSpace(184'000'000'000);
        QCoreApplication::processEvents();
        auto* field = part<QLabel>("statusFree");
        QVERIFY2(field->parentWidget()->rect().contains(field->geometry()),
                 qPrintable(QStringLiteral("%1 of %2")
                                .arg(field->geometry().right())
                                .arg(field->parentWidget()->width())));
    }

    void theFilterHasItsIconWhereItsWordsBegin() {
        auto* field = part<FilterField>("filterField");
        const auto labels = field->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [field](const QLabel* label) {
            return label->objectName().isEmpty() && label->geometry().left() > field->width() / 2;
        }));
    }

    void whatIsWrittenFromLeftToRightEverywhereStaysSo() {
        QCOMPARE(part<TextPanel>("headersPanel")->layoutDirection(), Qt::LeftToRight);
        QCOMPARE(part<TextPanel>("logPanel")->layoutDirection(), Qt::LeftToRight);
        QCOMPARE(part<QWidget>("speedGraph")->layoutDirection(), Qt::LeftToRight);
    }
};

QTEST_MAIN(MirroredTest)
#include "mirrored_test.moc"
