// penstock-shots: pictures of the window in its main states, from transfers that really run.
//
// Usage: penstock-shots DIRECTORY
// With QT_SCALE_FACTOR set it makes the one picture of that scale; a scale cannot change in a
// process. Exits 1 when a state is not reached.

#include "app/application.h"
#include "app/settings.h"
#include "tests/shots/shot_files.h"
#include "tests/support/origin.h"
#include "ui/model_roles.h"
#include "ui/socket_column.h"
#include "ui/week_view.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace penstock;
using namespace std::chrono_literals;

constexpr int kStateLimitMs = 30'000;
constexpr QSize kWindowSize{1280, 760};

class Shots {
public:
    Shots(QString directory, const QString& state)
        : directory_(std::move(directory)),
          origin_({.tls = {.certificate = ca_.issue(localhostCert())}}),
          application_(optionsIn(state)) {
        application_.window().resize(kWindowSize);
        application_.show();
    }

    bool all() {
        take("empty");
        if (!running()) {
            return false;
        }
        take("running");
        select("debian-12.7.0-amd64-netinst.iso");
        take("sockets");
        takeTab("overview", "actionOverviewTab");
        takeSegments("segments");
        takeSources("sources");
        takeTab("timeline", "actionTimelineTab");
        takeTab("headers", "actionHeadersTab");
        takeTab("speed", "actionSpeedTab");
        takeTab("log", "actionLogTab");
        takeSocketColumns();
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
        takePage("folders", "Folders");
        takePage("queues", "Queues", fillQueue);
        takePage("desktop", "Desktop");
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
        takePage("folders-dark", "Folders");
        takePage("queues-dark", "Queues", fillQueue);
        takePage("desktop-dark", "Desktop");
        return written_;
    }

    bool scaled() {
        if (!running()) {
            return false;
        }
        select("debian-12.7.0-amd64-netinst.iso");
        take("scaled");
        return written_;
    }

private:
    AppOptions optionsIn(const QString& state) {
        const std::string caFile = state.toStdString() + "/ca.pem";
        writeFile(caFile, ca_.caPem());
        AppOptions options;
        options.stateDirectory = state;
        options.downloadDirectory = state + QStringLiteral("/Downloads");
        options.base.caFile = caFile;
        options.base.limits.activeTransfers = 100;  // all at once, from one host
        options.base.limits.connectionsPerHost = 0;
        return options;
    }

    bool running() {
        addAll();
        const bool moving = QTest::qWaitFor(
            [this] {
                return stateOf("debian-12.7.0-amd64-netinst.iso") == TransferState::Receiving &&
                       received("debian-12.7.0-amd64-netinst.iso") > 40 * kMiB &&
                       received("holiday-photos.zip") > 30 * kMiB &&
                       stateOf("annual-report.pdf") == TransferState::Done &&
                       stateOf("old-release.deb") == TransferState::Failed;
            },
            kStateLimitMs);
        if (!moving) {
            return false;
        }
        application_.service().pause({idOf("holiday-photos.zip")});
        return QTest::qWaitFor(
            [this] {
                return stateOf("holiday-photos.zip") == TransferState::Paused &&
                       stateOf("dataset.tar.zst") == TransferState::Waiting;
            },
            kStateLimitMs);
    }

    void addAll() {
        std::vector<TransferRequest> requests;
        for (const File& file : files()) {
            origin_->serve(file.rule);
            TransferRequest request;
            request.url = file.tls ? origin_->tlsUrl(file.rule.path) : origin_->url(file.rule.path);
            request.directory = application_.service().defaultDirectory().toStdString();
            request.rateLimit = file.rateLimit;
            requests.push_back(std::move(request));
        }
        application_.service().add(std::move(requests));
    }

    /// −1 while there is none of that name.
    int rowOf(const std::string& name) {
        const TransferModel& model = application_.transfers();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.snapshotAt(row).name == name) {
                return row;
            }
        }
        return -1;
    }

    std::optional<TransferState> stateOf(const std::string& name) {
        const int row = rowOf(name);
        return row < 0 ? std::nullopt
                       : std::optional(application_.transfers().snapshotAt(row).state);
    }

    std::uint64_t received(const std::string& name) {
        const int row = rowOf(name);
        return row < 0 ? 0 : application_.transfers().snapshotAt(row).received;
    }

    TransferId idOf(const std::string& name) { return application_.transfers().idAt(rowOf(name)); }

    void select(const std::string& name) {
        auto* view = application_.window().findChild<QAbstractItemView*>("transferView");
        const auto id = static_cast<qulonglong>(idOf(name));
        const QAbstractItemModel& shown = *view->model();
        for (int row = 0; row < shown.rowCount(); ++row) {
            const QModelIndex index = shown.index(row, 0);
            if (index.data(IdRole).toULongLong() == id) {
                view->setCurrentIndex(index);
                view->selectionModel()->select(
                    index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            }
        }
    }

    /// What a screen would show of the window, and of a dialog over it.
    QPixmap picture(QWidget* dialog = nullptr) {
        // The next tick paints what was asked for; a second one is sure to come after it.
        QTest::qWait(250);
        MainWindow& window = application_.window();
        QPixmap pixmap = window.grab();
        if (dialog != nullptr) {
            QPainter painter(&pixmap);
            const QPoint at = window.rect().center() - dialog->rect().center();
            painter.drawPixmap(at, dialog->grab());
            painter.setPen(window.palette().color(QPalette::Mid));  // the window manager's part
            painter.drawRect(QRect(at, dialog->size()).adjusted(-1, -1, 0, 0));
        }
        return pixmap;
    }

    void take(const char* name, QWidget* dialog = nullptr) {
        const QString file = QDir(directory_).filePath(QLatin1String(name) + ".png");
        const bool saved = picture(dialog).save(file);
        std::printf("%s%s\n", qPrintable(file), saved ? "" : ": cannot be written");
        written_ = written_ && saved;
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
    }

    void takePage(const char* name, const char* page,
                  const std::function<void(QDialog&)>& prepare = {}) {
        QTest::qWait(50);
        application_.window().findChild<QAction*>("actionSettings")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("settingsDialog");
        auto* pages = dialog->findChild<QListWidget*>("settingsPages");
        pages->setCurrentItem(
            pages->findItems(QString::fromLatin1(page), Qt::MatchExactly).value(0));
        if (prepare) {
            prepare(*dialog);
        }
        take(name, dialog);
        dialog->close();
        QTest::qWait(50);
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

    QString directory_;
    TestCa ca_;
    OriginThread origin_;
    Application application_;
    bool written_ = true;
};

}  // namespace

int main(int count, char** arguments) {
    const TempDir home;
    const QString state = QString::fromStdString(home.path().string());
    qputenv("XDG_CONFIG_HOME", state.toUtf8());
    qputenv("XDG_RUNTIME_DIR", state.toUtf8());
    prepareSettings();
    QApplication application(count, arguments);
    if (application.arguments().size() != 2) {
        std::fputs("usage: penstock-shots DIRECTORY\n", stderr);
        return 2;
    }
    Shots shots(application.arguments().at(1), state);
    const bool taken = qEnvironmentVariableIsSet("QT_SCALE_FACTOR") ? shots.scaled() : shots.all();
    if (!taken) {
        std::fputs("Not every picture could be taken.\n", stderr);
    }
    return taken ? 0 : 1;
}
