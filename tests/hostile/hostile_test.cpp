// Each script of a hostile server, whole and one byte a write, on a clock that the test moves.

#include "tests/hostile/script_file.h"
#include "tests/scenarios/world.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const QString kFolder = QStringLiteral(PENSTOCK_SCRIPTS);

HostileScript scriptIn(const QString& file) {
    QFile script(kFolder + QLatin1Char('/') + file);
    if (!script.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be read", qPrintable(script.fileName()));
    }
    return parseHostileScript(script.readAll().toStdString(), file.toStdString());
}

Rule ruleOf(const HostileScript& script, bool byBytes) {
    Rule rule;
    rule.path = script.path;
    rule.bytesPerWrite = byBytes ? 1 : 0;
    rule.script = script.answers.front();
    rule.edit = [answers = script.answers](const RequestLog& request, OriginReply& reply) {
        const std::size_t number = request.numberForRule;  // from 1 on
        reply.script = answers[std::min<std::size_t>(number, answers.size()) - 1];
    };
    return rule;
}

std::size_t openDescriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::string endOf(const TransferSnapshot& shown) {
    return shown.state == TransferState::Done ? "done" : kindOf(shown.error);
}

}  // namespace

class HostileTest : public QObject {
    Q_OBJECT

private slots:

    void whatComesOfIt_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("byBytes");
        for (const QString& file : QDir(kFolder).entryList({QStringLiteral("*.txt")})) {
            QTest::newRow(qPrintable(file)) << file << false;
            QTest::newRow(qPrintable(file + QStringLiteral(", byte by byte"))) << file << true;
        }
    }

    void whatComesOfIt() {
        QFETCH(QString, file);
        QFETCH(bool, byBytes);
        const HostileScript script = scriptIn(file);
        WorldOptions options;
        options.tls = script.tls;
        options.limits.attempts = script.tries;
        World world(options);
        world.origin->serve(ruleOf(script, byBytes));
        world.settle();
        const std::size_t before = openDescriptors();
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(
            script.tls ? world.origin->tlsUrl(script.path) : world.origin->url(script.path),
            [&script](TransferRequest& request) {
                if (script.checksum) {
                    request.checksum = parseChecksum(*script.checksum);
                    QVERIFY(request.checksum);
                }
            });
        QVERIFY(world.runUntil([&] {
            const TransferState state = world.state(id);
            return state == TransferState::Done || state == TransferState::Failed ||
                   state == TransferState::Asking;
        }));
        const Duration took = world.clock.now() - began;
        QVERIFY2(endOf(world.at(id)) == script.ends, qPrintable(told(world, id)));
        QVERIFY(world.state(id) == TransferState::Done || !world.at(id).error.sentence.empty());
        checkFile(world, script);
        checkRequests(world, script);
        QVERIFY2(!script.takes || took / 1s == *script.takes / 1s,
                 qPrintable(QString::number(took / 1ms) + QStringLiteral(" ms")));
        // Nothing of it is left open, once nobody waits for it any more.
        world.engine->remove(id, Removal::KeepFile);
        world.runFor(200s);
        QVERIFY(world.watchedFds.empty());
        QCOMPARE(openDescriptors(), before);
    }

private:
    static QString told(const World& world, TransferId id) {
        const TransferSnapshot& shown = world.at(id);
        return QString::fromStdString(std::string(name(shown.state)) + ": " + endOf(shown) + ": " +
                                      shown.error.sentence + " (" + shown.error.evidence + ")");
    }

    static void checkFile(const World& world, const HostileScript& script) {
        const bool there = std::filesystem::exists(world.folder.path() / script.name);
        QCOMPARE(there, script.holds.has_value());
        if (script.holds) {
            QCOMPARE(world.downloaded(script.name), *script.holds);
        }
    }

    static void checkRequests(const World& world, const HostileScript& script) {
        const auto& requests = world.origin->requests();
        if (script.asked) {
            QCOMPARE(requests.size(), *script.asked);
        }
        for (const auto& [number, range] : script.ranges) {
            QVERIFY(number <= requests.size());
            QCOMPARE(requests[number - 1].range, range);
        }
        if (script.connections) {
            QCOMPARE(world.origin->acceptedConnections(), *script.connections);
        }
    }
};

QTEST_GUILESS_MAIN(HostileTest)
#include "hostile_test.moc"
