#include "tests/base/rate_stage.h"

#include <QTest>

#include <rapidcheck.h>

#include <cmath>
#include <string>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

class RateTreePropertyTest : public QObject {
    Q_OBJECT

private slots:
    void anyTreeKeepsToItsLimits();
};

// Random limits, hosts, weights, speeds and call times, and one change in the middle.
void RateTreePropertyTest::anyTreeKeepsToItsLimits() {
    QVERIFY(rc::check("each of its limits holds, and one of them is used up", [] {
        const auto anyRate = [] {
            return static_cast<std::uint64_t>(
                std::pow(10.0, *rc::gen::inRange(4500, 7500) / 1000.0));
        };
        const auto maybe = [&] {
            return *rc::gen::inRange(0, 3) == 0 ? 0 : anyRate();
        };
        Stage stage;
        stage.jitter = std::chrono::microseconds(*rc::gen::inRange(0, 5'000));
        std::uint64_t total = maybe();
        std::uint64_t host = maybe();
        stage.tree.setTotal(total, stage.now);
        stage.tree.setHost(host, stage.now);
        const int transfers = *rc::gen::inRange(1, 5);
        std::vector<std::uint64_t> own;
        std::vector<std::vector<Reader*>> of;
        for (int i = 0; i < transfers; ++i) {
            own.push_back(maybe());
            RateAccount& account = stage.account(own.back(), *rc::gen::element<unsigned>(1, 3, 9));
            const std::string at = *rc::gen::element<std::string>("one", "two");
            of.emplace_back();
            const int connections = *rc::gen::element<int>(1, 2, 4, 8);
            for (int k = 0; k < connections; ++k) {
                of.back().push_back(&stage.reader(account, anyRate(), at));
            }
        }
        for (int phase = 0; phase < 2; ++phase) {
            const TimePoint from = stage.now;
            stage.runFor(7s);
            const auto most = [&](const std::vector<Reader*>& readers, std::uint64_t rate) {
                if (rate == 0) {
                    return;
                }
                const double slack = std::max(static_cast<double>(rate) * 0.15, 32.0 * kKiB);
                const auto five = windows(readers, from, stage.now, 5s);
                const auto second = windows(readers, from, stage.now, 1s);
                RC_ASSERT(static_cast<double>(five.second) <=
                          5 * static_cast<double>(rate) + slack);
                RC_ASSERT(static_cast<double>(second.second) <=
                          std::max(1.4 * static_cast<double>(rate),
                                   static_cast<double>(rate) + 32.0 * kKiB));
            };
            std::vector<Reader*> all;
            std::vector<Reader*> one;
            std::vector<Reader*> two;
            double wanted = 0;
            bool anyOther = host != 0;
            for (std::size_t i = 0; i < of.size(); ++i) {
                most(of[i], own[i]);
                anyOther = anyOther || own[i] != 0;
                for (Reader* each : of[i]) {
                    all.push_back(each);
                    (each->host == "one" ? one : two).push_back(each);
                    wanted += static_cast<double>(each->speed);
                }
            }
            most(all, total);
            most(one, host);
            most(two, host);
            if (total != 0 && !anyOther && wanted > 1.1 * static_cast<double>(total)) {
                const auto least = windows(all, from + 1s, stage.now, 5s).first;
                const double slack = std::max(static_cast<double>(total) * 0.15, 32.0 * kKiB);
                RC_ASSERT(static_cast<double>(least) >= 5 * static_cast<double>(total) - slack);
            }
            total = maybe();
            host = maybe();
            stage.tree.setTotal(total, stage.now);
            stage.tree.setHost(host, stage.now);
        }
    }));
}

QTEST_GUILESS_MAIN(RateTreePropertyTest)
#include "rate_tree_property_test.moc"
