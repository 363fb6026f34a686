#include "ui/window_layout.h"

#include "ui/row_view.h"

#include <QAction>
#include <QMainWindow>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace penstock {

namespace {

constexpr QSize kFirstSize(1440, 820);
constexpr int kSideBarWidth = 176;
// What a window manager puts around a window, and some of the screen to be seen beside it.
constexpr QSize kFrame(16, 56);
// Written into the settings: raised when columns change, so that an old layout is not taken.
constexpr int kLayoutVersion = 5;

QString key(const char* name) {
    return QStringLiteral("window/%1").arg(QLatin1String(name));
}

void restoreColumns(const QSettings& settings, const char* name, RowView& view) {
    const QByteArray state = settings.value(key(name)).toByteArray();
    if (!state.isEmpty()) {
        view.restoreColumns(state);
    }
}

}  // namespace

QSize firstSize(const QSize& available) {
    return kFirstSize.boundedTo(available - kFrame);
}

void restoreLayout(const LayoutParts& parts) {
    const QSettings settings;
    const QSize size = firstSize(parts.window.screen()->availableSize());
    parts.window.resize(size);
    parts.splitter.setSizes({size.height() * 3 / 5, size.height() * 2 / 5});
    parts.sideSplitter.setSizes({kSideBarWidth, size.width() - kSideBarWidth});
    if (settings.value(key("layoutVersion")).toInt() != kLayoutVersion) {
        return;
    }
    parts.window.restoreGeometry(settings.value(key("geometry")).toByteArray());
    parts.splitter.restoreState(settings.value(key("splitter")).toByteArray());
    parts.splitter.setHandleWidth(1);
    parts.sideSplitter.restoreState(settings.value(key("sideSplitter")).toByteArray());
    parts.sideSplitter.setHandleWidth(1);
    parts.socketsOfSelection.setChecked(settings.value(key("socketsOfSelection")).toBool());
    parts.sideBarShown.setChecked(settings.value(key("sideBar"), true).toBool());
    restoreColumns(settings, "transferColumns", parts.transfers);
    restoreColumns(settings, "socketColumns", parts.sockets);
    parts.socketsShown.setChecked(settings.value(key("sockets"), true).toBool());
}

void saveLayout(const LayoutParts& parts) {
    QSettings settings;
    settings.setValue(key("layoutVersion"), kLayoutVersion);
    settings.setValue(key("geometry"), parts.window.saveGeometry());
    settings.setValue(key("splitter"), parts.splitter.saveState());
    settings.setValue(key("sideSplitter"), parts.sideSplitter.saveState());
    settings.setValue(key("socketsOfSelection"), parts.socketsOfSelection.isChecked());
    settings.setValue(key("sideBar"), parts.sideBarShown.isChecked());
    settings.setValue(key("transferColumns"), parts.transfers.columnState());
    settings.setValue(key("socketColumns"), parts.sockets.columnState());
    settings.setValue(key("sockets"), parts.socketsShown.isChecked());
}

}  // namespace penstock
