#pragma once
// The tab about one transfer as a whole: why it is as slow as it is, and the facts.

#include "ui/remedies.h"
#include "ui/transfer_story.h"

#include <QScrollArea>

#include <optional>
#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace penstock {

class ProblemBox;
class ShareBar;

class OverviewPanel final : public QScrollArea {
    Q_OBJECT

public:
    explicit OverviewPanel(QWidget* parent);

    /// Nothing: no transfer is selected.
    void setDetails(const std::optional<TransferStory>& details);
    /// Somebody does what remedyChosen() says; until then there are no buttons for it.
    void offerRemedies();

signals:
    void remedyChosen(qulonglong id, Remedy remedy);

private:
    struct Line {
        QLabel* caption;
        QLineEdit* value;
    };

    void showFacts(const TransferStory& details);
    Line& line(std::size_t index);

    QLabel* name_;
    ProblemBox* problem_;
    QLabel* reason_;
    ShareBar* shares_;
    QWidget* facts_;
    QGridLayout* grid_;
    std::vector<Line> lines_;
};

}  // namespace penstock
