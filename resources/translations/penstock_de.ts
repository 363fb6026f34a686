<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>SlowReason</name>
    <message>
        <source>Name lookup</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Waiting for a place</source>
        <translation>Warten auf einen Platz</translation>
    </message>
    <message>
        <source>Between tries</source>
        <translation>Zwischen Versuchen</translation>
    </message>
</context>
<context>
    <name>TransferColumn</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Verbleibend</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Resumable</source>
        <translation>Fortsetzbar</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
</context>
<context>
    <name>penstock::CategoryList</name>
    <message>
        <source>Video</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Musik</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
</context>
<context>
    <name>penstock::CategoryModel</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>der übliche</translation>
    </message>
</context>
<context>
    <name>penstock::DesktopNotices</name>
    <message>
        <source>%1 is complete</source>
        <translation>%1 ist fertig</translation>
    </message>
    <message>
        <source>%1 has failed</source>
        <translation>%1 ist gescheitert</translation>
    </message>
    <message>
        <source>%1 has a question</source>
        <translation>%1 hat eine Frage</translation>
    </message>
    <message numerus="yes">
        <source>%n files complete</source>
        <translation>
            <numerusform>%n Datei fertig</numerusform>
            <numerusform>%n Dateien fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n gescheitert</numerusform>
            <numerusform>%n gescheitert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a question</source>
        <translation>
            <numerusform>%n mit einer Frage</numerusform>
            <numerusform>%n mit einer Frage</numerusform>
        </translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>In %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Show Penstock</source>
        <translation>Penstock zeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>penstock::DesktopPage</name>
    <message>
        <source>&amp;Notify when files are complete</source>
        <translation>&amp;Melden, wenn Dateien fertig sind</translation>
    </message>
    <message>
        <source>Show progress in the &amp;task bar</source>
        <translation>Fortschritt in der &amp;Taskleiste zeigen</translation>
    </message>
    <message>
        <source>Keep the computer &amp;awake</source>
        <translation>Den Rechner &amp;wach halten</translation>
    </message>
    <message>
        <source>Icon in the t&amp;ray</source>
        <translation>&amp;Symbol im Infobereich</translation>
    </message>
    <message>
        <source>While the window is in the background</source>
        <translation>Während das Fenster im Hintergrund ist</translation>
    </message>
    <message>
        <source>Also when one fails or asks. One notification for all, and none while the window is active.</source>
        <translation>Auch wenn eine scheitert oder fragt. Eine Meldung für alle, und keine, während das Fenster aktiv ist.</translation>
    </message>
    <message>
        <source>How many transfers are under way and how far they are, on desktops that show it.</source>
        <translation>Wie viele Übertragungen laufen und wie weit sie sind, auf Arbeitsflächen, die das zeigen.</translation>
    </message>
    <message>
        <source>While transfers are under way it does not fall asleep by itself; the screen may.</source>
        <translation>Solange Übertragungen laufen, schläft er nicht von selbst ein; der Bildschirm darf.</translation>
    </message>
    <message>
        <source>Closing the window then leaves transfers running; the icon brings it back. Where the desktop has no tray, there is none.</source>
        <translation>Schließt man das Fenster, so laufen die Übertragungen weiter; das Symbol bringt es zurück. Wo es keinen Infobereich gibt, gibt es kein Symbol.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>After each</source>
        <translation>Nach jeder</translation>
    </message>
    <message>
        <source>When all end</source>
        <translation>Am Ende aller</translation>
    </message>
    <message>
        <source>Run a program</source>
        <translation>Ein Programm starten</translation>
    </message>
    <message>
        <source>Of your own, for what is complete.</source>
        <translation>Ein eigenes, für das, was fertig ist.</translation>
    </message>
    <message>
        <source>&amp;When</source>
        <translation>&amp;Wann</translation>
    </message>
    <message>
        <source>After each complete file, or when nothing is under way any more.</source>
        <translation>Nach jeder fertigen Datei, oder wenn nichts mehr läuft.</translation>
    </message>
    <message>
        <source>A program and its arguments, with double quotes around those that have spaces; no shell reads them. After each file its path is the last argument, and it is told in PENSTOCK_FILE, PENSTOCK_NAME, PENSTOCK_URL and PENSTOCK_SIZE; at the end PENSTOCK_DONE and PENSTOCK_FAILED are the numbers of files.</source>
        <translation>Ein Programm und seine Argumente, in doppelten Anführungszeichen, wenn sie Leerzeichen haben; keine Shell liest sie. Nach jeder Datei ist ihr Pfad das letzte Argument, und PENSTOCK_FILE, PENSTOCK_NAME, PENSTOCK_URL und PENSTOCK_SIZE sagen mehr; am Ende sind PENSTOCK_DONE und PENSTOCK_FAILED die Zahlen der Dateien.</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programm</translation>
    </message>
