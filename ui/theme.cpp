#include "ui/theme.h"

#include "ui/icons.h"

#include <QApplication>
#include <QStyleFactory>

#include <array>
#include <utility>

namespace penstock {

namespace {

constexpr int kDarkestLightness = 128;
constexpr const char* kStyled = "penstockStyled";

QColor hex(unsigned rgb) {
    return QColor::fromRgb(rgb);
}

Tokens lightTokens() {
    Tokens t;
    t.window = hex(0xf4f6f7), t.base = hex(0xffffff);
    t.text = hex(0x1a2226), t.muted = hex(0x5c6b73), t.faint = hex(0x87949b);
    t.line = hex(0xd8dfe2), t.hairline = hex(0xedf0f2), t.track = hex(0xe3e9eb);
    t.selection = hex(0xd9edf0), t.accent = hex(0x0b6e7f), t.onAccent = hex(0xffffff);
    t.receiving = hex(0x0b7c8e), t.waiting = hex(0x9a6200), t.paused = hex(0x66757d);
    t.done = hex(0x2b7a3d), t.failed = hex(0xb3261e), t.verifying = hex(0x5b4bb5);
    return t;
}

Tokens darkTokens() {
    Tokens t;
    t.window = hex(0x14191c), t.base = hex(0x1a2024);
    t.text = hex(0xe4eaed), t.muted = hex(0x9aa8af), t.faint = hex(0x718087);
    t.line = hex(0x2b3439), t.hairline = hex(0x232b30), t.track = hex(0x2b3439);
    t.selection = hex(0x173a42), t.accent = hex(0x2aa3b5), t.onAccent = hex(0x06181c);
    t.receiving = hex(0x3cb6c8), t.waiting = hex(0xe0a33e), t.paused = hex(0x90a0a8);
    t.done = hex(0x63bd77), t.failed = hex(0xff8a80), t.verifying = hex(0xa99cf2);
    return t;
}

/// Rules of the style sheet; @name stands for a token.
constexpr const char* kStyleSheet = R"(
QMainWindow, QDialog { background: @window; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @line; padding: 7px 8px; spacing: 4px; }
QToolTip { background: @base; color: @text; border: 1px solid @line; padding: 3px 6px; }
QToolBar#toolBar QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px 9px; color: @text; }
QToolBar#toolBar QToolButton:hover, QToolBar#toolBar QToolButton:focus { background: @track; }
QToolBar#toolBar QToolButton:focus { border-color: @accent; }
QToolBar#toolBar QToolButton:pressed, QToolBar#toolBar QToolButton:open { background: @line; }
QToolBar#toolBar QToolButton:disabled { color: @faint; background: transparent; }
QToolBar#toolBar QToolButton#buttonMenu::menu-indicator { image: none; width: 0; }
QToolBar::separator { background: @line; width: 1px; margin: 6px 8px; }
QToolBar#toolBar QToolButton#buttonAdd, QPushButton[primary="true"] {
    background: @accent; color: @onAccent; font-weight: 600; border: 1px solid @accent; border-radius: 6px; }
QPushButton[primary="true"] { padding: 6px 15px; }
QToolBar#toolBar QToolButton#buttonAdd:hover, QToolBar#toolBar QToolButton#buttonAdd:focus,
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus { background: @accentHover; }
QToolBar#toolBar QToolButton#buttonAdd:focus, QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { border-color: @track; background: @track; color: @faint; }
QPushButton[primary="false"] {
    background: @base; color: @text; border: 1px solid @line; border-radius: 6px; padding: 6px 15px; }
QPushButton[primary="false"]:hover { background: @hairline; }
QPushButton[primary="false"]:focus { border-color: @accent; }
QPushButton[primary="false"]:disabled { color: @faint; background: @window; }
QTreeView#hostsView, QTreeView#queuesView { border: 1px solid @line; border-radius: 6px; }
QPushButton[danger="true"] { color: @failed; }
QTreeView { background: @base; border: none; outline: none; }
QHeaderView { background: @base; border: none; }
QHeaderView::section { background: @base; color: @muted; border: none;
    border-bottom: 1px solid @line; padding: 4px 10px; }
QHeaderView::section:hover { color: @text; }
QSplitter::handle { background: @line; }
QListView#sideBar { background: @window; border: none; outline: none; padding: 8px 0; }
QTabWidget::pane { border: none; }
QTabWidget#detailTabs { background: @window; }
QTabBar { background: @window; }
QTabBar::tab { background: transparent; color: @muted; padding: 7px 12px; border: none;
    border-top-left-radius: 6px; border-top-right-radius: 6px; margin-top: 5px; }
QTabBar::tab:first, QTabBar::tab:only-one { margin-@begin: 8px; }
QTabBar::tab:selected { background: @base; color: @text; font-weight: 600; }
QTabBar::tab:focus { color: @accent; }
QTabBar::scroller { width: 40px; }
QTabBar QToolButton { background: @window; border: 1px solid @line; border-radius: 4px; margin: 6px 0 2px 0; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QDialog QToolButton[word="true"] { border: 1px solid transparent; border-radius: 6px; color: @accent; font-weight: 600; padding: 3px 9px; }
QDialog QToolButton[word="true"]:hover, QDialog QToolButton[word="true"]:focus { background: @track; }
QDialog QToolButton[word="true"]:focus, QToolButton#moreButton:focus, QToolButton#statusLimit:focus { border-color: @accent; }
QToolButton#moreButton { border: 1px solid transparent; border-radius: 6px; padding: 3px 7px; color: @muted; }
QToolButton#moreButton:hover, QToolButton#moreButton:focus { background: @track; color: @text; }
QToolButton#statusLimit { border: 1px solid transparent; border-radius: 6px; padding: 2px 7px; margin: 2px; }
QToolButton#statusLimit:hover, QToolButton#statusLimit:focus { background: @track; }
QToolBar#toolBar QLineEdit { padding: 5px 9px; }
QToolButton[chip="true"] { border: 1px solid @line; border-radius: 6px; padding: 3px 10px; margin: 4px 8px 0 0;
    color: @muted; background: transparent; }
QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus { background: @track; color: @text; }
QToolButton[chip="true"]:checked { background: @selection; border-color: @accent; color: @text; }
QLineEdit[fact="true"] { border: none; border-radius: 0; padding: 0; background: transparent; }
QPlainTextEdit[panel="true"] { border: none; border-radius: 0; padding: 6px 6px; background: @base; }
QPushButton[small="true"] { padding: 3px 10px; }
QWidget#speedPanel, QWidget#timelinePanel { background: @base; }
QTabWidget#traceTabs { background: @window; }
QScrollArea#overviewPanel, QWidget#overviewContent { background: @base; }
QWidget#segmentsPanel { background: @base; }
QPushButton[primary="false"]:checked { background: @selection; border-color: @accent; font-weight: 600; }
QPlainTextEdit, QLineEdit { background: @base; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 5px 8px; selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit:focus, QLineEdit:focus { border-color: @accent; }
QLineEdit:disabled { background: @window; color: @faint; }
QSpinBox, QComboBox { background: @base; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 5px 8px; selection-background-color: @selection; selection-color: @text; }
QSpinBox { padding-@end: 24px; }
QSpinBox:focus, QComboBox:focus, QComboBox:on { border-color: @accent; }
QSpinBox:disabled, QComboBox:disabled { background: @window; color: @faint; }
QSpinBox::up-button, QSpinBox::down-button { subcontrol-origin: border; width: 22px; border: none; background: transparent; }
QSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QSpinBox::up-arrow { image: url(:/penstock/icons/chevron-up.svg); width: 11px; height: 11px; }
QSpinBox::down-arrow { image: url(:/penstock/icons/chevron-down.svg); width: 11px; height: 11px; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none; }
QComboBox::down-arrow { image: url(:/penstock/icons/chevron-down.svg); width: 12px; height: 12px; }
QComboBox:!editable { padding-@begin: 10px; }
QComboBox QLineEdit { border: none; border-radius: 0; padding: 0; background: transparent; }
QComboBox QAbstractItemView { background: @base; color: @text; border: 1px solid @line; outline: none; padding: 4px;
    selection-background-color: @selection; selection-color: @text; }
QComboBox[bad="true"], QLineEdit[bad="true"] { border-color: @failed; }
QListWidget#settingsPages { background: @window; border: none; border-@end: 1px solid @line; outline: none; padding: 8px; }
QListWidget#settingsPages::item { color: @text; border-radius: 6px; padding: 8px 8px; margin-bottom: 2px; }
QListWidget#settingsPages::item:hover { background: @hairline; }
QListWidget#settingsPages::item:selected { background: @selection; color: @text; }
QDialog#settingsDialog QStackedWidget, QDialog#settingsDialog QScrollArea,
QDialog#settingsDialog QScrollArea > QWidget > QWidget { background: @base; }
QDialog#settingsDialog QFrame#settingsFoot { border: none; border-top: 1px solid @line; background: @window; }
QDialog#addDialog QScrollArea, QDialog#addDialog QScrollArea > QWidget > QWidget { background: transparent; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid @faint; border-radius: 4px; background: @base; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@checkMark); }
QFrame[bar="true"] { background: @base; border: none; border-@begin: 3px solid @line; }
QFrame#clipboardBar { border-bottom: 1px solid @line; border-@begin-color: @accent; }
QFrame#errorBar { border-bottom: 1px solid @line; border-@begin-color: @failed; }
QFrame#questionBar, QFrame#stopBar { border-top: 1px solid @line; border-@begin-color: @waiting; }
QFrame#undoBar { border-top: 1px solid @line; border-@begin-color: @accent; }
QFrame[bar="true"] QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QFrame[bar="true"] QToolButton[word="true"] { color: @accent; font-weight: 600; padding: 3px 9px; }
QFrame[bar="true"] QToolButton:hover, QFrame[bar="true"] QToolButton:focus { background: @track; }
QFrame[bar="true"] QToolButton:focus { border-color: @accent; }
QFrame[problem="true"] { background: @base; border: 1px solid @hairline; border-@begin: 3px solid @failed;
    border-radius: 6px; }
QFrame[problem="true"][asks="true"] { border-@begin-color: @waiting; }
QLabel[quiet="true"] { color: @muted; }
QLabel[bad="true"] { color: @failed; }
QLabel[headline="true"] { color: @text; font-weight: 600; }
)";

QString named(const char* templateText, const Tokens& t) {
    const bool dark = isDark(paletteFor(t));
    // Longer names first: @accent is the beginning of @accentHover.
    const std::array<std::pair<const char*, QColor>, 14> names{{
        {"@accentHover", dark ? t.accent.lighter(110) : t.accent.darker(112)},
        {"@accent", t.accent},
        {"@onAccent", t.onAccent},
        {"@window", t.window},
        {"@base", t.base},
        {"@text", t.text},
        {"@muted", t.muted},
        {"@faint", t.faint},
        {"@line", t.line},
        {"@hairline", t.hairline},
        {"@track", t.track},
        {"@selection", t.selection},
        {"@failed", t.failed},
        {"@waiting", t.waiting},
    }};
    QString text = QString::fromLatin1(templateText);
    text.replace(QLatin1String("@checkMark"),
                 dark ? QStringLiteral(":/penstock/icons/check-dark.svg")
                      : QStringLiteral(":/penstock/icons/check-light.svg"));
    // A style sheet is not mirrored by itself.
    const bool mirrored = QGuiApplication::isRightToLeft();
    text.replace(QLatin1String("@begin"), QLatin1String(mirrored ? "right" : "left"));
    text.replace(QLatin1String("@end"), QLatin1String(mirrored ? "left" : "right"));
    for (const auto& [name, color] : names) {
        text.replace(QLatin1String(name), color.name());
    }
    return text;
}

}  // namespace

Tokens tokens(bool dark) {
    return dark ? darkTokens() : lightTokens();
}

Tokens tokens(const QPalette& palette) {
    return tokens(isDark(palette));
}

QColor toneColor(const Tokens& tokens, Tone tone) {
    switch (tone) {
        case Tone::Text:
            return tokens.text;
        case Tone::Muted:
            return tokens.muted;
        case Tone::Receiving:
            return tokens.receiving;
        case Tone::Waiting:
            return tokens.waiting;
        case Tone::Paused:
            return tokens.paused;
        case Tone::Done:
            return tokens.done;
        case Tone::Failed:
            return tokens.failed;
        case Tone::Verifying:
            return tokens.verifying;
    }
    return tokens.text;
}

QColor selectedTrack(const Tokens& tokens) {
    constexpr float kShare = 0.25F;  // of the accent
    const auto mixed = [](float row, float accent) {
        return row * (1 - kShare) + accent * kShare;
    };
    return QColor::fromRgbF(mixed(tokens.selection.redF(), tokens.accent.redF()),
                            mixed(tokens.selection.greenF(), tokens.accent.greenF()),
                            mixed(tokens.selection.blueF(), tokens.accent.blueF()));
}

QColor connectionColor(const Tokens& tokens, int index) {
    // Neighbours differ in hue and in lightness, so that they can be told apart without colours.
    constexpr std::array<unsigned, kConnectionColors> kLight{
        0x0b7c8e, 0xd18a1b, 0x5b4bb5, 0x4f9d4f, 0xa83a72, 0x3f86d1, 0x7a5230, 0x8fa329};
    constexpr std::array<unsigned, kConnectionColors> kDark{0x3cb6c8, 0xe0a33e, 0x9d8ff0, 0x6cc27a,
                                                            0xd9709f, 0x6fa9e8, 0xb98a63, 0xbccb5c};
    const auto which = static_cast<std::size_t>(index) % kConnectionColors;
    return hex(tokens.base.lightness() < kDarkestLightness ? kDark.at(which) : kLight.at(which));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Active, QPalette::Window).lightness() < kDarkestLightness;
}

