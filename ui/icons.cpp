#include "ui/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>
#include <utility>

// Must stand outside of a namespace: a static library's resources are linked only when asked for.
static void initResources() {
    Q_INIT_RESOURCE(resources);
}

namespace penstock {

namespace {

QString pathOf(const QString& name) {
    return QStringLiteral(":/penstock/icons/%1.svg").arg(name);
}

QPixmap render(const QString& name, int devicePixels, const QColor& color) {
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    QPixmap pixmap(devicePixels, devicePixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

class TintedIconEngine final : public QIconEngine {
public:
    TintedIconEngine(QString name, QPalette::ColorRole role)
        : name_(std::move(name)), role_(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State /*state*/) override {
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        paintIcon(*painter, name_, square, color(mode));
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override {
        // `size` is in device pixels already. An icon wider than high keeps its room at both sides.
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        pixmap.setDevicePixelRatio(scale);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size / scale), mode, state);
        return pixmap;
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(name_, role_); }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const {
        const bool disabled = mode == QIcon::Disabled;
        return QGuiApplication::palette().color(disabled ? QPalette::Disabled : QPalette::Active,
                                                disabled ? QPalette::ButtonText : role_);
    }

    QString name_;
    QPalette::ColorRole role_;
};

}  // namespace

void loadIcons() {
    initResources();
}

QIcon themedIcon(const QString& name, QPalette::ColorRole role) {
    return QIcon(new TintedIconEngine(name, role));
}

QPixmap tintedPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio) {
    const int devicePixels = static_cast<int>(std::lround(size * devicePixelRatio));
    const QString key =
        QStringLiteral("penstock/%1/%2/%3").arg(name, color.name(), QString::number(devicePixels));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = render(name, devicePixels, color);
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

void paintIcon(QPainter& painter, const QString& name, const QRect& rect, const QColor& color) {
    const qreal ratio = painter.device()->devicePixelRatio();
    painter.drawPixmap(rect.topLeft(), tintedPixmap(name, rect.width(), color, ratio));
}

QIcon applicationIcon() {
    loadIcons();
    return QIcon(pathOf(QStringLiteral("penstock")));
}

}  // namespace penstock
