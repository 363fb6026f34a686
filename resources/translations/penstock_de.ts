<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Penstock</source>
        <translation>Über Penstock</translation>
    </message>
    <message>
        <source>Brings files over HTTP and HTTPS, and shows what each socket waits for.</source>
        <translation>Holt Dateien über HTTP und HTTPS und zeigt, worauf jeder Socket wartet.</translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message>
        <source>Certificates of %1</source>
        <translation>Zertifikate von %1</translation>
    </message>
</context>
<context>
    <name>Curl</name>
    <message>
        <source>The curl command has a quotation mark that is not closed</source>
        <translation>Im curl-Befehl ist ein Anführungszeichen nicht geschlossen</translation>
    </message>
    <message>
        <source>The option %1 of the curl command is not known here, so nothing of it was taken</source>
        <translation>Die Option %1 des curl-Befehls ist hier nicht bekannt, deshalb wurde nichts davon übernommen</translation>
    </message>
    <message>
        <source>The option %1 of the curl command has no value</source>
        <translation>Die Option %1 des curl-Befehls hat keinen Wert</translation>
    </message>
    <message>
        <source>The option -b of the curl command names a file of cookies, which is not read here, so nothing of it was taken</source>
        <translation>Die Option -b des curl-Befehls nennt eine Datei mit Cookies, die hier nicht gelesen wird; deshalb wurde nichts davon übernommen</translation>
    </message>
</context>
<context>
    <name>Deadline</name>
    <message>
        <source>lookup</source>
        <translation>Namenssuche</translation>
    </message>
    <message>
        <source>other family</source>
        <translation>andere Familie</translation>
    </message>
    <message>
        <source>next address</source>
        <translation>nächste Adresse</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>handshake</source>
        <translation>Handshake</translation>
    </message>
    <message>
        <source>send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>erstes Byte</translation>
    </message>
    <message>
        <source>headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>stall</source>
        <translation>Stillstand</translation>
    </message>
    <message>
        <source>next share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>neuer Versuch</translation>
    </message>
    <message>
        <source>slot</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>total</source>
        <translation>insgesamt</translation>
    </message>
    <message>
        <source>proxy reply</source>
        <translation>Antwort des Proxys</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <comment>hours, minutes</comment>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days, hours</comment>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>d MMM yyyy hh:mm</source>
        <comment>as QDateTime has it</comment>
        <translation>d. MMM yyyy hh:mm</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>bytes</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 – %2 %3</source>
        <comment>from, to, unit</comment>
        <translation>%1 – %2 %3</translation>
    </message>
    <message>
        <source>%1 %2/s</source>
        <comment>number, unit</comment>
        <translation>%1 %2/s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>LinkProblem</name>
    <message>
        <source>has a space in its host name</source>
        <translation>hat ein Leerzeichen im Rechnernamen</translation>
    </message>
    <message>
        <source>has a host name with a part longer than %1 characters</source>
        <translation>hat im Rechnernamen einen Teil mit mehr als %1 Zeichen</translation>
    </message>
    <message>
        <source>has no valid host name</source>
        <translation>hat keinen gültigen Rechnernamen</translation>
    </message>
    <message>
        <source>is no http or https link</source>
        <translation>ist kein http- oder https-Link</translation>
    </message>
    <message>
        <source>has a port that is not a number from 1 to %1</source>
        <translation>hat einen Port, der keine Zahl von 1 bis %1 ist</translation>
    </message>
    <message>
        <source>has a space in its link, which is written %20 there</source>
        <translation>hat ein Leerzeichen im Link, wo es %20 geschrieben wird</translation>
    </message>
</context>
<context>
    <name>LinkText</name>
    <message>
        <source>Line %1 is longer than %2 characters: %3</source>
        <translation>Zeile %1 hat mehr als %2 Zeichen: %3</translation>
    </message>
    <message>
        <source>Line %1 %2: %3</source>
        <translation>Zeile %1 %2: %3</translation>
    </message>
    <message>
        <source>The curl command has no http or https link: %1</source>
        <translation>Der curl-Befehl hat keinen http- oder https-Link: %1</translation>
    </message>
    <message>
        <source>Only the first %1 links were taken, as many as go at once; those that follow were left out</source>
        <translation>Nur die ersten %1 Links wurden übernommen, so viele wie auf einmal gehen; die folgenden blieben weg</translation>
    </message>
    <message>
        <source>A link was left out because it is longer than %1 characters</source>
        <translation>Ein Link blieb weg, weil er mehr als %1 Zeichen hat</translation>
    </message>
    <message numerus="yes">
        <source>%Ln links were left out because they are longer than %1 characters</source>
        <translation>
            <numerusform>%Ln Link blieb weg, weil er mehr als %1 Zeichen hat</numerusform>
            <numerusform>%Ln Links blieben weg, weil sie mehr als %1 Zeichen haben</numerusform>
        </translation>
    </message>
    <message>
        <source>1 line is no link</source>
        <translation>1 Zeile ist kein Link</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines are no links</source>
        <translation>
            <numerusform>%Ln Zeile ist kein Link</numerusform>
            <numerusform>%Ln Zeilen sind keine Links</numerusform>
        </translation>
    </message>
    <message>
        <source>1 link is neither http nor https</source>
        <translation>1 Link ist weder http noch https</translation>
    </message>
    <message numerus="yes">
        <source>%Ln links are neither http nor https</source>
        <translation>
            <numerusform>%Ln Link ist weder http noch https</numerusform>
            <numerusform>%Ln Links sind weder http noch https</numerusform>
        </translation>
    </message>
    <message>
        <source>1 link was there already</source>
        <translation>1 Link war schon da</translation>
    </message>
    <message numerus="yes">
        <source>%Ln links were there already</source>
        <translation>
            <numerusform>%Ln Link war schon da</numerusform>
            <numerusform>%Ln Links waren schon da</numerusform>
        </translation>
    </message>
    <message>
        <source>These are too many links to add at once; %1 go</source>
        <translation>Das sind zu viele Links auf einmal; %1 gehen</translation>
    </message>
</context>
<context>
    <name>LoginDialog</name>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>It is for this server only, and kept until Penstock ends.</source>
        <translation>Gilt nur für diesen Server und wird behalten, bis Penstock endet.</translation>
    </message>
</context>
<context>
    <name>MoreConnections</name>
    <message>
        <source>%1 takes 1 connection since %2</source>
        <translation>%1 nimmt seit %2 1 Verbindung an</translation>
    </message>
    <message numerus="yes">
        <source>%1 takes %Ln connections since %2</source>
        <translation>
            <numerusform>%1 nimmt seit %2 %Ln Verbindung an</numerusform>
            <numerusform>%1 nimmt seit %2 %Ln Verbindungen an</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 takes 1 connection</source>
        <translation>%1 nimmt 1 Verbindung an</translation>
    </message>
    <message numerus="yes">
        <source>%1 takes %Ln connections</source>
        <translation>
            <numerusform>%1 nimmt %Ln Verbindung an</numerusform>
            <numerusform>%1 nimmt %Ln Verbindungen an</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 asks to come later with another connection, in %2</source>
        <translation>%1 bittet, mit einer weiteren Verbindung später zu kommen, in %2</translation>
    </message>
    <message>
        <source>%1 asks to come later with another connection</source>
        <translation>%1 bittet, mit einer weiteren Verbindung später zu kommen</translation>
    </message>
    <message>
        <source>It has the 1 connection that it may have</source>
        <translation>Sie hat die 1 Verbindung, die sie haben darf</translation>
    </message>
    <message numerus="yes">
        <source>It has the %Ln connections that it may have</source>
        <translation>
            <numerusform>Sie hat die %Ln Verbindung, die sie haben darf</numerusform>
            <numerusform>Sie hat die %Ln Verbindungen, die sie haben darf</numerusform>
        </translation>
    </message>
    <message>
        <source>Not more than 1 connection to one host</source>
        <translation>Nicht mehr als 1 Verbindung zu einem Rechner</translation>
    </message>
    <message numerus="yes">
        <source>Not more than %Ln connections to one host</source>
        <translation>
            <numerusform>Nicht mehr als %Ln Verbindung zu einem Rechner</numerusform>
            <numerusform>Nicht mehr als %Ln Verbindungen zu einem Rechner</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is too small for a second connection</source>
        <translation>Die Datei ist zu klein für eine zweite Verbindung</translation>
    </message>
    <message>
        <source>%1 does not send parts of the file</source>
        <translation>%1 sendet keine Teile der Datei</translation>
    </message>
    <message>
        <source>Nothing proves that two parts would be of the same file: one connection</source>
        <translation>Nichts belegt, dass zwei Teile zur selben Datei gehören: eine Verbindung</translation>
    </message>
    <message>
        <source>The file comes in a coding that is read from its beginning: one connection</source>
        <translation>Die Datei kommt in einer Kodierung, die von vorn gelesen wird: eine Verbindung</translation>
    </message>
    <message>
        <source>The bytes are taken in their order: one connection</source>
        <translation>Die Bytes werden der Reihe nach genommen: eine Verbindung</translation>
    </message>
    <message>
        <source>More connections follow the first answer</source>
        <translation>Weitere Verbindungen folgen nach der ersten Antwort</translation>
    </message>
    <message>
        <source>Another connection would bring little</source>
        <translation>Eine weitere Verbindung brächte wenig</translation>
    </message>
    <message>
        <source>The connections that are there reach the limit of the rate</source>
        <translation>Die vorhandenen Verbindungen erreichen die Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>No descriptor is left for another connection</source>
        <translation>Für eine weitere Verbindung ist kein Deskriptor frei</translation>
    </message>
    <message>
        <source>%1 answered further connections with something else than their parts</source>
        <translation>%1 beantwortete weitere Verbindungen mit etwas anderem als ihren Teilen</translation>
    </message>
    <message>
        <source>What is left is too little for another connection</source>
        <translation>Was übrig ist, ist zu wenig für eine weitere Verbindung</translation>
    </message>
