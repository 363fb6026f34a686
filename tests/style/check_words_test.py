#!/usr/bin/env python3
"""check_words.py finds what is planted, and only that."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import check_words  # noqa: E402


def found_in(code):
    return list(check_words.untranslated("ui/a.cpp", code))


class Literals(unittest.TestCase):
    def test_words_that_cannot_be_translated_are_found(self):
        for code in ('label->setText(QStringLiteral("Nothing here"));',
                     'label->setText("Nothing");',
                     'button->setToolTip(QStringLiteral("Close"));',
                     'setWindowTitle(QStringLiteral("Add transfers"));',
                     'field->setAccessibleName(QLatin1String("Speed"));',
                     'menu.addAction(QStringLiteral("&Open"));',
                     'return QStringLiteral("Waiting for the disk");',
                     'return ok ? QStringLiteral("Done") : QString();',
                     'QString text = size + QStringLiteral(" on disk");',
                     'new QLabel(QStringLiteral("No open sockets"), this);'):
            self.assertEqual(len(found_in(code)), 1, code)

    def test_what_is_translated_is_left_alone(self):
        for code in ('label->setText(tr("Nothing here"));',
                     'label->setText(Words::tr("%1 of %2").arg(a, b));',
                     'sentence = QCoreApplication::translate("Wait", "first byte");',
                     'tr("Only the first %1 links were "\n   "taken");',
                     'constexpr std::array kTitles{QT_TRANSLATE_NOOP("Column", "Time left")};'):
            self.assertEqual(found_in(code), [], code)

    def test_what_no_person_reads_is_left_alone(self):
        for code in ('setObjectName(QStringLiteral("Main window"));',
                     '#include "ui/a file.h"',
                     '// label->setText(QStringLiteral("Nothing here"));',
                     'view->setColumnPlans({{QStringLiteral("206 Partial Content"), 1, false}});',
                     'parts.join(QStringLiteral(", "));',
                     'button = makeQuietButton(tr("Choose"), name + QStringLiteral("Button"), this);',
                     'icon = themedIcon(QStringLiteral("list-add"));'):
            self.assertEqual(found_in(code), [], code)


class Translations(unittest.TestCase):
    MESSAGE = "<message><source>{}</source><translation{}>{}</translation></message>"

    def flaws(self, *message):
        return len(list(check_words.flaws("de.ts", self.MESSAGE.format(*message))))

    def test_a_flaw_is_found(self):
        self.assertEqual(self.flaws("Open", "", "Öffnen"), 0)
        self.assertEqual(self.flaws("Open", ' type="unfinished"', ""), 1)
        self.assertEqual(self.flaws("Open", "", ""), 1)
        self.assertEqual(self.flaws("%1 of %2", "", "%1 von"), 1)
        self.assertEqual(self.flaws("%Ln files", "", "<numerusform>%Ln Datei</numerusform>"
                                    "<numerusform></numerusform>"), 1)

    def test_a_planted_word_without_a_translation_ends_with_1(self):
        with tempfile.TemporaryDirectory() as root:
            for folder in ("app", "ui", "resources/translations"):
                os.makedirs(os.path.join(root, folder))
            shutil.copy(os.path.join(HERE, "../../resources/translations/penstock_de.ts"),
                        os.path.join(root, "resources/translations"))
            with open(os.path.join(root, "ui/planted.cpp"), "w", encoding="utf-8") as planted:
                planted.write('void Planted::say() { setText(tr("Planted here")); }\n')
            run = subprocess.run([sys.executable, os.path.join(HERE, "check_words.py"), root],
                                 capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 1)
            self.assertIn('without a translation: "Planted here"', run.stdout)


if __name__ == "__main__":
    unittest.main()
