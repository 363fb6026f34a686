// Kinds of files: which rule a file is of, and how a person's categories are kept.

#include "ui/categories.h"

#include "tests/ui/rows.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace penstock;

namespace {

QString nameOf(const Category* category) {
    return category == nullptr ? QString() : category->name;
}

}  // namespace

class CategoriesTest : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;

private slots:

    void initTestCase() {
        QCoreApplication::setOrganizationName(QStringLiteral("penstock-test"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings_.path());
    }

    void init() { QSettings().clear(); }

    void aFileIsOfTheFirstRuleThatFits_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QString>("category");
        const QString video = QStringLiteral("Video");
        const QString work = QStringLiteral("Work");
        const QString sources = QStringLiteral("Sources");
        QTest::newRow("ending") << QByteArray("film.mkv") << QByteArray("a") << video;
        QTest::newRow("capitals") << QByteArray("FILM.MKV") << QByteArray("a") << video;
        QTest::newRow("ending of two") << QByteArray("x.tar.gz") << QByteArray("a") << sources;
        QTest::newRow("half of it") << QByteArray("x.gz") << QByteArray("a") << QString();
        QTest::newRow("no dot") << QByteArray("mkv") << QByteArray("a") << QString();
        QTest::newRow("nothing before the dot")
            << QByteArray(".mkv") << QByteArray("a") << QString();
        QTest::newRow("part of a word") << QByteArray("filmmkv") << QByteArray("a") << QString();
        QTest::newRow("host") << QByteArray("x") << QByteArray("example.org") << work;
        QTest::newRow("below the host") << QByteArray("x") << QByteArray("a.example.org") << work;
        QTest::newRow("a host that ends like it")
            << QByteArray("x") << QByteArray("anexample.org") << QString();
        QTest::newRow("two fit") << QByteArray("film.mkv") << QByteArray("example.org") << video;
    }

    void aFileIsOfTheFirstRuleThatFits() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, host);
        QFETCH(QString, category);
        const CategoryRules rules(
            {{QStringLiteral("Video"), {}, {QStringLiteral("mkv")}, {}},
             {QStringLiteral("Sources"), {}, {QStringLiteral("tar.gz")}, {}},
             {QStringLiteral("Work"), {}, {}, {QStringLiteral("example.org")}}});
        QCOMPARE(nameOf(rules.find(name.toStdString(), host.toStdString())), category);
        TransferSnapshot row = transferRow(1, TransferState::Done, name.toStdString());
        row.host = host.toStdString();
        QCOMPARE(QString::fromStdString(rules.nameFor(row)), category);
    }

    void whatIsAskedForTellsByItsNameOrItsPath() {
        const CategoryRules rules({{QStringLiteral("Video"), {}, {QStringLiteral("mkv")}, {}}});
        const auto of = [&rules](const char* url, const char* name) {
            TransferRequest request;
            request.url = url;
            request.name = name;
            return nameOf(rules.of(request));
        };
        QCOMPARE(of("https://a/b/film.mkv?x=1#y", ""), QStringLiteral("Video"));
        QCOMPARE(of("https://a/get?file=film.mkv", ""), QString());
        QCOMPARE(of("no link", ""), QString());
        QCOMPARE(of("https://a/film.mkv", "film.part1"), QString());
        QCOMPARE(of("https://a/get", "other.mkv"), QStringLiteral("Video"));
    }

    void whatIsTypedBecomesWords() {
        QCOMPARE(
            ruleWords(QStringLiteral(" Iso, .IMG;*.tar.gz iso  ")),
            (QStringList{QStringLiteral("iso"), QStringLiteral("img"), QStringLiteral("tar.gz")}));
        QVERIFY(ruleWords(QStringLiteral(" , . * ")).isEmpty());
    }

    void theUsualOnesAreThereUntilAPersonChangesThem() {
        CategoryList list;
        QVERIFY(list.rules().find("a.iso", {}) != nullptr);
        for (const Category& each : std::vector<Category>(list.categories())) {
            list.remove(each.name);
        }
        QVERIFY(CategoryList().categories().empty());  // and do not come back
    }

    void whatAPersonSetsIsKept() {
        const Category lectures{QStringLiteral("Lectures"),
                                QStringLiteral("/srv/lectures"),
                                {QStringLiteral("webm")},
                                {QStringLiteral("uni.example")}};
        CategoryList list;
        const QSignalSpy changed(&list, &CategoryList::changed);
        list.set(lectures);
        list.set(lectures);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(CategoryList().categories(), list.categories());
        QCOMPARE(*CategoryList().rules().named("Lectures"), lectures);
    }
};

QTEST_GUILESS_MAIN(CategoriesTest)
#include "categories_test.moc"