</context>
<context>
    <name>OverviewFacts</name>
    <message>
        <source>%1 (%2 bytes)</source>
        <translation>%1 (%2 Bytes)</translation>
    </message>
    <message>
        <source>unknown, %1 are here</source>
        <translation>unbekannt, %1 sind da</translation>
    </message>
    <message>
        <source>%1, %2 are here</source>
        <translation>%1, %2 sind da</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1, nach %2</translation>
    </message>
    <message>
        <source>part from %1 on, of the same ETag: %2</source>
        <translation>Teil ab %1, mit demselben ETag: %2</translation>
    </message>
    <message>
        <source>part from %1 on, last modified at the same time: %2</source>
        <translation>Teil ab %1, zur selben Zeit zuletzt geändert: %2</translation>
    </message>
    <message>
        <source>part from %1 on, of a file of the same size</source>
        <translation>Teil ab %1, einer gleich großen Datei</translation>
    </message>
    <message>
        <source>possible: the server sends parts, and says how to tell whether the file is the same</source>
        <translation>möglich: Der Server sendet Teile und sagt, woran dieselbe Datei zu erkennen ist</translation>
    </message>
    <message>
        <source>not possible: it would start over</source>
        <translation>nicht möglich: Es begänne von vorn</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Led to</source>
        <translation>Führte zu</translation>
    </message>
    <message>
        <source>Saved as</source>
        <translation>Gespeichert als</translation>
    </message>
    <message>
        <source>Until then</source>
        <translation>Bis dahin</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Going on later</source>
        <translation>Später fortsetzen</translation>
    </message>
    <message>
        <source>Last part</source>
        <translation>Letzter Teil</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>By way of</source>
        <translation>Auf dem Weg über</translation>
    </message>
</context>
<context>
    <name>Priority</name>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
</context>
<context>
    <name>ProblemFacts</name>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>The lookup said</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>The certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>The disk said</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The file on the server has changed</source>
        <translation>Die Datei auf dem Server hat sich geändert</translation>
    </message>
    <message>
        <source>It has failed</source>
        <translation>Es ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The server said</source>
        <translation>Antwort des Servers</translation>
    </message>
    <message>
        <source>Its fields</source>
        <translation>Ihre Felder</translation>
    </message>
    <message>
        <source>Its last request</source>
        <translation>Letzte Anfrage</translation>
    </message>
    <message>
        <source>Led there by</source>
        <translation>Weg dorthin</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>What is here</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Retry now</source>
        <translation>Jetzt erneut versuchen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner …</translation>
    </message>
    <message>
        <source>Free space…</source>
        <translation>Platz schaffen …</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier anhalten</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Vorhandenes behalten</translation>
    </message>
    <message>
        <source>Follow it there</source>
        <translation>Dorthin folgen</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Start over, %1 are fetched again</source>
        <translation>Neu beginnen, %1 werden noch einmal geladen</translation>
    </message>
    <message>
        <source>Try again, from where it is</source>
        <translation>Noch einmal versuchen, ab der jetzigen Stelle</translation>
    </message>
    <message>
        <source>Choose where it is to go. On the same file system it goes on there with what is here, on another it starts over</source>
        <translation>Wählen, wohin die Datei soll. Auf demselben Dateisystem geht es dort mit dem Vorhandenen weiter, auf einem anderen beginnt es neu</translation>
    </message>
    <message>
        <source>Show the folder, to remove something from it; the transfer goes on by itself when there is room</source>
        <translation>Den Ordner zeigen, um etwas daraus zu entfernen; sobald Platz ist, geht es von selbst weiter</translation>
    </message>
    <message>
        <source>Fetch the file from its beginning; what is here stays until the new one is whole</source>
        <translation>Die Datei von vorn laden; das Vorhandene bleibt, bis die neue vollständig ist</translation>
    </message>
    <message>
        <source>Pause; what is here stays</source>
        <translation>Anhalten; das Vorhandene bleibt</translation>
    </message>
    <message>
        <source>Fetch it from the private network</source>
        <translation>Aus dem privaten Netz laden</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>Give the server a name and a password</source>
        <translation>Dem Server Name und Passwort geben</translation>
    </message>
    <message>
        <source>Do not trust</source>
        <translation>Nicht vertrauen</translation>
    </message>
    <message>
        <source>Trust this certificate…</source>
        <translation>Diesem Zertifikat vertrauen …</translation>
    </message>
    <message>
        <source>Look at the certificate, and trust this server for its key</source>
        <translation>Das Zertifikat ansehen und diesem Server um seines Schlüssels willen vertrauen</translation>
    </message>
</context>
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
    <message>
        <source>Limited by your %1: %2 of the time it was held back</source>
        <translation>Auf %1 begrenzt: %2 der Zeit wurde es zurückgehalten</translation>
    </message>
    <message>
        <source>A speed limit that it shares with others held it back %1 of the time</source>
        <translation>Eine Geschwindigkeitsgrenze, die es mit anderen teilt, hielt es %1 der Zeit zurück</translation>
    </message>
    <message>
        <source>%1 of the time went to securing connections</source>
        <translation>%1 der Zeit gingen in die Verschlüsselung von Verbindungen</translation>
    </message>
    <message>
        <source>%1 of the time went to sending requests</source>
        <translation>%1 der Zeit gingen in das Senden von Anfragen</translation>
    </message>
    <message>
        <source>%1 of the time went to connecting</source>
        <translation>%1 der Zeit gingen in den Verbindungsaufbau</translation>
    </message>
    <message>
        <source>It waited for free space %1 of the time</source>
        <translation>Es wartete %1 der Zeit auf freien Platz</translation>
    </message>
    <message>
        <source>%1 of the time went to checking the file</source>
        <translation>%1 der Zeit gingen in die Prüfung der Datei</translation>
    </message>
    <message>
        <source>%1 of the time went to the list of transfers on the disk</source>
        <translation>%1 der Zeit gingen in die Liste der Übertragungen auf der Platte</translation>
    </message>
    <message>
        <source>The disk is the bottleneck: it took %1 of the time</source>
        <translation>Die Platte ist der Engpass: Sie brauchte %1 der Zeit</translation>
    </message>
    <message>
        <source>%1 allows one connection</source>
        <translation>%1 erlaubt eine Verbindung</translation>
    </message>
    <message>
        <source>%1 of the time it waited for a connection to %2 that others had</source>
        <translation>%1 der Zeit wartete es auf eine Verbindung zu %2, die andere hatten</translation>
    </message>
    <message>
        <source>%1 of the time too many files and sockets were open</source>
        <translation>%1 der Zeit waren zu viele Dateien und Sockets offen</translation>
    </message>
    <message>
        <source>%1 of the time it waited until fewer transfers were active</source>
        <translation>%1 der Zeit wartete es, bis weniger Übertragungen aktiv waren</translation>
    </message>
    <message>
        <source>The server asked to come later: that was %1 of the time</source>
        <translation>Der Server bat, später zu kommen: Das waren %1 der Zeit</translation>
    </message>
    <message>
        <source>%1 of the time it waited between tries</source>
        <translation>%1 der Zeit wartete es zwischen Versuchen</translation>
    </message>
    <message>
        <source>Bytes were arriving %1 of the time</source>
        <translation>%1 der Zeit kamen Bytes an</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>%1 sends the file over one connection only</source>
        <translation>%1 sendet die Datei nur über eine Verbindung</translation>
    </message>
    <message>
        <source>another connection brought little: the line or the server is at its end</source>
        <translation>eine weitere Verbindung brachte wenig: Leitung oder Server sind am Ende</translation>
    </message>
    <message>
        <source>its connections reach the speed limit</source>
        <translation>seine Verbindungen erreichen die Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>it has all connections that your settings allow</source>
        <translation>es hat alle Verbindungen, die die Einstellungen erlauben</translation>
    </message>
    <message>
        <source>the line or the server sets the pace</source>
        <translation>Leitung oder Server bestimmen die Geschwindigkeit</translation>
    </message>
    <message>
        <source>%1 of the time went to looking up the name</source>
        <translation>%1 der Zeit gingen in die Namenssuche</translation>
    </message>
    <message>
        <source>%1 of the time went to waiting for the server’s first byte</source>
        <translation>%1 der Zeit vergingen bis zum ersten Byte des Servers</translation>
    </message>
    <message numerus="yes">
        <source>%1 allows %Ln connections</source>
        <translation>
            <numerusform>%1 erlaubt %Ln Verbindung</numerusform>
            <numerusform>%1 erlaubt %Ln Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of the time the proxy took to lead on</source>
        <translation>%1 der Zeit brauchte der Proxy, um weiterzuleiten</translation>
    </message>
