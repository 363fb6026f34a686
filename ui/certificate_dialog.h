#pragma once
// Shows the certificates of a server, whole, to be read and copied.

#include <QString>

class QWidget;

namespace penstock {

/// Opens a dialog of `parent`, and returns at once. `text`: see certificateText().
void showCertificates(QWidget& parent, const QString& host, const QString& text);

}  // namespace penstock
