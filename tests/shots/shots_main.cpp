// penstock-shots: pictures of the window in its main states, from transfers that really run.
//
// Usage: penstock-shots DIRECTORY [scaled|german|mirrored|many|troubled]
// Language, direction and scale (QT_SCALE_FACTOR) cannot change in a process: each kind of pictures
// is one, and its word is in their names. Exits 1 when a state is not reached.

#include "app/settings.h"
#include "app/translations.h"
#include "tests/shots/offer_shots.h"
#include "ui/socket_column.h"
#include "ui/week_view.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <array>

namespace {

using namespace penstock;
using namespace std::chrono_literals;

class Shots final : public OfferShots {
public:
    using OfferShots::OfferShots;

    bool all() {
        take("empty");
        if (!running()) {
            return false;
        }
        take("running");
        takeTabs();
        takeTab("log", "actionLogTab");
        takeSocketColumns();
        takeDialogs();
        application_.window().setScheme(Scheme::Dark);
        select("blender-4.2-linux-x64.tar.xz");
        take("dark");
        takeTab("overview-dark", "actionOverviewTab");
        takeTab("timeline-dark", "actionTimelineTab");
        takeTab("headers-dark", "actionHeadersTab");
        takeTab("speed-dark", "actionSpeedTab");
        takeSegments("segments-dark");
        takeRemoved("removed-dark");
        takeStop("stop-dark");
        takeLimit("limit-dark");
        takeSettings("settings-dark");
        takePage("folders-dark", kFoldersPage);
        takePage("queues-dark", kQueuesPage, fillQueue);
        takePage("desktop-dark", kDesktopPage);
        takeOffers("-dark");
        return written_;
    }

    /// What is laid out by the size of its words, in another language or scale.
    bool states() {
        take("empty");
        if (!running()) {
            return false;
        }
        takeTabs();
        takeDialogs();
        return written_;
    }