</context>
<context>
    <name>SocketColumn</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>fd</source>
        <translation>fd</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenstelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>Timer left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>ALPN</source>
        <translation>ALPN</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>Lokale Adresse</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Wiederaufgenommen</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Festgehalten</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Last byte</source>
        <translation>Letztes Byte</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Sent again</source>
        <translation>Erneut gesendet</translation>
    </message>
    <message>
        <source>Delivery rate</source>
        <translation>Lieferrate</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Ungelesen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Certificate of %1
by %2
from %3 until %4</source>
        <translation>Zertifikat von %1
von %2
vom %3 bis %4</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message>
        <source>key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>SHA-256 %1</source>
        <translation>SHA-256 %1</translation>
    </message>
    <message>
        <source>Trusted by you, for its key</source>
        <translation>Von Ihnen um seines Schlüssels willen für gut befunden</translation>
    </message>
</context>
<context>
    <name>SocketRole</name>
    <message>
        <source>lookup</source>
        <translation>Namenssuche</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>im Rennen</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>schließt</translation>
    </message>
</context>
<context>
    <name>SocketState</name>
    <message>
        <source>resolving</source>
        <translation>sucht Namen</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>securing</source>
        <translation>sichert</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>sendet</translation>
    </message>
    <message>
        <source>awaiting reply</source>
        <translation>erwartet Antwort</translation>
    </message>
    <message>
        <source>receiving</source>
        <translation>empfängt</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>schließt</translation>
    </message>
</context>
<context>
    <name>SourceState</name>
    <message>
        <source>untried</source>
        <translation>nicht versucht</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>spare</source>
        <translation>in Reserve</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>aufgegeben</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>will start over</source>
        <translation>beginnt von vorn</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>%1 auf der Platte</translation>
    </message>
    <message>
        <source>Looking up %1</source>
        <translation>%1 wird gesucht</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindung wird aufgebaut</translation>
    </message>
    <message>
        <source>Securing the connection</source>
        <translation>Verbindung wird gesichert</translation>
    </message>
    <message>
        <source>Sending the request</source>
        <translation>Anfrage wird gesendet</translation>
    </message>
    <message>
        <source>Reading the answer</source>
        <translation>Antwort wird gelesen</translation>
    </message>
    <message>
        <source>Waiting for the disk</source>
        <translation>Wartet auf die Platte</translation>
    </message>
    <message>
        <source>Waiting for the list of transfers</source>
        <translation>Wartet auf die Liste der Übertragungen</translation>
    </message>
    <message>
        <source>Waiting for a connection</source>
        <translation>Wartet auf eine Verbindung</translation>
    </message>
    <message>
        <source>Waiting for a place at %1</source>
        <translation>Wartet auf einen Platz bei %1</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>Wartet auf das erste Byte</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Wird empfangen</translation>
    </message>
    <message>
        <source>Receiving, held at your %1 limit</source>
        <translation>Wird empfangen, auf %1 begrenzt</translation>
    </message>
    <message>
        <source>Waiting for free space</source>
        <translation>Wartet auf freien Platz</translation>
    </message>
    <message>
        <source>Waiting until fewer files are open</source>
        <translation>Wartet, bis weniger Dateien offen sind</translation>
    </message>
    <message>
        <source>Retrying now</source>
        <translation>Neuer Versuch jetzt</translation>
    </message>
    <message>
        <source>Retrying in %1, as the server asked</source>
        <translation>Neuer Versuch in %1, wie der Server bat</translation>
    </message>
    <message>
        <source>Retrying in %1</source>
        <translation>Neuer Versuch in %1</translation>
    </message>
    <message>
        <source>%1 checked</source>
        <translation>%1 geprüft</translation>
    </message>
    <message>
        <source>all bytes are here; checking and naming the file</source>
        <translation>alle Bytes sind da; die Datei wird geprüft und benannt</translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation>1 Verbindung</translation>
    </message>
    <message numerus="yes">
        <source>%Ln connections</source>
        <translation>
            <numerusform>%Ln Verbindung</numerusform>
            <numerusform>%Ln Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>cannot be resumed</source>
        <translation>nicht fortsetzbar</translation>
    </message>
    <message>
        <source>resumable</source>
        <translation>fortsetzbar</translation>
    </message>
    <message>
        <source>%1 left of %2</source>
        <translation>noch %1 von %2</translation>
    </message>
    <message>
        <source>(%1 of %2)</source>
        <translation>(%1 von %2)</translation>
    </message>
    <message>
        <source>Nothing was downloaded</source>
        <translation>Nichts wurde geladen</translation>
    </message>
    <message>
        <source>Waiting for the hours of %1</source>
        <translation>Wartet auf die Zeiten von %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Eingereiht</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>The file on the server has changed</source>
        <translation>Die Datei auf dem Server hat sich geändert</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>writing what has arrived</source>
        <translation>schreibt, was angekommen ist</translation>
    </message>
    <message>
        <source>finished %1</source>
        <translation>fertig am %1</translation>
    </message>
    <message>
        <source>Waiting for the proxy</source>
        <translation>Warten auf den Proxy</translation>
    </message>
    <message>
        <source>the server sent it instead of the file, perhaps for a login</source>
        <translation>der Server schickte sie statt der Datei, vielleicht für eine Anmeldung</translation>
    </message>
    <message>
        <source>the server never said how long it is</source>
        <translation>der Server sagte nie, wie lang sie ist</translation>
    </message>
    <message>
        <source>Done, but it is a web page</source>
        <translation>Fertig, aber es ist eine Webseite</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>, from %1 on</source>
        <translation>, ab %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>#%1 again</source>
        <translation>#%1 erneut</translation>
    </message>
    <message>
        <source>place</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>lookup</source>
        <translation>Namenssuche</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>erstes Byte</translation>
    </message>
    <message>
        <source>body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>Socket</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>enough</source>
        <translation>genug</translation>
    </message>
    <message>
        <source>redirected</source>
        <translation>umgeleitet</translation>
    </message>
    <message>
        <source>unanswered</source>
        <translation>unbeantwortet</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>login wanted</source>
        <translation>Anmeldung verlangt</translation>
    </message>
</context>
<context>
    <name>TraceCommands</name>
    <message>
        <source>Traces (*.json)</source>
        <translation>Aufzeichnungen (*.json)</translation>
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
        <translation>Tempo</translation>
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
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <comment>sockets of how many</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 · high priority</source>
        <translation>%1 · hoher Vorrang</translation>
    </message>
    <message>
        <source>%1 · low priority</source>
        <translation>%1 · niedriger Vorrang</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>TransferGroup</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>TrustColumns</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Trusted</source>
        <translation>Vertraut</translation>
    </message>
    <message>
        <source>for good</source>
        <translation>auf Dauer</translation>
    </message>
    <message>
        <source>until Penstock ends</source>
        <translation>bis Penstock endet</translation>
    </message>
</context>
<context>
    <name>TrustDialog</name>
    <message>
        <source>The certificate</source>
        <translation>Das Zertifikat</translation>
    </message>
    <message>
        <source>Trust this certificate?</source>
        <translation>Diesem Zertifikat vertrauen?</translation>
    </message>
    <message>
        <source>Anybody on the way could say that they are %1. Trust it only if you know that this key is its own, from the server itself or from who runs it.</source>
        <translation>Jeder auf dem Weg könnte sich als %1 ausgeben. Vertrauen Sie ihm nur, wenn Sie wissen, dass dieser Schlüssel der seine ist: vom Server selbst oder von denen, die ihn betreiben.</translation>
    </message>
    <message>
        <source>&amp;Remember it for %1</source>
        <translation>Für %1 &amp;merken</translation>
    </message>
    <message>
        <source>It is for this server, this port and this key only, and can be taken back in the settings, on the page Privacy. Without it the trust ends with Penstock.</source>
        <translation>Es gilt nur für diesen Server, diesen Port und diesen Schlüssel und lässt sich in den Einstellungen auf der Seite Privatsphäre zurücknehmen. Sonst endet das Vertrauen mit Penstock.</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
</context>
<context>
    <name>Wait</name>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>TCP connect</source>
        <translation>TCP-Verbindung</translation>
    </message>
    <message>
        <source>TLS handshake</source>
        <translation>TLS-Handshake</translation>
    </message>
    <message>
        <source>send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>erstes Byte</translation>
    </message>
    <message>
        <source>headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>write-back</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>rate tokens</source>
        <translation>Anteil am Tempo</translation>
    </message>
    <message>
        <source>next request</source>
        <translation>nächste Anfrage</translation>
    </message>
    <message>
        <source>close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>slot</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>a place at the host</source>
        <translation>Platz am Rechner</translation>
    </message>
    <message>
        <source>list</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>checksum</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>neuen Versuch</translation>
    </message>
    <message>
        <source>retry-after</source>
        <translation>Frist des Servers</translation>
    </message>
    <message>
        <source>space</source>
        <translation>freien Platz</translation>
    </message>
    <message>
        <source>descriptors</source>
        <translation>weniger offene Dateien</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>Zeiten der Warteschlange</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>proxy reply</source>
        <translation>Antwort des Proxys</translation>
    </message>
