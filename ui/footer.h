#pragma once
// The status bar's fields: free space, open sockets, lookups, total speed.

#include <QStatusBar>

namespace penstock {

class FooterField;

class Footer final : public QStatusBar {
    Q_OBJECT

public:
    explicit Footer(QWidget* parent);

    void setFreeSpace(quint64 bytes);
    void setSockets(int open);
    void setLookups(int running);
    void setSpeed(quint64 bytesPerSecond);

private:
    FooterField* free_ = nullptr;
    FooterField* sockets_ = nullptr;
    FooterField* lookups_ = nullptr;
    FooterField* speed_ = nullptr;
};

}  // namespace penstock
