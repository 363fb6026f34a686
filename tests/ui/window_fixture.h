#pragma once
// The window with models and commands of a test, and hands to use it. A test class derives from it.

#include "tests/ui/rows.h"
#include "ui/main_window.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QItemSelectionModel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <initializer_list>
#include <memory>

namespace penstock {

/// No Q_OBJECT: a test class that has it derives, and calls the three at the bottom from its slots.
class WindowFixture : public QObject {
protected:
    QTemporaryDir settings_;
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<TransferModel> transfers_;
    std::unique_ptr<SocketModel> sockets_;
    std::unique_ptr<RecordingCommands> commands_;
    std::unique_ptr<MainWindow> window_;
    QTreeView* transferView_ = nullptr;
    QTreeView* socketView_ = nullptr;

    template <typename Part>
    Part* part(const char* name) {
        return window_->findChild<Part*>(QString::fromLatin1(name));
    }

    QAction* action(const char* name) { return part<QAction>(name); }

    void open() {
        window_ = std::make_unique<MainWindow>(*transfers_, *sockets_, *commands_);
        transferView_ = part<QTreeView>("transferView");
        socketView_ = part<QTreeView>("socketView");
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

    void fill() {
        TransferSnapshot part = transferRow(2, TransferState::Paused, "two");
        part.received = 10;
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving, "one"), part,
                                   transferRow(3, TransferState::Done, "three"),
                                   transferRow(4, TransferState::Asking, "four")});
        mirror_->apply(
            std::vector{socketRow(11, 2), socketRow(12, 0), socketRow(13, 1), socketRow(14, 1)});
    }

    void select(QTreeView& view, std::initializer_list<int> rows) {
        view.clearSelection();
        for (const int row : rows) {
            view.selectionModel()->select(view.model()->index(row, 0),
                                          QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }

    QStringList serials() const {
        QStringList result;
        for (int row = 0; row < socketView_->model()->rowCount(); ++row) {
            result.append(socketView_->model()->index(row, 0).data().toString());
        }
        return result;
    }

    void drop(QWidget& target, const QMimeData& data) {
        const QPoint at = target.rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &enter);
        QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &event);
    }

    QString dialogLinks() {
        auto* urls = part<QPlainTextEdit>("urlsEdit");
        return urls == nullptr ? QString() : urls->toPlainText();
    }

    void prepare() {
        QCoreApplication::setOrganizationName(QStringLiteral("penstock-test"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings_.path());
    }

    void begin() {
        QSettings().clear();
        mirror_ = std::make_unique<SnapshotMirror>();
        transfers_ = std::make_unique<TransferModel>(*mirror_, testNow);
        sockets_ = std::make_unique<SocketModel>(*mirror_, *transfers_, testNow);
        commands_ = std::make_unique<RecordingCommands>();
        open();
    }

    void end() {
        window_.reset();
        sockets_.reset();
        transfers_.reset();
        mirror_.reset();
    }
};

}  // namespace penstock
