#include "ui/window_attention.h"

#include <QEvent>
#include <QWidget>
#include <QWindow>

namespace penstock {

WindowAttention::WindowAttention(QWidget& window) : window_(window) {
    window.installEventFilter(this);
}

bool WindowAttention::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    if (watched == &window_) {
        if (type == QEvent::Show) {
            // Exposure is the window's of the windowing system; there is none before the first
            // show.
            window_.windowHandle()->installEventFilter(this);
        }
        if (type == QEvent::Show || type == QEvent::Hide || type == QEvent::WindowStateChange) {
            look();
        }
    } else if (watched == window_.windowHandle() && type == QEvent::Expose) {
        look();
    }
    return QObject::eventFilter(watched, event);
}

void WindowAttention::look() {
    const QWindow* handle = window_.windowHandle();
    const bool watched =
        window_.isVisible() && !window_.isMinimized() && handle != nullptr && handle->isExposed();
    if (watched != watched_) {
        watched_ = watched;
        emit changed(watched);
    }
}

}  // namespace penstock
