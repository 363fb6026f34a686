#pragma once
// The tool bar: what is done most, with words, and the menu with all the rest.

#include <QToolBar>

namespace penstock {

struct WindowActions;

class ToolBar final : public QToolBar {
    Q_OBJECT

public:
    /// The actions are the window's and outlive the bar.
    ToolBar(const WindowActions& actions, QWidget* window);

private:
    void nameButton(QAction* action, const char* name);
    void addMenuButton(const WindowActions& actions);
};

}  // namespace penstock
