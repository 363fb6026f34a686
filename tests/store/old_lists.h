#pragma once

// Lists of earlier versions, to the letter as those wrote them.

namespace penstock {

inline constexpr const char* kVersionOne = R"(
PRAGMA application_id = 1349415796;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    final_name TEXT NOT NULL,
    final_url TEXT NOT NULL,
    part_name TEXT NOT NULL,
    rate_limit INTEGER NOT NULL,
    state INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_sentence TEXT NOT NULL,
    error_evidence TEXT NOT NULL,
    error_errno INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    last_modified_strong INTEGER NOT NULL,
    total INTEGER,
    encoding TEXT NOT NULL,
    generation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    renaming_to TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE range (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    begin INTEGER NOT NULL,
    soft_end INTEGER NOT NULL,
    durable_end INTEGER NOT NULL,
    PRIMARY KEY (transfer, generation, begin)
) STRICT, WITHOUT ROWID;
CREATE TABLE header (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (transfer, position)
) STRICT, WITHOUT ROWID;
INSERT INTO transfer VALUES (
    7, 'https://example.org/a', '/home/x/Downloads', 'asked', 'a.iso', 'https://mirror.test/a',
    'a.iso.part', 1000, 3, 'Connect.Reset', 'The connection was reset', 'after 5 bytes', 104,
    '"abc"', 'Tue, 15 Nov 1994 12:45:26 GMT', 1, 5000000, 'gzip', 3, 2049, 77, 'boot', 11, 'b.iso',
    1700000000123, 1700000001456, 'Started over');
INSERT INTO range VALUES (7, 3, 0, 4000, 3000);
INSERT INTO header VALUES (7, 0, 'Referer', 'https://example.org/');
)";

/// What version 3 made of a row in each state, in the order that they had then; a further one was
/// removed.
inline constexpr const char* kVersionThree = R"(
PRAGMA application_id = 1349415796;
PRAGMA user_version = 3;
PRAGMA journal_mode = WAL;
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    final_name TEXT NOT NULL,
    final_url TEXT NOT NULL,
    part_name TEXT NOT NULL,
    rate_limit INTEGER NOT NULL,
    state INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_sentence TEXT NOT NULL,
    error_evidence TEXT NOT NULL,
    error_errno INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    last_modified_strong INTEGER NOT NULL,
    total INTEGER,
    encoding TEXT NOT NULL,
    generation INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    renaming_to TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL,
    note TEXT NOT NULL
