#pragma once
// The status bar's fields: free space, open sockets, lookups, who waits, network, limit and total
// speed. Where there is no room, what is least of use gives way.

#include <QStatusBar>

class QAction;

namespace penstock {

class FooterField;
class LimitChoice;
class SpeedProfiles;
class SocketModel;
class TransferCounts;
class TransferModel;

class Footer final : public QStatusBar {
    Q_OBJECT

public:
    /// Counts what is in the models, which outlive it.
    Footer(const TransferModel& transfers, const SocketModel& sockets, QWidget* parent);

    /// What the button of the limit offers; all outlive this.
    struct LimitMenu {
        LimitChoice& limits;
        const SpeedProfiles& profiles;
        QAction& other;     // asks for another limit
        QAction& settings;  // where the profiles are changed
    };

    /// Says the limit of all together at the right, on a button with a menu to choose it. Once.
    void showLimit(const LimitMenu& menu);
    /// Says how many transfers wait. `counts` outlives this. Once.
    void showWaiting(const TransferCounts& counts);
    /// Unknown until then.
    void setFreeSpace(quint64 bytes);
    /// Unknown until then: nothing is said.
    void setOnline(bool online);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    void count();

    const TransferModel& transferModel_;
    const SocketModel& socketModel_;
    FooterField* free_ = nullptr;
    FooterField* sockets_ = nullptr;
    FooterField* lookups_ = nullptr;
    FooterField* waiting_ = nullptr;
    FooterField* network_ = nullptr;
    FooterField* speed_ = nullptr;
    bool networkKnown_ = false;
};

}  // namespace penstock
