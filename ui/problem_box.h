#pragma once
// Of a transfer that has failed, asks or waits for something to be mended: the cause, the evidence,
// and what a person may do about it, as buttons.

#include "ui/remedies.h"
#include "ui/transfer_story.h"

#include <QFrame>

#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLabel;

namespace penstock {

class ProblemBox final : public QFrame {
    Q_OBJECT

public:
    /// Hidden until something is wrong.
    explicit ProblemBox(QWidget* parent);

    /// Whether there is somebody who does what a button says; at first there is not.
    void offerRemedies(bool offered) { offered_ = offered; }

    void setStory(const TransferStory& story);

signals:
    /// A person wants this for the transfer of the story.
    void chosen(qulonglong id, Remedy remedy);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setAsks(bool asks);
    void paintIcon();
    void showFacts(const TransferStory& story);
    void showRemedies(const TransferSnapshot& snapshot);

    bool offered_ = false;
    bool asks_ = false;
    QLabel* icon_;
    QLabel* cause_;
    QGridLayout* facts_;
    std::vector<QLabel*> captions_;
    std::vector<QLabel*> values_;
    QHBoxLayout* buttons_;
    std::vector<Remedy> shown_;
    QStringList words_;
    TransferId of_ = TransferId::Nothing;
};

}  // namespace penstock