, owner INTEGER, birth_ns INTEGER NOT NULL DEFAULT 0, mark INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE range (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    begin INTEGER NOT NULL,
    soft_end INTEGER NOT NULL,
    durable_end INTEGER NOT NULL,
    PRIMARY KEY (transfer, generation, begin)
) STRICT, WITHOUT ROWID;
CREATE TABLE header (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (transfer, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE old_part (
    transfer INTEGER PRIMARY KEY REFERENCES transfer (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    mount_id INTEGER NOT NULL,
    owner INTEGER,
    birth_ns INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    same_file INTEGER NOT NULL
) STRICT;
INSERT INTO transfer VALUES (1,'https://example.org/file0.iso','/home/x/Downloads','',
    'file0.iso','https://mirror.example.org/file0.iso','file0.iso.part',0,0,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000000,'',1,2049,70,'boot',11,'',1700000000000,0,
    '',1000,1700000000123456789,4660);
INSERT INTO transfer VALUES (2,'https://example.org/file1.iso','/home/x/Downloads','',
    'file1.iso','https://mirror.example.org/file1.iso','file1.iso.part',1000,1,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000001,'',1,2049,71,'boot',11,'',1700000000001,0,
    '',1000,1700000000123456789,4661);
INSERT INTO transfer VALUES (3,'https://example.org/file2.iso','/home/x/Downloads','',
    'file2.iso','https://mirror.example.org/file2.iso','file2.iso.part',2000,2,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000002,'',1,2049,72,'boot',11,'',1700000000002,0,
    'Started over',1000,1700000000123456789,4662);
INSERT INTO transfer VALUES (4,'https://example.org/file3.iso','/home/x/Downloads','',
    'file3.iso','https://mirror.example.org/file3.iso','file3.iso.part',3000,3,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000003,'',1,2049,73,'boot',11,'file3.iso',
    1700000000003,0,'',1000,1700000000123456789,4663);
INSERT INTO transfer VALUES (5,'https://example.org/file4.iso','/home/x/Downloads','',
    'file4.iso','https://mirror.example.org/file4.iso','file4.iso.part',4000,4,'Connect.Reset',
    'The connection was reset','after 5 bytes',104,'"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,
    5000004,'',1,2049,74,'boot',11,'',1700000000004,0,'',1000,1700000000123456789,4664);
INSERT INTO transfer VALUES (6,'https://example.org/file5.iso','/home/x/Downloads','',
    'file5.iso','https://mirror.example.org/file5.iso','file5.iso.part',5000,5,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000005,'',1,2049,75,'boot',11,'',1700000000005,0,
    '',1000,1700000000123456789,4665);
INSERT INTO transfer VALUES (7,'https://example.org/file6.iso','/home/x/Downloads','',
    'file6.iso','https://mirror.example.org/file6.iso','file6.iso.part',6000,6,'None','','',0,
    '"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,5000006,'',1,2049,76,'boot',11,'',1700000000006,0,
    '',1000,1700000000123456789,4666);
INSERT INTO transfer VALUES (8,'https://example.org/file7.iso','/home/x/Downloads','',
    'file7.iso','https://mirror.example.org/file7.iso','file7.iso.part',7000,7,'Entity.Changed',
    'The file on the server has changed since this download began','',0,'"abc"',
    'Tue, 15 Nov 1994 12:45:26 GMT',1,5000007,'',1,2049,77,'boot',11,'',1700000000007,0,'',1000,
    1700000000123456789,4667);
INSERT INTO transfer VALUES (9,'https://example.org/file8.iso','/home/x/Downloads','',
    'file8.iso','https://mirror.example.org/file8.iso','',8000,8,'None','','',0,'"abc"',
    'Tue, 15 Nov 1994 12:45:26 GMT',1,5000008,'',1,2049,78,'boot',11,'',1700000000008,
    1700000001456,'',1000,1700000000123456789,4668);
INSERT INTO transfer VALUES (10,'https://example.org/file9.iso','/home/x/Downloads','',
    'file9.iso','https://mirror.example.org/file9.iso','file9.iso.part',9000,9,'Connect.Reset',
    'The connection was reset','after 5 bytes',104,'"abc"','Tue, 15 Nov 1994 12:45:26 GMT',1,
    5000009,'',1,2049,79,'boot',11,'',1700000000009,0,'',1000,1700000000123456789,4669);
INSERT INTO range VALUES (2,1,0,4001,3001);
INSERT INTO range VALUES (3,1,0,4002,3002);
INSERT INTO range VALUES (4,1,0,4003,3003);
INSERT INTO range VALUES (5,1,0,4004,3004);
INSERT INTO range VALUES (6,1,0,4005,3005);
INSERT INTO range VALUES (7,1,0,4006,3006);
INSERT INTO range VALUES (8,1,0,4007,3007);
INSERT INTO range VALUES (10,1,0,4009,3009);
INSERT INTO header VALUES (1,-1,'X-Token','');
INSERT INTO header VALUES (1,0,'Referer','https://example.org/');
INSERT INTO header VALUES (2,-1,'X-Token','');
INSERT INTO header VALUES (2,0,'Referer','https://example.org/');
INSERT INTO header VALUES (3,-1,'X-Token','');
INSERT INTO header VALUES (3,0,'Referer','https://example.org/');
INSERT INTO header VALUES (4,-1,'X-Token','');
INSERT INTO header VALUES (4,0,'Referer','https://example.org/');
INSERT INTO header VALUES (5,-1,'X-Token','');
INSERT INTO header VALUES (5,0,'Referer','https://example.org/');
INSERT INTO header VALUES (6,-1,'X-Token','');
INSERT INTO header VALUES (6,0,'Referer','https://example.org/');
INSERT INTO header VALUES (7,-1,'X-Token','');
INSERT INTO header VALUES (7,0,'Referer','https://example.org/');
INSERT INTO header VALUES (8,-1,'X-Token','');
INSERT INTO header VALUES (8,0,'Referer','https://example.org/');
INSERT INTO header VALUES (9,-1,'X-Token','');
INSERT INTO header VALUES (9,0,'Referer','https://example.org/');
INSERT INTO header VALUES (10,-1,'X-Token','');
INSERT INTO header VALUES (10,0,'Referer','https://example.org/');
INSERT INTO old_part VALUES (3,'file2.1.iso.part',2049,72,'boot',11,1000,1700000000123456789,
    4662,12345,1);
UPDATE sqlite_sequence SET seq = 11 WHERE name = 'transfer';
)";

/// What a list of version four holds; its tables are made by buildSchema().
inline constexpr const char* kRowOfVersionFour = R"(
PRAGMA application_id = 1349415796;
PRAGMA user_version = 4;
PRAGMA journal_mode = WAL;
INSERT INTO transfer VALUES (
    7, 'https://example.org/a', '/home/x/Downloads', 'asked', 'a.iso', 'https://mirror.test/a',
    'a.iso.part', 1000, 'Connect.Reset', 'The connection was reset', 'after 5 bytes', 104,
    '"abc"', 'Tue, 15 Nov 1994 12:45:26 GMT', 1, 5000000, 'gzip', 3, 2049, 77, 'boot', 11, 'b.iso',
    1700000000123, 1700000001456, 'Started over', 1000, 5, 6, 'verifying');
INSERT INTO range VALUES (7, 3, 0, 4000, 3000);
INSERT INTO header VALUES (7, 0, 'Referer', 'https://example.org/');
)";

}  // namespace penstock