</context>
<context>
    <name>WeekHours</name>
    <message>
        <source>Daily</source>
        <translation>Täglich</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
</context>
<context>
    <name>penstock::AddDialog</name>
    <message>
        <source>It is on the list already: show it, or add it again</source>
        <translation>Das steht schon in der Liste: zeigen lassen oder noch einmal hinzufügen</translation>
    </message>
    <message>
        <source>They are on the list already: show them, or add them again</source>
        <translation>Sie stehen schon in der Liste: zeigen lassen oder noch einmal hinzufügen</translation>
    </message>
    <message>
        <source>A name cannot contain /</source>
        <translation>Ein Name kann kein / enthalten</translation>
    </message>
    <message>
        <source>This cannot be the name of a file</source>
        <translation>So kann keine Datei heißen</translation>
    </message>
    <message>
        <source>&amp;Start at once</source>
        <translation>&amp;Sofort beginnen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add transfers</source>
        <translation>Übertragungen hinzufügen</translation>
    </message>
    <message>
        <source>More &amp;options</source>
        <translation>Weitere &amp;Optionen</translation>
    </message>
    <message>
        <source>&amp;Links</source>
        <translation>&amp;Links</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>as the server says</source>
        <translation>wie der Server sagt</translation>
    </message>
    <message>
        <source>several links keep their own names</source>
        <translation>mehrere Links behalten ihre eigenen Namen</translation>
    </message>
    <message>
        <source>Add all</source>
        <translation>Alle hinzufügen</translation>
    </message>
    <message>
        <source>Enter at least one http or https link</source>
        <translation>Mindestens ein http- oder https-Link wird gebraucht</translation>
    </message>
    <message numerus="yes">
        <source>Add %Ln</source>
        <translation>
            <numerusform>%Ln hinzufügen</numerusform>
            <numerusform>%Ln hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Ca&amp;tegory</source>
        <translation>Ka&amp;tegorie</translation>
    </message>
    <message>
        <source>Where it leads is on the list already</source>
        <translation>Das Ziel steht schon in der Liste</translation>
    </message>
</context>
<context>
    <name>penstock::AddOptions</name>
    <message>
        <source>Download in &amp;order, to watch it while it comes</source>
        <translation>Der &amp;Reihe nach laden, um währenddessen zuzusehen</translation>
    </message>
    <message>
        <source>other links to the same file, one a line</source>
        <translation>andere Links zu derselben Datei, einer je Zeile</translation>
    </message>
    <message>
        <source>&amp;Checksum</source>
        <translation>&amp;Prüfsumme</translation>
    </message>
    <message>
        <source>&amp;Mirrors</source>
        <translation>&amp;Spiegel</translation>
    </message>
    <message>
        <source>S&amp;peed</source>
        <translation>&amp;Geschwindigkeit</translation>
    </message>
    <message>
        <source>P&amp;riority</source>
        <translation>&amp;Vorrang</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>No queue</source>
        <translation>Keine Warteschlange</translation>
    </message>
    <message>
        <source>MD5, SHA-1 or SHA-2 digits, or sha-256:…</source>
        <translation>Ziffern von MD5, SHA-1 oder SHA-2, oder sha-256:…</translation>
    </message>
    <message>
        <source>several links have no checksum in common</source>
        <translation>mehrere Links haben keine gemeinsame Prüfsumme</translation>
    </message>
    <message>
        <source>This is no MD5, SHA-1 or SHA-2 checksum</source>
        <translation>Das ist keine Prüfsumme nach MD5, SHA-1 oder SHA-2</translation>
    </message>
    <message>
        <source>Say the speed as in 2.5 MB/s or 800 kB/s</source>
        <translation>Die Geschwindigkeit so: 2,5 MB/s oder 800 kB/s</translation>
    </message>
    <message>
        <source>A header field is written as in &quot;Name: value&quot;</source>
        <translation>Eine Kopfzeile schreibt man als „Name: Wert“</translation>
    </message>
    <message>
        <source>Referer: https://…   one field a line</source>
        <translation>Referer: https://…   ein Feld je Zeile</translation>
    </message>
    <message>
        <source>&amp;Header fields</source>
        <translation>Kopf&amp;zeilen</translation>
    </message>
    <message>
        <source>Header fields would go to several hosts; add their links apart</source>
        <translation>Die Kopfzeilen gingen an mehrere Rechner; deren Links bitte getrennt hinzufügen</translation>
    </message>
    <message>
        <source>name, once the server asks</source>
        <translation>Name, wenn der Server fragt</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>as the settings say; none: no proxy</source>
        <translation>wie in den Einstellungen; none: ohne Proxy</translation>
    </message>
    <message>
        <source>Lo&amp;gin</source>
        <translation>Anmeldun&amp;g</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <source>The login would go to several hosts; add their links apart</source>
        <translation>Die Anmeldung ginge an mehrere Rechner; deren Links bitte getrennt hinzufügen</translation>
    </message>
</context>
<context>
    <name>penstock::AddWaits</name>
    <message>
        <source>%1 (usual)</source>
        <translation>%1 (üblich)</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>Auf eine Verbindung warten</translation>
    </message>
    <message>
        <source>For the first byte</source>
        <translation>Auf das erste Byte</translation>
    </message>
    <message>
        <source>For more of the file</source>
        <translation>Auf mehr von der Datei</translation>
    </message>
</context>
<context>
    <name>penstock::AppearancePage</name>
    <message>
        <source>&amp;Words beside the pictures of the tool bar</source>
        <translation>&amp;Wörter neben den Bildern der Werkzeugleiste</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie die Arbeitsfläche</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>Geräumig</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Rows of the tables</source>
        <translation>&amp;Zeilen der Tabellen</translation>
    </message>
    <message>
        <source>More of them fit when they are compact.</source>
        <translation>Kompakt passen mehr davon hinein.</translation>
    </message>
    <message>
        <source>In a narrow window there is no room for them.</source>
        <translation>In einem schmalen Fenster ist kein Platz für sie.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>Holds from the next start on.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>penstock::CategoryField</name>
    <message>
        <source>By the rules</source>
        <translation>Nach den Regeln</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>%1, by the rules</source>
        <translation>%1, nach den Regeln</translation>
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
    <name>penstock::ClipboardWatch</name>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>A link is on the clipboard: %1</source>
        <translation>In der Zwischenablage ist ein Link: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n links are on the clipboard</source>
        <translation>
            <numerusform>In der Zwischenablage ist %n Link</numerusform>
            <numerusform>In der Zwischenablage sind %n Links</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>penstock::ConnectionsPage</name>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>&amp;Connections for a file</source>
        <translation>&amp;Verbindungen für eine Datei</translation>
    </message>
    <message>
        <source>Each brings a part of it. A small file takes one.</source>
        <translation>Jede bringt einen Teil. Eine kleine Datei nimmt eine.</translation>
    </message>
    <message>
        <source>Files at the same &amp;time</source>
        <translation>Dateien &amp;gleichzeitig</translation>
    </message>
    <message>
        <source>The others wait, in the order of the list.</source>
        <translation>Die anderen warten, in der Reihenfolge der Liste.</translation>
    </message>
    <message>
        <source>Connections to a &amp;host</source>
        <translation>Verbindungen zu einem &amp;Rechner</translation>
    </message>
    <message>
        <source>Of all files together. Many servers refuse more than a few.</source>
        <translation>Von allen Dateien zusammen. Viele Server lehnen mehr als ein paar ab.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>&amp;All files together</source>
        <translation>&amp;Alle Dateien zusammen</translation>
    </message>
    <message>
        <source>The button at the right of the status bar says it, too.</source>
        <translation>Der Knopf rechts in der Statusleiste sagt es auch.</translation>
    </message>
    <message>
        <source>Each &amp;new file</source>
        <translation>Jede &amp;neue Datei</translation>
    </message>
    <message>
        <source>What is on the list already keeps its own limit (Ctrl+L).</source>
        <translation>Was schon in der Liste ist, behält seine eigene Grenze (Strg+L).</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>What each takes, learned when it refused more. Enter changes, Del forgets.</source>
        <translation>Was jeder annimmt, gelernt, als er mehr ablehnte. Eingabe ändert, Entf vergisst.</translation>
    </message>
</context>
<context>
    <name>penstock::DesktopFiles</name>
    <message>
        <source>There is no program here that opens %1</source>
        <translation>Hier gibt es kein Programm, das %1 öffnet</translation>
    </message>
    <message>
        <source>%1 is not in %2 any more</source>
        <translation>%1 ist nicht mehr in %2</translation>
    </message>
    <message>
        <source>There is no program here that shows %1</source>
        <translation>Hier gibt es kein Programm, das %1 zeigt</translation>
    </message>
    <message>
        <source>%1 could not be moved to the trash; it is still in %2</source>
        <translation>%1 konnte nicht in den Papierkorb gelegt werden; es ist noch in %2</translation>
    </message>
    <message numerus="yes">
        <source>%n files could not be moved to the trash; they are still in %1</source>
        <translation>
            <numerusform>%n Datei konnte nicht in den Papierkorb gelegt werden; sie ist noch in %1</numerusform>
            <numerusform>%n Dateien konnten nicht in den Papierkorb gelegt werden; sie sind noch in %1</numerusform>
        </translation>
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
    <message>
        <source>Offer links on the clip&amp;board</source>
        <translation>Links aus der Zwischenablage &amp;anbieten</translation>
    </message>
    <message>
        <source>When the window becomes active</source>
        <translation>Wenn das Fenster aktiv wird</translation>
    </message>
    <message>
        <source>In a bar above the list, each once. The clipboard is looked at then, and never in the background.</source>
        <translation>In einer Leiste über der Liste, jeden einmal. Nur dann wird in die Zwischenablage gesehen, nie im Hintergrund.</translation>
    </message>
