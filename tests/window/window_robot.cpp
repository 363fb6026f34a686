#include "tests/window/window_robot.h"

#include "ui/model_roles.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QLabel>
#include <QTest>

#include <stdexcept>
#include <string>

namespace penstock {

namespace {

constexpr int kPatienceMs = static_cast<int>(WindowRobot::kPatience.count());

[[noreturn]] void giveUp(const QString& what) {
    throw std::runtime_error("the window has no " + what.toStdString());
}

}  // namespace

void WindowRobot::add(const Entry& entry) {
    click(QStringLiteral("buttonAdd"));
    QWidget& links = wait(QStringLiteral("urlsEdit"));
    for (const QString& link : entry.links) {
        QTest::keyClicks(&links, link);
        QTest::keyClick(&links, Qt::Key_Return);
    }
    if (!entry.folder.isEmpty()) {
        typeInto(QStringLiteral("folderEdit"), entry.folder);
    }
    if (!entry.name.isEmpty()) {
        typeInto(QStringLiteral("nameEdit"), entry.name);
    }
    if (!entry.start) {
        QTest::keyClick(&wait(QStringLiteral("startCheck")), Qt::Key_Space);
    }
    click(QStringLiteral("addButton"));
}

void WindowRobot::click(const QString& button) {
    if (!QTest::qWaitFor([&] { return canClick(button); }, kPatienceMs)) {
        giveUp(button);
    }
    QTest::mouseClick(seen(button), Qt::LeftButton);
    // Between two clicks of a person the event loop runs; a dialog that was closed has gone then.
    QTest::qWait(0);
}

void WindowRobot::select(const QString& transfer) {
    const auto index = [&] {
        return indexOf(transfer, TransferColumn::Name);
    };
    if (!QTest::qWaitFor([&] { return index().isValid(); }, kPatienceMs)) {
        giveUp(transfer);
    }
    QAbstractItemView& table = view(QStringLiteral("transferView"));
    table.scrollTo(index());
    QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::NoModifier,
                      table.visualRect(index()).center());
}

// Shortcuts are those of the active window.
void WindowRobot::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    window_.activateWindow();
    if (!QTest::qWaitForWindowActive(&window_, kPatienceMs)) {
        giveUp(QStringLiteral("focus"));
    }
    QTest::keyClick(&view(QStringLiteral("transferView")), key, modifiers);
}

void WindowRobot::typeInto(const QString& edit, const QString& text) {
    QWidget& field = wait(edit);
    QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&field, Qt::Key_Delete);
    QTest::keyClicks(&field, text);
}

QString WindowRobot::label(const QString& name) const {
    const auto* found = qobject_cast<const QLabel*>(seen(name));
    return found == nullptr ? QString() : found->text();
}

bool WindowRobot::sees(const QString& name) const {
    return seen(name) != nullptr;
}

bool WindowRobot::canClick(const QString& button) const {
    const QWidget* found = seen(button);
    return found != nullptr && found->isEnabled();
}

QString WindowRobot::cell(const QString& transfer, TransferColumn column) const {
    return indexOf(transfer, column).data(Qt::DisplayRole).toString();
}

QString WindowRobot::detail(const QString& transfer) const {
    return indexOf(transfer, TransferColumn::Status).data(DetailRole).toString();
}

double WindowRobot::fraction(const QString& transfer) const {
    return indexOf(transfer, TransferColumn::Progress).data(FractionRole).toDouble();
}

QStringList WindowRobot::socketTexts(SocketColumn column) const {
    QStringList texts;
    for (int row = 0; row < sockets().rowCount(); ++row) {
        const QModelIndex index = sockets().index(row, static_cast<int>(column));
        texts.append(index.data(Qt::DisplayRole).toString());
    }
    return texts;
}

const QAbstractItemModel& WindowRobot::transfers() const {
    return *view(QStringLiteral("transferView")).model();
}

const QAbstractItemModel& WindowRobot::sockets() const {
    return *view(QStringLiteral("socketView")).model();
}

// A dialog lies over the window; both of the window's dialogs have a button to cancel.
QWidget* WindowRobot::seen(const QString& name) const {
    const QWidget* dialog = QApplication::activeModalWidget();
    for (const QWidget* place : {dialog, static_cast<const QWidget*>(&window_)}) {
        auto* found = place == nullptr ? nullptr : place->findChild<QWidget*>(name);
        if (found != nullptr && found->isVisible()) {
            return found;
        }
    }
    return nullptr;
}

QWidget& WindowRobot::wait(const QString& name) const {
    if (!QTest::qWaitFor([&] { return seen(name) != nullptr; }, kPatienceMs)) {
        giveUp(name);
    }
    return *seen(name);
}

// Read whether it can be seen or not: a table behind a dialog, or in a window not yet shown.
QAbstractItemView& WindowRobot::view(const QString& name) const {
    auto* found = window_.findChild<QAbstractItemView*>(name);
    if (found == nullptr) {
        giveUp(name);
    }
    return *found;
}

QModelIndex WindowRobot::indexOf(const QString& transfer, TransferColumn column) const {
    const QAbstractItemModel& rows = transfers();
    for (int row = 0; row < rows.rowCount(); ++row) {
        const QModelIndex name = rows.index(row, static_cast<int>(TransferColumn::Name));
        if (name.data(Qt::DisplayRole).toString() == transfer) {
            return rows.index(row, static_cast<int>(column));
        }
    }
    return {};
}

}  // namespace penstock
