// Mirrors that a person gives in the add dialog: they are used, and one that lies is dropped with
// its reason to be seen.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"
#include "ui/source_columns.h"

#include <QTest>
#include <QTreeView>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 12'000'000;
constexpr std::uint64_t kRate = 3'000'000;  // of a connection
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");

EngineConfig severalConnections() {
    EngineConfig config;
    config.limits.connections = 4;
    return config;
}

/// A server of the file, a mirror of it, and the window.
struct TwoServers {
    /// `seed`: what the mirror has.
    explicit TwoServers(std::uint64_t seed) : window(place, severalConnections()) {
        origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
        mirror->serve({.path = "/file.bin", .size = kSize, .seed = seed, .rate = kRate});
    }

    void addWithMirror() {
        WindowRobot& robot = window.robot();
        robot.click(QStringLiteral("buttonAdd"));
        robot.typeInto(QStringLiteral("urlsEdit"),
                       QString::fromStdString(origin->url("/file.bin")));
        robot.click(QStringLiteral("moreButton"));
        robot.typeInto(QStringLiteral("mirrorsEdit"),
                       QString::fromStdString(mirror->url("/file.bin")));
        robot.click(QStringLiteral("addButton"));
        robot.select(kFile);
        robot.press(Qt::Key_4, Qt::AltModifier);
    }

    /// What the table of sources says of the mirror.
    [[nodiscard]] QString said(SourceColumn column) {
        const auto* view = window.application().window().findChild<QAbstractItemView*>(
            QStringLiteral("sourceView"));
        return view->model()->index(1, static_cast<int>(column)).data().toString();
    }

    [[nodiscard]] bool isDone() {
        return QTest::qWaitFor(
            [&] { return window.robot().status(kFile) == QStringLiteral("Done"); }, kLimitMs);
    }

    [[nodiscard]] bool isExact() const {
        return sha256File(downloaded(place, "file.bin")) == contentSha256(1, kSize);
    }

    OriginThread origin;
    OriginThread mirror;
    TempDir place;
    OpenWindow window;
};

}  // namespace

class WindowMirrorsTest : public QObject {
    Q_OBJECT

private slots:
    void aMirrorOfTheDialogBringsAPart();
    void oneThatLiesIsDroppedWithItsReason();
};

void WindowMirrorsTest::aMirrorOfTheDialogBringsAPart() {
    TwoServers servers(1);
    servers.addWithMirror();
    QTRY_COMPARE_WITH_TIMEOUT(servers.said(SourceColumn::State), QStringLiteral("in use"),
                              kLimitMs);
    QVERIFY(servers.isDone());
    QVERIFY(servers.isExact());
    QTRY_VERIFY_WITH_TIMEOUT(servers.said(SourceColumn::Brought).endsWith(QStringLiteral("MB")),
                             kLimitMs);
    QVERIFY(servers.mirror->requests().size() >= 2);  // what was compared, and what it brought
}

void WindowMirrorsTest::oneThatLiesIsDroppedWithItsReason() {
    TwoServers servers(2);
    servers.addWithMirror();
    QVERIFY(servers.isDone());
    QVERIFY(servers.isExact());
    QTRY_COMPARE_WITH_TIMEOUT(servers.said(SourceColumn::State), QStringLiteral("dropped"),
                              kLimitMs);
    QCOMPARE(servers.said(SourceColumn::Reason),
             QStringLiteral("127.0.0.1 has another file than the one that is here"));
}

PENSTOCK_TEST_MAIN(WindowMirrorsTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowMirrorsTest>(); });
}

#include "window_mirrors_test.moc"