</context>
<context>
    <name>penstock::DetailPanels</name>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Nothing is remembered of its requests</source>
        <translation>Von seinen Anfragen ist nichts bekannt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Nothing is remembered of what happened</source>
        <translation>Was geschah, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segmente</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
</context>
<context>
    <name>penstock::DetailTabs</name>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
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
    <name>penstock::DropMark</name>
    <message>
        <source>Drop the links to add them</source>
        <translation>Links loslassen, um sie hinzuzufügen</translation>
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
    <message>
        <source>Reading the list…</source>
        <translation>Die Liste wird gelesen …</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>No transfers left</source>
        <translation>Keine Übertragungen mehr</translation>
    </message>
    <message>
        <source>No transfers yet</source>
        <translation>Noch keine Übertragungen</translation>
    </message>
    <message>
        <source>Ctrl+Z brings back what was removed</source>
        <translation>Strg+Z bringt zurück, was entfernt wurde</translation>
    </message>
    <message>
        <source>Paste a link, drop one here, or press Ctrl+N</source>
        <translation>Einen Link einfügen, hier fallen lassen oder Strg+N drücken</translation>
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
        <translation>Name, Rechner oder Zustand</translation>
    </message>
</context>
<context>
    <name>penstock::FolderChoice</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>%1 goes to %2</source>
        <translation>%1 kommt nach %2</translation>
    </message>
    <message>
        <source>Files of a category that has a folder go there</source>
        <translation>Dateien einer Kategorie, die einen Ordner hat, kommen dorthin</translation>
    </message>
    <message>
        <source>Say in which folder to put it</source>
        <translation>Es fehlt der Ordner, in den es soll</translation>
    </message>
    <message>
        <source>The folder has to begin with / or ~</source>
        <translation>Der Ordner muss mit / oder ~ beginnen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folders that were used last (Down)</source>
        <translation>Zuletzt benutzte Ordner (Pfeil ab)</translation>
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
        <translation>Eine Datei gehört zur ersten, zu der ihr Name oder ihr Rechner passt. Kategorien sind Zeilen der Seitenleiste und dürfen eigene Ordner haben.</translation>
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
    <name>penstock::Footer</name>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>online</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>Lookups</source>
        <translation>Namenssuchen</translation>
    </message>
    <message>
        <source>Total speed</source>
        <translation>Geschwindigkeit insgesamt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Speed limit of all transfers: %1</source>
        <translation>Geschwindigkeitsgrenze aller Übertragungen: %1</translation>
    </message>
    <message>
        <source>Choose how fast all transfers together may be</source>
        <translation>Wählen, wie schnell alle Übertragungen zusammen sein dürfen</translation>
    </message>
</context>
<context>
    <name>penstock::HostColumns</name>
    <message>
        <source>Set by you</source>
        <translation>Selbst gesetzt</translation>
    </message>
    <message>
        <source>It refused more</source>
        <translation>Lehnte mehr ab</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>penstock::HostsPanel</name>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>&amp;Set</source>
        <translation>&amp;Setzen</translation>
    </message>
    <message>
        <source>Hosts and how many connections they take</source>
        <translation>Rechner, und wie viele Verbindungen sie annehmen</translation>
    </message>
    <message>
        <source>No host has refused a connection</source>
        <translation>Kein Rechner hat eine Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Another host, such as example.org</source>
        <translation>Ein anderer Rechner, etwa example.org</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Most connections to the host</source>
        <translation>Höchstzahl der Verbindungen zum Rechner</translation>
    </message>
</context>
<context>
    <name>penstock::KnownLinks</name>
    <message>
        <source>Add a&amp;gain under another name</source>
        <translation>Noch einmal unter &amp;anderem Namen</translation>
    </message>
    <message>
        <source>1 link is on the list already</source>
        <translation>1 Link steht schon in der Liste</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln links are on the list already</source>
        <translation>
            <numerusform>%Ln Link steht schon in der Liste</numerusform>
            <numerusform>%Ln Links stehen schon in der Liste</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>penstock::LinkIntake</name>
    <message>
        <source>There is no http or https link on the clipboard</source>
        <translation>In der Zwischenablage ist kein http- oder https-Link</translation>
    </message>
    <message>
        <source>There is no http or https link in what was dropped</source>
        <translation>Unter dem, was losgelassen wurde, ist kein http- oder https-Link</translation>
    </message>
</context>
<context>
    <name>penstock::LinksEdit</name>
    <message>
        <source>https://…   one link a line</source>
        <translation>https://…   ein Link je Zeile</translation>
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
        <source>1 question</source>
        <translation>1 Frage</translation>
    </message>
    <message numerus="yes">
        <source>%Ln questions</source>
        <translation>
            <numerusform>%Ln Frage</numerusform>
            <numerusform>%Ln Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>what asks, program</comment>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>penstock::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
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
    <name>penstock::PrivacyPage</name>
    <message>
        <source>Tell where a &amp;link stood</source>
        <translation>Sagen, wo ein &amp;Link stand</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>On quitting</source>
        <translation>Beim Beenden</translation>
    </message>
    <message>
        <source>After days</source>
        <translation>Nach Tagen</translation>
    </message>
    <message>
        <source>Penstock and its version</source>
        <translation>Penstock und seine Version</translation>
    </message>
    <message>
        <source>The list</source>
        <translation>Die Liste</translation>
    </message>
    <message>
        <source>&amp;Forget what is done</source>
        <translation>Fertiges &amp;vergessen</translation>
    </message>
    <message>
        <source>It leaves the list; the file stays where it is.</source>
        <translation>Es verlässt die Liste; die Datei bleibt, wo sie ist.</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>&amp;Tage</translation>
    </message>
    <message>
        <source>After it was complete. Looked at when the program starts, and when something is added.</source>
        <translation>Nachdem es fertig war. Geprüft beim Start des Programms und wenn etwas hinzugefügt wird.</translation>
    </message>
    <message>
        <source>What servers are told</source>
        <translation>Was Server erfahren</translation>
    </message>
    <message>
        <source>Of what is added from now on.</source>
        <translation>Bei allem, was ab jetzt hinzugefügt wird.</translation>
    </message>
    <message>
        <source>Some servers give a file only to those who come from their page. A link tells it only where a command or a field of yours says so.</source>
        <translation>Manche Server geben eine Datei nur dem, der von ihrer Seite kommt. Gesagt wird es nur, wo ein Befehl oder ein eigenes Feld es angibt.</translation>
    </message>
    <message>
        <source>&amp;User agent</source>
        <translation>&amp;Programmname</translation>
    </message>
    <message>
        <source>How the program calls itself. Some servers refuse what they do not know.</source>
        <translation>Wie das Programm sich nennt. Manche Server weisen ab, was sie nicht kennen.</translation>
    </message>
    <message>
        <source>Certificates that you trust</source>
        <translation>Zertifikate, denen Sie vertrauen</translation>
    </message>
    <message>
        <source>Each for one server, one port and one key, though no authority of this system vouches for it.</source>
        <translation>Jedes für einen Server, einen Port und einen Schlüssel, obwohl keine Stelle dieses Systems dafür bürgt.</translation>
    </message>
</context>
<context>
    <name>penstock::ProbeLine</name>
    <message>
        <source>size unknown</source>
        <translation>Größe unbekannt</translation>
    </message>
    <message>
        <source>can be resumed</source>
        <translation>kann fortgesetzt werden</translation>
    </message>
    <message>
        <source>cannot be resumed</source>
        <translation>kann nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>&amp;Ask the server</source>
        <translation>Den Server &amp;fragen</translation>
    </message>
    <message>
        <source>Size, type and where it leads, without fetching it</source>
        <translation>Größe, Art und Ziel, ohne die Datei zu laden</translation>
    </message>
    <message>
        <source>Nothing was asked yet</source>
        <translation>Noch wurde nichts gefragt</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt …</translation>
    </message>
    <message>
        <source>Leads to %1</source>
        <translation>Führt zu %1</translation>
    </message>
</context>
<context>
    <name>penstock::ProfileColumns</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Alle zusammen</translation>
    </message>
