#pragma once
// Icons of resources/icons, tinted at run time: one file serves light, dark, disabled and selected.
//
// GUI thread. Names follow the freedesktop icon naming specification where it has one.

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QPixmap>
#include <QString>

class QPainter;
class QRect;

namespace penstock {

/// Makes the icons of the library known to the program. May be called again.
void loadIcons();

/// An icon that follows the program's palette: `role` says in which colour.
QIcon themedIcon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);

/// A square picture of `size` logical pixels. Kept in QPixmapCache. Empty for an unknown name.
QPixmap tintedPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio);

/// Paints the icon into `rect`, which is square.
void paintIcon(QPainter& painter, const QString& name, const QRect& rect, const QColor& color);

/// The program's own icon, in its own colours.
QIcon applicationIcon();

}  // namespace penstock
