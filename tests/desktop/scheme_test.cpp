// A page's penstock: link on its way into the window that is open: it asks, and begins nothing.

#include "app/application.h"
#include "app/single_instance.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>

#include <thread>

using namespace penstock;

namespace {

constexpr int kLimitMs = 30'000;

QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace

class SchemeTest : public QObject {
    Q_OBJECT

    const TempDir place_;
    SingleInstance first_{textOf(place_.path() / "state"), textOf(place_.path())};
    std::unique_ptr<Application> application_;

    template <typename Part>
    Part* part(const char* name) {
        return application_->window().findChild<Part*>(QString::fromLatin1(name));
    }

    /// As the desktop does: the program is started with the link as its word.
    void handOver(const QString& word) {
        bool handedOver = false;
        std::thread start([&] {
            SingleInstance second(textOf(place_.path() / "state"), textOf(place_.path()));
            handedOver = second.claim() == SingleInstance::Claim::Second && second.handOver({word});
        });
        QSignalSpy received(&first_, &SingleInstance::received);
        if (received.isEmpty()) {
            received.wait(kLimitMs);
        }
        start.join();
        QVERIFY(handedOver);
    }

private slots:

    void init() {
        QCOMPARE(first_.claim(), SingleInstance::Claim::First);
        application_ = std::make_unique<Application>(
            AppOptions{.stateDirectory = textOf(place_.path() / "state"),
                       .downloadDirectory = textOf(place_.path() / "files"),
                       .base = {},
                       .urls = {}});
        connect(&first_, &SingleInstance::received, application_.get(), &Application::open);
        application_->show();
        QVERIFY(QTest::qWaitForWindowExposed(&application_->window()));
    }

    void cleanup() { application_.reset(); }

    void r195ALinkAsksBeforeItStarts() {
        OriginThread origin;
        const QString link = QString::fromStdString(origin->url("/file.bin"));
        handOver(QStringLiteral("penstock:") + link);
        auto* urls = part<QPlainTextEdit>("urlsEdit");
        QVERIFY(urls != nullptr && urls->isVisible());
        QCOMPARE(urls->toPlainText().trimmed(), link);
        QCOMPARE(application_->transfers().rowCount(), 0);
        part<QDialog>("addDialog")->reject();
        QTest::qWait(0);
        QCOMPARE(application_->transfers().rowCount(), 0);
    }

    void r195OneThatSaysMoreIsRefusedInTheWindow() {
        handOver(QStringLiteral("penstock:?url=https://a.example/x&dir=/home"));
        QVERIFY(part<QDialog>("addDialog") == nullptr);
        QTRY_VERIFY(part<QLabel>("errorBarText")->isVisible());
        QVERIFY(part<QLabel>("errorBarText")->text().contains("penstock: link was refused"));
    }

    void theFirstStartTakesOneToo() {
        application_.reset();
        application_ = std::make_unique<Application>(
            AppOptions{.stateDirectory = textOf(place_.path() / "other"),
                       .downloadDirectory = textOf(place_.path() / "files"),
                       .base = {},
                       .urls = {"penstock:https://a.example/x"}});
        application_->show();
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText().trimmed(),
                 QStringLiteral("https://a.example/x"));
    }
};

QTEST_MAIN(SchemeTest)
#include "scheme_test.moc"
