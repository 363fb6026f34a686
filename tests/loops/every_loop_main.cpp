// every_loop DRIVER [arguments of QtTest]: each scenario on one event system.
//
// One process a driver, since Qt's dispatcher is a process's own. The scenarios are one table, so
// every driver runs the same ones, and as many.

#include "app/epoll_dispatcher.h"
#include "tests/loops/loop_driver.h"
#include "tests/loops/scene.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <iostream>
#include <string_view>
#include <vector>

using namespace penstock;

namespace {

constexpr std::size_t kLeastScenarios = 40;

std::vector<LoopScenario> allScenarios() {
    std::vector<LoopScenario> all;
    for (const auto part : {bodyScenarios(), connectionScenarios(), deadlineScenarios(),
                            endingScenarios(), loopScenarios()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

const LoopDriverKind* findKind(std::string_view name) {
    const auto kinds = loopDriverKinds();
    const auto found = std::ranges::find_if(
        kinds, [name](const LoopDriverKind& kind) { return name == kind.name; });
    return found == kinds.end() ? nullptr : &*found;
}

/// Before there is an application, which makes its dispatcher itself if there is none.
void chooseDispatcher(const LoopDriverKind& kind) {
    const std::string_view wanted = kind.dispatcher == nullptr ? "" : kind.dispatcher;
    qputenv("QT_NO_GLIB", "1");
    if (wanted == "QEventDispatcherGlib") {
        qunsetenv("QT_NO_GLIB");
    } else if (wanted == EpollDispatcher::staticMetaObject.className()) {
        QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
    }
}

}  // namespace

class EveryLoop final : public QObject {
    Q_OBJECT

public:
    explicit EveryLoop(const LoopDriverKind& kind) : kind_(kind) {}

    [[nodiscard]] std::size_t count() const { return count_; }

private slots:
    void theDispatcherIsTheOneThatWeMean();
    void thereAreEnoughScenarios();
    void scenario_data();
    void scenario();

private:
    const LoopDriverKind& kind_;
    const std::vector<LoopScenario> scenarios_ = allScenarios();
    std::size_t count_ = 0;
};

void EveryLoop::theDispatcherIsTheOneThatWeMean() {
    if (kind_.dispatcher != nullptr) {
        QCOMPARE(QAbstractEventDispatcher::instance()->metaObject()->className(), kind_.dispatcher);
    }
}

void EveryLoop::thereAreEnoughScenarios() {
    QVERIFY(scenarios_.size() >= kLeastScenarios);
}

void EveryLoop::scenario_data() {
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        QTest::addRow("%s", scenarios_[i].name) << i;
    }
}

void EveryLoop::scenario() {
    QFETCH(std::size_t, index);
    const auto driver = kind_.make();
    scenarios_[index].run(*driver);
    // The engine is gone: it has taken everything back.
    QCOMPARE(driver->watchedSockets(), std::size_t{0});
    QVERIFY(!driver->timerArmed());
    ++count_;
}

int main(int count, char** arguments) {
    const LoopDriverKind* kind = count > 1 ? findKind(arguments[1]) : nullptr;
    if (kind == nullptr) {
        std::cerr << "usage: every_loop DRIVER [arguments of QtTest], DRIVER one of";
        for (const LoopDriverKind& known : loopDriverKinds()) {
            std::cerr << " " << known.name;
        }
        std::cerr << "\n";
        return 2;
    }
    chooseDispatcher(*kind);
    std::vector<char*> rest(arguments, arguments + count);
    rest.erase(rest.begin() + 1);
    int restCount = count - 1;
    const QCoreApplication application(restCount, rest.data());
    EveryLoop test(*kind);
    const int failures = QTest::qExec(&test, restCount, rest.data());
    std::cout << kind->name << ": " << test.count() << " scenarios\n";
    return failures;
}

#include "every_loop_main.moc"
