#pragma once
// The tool bar: what is done most, with words, and the menu with all the rest.

#include <QToolBar>

namespace penstock {

class FilterField;
struct WindowActions;

class ToolBar final : public QToolBar {
    Q_OBJECT

public:
    /// The actions are the window's and outlive the bar.
    ToolBar(const WindowActions& actions, QWidget* window);

    /// Whether there are words beside the pictures, where there is room.
    void setWords(bool words);

    [[nodiscard]] FilterField& filter() noexcept { return *filter_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void nameButton(QAction* action, const char* name);
    void reserveWords();
    void fitWords();
    void addMenuButton(const WindowActions& actions);

    FilterField* filter_;
    bool words_ = true;
};

}  // namespace penstock
