#pragma once
// Where links are typed, one a line. What would make an editor slow does not get into it.

#include "ui/link_text.h"

#include <QPlainTextEdit>

namespace penstock {

class LinksEdit final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit LinksEdit(QWidget* parent);

signals:
    /// Something else than links, one a line, was pasted or dropped, or more than the editor takes
    /// as it is (see isEditable()): what can be taken of it.
    void linksInserted(const penstock::FoundLinks& found);

protected:
    void insertFromMimeData(const QMimeData* source) override;
};

}  // namespace penstock