</context>
<context>
    <name>penstock::ProfilesPage</name>
    <message>
        <source>Name of a new profile</source>
        <translation>Name eines neuen Profils</translation>
    </message>
    <message>
        <source>A new profile, such as Weekend</source>
        <translation>Ein neues Profil, etwa Wochenende</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Benutzen</translation>
    </message>
    <message>
        <source>Speed profiles</source>
        <translation>Tempoprofile</translation>
    </message>
    <message>
        <source>Limits of all files together. The button at the right of the status bar has them, too.</source>
        <translation>Grenzen für alle Dateien zusammen. Auch der Knopf rechts in der Statusleiste hat sie.</translation>
    </message>
    <message>
        <source>&amp;Speed of all files together</source>
        <translation>&amp;Tempo aller Dateien zusammen</translation>
    </message>
    <message>
        <source>Use it from now on</source>
        <translation>Ab jetzt benutzen</translation>
    </message>
    <message>
        <source>There is no profile</source>
        <translation>Es gibt kein Profil</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Benutzung</translation>
    </message>
</context>
<context>
    <name>penstock::ProxiesPage</name>
    <message>
        <source>none, or as in http://proxy.example:3128</source>
        <translation>keiner, oder wie in http://proxy.example:3128</translation>
    </message>
    <message>
        <source>none, or as in socks5h://127.0.0.1:9050</source>
        <translation>keiner, oder wie in socks5h://127.0.0.1:9050</translation>
    </message>
    <message>
        <source>as in .example, 10.0.0.0/8, localhost</source>
        <translation>wie in .example, 10.0.0.0/8, localhost</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>Kein Proxy</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>Wie die Umgebung es sagt</translation>
    </message>
    <message>
        <source>These</source>
        <translation>Diese</translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation>Proxys</translation>
    </message>
    <message>
        <source>By way of whom servers are reached. One that fails is never gone around. The add dialog can say otherwise for a file.</source>
        <translation>Über wen Server erreicht werden. Einer, der ausfällt, wird nie umgangen. Für eine Datei kann es im Dialog zum Hinzufügen anders gesagt werden.</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>The environment says it in http_proxy, https_proxy, all_proxy and no_proxy.</source>
        <translation>Die Umgebung sagt es in http_proxy, https_proxy, all_proxy und no_proxy.</translation>
    </message>
    <message>
        <source>For &amp;http links</source>
        <translation>Für &amp;http-Links</translation>
    </message>
    <message>
        <source>For http&amp;s links</source>
        <translation>Für http&amp;s-Links</translation>
    </message>
    <message>
        <source>&amp;Not for</source>
        <translation>&amp;Nicht für</translation>
    </message>
    <message>
        <source>HTTP, HTTPS and SOCKS. What is under way already ends the way it began.</source>
        <translation>HTTP, HTTPS und SOCKS. Was schon unterwegs ist, endet auf dem Weg, auf dem es begann.</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Of these proxies, where their address has none. It is told to them alone, and only when they ask.</source>
        <translation>Bei diesen Proxys, wo ihre Adresse keine nennt. Sie erfahren allein sie, und erst, wenn sie fragen.</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>Na&amp;me</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>The password is kept until Penstock ends, and written nowhere: type it again after the next start.</source>
        <translation>Das Passwort bleibt, bis Penstock endet, und wird nirgends gespeichert: nach dem nächsten Start bitte neu eingeben.</translation>
    </message>
    <message>
        <source>%1. What was set before holds.</source>
        <comment>a problem</comment>
        <translation>%1. Es gilt, was vorher eingestellt war.</translation>
    </message>
</context>
<context>
    <name>penstock::QuestionAnswers</name>
    <message>
        <source>Follow it there</source>
        <translation>Dorthin folgen</translation>
    </message>
    <message>
        <source>Fetch it from the private network</source>
        <translation>Aus dem privaten Netz laden</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier anhalten</translation>
    </message>
    <message>
        <source>Pause; the private network is not asked</source>
        <translation>Anhalten; das private Netz wird nicht gefragt</translation>
    </message>
    <message>
        <source>Fetch the file that is there now, from its beginning</source>
        <translation>Die Datei, die jetzt dort ist, von Anfang an laden</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Behalten, was da ist</translation>
    </message>
    <message>
        <source>Pause; what is here stays</source>
        <translation>Anhalten; was da ist, bleibt</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>Give the server a name and a password</source>
        <translation>Dem Server Name und Passwort geben</translation>
    </message>
    <message>
        <source>Pause; the server is not asked again</source>
        <translation>Anhalten; der Server wird nicht noch einmal gefragt</translation>
    </message>
    <message>
        <source>Trust this certificate…</source>
        <translation>Diesem Zertifikat vertrauen …</translation>
    </message>
    <message>
        <source>Look at the certificate, and trust this server for its key</source>
        <translation>Das Zertifikat ansehen und diesem Server um seines Schlüssels willen vertrauen</translation>
    </message>
    <message>
        <source>Do not trust</source>
        <translation>Nicht vertrauen</translation>
    </message>
</context>
<context>
    <name>penstock::QueueActions</name>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Start all</source>
        <translation>Alle starten</translation>
    </message>
    <message>
        <source>Start or resume all transfers</source>
        <translation>Alle Übertragungen starten oder fortsetzen</translation>
    </message>
    <message>
        <source>Speed limit…</source>
        <translation>Geschwindigkeitsgrenze …</translation>
    </message>
    <message>
        <source>Limit the speed of the selected transfers</source>
        <translation>Die Geschwindigkeit der ausgewählten Übertragungen begrenzen</translation>
    </message>
    <message>
        <source>Limit of all…</source>
        <translation>Grenze für alle …</translation>
    </message>
    <message>
        <source>Limit the speed of all transfers together</source>
        <translation>Die Geschwindigkeit aller Übertragungen zusammen begrenzen</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move towards the top of the list</source>
        <translation>In der Liste nach oben schieben</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move towards the bottom of the list</source>
        <translation>In der Liste nach unten schieben</translation>
    </message>
    <message>
        <source>To the top</source>
        <translation>Ganz nach oben</translation>
    </message>
    <message>
        <source>Move to the top of the list</source>
        <translation>An den Anfang der Liste schieben</translation>
    </message>
    <message>
        <source>To the bottom</source>
        <translation>Ganz nach unten</translation>
    </message>
    <message>
        <source>Move to the bottom of the list</source>
        <translation>Ans Ende der Liste schieben</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Goes first, and gets more of a shared speed</source>
        <translation>Kommt zuerst und bekommt mehr von gemeinsamer Geschwindigkeit</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Wie gewöhnlich</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Goes last, and gets less of a shared speed</source>
        <translation>Kommt zuletzt und bekommt weniger von gemeinsamer Geschwindigkeit</translation>
    </message>
    <message>
        <source>Download in order</source>
        <translation>Der Reihe nach laden</translation>
    </message>
    <message>
        <source>The beginning first, to watch it while it comes</source>
        <translation>Den Anfang zuerst, um währenddessen zuzusehen</translation>
    </message>
    <message>
        <source>Move to queue</source>
        <translation>In Warteschlange verschieben</translation>
    </message>
    <message>
        <source>Move to a queue</source>
        <translation>In eine Warteschlange verschieben</translation>
    </message>
</context>
<context>
    <name>penstock::QueueColumns</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Zeiten</translation>
    </message>
</context>
<context>
    <name>penstock::QueueCommands</name>
    <message>
        <source>Speed limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>No queue</source>
        <translation>Keine Warteschlange</translation>
    </message>
    <message numerus="yes">
        <source>Each of %Ln transfers</source>
        <translation>
            <numerusform>Von %Ln Übertragung</numerusform>
            <numerusform>Jede von %Ln Übertragungen</numerusform>
        </translation>
    </message>
    <message>
        <source>All transfers together</source>
        <translation>Alle Übertragungen zusammen</translation>
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
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Transfers of a queue share its limits, and run in its hours only.</source>
        <translation>Übertragungen einer Warteschlange teilen deren Grenzen und laufen nur zu ihren Zeiten.</translation>
    </message>
    <message>
        <source>Files at the same &amp;time</source>
        <translation>Dateien &amp;gleichzeitig</translation>
    </message>
    <message>
        <source>&amp;Speed of all of them</source>
        <translation>Geschwindigkeit &amp;aller</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>At which its transfers run, of each day.</source>
        <translation>Zu denen ihre Übertragungen laufen, an jedem Tag.</translation>
    </message>
    <message>
        <source>There is no queue yet</source>
        <translation>Es gibt noch keine Warteschlange</translation>
    </message>
</context>
<context>
    <name>penstock::RateDialog</name>
    <message>
        <source>Another speed</source>
        <translation>Eine andere Geschwindigkeit</translation>
    </message>
    <message>
        <source>&amp;Another</source>
        <translation>&amp;Andere</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
</context>
<context>
    <name>penstock::RateField</name>
    <message>
        <source>A speed such as 2.5 MB/s or 800 kB/s</source>
        <translation>Eine Geschwindigkeit wie 2,5 MB/s oder 800 kB/s</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
</context>
<context>
    <name>penstock::RemoveDialog</name>
    <message>
        <source>Remove %1 and delete the file?</source>
        <translation>%1 entfernen und die Datei löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln transfers and delete the files?</source>
        <translation>
            <numerusform>%Ln Übertragung entfernen und die Datei löschen?</numerusform>
            <numerusform>%Ln Übertragungen entfernen und die Dateien löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What has been downloaded is deleted from the disk</source>
        <translation>Was geladen wurde, wird von der Platte gelöscht</translation>
    </message>