QPalette paletteFor(const Tokens& t) {
    QPalette palette(t.window);
    const std::array<std::pair<QPalette::ColorRole, QColor>, 19> roles{{
        {QPalette::Window, t.window},
        {QPalette::WindowText, t.text},
        {QPalette::Base, t.base},
        {QPalette::AlternateBase, t.base},
        {QPalette::Text, t.text},
        {QPalette::PlaceholderText, t.faint},
        {QPalette::Button, t.window},
        {QPalette::ButtonText, t.text},
        {QPalette::BrightText, t.onAccent},
        {QPalette::Highlight, t.selection},
        {QPalette::HighlightedText, t.text},
        {QPalette::Link, t.accent},
        {QPalette::LinkVisited, t.accent},
        {QPalette::ToolTipBase, t.base},
        {QPalette::ToolTipText, t.text},
        {QPalette::Light, t.base},
        {QPalette::Midlight, t.hairline},
        {QPalette::Mid, t.line},
        {QPalette::Dark, t.faint},
    }};
    for (const auto& [role, color] : roles) {
        palette.setColor(QPalette::All, role, color);
    }
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, t.faint);
    }
    return palette;
}

QString styleSheetFor(const Tokens& tokens) {
    return named(kStyleSheet, tokens);
}

void applyTheme(QApplication& application, bool dark) {
    loadIcons();
    const Tokens chosen = tokens(dark);
    // Once: a style that is set anew lays tool bars out by its own measures until they change.
    if (!application.property(kStyled).toBool()) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        application.setProperty(kStyled, true);
    }
    QApplication::setPalette(paletteFor(chosen));
    application.setStyleSheet(styleSheetFor(chosen));
}

}  // namespace penstock
