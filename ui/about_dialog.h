#pragma once
// What the program is and which version.

class QWidget;

namespace penstock {

/// Opens the dialog over `parent`; it deletes itself.
void showAbout(QWidget& parent);

}  // namespace penstock
