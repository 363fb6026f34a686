// Where new files go: by their categories, until a person says otherwise.

#include "ui/folder_choice.h"

#include "tests/ui/window_fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace penstock;

class FolderChoiceTest : public WindowFixture {
    Q_OBJECT

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void aLinkGoesToTheFolderOfItsCategoryAsIsShown() {
        CategoryList().set(
            {QStringLiteral("Video"), QStringLiteral("/srv/video"), {QStringLiteral("mkv")}, {}});
        window_.reset();
        open();
        window_->openAddDialog({QStringLiteral("https://a/film.mkv")});
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/srv/video"));
        QVERIFY(!part<QWidget>("folderHint")->isVisible());
        window_->openAddDialog({QStringLiteral("https://a/b")});  // another beside it
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/tmp/downloads"));
        QCOMPARE(part<QLabel>("folderHint")->text(), QStringLiteral("Video goes to /srv/video"));
        QVERIFY(part<QLabel>("folderHint")->isVisible());
        part<QPushButton>("addButton")->click();
        QCOMPARE(commands_->added.at(0).directory, std::string("/srv/video"));
        QCOMPARE(commands_->added.at(1).directory, std::string("/tmp/downloads"));
    }

    void aFolderThatAPersonHasTypedIsForAll() {
        CategoryList().set(
            {QStringLiteral("Video"), QStringLiteral("/srv/video"), {QStringLiteral("mkv")}, {}});
        window_.reset();
        open();
        window_->openAddDialog({QStringLiteral("https://a/film.mkv")});
        part<QLineEdit>("folderEdit")->setText(QStringLiteral("/else"));
        window_->openAddDialog({QStringLiteral("https://a/b")});
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/else"));
        QVERIFY(!part<QWidget>("folderHint")->isVisible());
        part<QPushButton>("addButton")->click();
        QCOMPARE(commands_->added.at(0).directory, std::string("/else"));
        QCOMPARE(commands_->added.at(1).directory, std::string("/else"));
    }

    void theUsualFolderCanBeTypedForAFileOfACategory() {
        FolderChoice choice(QStringLiteral("/usual"), nullptr);
        choice.setRules(CategoryRules({{QStringLiteral("Video"),
                                        QStringLiteral("/srv/video"),
                                        {QStringLiteral("mkv")},
                                        {}}}));
        TransferRequest request;
        request.url = "https://a/film.mkv";
        choice.follow({QStringLiteral("https://a/film.mkv")}, {});
        QCOMPARE(choice.directoryOf(request), std::string("/srv/video"));
        choice.findChild<QLineEdit*>(QStringLiteral("folderEdit"))
            ->setText(QStringLiteral(" /usual/ "));
        QCOMPARE(choice.directoryOf(request), std::string("/usual"));
    }

    void ofVeryManyItIsSaidThatCategoriesCount() {
        FolderChoice choice(QStringLiteral("/usual"), nullptr);
        choice.followMany();
        const auto* hint = choice.findChild<QLabel*>(QStringLiteral("folderHint"));
        QVERIFY(hint->isHidden());
        choice.setRules(CategoryRules({{QStringLiteral("Video"), QStringLiteral("/v"), {}, {}}}));
        choice.followMany();
        QVERIFY(!hint->isHidden());
    }

    void whatIsNoFolderIsSaid() {
        FolderChoice choice(QStringLiteral("/usual"), nullptr);
        QVERIFY(choice.problem().isEmpty());
        auto* edit = choice.findChild<QLineEdit*>(QStringLiteral("folderEdit"));
        edit->setText(QStringLiteral("a/b"));
        QVERIFY(choice.problem().contains(QLatin1Char('~')));
        edit->setText(QStringLiteral("~/b"));
        QVERIFY(choice.problem().isEmpty());
        edit->clear();
        QVERIFY(!choice.problem().isEmpty());
    }
};

QTEST_MAIN(FolderChoiceTest)
#include "folder_choice_test.moc"