</context>
<context>
    <name>penstock::RemovedRows</name>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>%1 of unfinished files go when this is closed</source>
        <translation>%1 unfertiger Dateien verschwinden, wenn dies geschlossen wird</translation>
    </message>
    <message>
        <source>%1 go to the trash when this is closed</source>
        <translation>%1 kommen in den Papierkorb, wenn dies geschlossen wird</translation>
    </message>
    <message>
        <source>%1 are deleted when this is closed</source>
        <translation>%1 werden gelöscht, wenn dies geschlossen wird</translation>
    </message>
    <message>
        <source>%1 would be fetched again after Undo</source>
        <translation>%1 würden nach dem Rückgängigmachen erneut geladen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <comment>transfers</comment>
        <translation>
            <numerusform>%Ln entfernt</numerusform>
            <numerusform>%Ln entfernt</numerusform>
        </translation>
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
    <name>penstock::SchemeLink</name>
    <message>
        <source>A penstock: link was refused: it has control characters</source>
        <translation>Ein penstock:-Link wurde abgelehnt: Er enthält Steuerzeichen</translation>
    </message>
    <message>
        <source>A penstock: link was refused: it may name http and https links only</source>
        <translation>Ein penstock:-Link wurde abgelehnt: Er darf nur http- und https-Links nennen</translation>
    </message>
    <message>
        <source>A penstock: link was refused: it may say what to fetch, and nothing else</source>
        <translation>Ein penstock:-Link wurde abgelehnt: Er darf sagen, was zu laden ist, und nichts sonst</translation>
    </message>
</context>
<context>
    <name>penstock::SegmentRows</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>none yet</source>
        <comment>connection</comment>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>Nothing is here yet</source>
        <translation>Noch ist nichts da</translation>
    </message>
    <message>
        <source>%1 here</source>
        <translation>%1 da</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Alle %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %Ln pieces</source>
        <translation>
            <numerusform>%1 in %Ln Stück</numerusform>
            <numerusform>%1 in %Ln Stücken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>penstock::SegmentsPanel</name>
    <message>
        <source>Segments</source>
        <translation>Segmente</translation>
    </message>
    <message>
        <source>Which bytes are here</source>
        <translation>Welche Bytes da sind</translation>
    </message>
    <message>
        <source>No connection brings anything at the moment</source>
        <translation>Im Augenblick bringt keine Verbindung etwas</translation>
    </message>
    <message>
        <source>No transfer is selected</source>
        <translation>Keine Übertragung ist ausgewählt</translation>
    </message>
</context>
<context>
    <name>penstock::SelectionCommands</name>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Start, or go on where it stopped</source>
        <translation>Starten, oder weitermachen, wo es aufhörte</translation>
    </message>
    <message>
        <source>A server points into a private network</source>
        <translation>Ein Server verweist in ein privates Netz</translation>
    </message>
    <message>
        <source>The file on the server has changed</source>
        <translation>Die Datei auf dem Server hat sich geändert</translation>
    </message>
    <message numerus="yes">
        <source>%Ln transfers are pointed into a private network</source>
        <translation>
            <numerusform>%Ln Übertragung wird in ein privates Netz verwiesen</numerusform>
            <numerusform>%Ln Übertragungen werden in ein privates Netz verwiesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %Ln transfers have changed on their servers</source>
        <translation>
            <numerusform>Die Datei von %Ln Übertragung hat sich auf ihrem Server geändert</numerusform>
            <numerusform>Die Dateien von %Ln Übertragungen haben sich auf ihren Servern geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>The server wants a login</source>
        <translation>Der Server verlangt eine Anmeldung</translation>
    </message>
    <message numerus="yes">
        <source>The servers of %Ln transfers want a login</source>
        <translation>
            <numerusform>Der Server von %Ln Übertragung verlangt eine Anmeldung</numerusform>
            <numerusform>Die Server von %Ln Übertragungen verlangen eine Anmeldung</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate is not trusted</source>
        <translation>Dem Zertifikat wird nicht vertraut</translation>
    </message>
    <message numerus="yes">
        <source>The certificates of %Ln transfers are not trusted</source>
        <translation>
            <numerusform>Dem Zertifikat von %Ln Übertragung wird nicht vertraut</numerusform>
            <numerusform>Den Zertifikaten von %Ln Übertragungen wird nicht vertraut</numerusform>
        </translation>
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
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Connections and speed</source>
        <translation>Verbindungen und Tempo</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Speed profiles</source>
        <translation>Tempoprofile</translation>
    </message>
    <message>
        <source>Waiting and tries</source>
        <translation>Warten und Versuche</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Proxies</source>
        <translation>Proxys</translation>
    </message>
</context>
<context>
    <name>penstock::ShareBar</name>
    <message>
        <source>What the time went to</source>
        <translation>Wohin die Zeit ging</translation>
    </message>
    <message>
        <source>&lt; %1</source>
        <translation>&lt; %1</translation>
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
    <name>penstock::SocketActions</name>
    <message>
        <source>Drop the connection</source>
        <translation>Verbindung trennen</translation>
    </message>
    <message>
        <source>Close it; its transfer goes on at once on another</source>
        <translation>Schließen; ihre Übertragung geht sofort auf einer anderen weiter</translation>
    </message>
    <message>
        <source>Retry at another address</source>
        <translation>An anderer Adresse wiederholen</translation>
    </message>
    <message>
        <source>Close it; its transfer goes on at another address of the host</source>
        <translation>Schließen; ihre Übertragung geht an einer anderen Adresse des Rechners weiter</translation>
    </message>
    <message>
        <source>Keep, though it may be slow</source>
        <translation>Behalten, auch wenn sie langsam ist</translation>
    </message>
    <message>
        <source>No other is opened in its place or beside it for being slow</source>
        <translation>Keine andere wird an ihrer Stelle oder neben ihr geöffnet, weil sie langsam ist</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy what is known of the sockets</source>
        <translation>Kopieren, was über die Sockets bekannt ist</translation>
    </message>
    <message>
        <source>Selected transfers only</source>
        <translation>Nur ausgewählte Übertragungen</translation>
    </message>
    <message>
        <source>Show sockets of the selected transfers only</source>
        <translation>Nur Sockets der ausgewählten Übertragungen zeigen</translation>
    </message>
    <message>
        <source>Certificates…</source>
        <translation>Zertifikate …</translation>
    </message>
    <message>
        <source>Show the server&apos;s certificate, and those that came with it</source>
        <translation>Das Zertifikat des Servers zeigen und die, die mit ihm kamen</translation>
    </message>
</context>
<context>
    <name>penstock::SocketView</name>
    <message>
        <source>No open sockets</source>
        <translation>Keine offenen Sockets</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
</context>
<context>
    <name>penstock::SourceColumns</name>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Brought</source>
        <translation>Gebracht</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
</context>
<context>
    <name>penstock::SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>No transfer is selected</source>
        <translation>Keine Übertragung ist ausgewählt</translation>
    </message>
    <message>
        <source>dropped____</source>
        <comment>the usual width of a state</comment>
        <translation>nicht versucht__</translation>
    </message>
    <message>
        <source>the file has another size</source>
        <comment>the usual width of a reason</comment>
        <translation>die Datei hat eine andere Größe</translation>
    </message>
</context>
<context>
    <name>penstock::SpeedGraph</name>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Limit %1</translation>
    </message>
</context>
<context>
    <name>penstock::SpeedPanel</name>
    <message>
        <source>All transfers</source>
        <translation>Alle Übertragungen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>nothing has moved</source>
        <translation>nichts hat sich bewegt</translation>
    </message>
    <message>
        <source>%1 on average, %2 at most</source>
        <translation>%1 im Mittel, %2 höchstens</translation>
    </message>
</context>
<context>
    <name>penstock::SpeedProfiles</name>
    <message>
        <source>Full speed</source>
        <translation>Volles Tempo</translation>
    </message>
    <message>
        <source>Evening</source>
        <translation>Abend</translation>
    </message>
    <message>
        <source>Beside a call</source>
        <translation>Neben einem Anruf</translation>
    </message>
</context>
<context>
    <name>penstock::StopQuestion</name>
    <message>
        <source>Quit all the same</source>
        <translation>Trotzdem beenden</translation>
    </message>
    <message>
        <source>Pause all the same</source>
        <translation>Trotzdem anhalten</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Let them run</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>%1 cannot go on later: %2 would be fetched again</source>
        <translation>%1 kann später nicht weitergehen: %2 würden erneut geladen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln transfers cannot go on later: %1 would be fetched again</source>
        <translation>
            <numerusform>%Ln Übertragung kann später nicht weitergehen: %1 würden erneut geladen</numerusform>
            <numerusform>%Ln Übertragungen können später nicht weitergehen: %1 würden erneut geladen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>penstock::TimelinePanel</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Nothing is remembered of its requests</source>
        <translation>Von seinen Anfragen ist nichts bekannt</translation>
    </message>