</context>
<context>
    <name>penstock::DoneProgram</name>
    <message>
        <source>The program %1 cannot be run: %2</source>
        <translation>Das Programm %1 lässt sich nicht starten: %2</translation>
    </message>
</context>
<context>
    <name>penstock::EmptyState</name>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>No transfer matches %1</source>
        <translation>Keine Übertragung passt zu %1</translation>
    </message>
</context>
<context>
    <name>penstock::FilterField</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by name, host or status</source>
        <translation>Nach Name, Rechner oder Zustand filtern</translation>
    </message>
</context>
<context>
    <name>penstock::FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>penstock::FoldersPage</name>
    <message>
        <source>Name of a new category</source>
        <translation>Name einer neuen Kategorie</translation>
    </message>
    <message>
        <source>A new category, such as Lectures</source>
        <translation>Eine neue Kategorie, etwa Vorlesungen</translation>
    </message>
    <message>
        <source>the usual one</source>
        <translation>der übliche</translation>
    </message>
    <message>
        <source>such as iso img tar.gz</source>
        <translation>etwa iso img tar.gz</translation>
    </message>
    <message>
        <source>such as example.org</source>
        <translation>etwa example.org</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Downloads &amp;go to</source>
        <translation>&amp;Ziel der Dateien</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>A file is of the first one that its name or its host fits. They are lines of the side bar, and may have folders of their own.</source>
        <translation>Eine Datei gehört zur ersten, zu der ihr Name oder ihr Rechner passt. Sie sind Zeilen der Seitenleiste und dürfen eigene Ordner haben.</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Names &amp;end in</source>
        <translation>Namen &amp;enden auf</translation>
    </message>
    <message>
        <source>From &amp;hosts</source>
        <translation>Von &amp;Rechnern</translation>
    </message>
    <message>
        <source>There is no category</source>
        <translation>Es gibt keine Kategorie</translation>
    </message>
</context>
<context>
    <name>penstock::ListFilter</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
</context>
<context>
    <name>penstock::MainWindow</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
</context>
<context>
    <name>penstock::NameRow</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
</context>
<context>
    <name>penstock::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>No transfer is selected</source>
        <translation>Keine Übertragung ist ausgewählt</translation>
    </message>
</context>
<context>
    <name>penstock::QueuesPage</name>
    <message>
        <source>Name of a new queue</source>
        <translation>Name einer neuen Warteschlange</translation>
    </message>
    <message>
        <source>A new queue, such as overnight</source>
        <translation>Eine neue Warteschlange, etwa nachts</translation>
    </message>
</context>
<context>
    <name>penstock::RowView</name>
    <message>
        <source>Usual columns</source>
        <translation>Übliche Spalten</translation>
    </message>
</context>
<context>
    <name>penstock::SettingsDialog</name>
    <message>
        <source>Desktop</source>
        <translation>Arbeitsfläche</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>penstock::ShareBar</name>
    <message>
        <source>What the time went to</source>
        <translation>Wohin die Zeit ging</translation>
    </message>
</context>
<context>
    <name>penstock::SideBar</name>
    <message>
        <source>Shown transfers</source>
        <translation>Gezeigte Übertragungen</translation>
    </message>
</context>
<context>
    <name>penstock::SideBarModel</name>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
</context>
<context>
    <name>penstock::SleepInhibitor</name>
    <message>
        <source>Transfers are under way</source>
        <translation>Übertragungen laufen</translation>
    </message>
</context>
<context>
    <name>penstock::TrayIcon</name>
    <message>
        <source>&amp;Show Penstock</source>
        <translation>Penstock &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Add links…</source>
        <translation>Links &amp;hinzufügen …</translation>
    </message>
</context>
</TS>
