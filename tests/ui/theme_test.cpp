#include "ui/theme.h"

#include "ui/icons.h"

#include <QDir>
#include <QImage>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace penstock;

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// Relative luminance, as WCAG 2 defines it.
double luminance(const QColor& c) {
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:

    void init() { loadIcons(); }

    void textCanBeReadInBothSchemes() {
        for (const bool dark : {false, true}) {
            const Tokens t = tokens(dark);
            for (const QColor& text : {t.text, t.muted, t.receiving, t.waiting, t.paused, t.done,
                                       t.failed, t.verifying}) {
                QVERIFY2(contrast(text, t.base) >= 4.5, qPrintable(text.name()));
            }
            QVERIFY(contrast(t.text, t.selection) >= 4.5);
            QVERIFY(contrast(t.muted, t.selection) >= 4.5);
            QVERIFY(contrast(t.muted, t.window) >= 4.5);
            QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
        }
    }

    void aPaletteTellsItsTokens() {
        for (const bool dark : {false, true}) {
            QCOMPARE(isDark(paletteFor(tokens(dark))), dark);
            QCOMPARE(tokens(paletteFor(tokens(dark))).accent, tokens(dark).accent);
        }
    }

    void noTokenIsLeftInTheStyleSheet() {
        QVERIFY(!styleSheetFor(tokens(false)).contains(QLatin1Char('@')));
        QVERIFY(styleSheetFor(tokens(true)) != styleSheetFor(tokens(false)));
    }

    void everyIconIsPaintedInTheColourAskedFor() {
        const QStringList files =
            QDir(QStringLiteral(":/penstock/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 20);
        for (const QString& file : files) {
            if (file.startsWith(QLatin1String("penstock")) ||
                file.startsWith(QLatin1String("check-")) ||
                file.startsWith(QLatin1String("chevron-"))) {
                continue;
            }
            const QPixmap pixmap = tintedPixmap(file.chopped(4), 16, Qt::red, 2.0);
            QCOMPARE(pixmap.size(), QSize(32, 32));
            const QImage image = pixmap.toImage();
            int painted = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor color = image.pixelColor(x, y);
                    painted += color.alpha() > 128 ? 1 : 0;
                    QVERIFY2(color.alpha() < 250 || color.red() > 200, qPrintable(file));
                }
            }
            QVERIFY2(painted > 20, qPrintable(file));
        }
    }

    void anUnknownIconIsEmptyAndNoError() {
        QVERIFY(tintedPixmap(QStringLiteral("none"), 16, Qt::red, 1).isNull());
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
