#pragma once
// What the window remembers of itself from one run to the next, in the default QSettings: size,
// splitter, columns.

class QAction;
class QMainWindow;
class QSize;
class QSplitter;

namespace penstock {

class RowView;

/// The parts that remember. GUI thread.
struct LayoutParts {
    QMainWindow& window;
    QSplitter& splitter;
    QSplitter& sideSplitter;
    RowView& transfers;
    RowView& sockets;
    QAction& socketsShown;
    QAction& sideBarShown;
    QAction& socketsOfSelection;
};

/// How large the window is at its first start, with its frame on a screen that has so much room.
QSize firstSize(const QSize& available);

/// As it was when it was saved; at first, as large as is good to look at and the screen allows.
void restoreLayout(const LayoutParts& parts);
void saveLayout(const LayoutParts& parts);

}  // namespace penstock