</context>
<context>
    <name>penstock::ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>penstock::TraceActions</name>
    <message>
        <source>Copy as curl command</source>
        <translation>Als curl-Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy a command that fetches the same with curl</source>
        <translation>Einen Befehl kopieren, der dasselbe mit curl holt</translation>
    </message>
    <message>
        <source>Copy error</source>
        <translation>Fehler kopieren</translation>
    </message>
    <message>
        <source>Copy what went wrong, and the last that happened</source>
        <translation>Kopieren, was schiefging und was zuletzt geschah</translation>
    </message>
    <message>
        <source>Export trace…</source>
        <translation>Aufzeichnung sichern …</translation>
    </message>
    <message>
        <source>Write what happened into a file, without secrets</source>
        <translation>In eine Datei schreiben, was geschah, ohne Geheimnisse</translation>
    </message>
    <message>
        <source>Open trace…</source>
        <translation>Aufzeichnung öffnen …</translation>
    </message>
    <message>
        <source>Show what was written into a file</source>
        <translation>Zeigen, was in eine Datei geschrieben wurde</translation>
    </message>
</context>
<context>
    <name>penstock::TraceCommands</name>
    <message>
        <source>Export trace</source>
        <translation>Aufzeichnung sichern</translation>
    </message>
    <message>
        <source>The trace could not be written: %1</source>
        <translation>Die Aufzeichnung ließ sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>Open trace</source>
        <translation>Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>The trace could not be read: %1</source>
        <translation>Die Aufzeichnung ließ sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>%1 is no trace of Penstock</source>
        <translation>%1 ist keine Aufzeichnung von Penstock</translation>
    </message>
</context>
<context>
    <name>penstock::TraceWindow</name>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Nothing is remembered of its requests</source>
        <translation>Von seinen Anfragen ist nichts bekannt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Nothing is remembered of what happened</source>
        <translation>Was geschah, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
</context>
<context>
    <name>penstock::TransferPane</name>
    <message>
        <source>Let go of what was removed</source>
        <translation>Entferntes loslassen</translation>
    </message>
</context>
<context>
    <name>penstock::TransferView</name>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Waiting for the first byte, a while</source>
        <comment>of a usual width</comment>
        <translation>Wartet auf das erste Byte, noch eine Weile</translation>
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
<context>
    <name>penstock::TrustPanel</name>
    <message>
        <source>&amp;Do not trust any more</source>
        <translation>Nicht &amp;mehr vertrauen</translation>
    </message>
    <message>
        <source>Servers that you trust for their keys</source>
        <translation>Server, denen Sie um ihrer Schlüssel willen vertrauen</translation>
    </message>
    <message>
        <source>Nobody but those that this system trusts</source>
        <translation>Niemand außer denen, denen dieses System vertraut</translation>
    </message>
</context>
<context>
    <name>penstock::ViewActions</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Show only what has some words in it</source>
        <translation>Nur zeigen, worin bestimmte Wörter stehen</translation>
    </message>
    <message>
        <source>Side bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Show or hide states, queues and hosts</source>
        <translation>Zustände, Warteschlangen und Rechner zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten …</translation>
    </message>
    <message>
        <source>Which columns the table has</source>
        <translation>Welche Spalten die Tabelle hat</translation>
    </message>
    <message>
        <source>Go to overview</source>
        <translation>Zum Überblick</translation>
    </message>
    <message>
        <source>Go to the overview</source>
        <translation>Zum Überblick gehen</translation>
    </message>
    <message>
        <source>Go to segments</source>
        <translation>Zu den Segmenten</translation>
    </message>
    <message>
        <source>Go to the segments</source>
        <translation>Zu den Segmenten gehen</translation>
    </message>
    <message>
        <source>Go to sources</source>
        <translation>Zu den Quellen</translation>
    </message>
    <message>
        <source>Go to the sources</source>
        <translation>Zu den Quellen gehen</translation>
    </message>
    <message>
        <source>Go to timeline</source>
        <translation>Zur Zeitachse</translation>
    </message>
    <message>
        <source>Go to the requests</source>
        <translation>Zu den Anfragen gehen</translation>
    </message>
    <message>
        <source>Go to headers</source>
        <translation>Zu den Kopfzeilen</translation>
    </message>
    <message>
        <source>Go to the headers</source>
        <translation>Zu den Kopfzeilen gehen</translation>
    </message>
    <message>
        <source>Go to speed</source>
        <translation>Zur Geschwindigkeit</translation>
    </message>
    <message>
        <source>Go to the speed</source>
        <translation>Zur Geschwindigkeit gehen</translation>
    </message>
    <message>
        <source>Go to log</source>
        <translation>Zum Protokoll</translation>
    </message>
    <message>
        <source>Go to the log</source>
        <translation>Zum Protokoll gehen</translation>
    </message>
</context>
<context>
    <name>penstock::WaitsPage</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>How long a server may take before its connection is given up. The add dialog can say otherwise for a file.</source>
        <translation>Wie lange ein Server brauchen darf, bevor seine Verbindung aufgegeben wird. Im Dialog zum Hinzufügen lässt sich für eine Datei anderes sagen.</translation>
    </message>
    <message>
        <source>For a &amp;connection</source>
        <translation>Auf eine &amp;Verbindung</translation>
    </message>
    <message>
        <source>Until it is taken, and as long to be secured.</source>
        <translation>Bis sie angenommen ist, und ebenso lange, bis sie gesichert ist.</translation>
    </message>
    <message>
        <source>For the &amp;first byte</source>
        <translation>Auf das &amp;erste Byte</translation>
    </message>
    <message>
        <source>Of an answer, after the request was sent.</source>
        <translation>Einer Antwort, nachdem die Anfrage abgeschickt ist.</translation>
    </message>
    <message>
        <source>For &amp;more of a file</source>
        <translation>Auf &amp;mehr von einer Datei</translation>
    </message>
    <message>
        <source>While it comes and then nothing does.</source>
        <translation>Während sie kommt und dann nichts mehr.</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Neue Versuche</translation>
    </message>
    <message>
        <source>&amp;Tries</source>
        <translation>&amp;Versuche</translation>
    </message>
    <message>
        <source>In a row, without progress and with growing pauses, before a file has failed.</source>
        <translation>Hintereinander, ohne Fortschritt und mit wachsenden Pausen, bis eine Datei fehlgeschlagen ist.</translation>
    </message>
</context>
<context>
    <name>penstock::WeekView</name>
    <message>
        <source>Hours of the week</source>
        <translation>Stunden der Woche</translation>
    </message>
    <message>
        <source>Drag over hours, or use the arrow keys and Space</source>
        <translation>Über Stunden ziehen, oder Pfeiltasten und Leertaste</translation>
    </message>
    <message>
        <source>%1 %2:00 is on. %3</source>
        <comment>day, hour, all hours that are on</comment>
        <translation>%1 %2:00 ist an. %3</translation>
    </message>
    <message>
        <source>%1 %2:00 is off. %3</source>
        <comment>day, hour, all hours that are on</comment>
        <translation>%1 %2:00 ist aus. %3</translation>
    </message>
</context>
<context>
    <name>penstock::WindowActions</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Links hinzufügen</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>Links einfügen</translation>
    </message>
    <message>
        <source>Add the links on the clipboard</source>
        <translation>Die Links der Zwischenablage hinzufügen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Start, or go on where it stopped</source>
        <translation>Starten, oder weitermachen, wo es aufhörte</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause; what is here stays</source>
        <translation>Anhalten; was da ist, bleibt</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Pause all transfers</source>
        <translation>Alle Übertragungen anhalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove from the list; a finished file stays</source>
        <translation>Aus der Liste entfernen; eine fertige Datei bleibt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Bring back what was removed last</source>
        <translation>Zurückbringen, was zuletzt entfernt wurde</translation>
    </message>
    <message>
        <source>Remove with file</source>
        <translation>Mit Datei entfernen</translation>
    </message>
    <message>
        <source>Remove from the list and delete the file</source>
        <translation>Aus der Liste entfernen und die Datei löschen</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Remove from the list and move the file to the trash</source>
        <translation>Aus der Liste entfernen und die Datei in den Papierkorb legen</translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Remove all that is done; the files stay</source>
        <translation>Alles Fertige entfernen; die Dateien bleiben</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the file (Enter)</source>
        <translation>Die Datei öffnen (Eingabe)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the file in its folder</source>
        <translation>Die Datei in ihrem Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy the links</source>
        <translation>Die Links kopieren</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Von vorn beginnen</translation>
    </message>
    <message>
        <source>Go on as the question says</source>
        <translation>Weitermachen, wie die Frage sagt</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Behalten, was da ist</translation>
    </message>
    <message>
        <source>Stop, and keep what is here</source>
        <translation>Anhalten und behalten, was da ist</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show or hide sockets and segments</source>
        <translation>Sockets und Segmente zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Go to sockets</source>
        <translation>Zu den Sockets</translation>
    </message>
    <message>
        <source>Go to the sockets</source>
        <translation>Zu den Sockets gehen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Connections, speed and more</source>
        <translation>Verbindungen, Geschwindigkeit und mehr</translation>
    </message>
    <message>
        <source>About Penstock</source>
        <translation>Über Penstock</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie die Arbeitsfläche</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
</context>
<context>
    <name>penstock::WindowPanes</name>
    <message>
        <source>Dismiss the message</source>
        <translation>Meldung ausblenden</translation>
    </message>
</context>
</TS>