    /// A list of ten thousand, of which many are done and few run.
    bool many() {
        constexpr int kMany = 9'991;
        constexpr int kDone = 200;
        constexpr int kManyLimitMs = 120'000;
        origin_->serve({.path = "/photo", .size = 24'000, .rate = 96'000});
        std::vector<TransferRequest> requests;
        for (int i = 1; i <= kMany; ++i) {
            TransferRequest request;
            request.url = origin_->url("/photo") + "?" + std::to_string(i);
            request.directory = application_.service().defaultDirectory().toStdString();
            request.name = "photo-" + std::to_string(10'000 + i).substr(1) + ".jpg";
            requests.push_back(std::move(request));
        }
        addAll();
        application_.service().add(std::move(requests));
        const bool there = QTest::qWaitFor(
            [this] {
                const TransferModel& model = application_.transfers();
                int done = 0;
                for (int row = 0; row < model.rowCount(); ++row) {
                    done += model.snapshotAt(row).state == TransferState::Done ? 1 : 0;
                }
                return model.rowCount() > kMany && done > kDone;
            },
            kManyLimitMs);
        take("list");
        auto* view = part<QAbstractItemView>("transferView");
        view->scrollToBottom();
        view->selectAll();
        take("selected");
        return there && written_;
    }

    /// What went wrong, each in its way, and what asks.
    bool troubled() {
        if (!running()) {
            return false;
        }
        addWrong("http://127.0.0.1:9/refused.zip", "refused.zip", {}, {});
        addWrong(origin_->url("/annual-report.pdf"), "no-folder.pdf", "/proc/nowhere", {});
        addWrong(origin_->url("/annual-report.pdf"), "other-digest.pdf", {},
                 parseChecksum(std::string(64, 'a')));
        const std::string changing = "planet-extract.osm.pbf";
        const bool large = QTest::qWaitFor([&] { return received(changing) > 0; }, kStateLimitMs);
        application_.service().pause({idOf(changing)});
        const bool paused = QTest::qWaitFor(
            [&] { return stateOf(changing) == TransferState::Paused; }, kStateLimitMs);
        origin_->serve({.path = "/" + changing, .size = 1300 * kMiB, .etag = "\"second\""});
        application_.service().resume({idOf(changing)});
        const bool asked = QTest::qWaitFor(
            [&] {
                return stateOf(changing) == TransferState::Asking &&
                       stateOf("other-digest.pdf") == TransferState::Failed &&
                       stateOf("no-folder.pdf") == TransferState::Failed;
            },
            kStateLimitMs);
        select(changing);
        take("questions");
        select("other-digest.pdf");
        takeTab("errors", "actionOverviewTab");
        application_.window().resize(900, 640);
        select(changing);
        take("questions-900");
        return large && paused && asked && takeTrust() && written_;
    }

private:
    /// Each tab of a transfer that runs.
    void takeTabs() {
        select("debian-12.7.0-amd64-netinst.iso");
        take("sockets");
        takeTab("overview", "actionOverviewTab");
        takeSegments("segments");
        takeSources("sources");
        takeTab("timeline", "actionTimelineTab");
        takeTab("headers", "actionHeadersTab");
        takeTab("speed", "actionSpeedTab");
    }

    /// What stands before the tables, and the window where it is narrow.
    void takeDialogs() {
        takeFilter();
        takeNarrow();
        select("old-release.deb");
        take("error");
        takeAddDialog();
        takeRemoved("removed");
        takeStop("stop");
        takeLimit("limit");
        takeMenu("menu");
        takeSettings("settings");
        takePage("folders", kFoldersPage);
        takePage("queues", kQueuesPage, fillQueue);
        takePage("desktop", kDesktopPage);
        takeOffers("");
    }

    void addWrong(const std::string& url, const std::string& name, const std::string& directory,
                  const std::optional<Checksum>& checksum) {
        TransferRequest request;
        request.url = url;
        request.name = name;
        request.directory =
            directory.empty() ? application_.service().defaultDirectory().toStdString() : directory;
        request.checksum = checksum;
        application_.service().add({request});
    }

    /// A certificate that only a person can trust: its question, its dialog, and where it is kept.
    bool takeTrust() {
        CertOptions options = localhostCert();
        options.commonName = "storage box";
        options.selfSigned = true;
        OriginThread box(OriginConfig{.tls = {.certificate = ca_.issue(options)}});
        box->serve({.path = "/holiday.zip", .size = 10 * kMiB});
        application_.window().resize(kWindowSize);
        addWrong(box->tlsUrl("/holiday.zip"), "holiday.zip", {}, {});
        const bool asked = QTest::qWaitFor(
            [&] { return stateOf("holiday.zip") == TransferState::Asking; }, kStateLimitMs);
        select("holiday.zip");
        takeTab("trust", "actionOverviewTab");
        takeTrustDialog("trust-dialog", false);
        application_.window().setScheme(Scheme::Dark);
        takeTab("trust-dark", "actionOverviewTab");
        takeTrustDialog("trust-dialog-dark", true);
        const bool trusted = QTest::qWaitFor(
            [&] { return stateOf("holiday.zip") == TransferState::Done; }, kStateLimitMs);
        takePage("trusted-dark", kPrivacyPage);
        application_.window().setScheme(Scheme::Light);
        takePage("trusted", kPrivacyPage);
        return asked && trusted;
    }

    void takeTrustDialog(const char* name, bool trusts) {
        application_.window().findChild<QAction*>("actionAnswer")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("trustDialog");
        take(name, dialog);
        if (trusts) {
            dialog->findChild<QAbstractButton*>("trustRemember")->setChecked(true);
            dialog->accept();
        } else {
            dialog->reject();
        }
        QTest::qWait(50);  // until it is gone
    }

    void takeAddDialog() {
        application_.open({"https://download.example.org/fedora-40-x86_64.iso",
                           "https://download.example.org/fedora-40-CHECKSUM"});
        auto* dialog = application_.window().findChild<QDialog*>("addDialog");
        take("add-dialog", dialog);
        dialog->reject();
        QTest::qWait(50);  // until it is gone
        application_.open({"https://download.example.org/fedora-40-x86_64.iso"});
        dialog = application_.window().findChild<QDialog*>("addDialog");
        dialog->findChild<QToolButton*>("moreButton")->click();
        take("add-options", dialog);
        dialog->reject();
    }

    void takeTab(const char* name, const char* action) {
        application_.window().findChild<QAction*>(action)->trigger();
        QTest::qWait(250);  // until it has what it shows
        take(name);
        application_.window().findChild<QAction*>("actionSocketsTab")->trigger();
    }

    void takeSegments(const char* name) { takeTab(name, "actionSegmentsTab"); }

    void takeSources(const char* name) { takeTab(name, "actionSourcesTab"); }

    /// Those that are hidden at first, and what may be done with a socket.
    void takeSocketColumns() {
        auto* view = application_.window().findChild<QTreeView*>("socketView");
        const QByteArray before = view->header()->saveState();
        for (int column = 1; column < view->header()->count(); ++column) {
            view->setColumnHidden(column, column < static_cast<int>(SocketColumn::Segment));
        }
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::qWait(1200);  // until the kernel was asked
        take("socket-columns");
        view->header()->restoreState(before);
        emit view->customContextMenuRequested(view->visualRect(view->currentIndex()).center());
        auto* menu = application_.window().findChild<QMenu*>("socketMenu");
        take("socket-menu", menu);
        menu->close();
        view->clearSelection();
    }

    void takeFilter() {
        auto* field = application_.window().findChild<QLineEdit*>("filterField");
        field->setFocus();
        field->setText(QStringLiteral("deb"));
        take("filter");
        field->setText(QStringLiteral("nowhere"));
        take("filter-empty");
        field->clear();
        auto* bar = application_.window().findChild<QAbstractItemView*>("sideBar");
        bar->setCurrentIndex(bar->model()->index(1, 0));
        take("side-bar");
        bar->setCurrentIndex(bar->model()->index(0, 0));
    }

    void takeNarrow() {
        select("debian-12.7.0-amd64-netinst.iso");
        application_.window().resize(900, 640);
        take("narrow-900");
        application_.window().resize(640, 400);
        take("narrow-640");
        takeTab("narrow-overview", "actionOverviewTab");
        application_.window().resize(kWindowSize);
    }

    void takeMenu(const char* name) {
        auto* view = application_.window().findChild<QAbstractItemView*>("transferView");
        emit view->customContextMenuRequested(view->visualRect(view->currentIndex()).center());
        auto* menu = application_.window().findChild<QMenu*>("transferMenu");
        take(name, menu);
        menu->close();
    }

    void takeLimit(const char* name) {
        select("planet-extract.osm.pbf");
        application_.window().findChild<QAction*>("actionLimit")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("rateDialog");
        take(name, dialog);
        dialog->reject();
    }

    void takeSettings(const char* name) {
        application_.service().setHostCeiling("mirror.example.org", 443, 2);
        application_.window().findChild<QAction*>("actionSettings")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("settingsDialog");
        take(name, dialog);
        dialog->close();
    }

    /// Once; as a person would.
    static void fillQueue(QDialog& dialog) {
        auto* week = dialog.findChild<WeekView*>("queueWeek");
        if (week->isEnabled()) {
            return;
        }
        auto* name = dialog.findChild<QLineEdit*>("queueName");
        QTest::keyClicks(name, QStringLiteral("overnight"));
        QTest::keyClick(name, Qt::Key_Return);
        if (!QTest::qWaitFor([week] { return week->isEnabled(); }, kStateLimitMs)) {
            return;
        }
        dialog.findChild<QSpinBox*>("queueFiles")->setValue(3);
        QTest::qWait(100);
        const QPoint from = week->cell(0, 6).center();
        const QPoint to = week->cell(4, 21).center();
        QTest::mousePress(week, Qt::LeftButton, {}, from);
        QTest::mouseMove(week, to);
        QTest::mouseRelease(week, Qt::LeftButton, {}, to);
        QTest::qWait(500);  // until the queue comes back as it is kept
    }

    void takeRemoved(const char* name) {
        select("holiday-photos.zip");
        application_.window().findChild<QAction*>("actionRemove")->trigger();
        take(name);
        application_.window().findChild<QAction*>("actionUndoRemove")->trigger();
    }

    void takeStop(const char* name) {
        select("nightly-log.txt");
        application_.window().findChild<QAction*>("actionPause")->trigger();
        take(name);
        application_.window().findChild<QToolButton*>("stopNot")->click();
    }
};

/// What the last word of the command line asks for, and what the program has to be for it.
struct Kind {
    const char* word;
    const char* locale;
    int activeTransfers;
    bool (Shots::*take)();
};

constexpr std::array kKinds{
    Kind{"", "en_US", 100, &Shots::all},          Kind{"scaled", "en_US", 100, &Shots::states},
    Kind{"german", "de_DE", 100, &Shots::states}, Kind{"mirrored", "ar_EG", 100, &Shots::states},
    Kind{"many", "en_US", 12, &Shots::many},      Kind{"troubled", "en_US", 100, &Shots::troubled},
};

const Kind* kindOf(const QStringList& arguments) {
    const QString word = arguments.value(2);
    const auto* found = std::ranges::find_if(
        kKinds, [&](const Kind& kind) { return word == QLatin1String(kind.word); });
    return arguments.size() < 2 || found == kKinds.end() ? nullptr : found;
}

}  // namespace

int main(int count, char** arguments) {
    const TempDir home;
    const QString state = QString::fromStdString(home.path().string());
    qputenv("XDG_CONFIG_HOME", state.toUtf8());
    qputenv("XDG_RUNTIME_DIR", state.toUtf8());
    prepareSettings();
    QApplication application(count, arguments);
    const Kind* kind = kindOf(QApplication::arguments());
    if (kind == nullptr) {
        std::fputs("usage: penstock-shots DIRECTORY [scaled|german|mirrored|many|troubled]\n",
                   stderr);
        return 2;
    }
    QLocale::setDefault(QLocale(QString::fromLatin1(kind->locale)));
    loadTranslations(application);
    QApplication::setLayoutDirection(QLocale().textDirection());
    const QLatin1String word(kind->word);
    const QString suffix = word.isEmpty() ? QString() : QLatin1Char('-') + word;
    Shots shots(QApplication::arguments().at(1), suffix, state, kind->activeTransfers);
    const bool taken = (shots.*kind->take)();
    if (!taken) {
        std::fputs("Not every picture could be taken.\n", stderr);
    }
    return taken ? 0 : 1;
}
