#include "ui/trust_columns.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(TrustColumns)
};

}  // namespace

QString columnTitle(TrustColumn column) {
    switch (column) {
        case TrustColumn::Place:
            return Words::tr("Server");
        case TrustColumn::Key:
            return Words::tr("Key");
        case TrustColumn::Until:
            return Words::tr("Trusted");
        case TrustColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(TrustColumn /*column*/) noexcept {
    return false;
}

QString cellText(const GivenTrust& trust, TrustColumn column) {
    switch (column) {
        case TrustColumn::Place:
            return shownText(placeText(trust.key));
        case TrustColumn::Key:
            return shownText(trust.key.key);
        case TrustColumn::Until:
            return trust.remembered ? Words::tr("for good") : Words::tr("until Penstock ends");
        case TrustColumn::Count:
            break;
    }
    return {};
}

}  // namespace penstock
