#pragma once
// One program for the tests of a room: `PROGRAM UNIT [arguments of QtTest]` runs the test class of
// UNIT.cpp, and nothing else of the program.
//
// The build includes this in front of each *_test.cpp. A test file looks as QtTest has it, with
// QTEST_MAIN or QTEST_GUILESS_MAIN and its .moc at the end; here these register the class instead
// of defining main(). What needs a main() of its own, for an application made in another way, has
//
//     PENSTOCK_TEST_MAIN(ApplicationTest, argc, argv) { …; return QTest::qExec(&test, argc, argv);
//     }
//
// The class is the only thing that such a file defines outside an anonymous namespace: the files of
// a room are linked together.

#include <QTest>

namespace penstock {

/// A file's entry in its program; made before main().
class TestUnit {
public:
    using Main = int (*)(int argc, char** argv);

    /// `file` is the .cpp's path; its stem is what the unit is called by. A second one of that name
    /// in the program ends it, with both paths.
    TestUnit(const char* file, Main main);
};

}  // namespace penstock

#define PENSTOCK_TEST_MAIN(TestObject, argc, argv)                                     \
    static int mainOf##TestObject(int argc, char** argv);                              \
    static const penstock::TestUnit unitOf##TestObject(__FILE__, &mainOf##TestObject); \
    static int mainOf##TestObject([[maybe_unused]] int argc, [[maybe_unused]] char** argv)

// QTEST_MAIN and its kin are this with the application that each of them makes.
#undef QTEST_MAIN_WRAPPER
#define QTEST_MAIN_WRAPPER(TestObject, ...)          \
    PENSTOCK_TEST_MAIN(TestObject, argc, argv) {     \
        QTest::Internal::callInitMain<TestObject>(); \
        __VA_ARGS__                                  \
        TestObject test;                             \
        return QTest::qExec(&test, argc, argv);      \
    }
