#pragma once
// The program with its window and an origin in one process, in front of a camera.

#include "app/application.h"
#include "tests/shots/shot_files.h"
#include "tests/support/origin.h"
#include "ui/model_roles.h"

#include <QAbstractItemView>
#include <QAction>
#include <QDialog>
#include <QDir>
#include <QItemSelectionModel>
#include <QPainter>
#include <QTest>

#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

inline constexpr int kStateLimitMs = 30'000;
inline constexpr QSize kWindowSize{1280, 760};

/// A kind of pictures derives from it. GUI thread.
class ShotStage {
public:
    /// Pictures go to `directory`, their names end in `suffix`; the list and the downloads are in
    /// `state`. So many transfers at once.
    ShotStage(QString directory, QString suffix, const QString& state, int activeTransfers = 100)
        : directory_(std::move(directory)),
          suffix_(std::move(suffix)),
          origin_({.tls = {.certificate = ca_.issue(localhostCert())}}),
          application_(optionsIn(state, activeTransfers)) {
        application_.window().resize(kWindowSize);
        application_.show();
    }

protected:
    AppOptions optionsIn(const QString& state, int activeTransfers) {
        const std::string caFile = state.toStdString() + "/ca.pem";
        writeFile(caFile, ca_.caPem());
        AppOptions options;
        options.stateDirectory = state;
        options.downloadDirectory = state + QStringLiteral("/Downloads");
        options.base.caFile = caFile;
        options.base.limits.activeTransfers = activeTransfers;  // from one host
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
        const QString file =
            QDir(directory_).filePath(QLatin1String(name) + suffix_ + QLatin1String(".png"));
        const bool saved = picture(dialog).save(file);
        std::printf("%s%s\n", qPrintable(file), saved ? "" : ": cannot be written");
        written_ = written_ && saved;
    }

    template <typename Part>
    Part* part(const char* name) {
        return application_.window().findChild<Part*>(QString::fromLatin1(name));
    }

    QString directory_;
    QString suffix_;
    TestCa ca_;
    OriginThread origin_;
    Application application_;
    bool written_ = true;
};

}  // namespace penstock
