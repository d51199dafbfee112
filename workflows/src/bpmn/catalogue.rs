//! Every finding that reading a BPMN file can yield: its code, how much it matters, and its sentences.
//!
//! One table, so that the translations stand side by side and `docs/bpmn-support.md` can list them.

use super::diagnostic::Severity;

/// The sentences of a code; `{0}`, `{1}` are values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// What is wrong, in English.
    pub message: &'static str,
    /// What to do, in English.
    pub remedy: &'static str,
    /// What is wrong, in Indonesian.
    pub message_id: &'static str,
    /// What to do, in Indonesian.
    pub remedy_id: &'static str,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $message:literal $remedy:literal $message_id:literal $remedy_id:literal;)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is explained by its sentence")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable code that programs see.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much it usually matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Its sentences.
            #[must_use]
            pub const fn texts(self) -> Texts {
                match self { $(Code::$variant => Texts {
                    message: $message, remedy: $remedy, message_id: $message_id, remedy_id: $remedy_id,
                },)* }
            }
        }
    };
}

codes! {
    // The file.
    Unreadable "UNREADABLE" Error
        "The file cannot be read: {0}."
        "Check the path and the permissions."
        "Berkas tidak dapat dibaca: {0}."
        "Periksa lokasi dan izin berkas.";
    TooLarge "TOO_LARGE" Error
        "The file has {0} bytes; at most {1} are read."
        "Split the model, or remove embedded images."
        "Berkas berukuran {0} bita; paling banyak {1} yang dibaca."
        "Pecah model, atau hapus gambar yang disematkan.";
    EncodingUnsupported "ENCODING_UNSUPPORTED" Error
        "The file is not text in a supported encoding ({0})."
        "Save it as UTF-8."
        "Berkas bukan teks dengan penyandian yang didukung ({0})."
        "Simpan sebagai UTF-8.";
    Doctype "DOCTYPE_REFUSED" Error
        "The file contains a document type declaration; these are refused because they can hide entities."
        "Remove the <!DOCTYPE ...> part; BPMN does not need it."
        "Berkas memuat deklarasi tipe dokumen; ini ditolak karena dapat menyembunyikan entitas."
        "Hapus bagian <!DOCTYPE ...>; BPMN tidak memerlukannya.";
    TooDeep "TOO_DEEP" Error
        "Elements are nested deeper than {0} levels."
        "Flatten the model; use call activities for deep nesting."
        "Elemen bersarang lebih dari {0} tingkat."
        "Ratakan model; gunakan call activity untuk sarang yang dalam.";
    TooManyAttributes "TOO_MANY_ATTRIBUTES" Error
        "An element has more than {0} attributes."
        "Remove the surplus attributes."
        "Sebuah elemen memiliki lebih dari {0} atribut."
        "Hapus atribut yang berlebih.";
    TooManyElements "TOO_MANY_ELEMENTS" Error
        "The file has more than {0} XML elements."
        "Split the model into several files."
        "Berkas memiliki lebih dari {0} elemen XML."
        "Pecah model menjadi beberapa berkas.";
    NamespaceFlood "NAMESPACE_FLOOD" Error
        "The file declares far more XML namespaces than a model needs."
        "Declare each namespace once, on the outermost element."
        "Berkas mendeklarasikan ruang nama XML jauh melebihi kebutuhan sebuah model."
        "Deklarasikan setiap ruang nama satu kali, pada elemen terluar.";
    MalformedXml "MALFORMED_XML" Error
        "The file is not well-formed XML: {0}."
        "Export it again from the drawing tool, or repair this line."
        "Berkas bukan XML yang benar: {0}."
        "Ekspor ulang dari alat gambar, atau perbaiki baris ini.";
    NotBpmn "NOT_BPMN" Error
        "The file is XML, but not BPMN 2.0: its outermost element is \"{0}\"."
        "Export the model as BPMN 2.0 XML."
        "Berkas ini XML, tetapi bukan BPMN 2.0: elemen terluarnya \"{0}\"."
        "Ekspor model sebagai XML BPMN 2.0.";
    OldNamespace "OLD_NAMESPACE" Warning
        "The file uses the pre-release BPMN namespace {0}; it is read as BPMN 2.0."
        "Save it again with a current tool."
        "Berkas memakai ruang nama BPMN pra-rilis {0}; dibaca sebagai BPMN 2.0."
        "Simpan ulang dengan alat yang terbaru.";
    NoProcess "NO_PROCESS" Error
        "The file contains no process."
        "Draw at least one process with a start event."
        "Berkas tidak memuat proses."
        "Gambar sedikitnya satu proses dengan kejadian mulai.";
    EmptyProcess "EMPTY_PROCESS" Warning
        "Process \"{0}\" contains nothing that can run."
        "Draw its steps, or remove it."
        "Proses \"{0}\" tidak memuat apa pun yang dapat berjalan."
        "Gambar langkah-langkahnya, atau hapus.";
    NotExecutable "NOT_EXECUTABLE" Info
        "No process of this file is marked executable; all of them are treated as executable."
        "Set isExecutable=\"true\" on the processes that shall run."
        "Tidak ada proses dalam berkas ini yang ditandai dapat dijalankan; semuanya dianggap dapat dijalankan."
        "Setel isExecutable=\"true\" pada proses yang harus berjalan.";
    ProcessSkipped "PROCESS_NOT_EXECUTABLE" Info
        "Process \"{0}\" is not marked executable; it is drawn but never runs."
        "Set isExecutable=\"true\" if it shall run."
        "Proses \"{0}\" tidak ditandai dapat dijalankan; digambar tetapi tidak pernah berjalan."
        "Setel isExecutable=\"true\" bila harus berjalan.";
    TooManyDiagnostics "TOO_MANY_DIAGNOSTICS" Info
        "{0} further findings are not listed."
        "Put the listed ones right and check again."
        "{0} temuan lain tidak ditampilkan."
        "Perbaiki yang tercantum lalu periksa lagi.";

    // Ids and references.
    MissingId "MISSING_ID" Error
        "A {0} has no id."
        "Give it an id that is unique in the file."
        "Sebuah {0} tidak memiliki id."
        "Beri id yang unik dalam berkas.";
    DuplicateId "DUPLICATE_ID" Error
        "The id \"{0}\" is used more than once; it was first used on line {1}."
        "Give each element an id of its own."
        "Id \"{0}\" dipakai lebih dari satu kali; pertama dipakai pada baris {1}."
        "Beri setiap elemen id sendiri.";
    DanglingReference "DANGLING_REFERENCE" Error
        "{0} refers to \"{1}\", which does not exist here."
        "Point it at an existing element, or remove it."
        "{0} merujuk ke \"{1}\", yang tidak ada di sini."
        "Arahkan ke elemen yang ada, atau hapus.";
    FlowCrossesScope "FLOW_CROSSES_SCOPE" Error
        "This sequence flow connects \"{0}\" and \"{1}\", which lie in different processes or sub-processes."
        "Use a message flow between pools, or an event at the border of the sub-process."
        "Alur urutan ini menghubungkan \"{0}\" dan \"{1}\" yang berada di proses atau sub-proses berbeda."
        "Gunakan alur pesan antar-pool, atau kejadian di batas sub-proses.";
    DefaultNotOutgoing "DEFAULT_NOT_OUTGOING" Error
        "The default flow \"{0}\" does not leave this element."
        "Choose one of the flows that leave it."
        "Alur bawaan \"{0}\" tidak keluar dari elemen ini."
        "Pilih salah satu alur yang keluar dari elemen ini.";

    // What is refused or not understood.
    RefusedElement "REFUSED_ELEMENT" Error
        "{0} is not supported."
        "{1}"
        "{0} tidak didukung."
        "{2}";
    UnknownElement "UNKNOWN_ELEMENT" Error
        "\"{0}\" is not an element of BPMN 2.0 that is known here; ignoring it could change what the process means."
        "Remove it, or put tool-specific data into extensionElements."
        "\"{0}\" bukan elemen BPMN 2.0 yang dikenal; mengabaikannya dapat mengubah arti proses."
        "Hapus, atau pindahkan data khusus alat ke extensionElements.";
    UnknownExtension "UNKNOWN_EXTENSION" Warning
        "The extension \"{0}\" is not known here and has no effect."
        "Nothing, if the model does not depend on it."
        "Ekstensi \"{0}\" tidak dikenal dan tidak berpengaruh."
        "Tidak perlu apa-apa bila model tidak bergantung padanya.";
    NotTranslated "NOT_TRANSLATED" Warning
        "{0} = \"{1}\" comes from another engine and could not be translated; it has no effect."
        "Write it again as a FEEL expression or with the fields of the properties panel."
        "{0} = \"{1}\" berasal dari mesin lain dan tidak dapat diterjemahkan; tidak berpengaruh."
        "Tulis ulang sebagai ekspresi FEEL atau lewat panel properti.";
    AttributeInvalid "ATTRIBUTE_INVALID" Warning
        "The value \"{1}\" of {0} is not valid; \"{2}\" is used."
        "Correct the value."
        "Nilai \"{1}\" pada {0} tidak sah; dipakai \"{2}\"."
        "Perbaiki nilainya.";
    AttributeMissing "ATTRIBUTE_MISSING" Error
        "{0} needs a value for {1}."
        "Fill in the field in the properties panel."
        "{0} memerlukan nilai untuk {1}."
        "Isi kolom tersebut di panel properti.";
    ExpressionSyntax "EXPRESSION_SYNTAX" Error
        "The expression \"{0}\" is not FEEL: {1}."
        "Correct the expression at the marked place."
        "Ekspresi \"{0}\" bukan FEEL: {1}."
        "Perbaiki ekspresi pada bagian yang ditandai.";

    // Events.
    SeveralEventDefinitions "SEVERAL_EVENT_DEFINITIONS" Error
        "This event has several event definitions; multiple and parallel-multiple events are not supported."
        "Use one event per trigger, for instance after an event-based gateway."
        "Kejadian ini memiliki beberapa definisi; kejadian ganda dan ganda-paralel tidak didukung."
        "Gunakan satu kejadian per pemicu, misalnya setelah gateway berbasis kejadian.";
    EventNotHere "EVENT_NOT_HERE" Error
        "A {0} trigger is not possible on a {1}."
        "Choose another event type, or another place for it."
        "Pemicu {0} tidak dapat dipakai pada {1}."
        "Pilih jenis kejadian lain, atau tempat lain.";
    EventWithoutTrigger "EVENT_WITHOUT_TRIGGER" Error
        "This {0} does not say what it waits for."
        "Choose timer, message, signal, condition or another trigger."
        "{0} ini tidak menyebutkan apa yang ditunggu."
        "Pilih pewaktu, pesan, sinyal, kondisi, atau pemicu lain.";
    TimerWithoutTime "TIMER_WITHOUT_TIME" Error
        "The timer has no date, duration or cycle."
        "Fill in exactly one of them."
        "Pewaktu tidak memiliki tanggal, durasi, atau siklus."
        "Isi tepat salah satunya.";
    TimerInvalid "TIMER_INVALID" Error
        "\"{0}\" is not a valid timer {1}."
        "Write ISO 8601, for instance 2026-08-17T08:00:00+08:00, P5D, R/P1W; or a FEEL expression that begins with =."
        "\"{0}\" bukan {1} pewaktu yang sah."
        "Tulis ISO 8601, misalnya 2026-08-17T08:00:00+08:00, P5D, R/P1W; atau ekspresi FEEL yang diawali =.";
    TimerWithoutZone "TIMER_WITHOUT_ZONE" Warning
        "The date \"{0}\" has no time zone; that of the organisation is used."
        "Add the offset, for instance +08:00."
        "Tanggal \"{0}\" tidak memiliki zona waktu; dipakai zona organisasi."
        "Tambahkan selisihnya, misalnya +08:00.";
    TimerTooFast "TIMER_TOO_FAST" Error
        "The cycle \"{0}\" repeats more often than once a second and would never end."
        "Choose a longer interval."
        "Siklus \"{0}\" berulang lebih dari sekali per detik dan tidak akan berakhir."
        "Pilih selang yang lebih panjang.";
    TimerCycleOnce "TIMER_CYCLE_ONCE" Warning
        "A cycle on this event fires only once, because the event interrupts or passes after the first time."
        "Use a duration, or a non-interrupting event."
        "Siklus pada kejadian ini hanya berjalan satu kali, karena kejadian menyela atau selesai setelah yang pertama."
        "Gunakan durasi, atau kejadian tanpa interupsi.";
    NameAssumed "NAME_ASSUMED" Warning
        "The {0} event names no {0}; \"{1}\" is used."
        "Create the {0} and choose it in the properties panel."
        "Kejadian {0} tidak menyebut {0}; dipakai \"{1}\"."
        "Buat {0} tersebut dan pilih di panel properti.";
    MessageWithoutKey "MESSAGE_WITHOUT_KEY" Warning
        "Message \"{0}\" has no correlation key; only its name decides which instance receives it."
        "Give the message a correlation key, for instance =businessKey."
        "Pesan \"{0}\" tidak memiliki kunci korelasi; hanya namanya yang menentukan penerimanya."
        "Beri kunci korelasi, misalnya =businessKey.";
    ConditionMissing "CONDITION_MISSING" Error
        "The conditional event has no condition."
        "Write the condition as a FEEL expression."
        "Kejadian bersyarat tidak memiliki syarat."
        "Tulis syaratnya sebagai ekspresi FEEL.";
    LinkWithoutName "LINK_WITHOUT_NAME" Error
        "The link event has no name."
        "Give both ends of the link the same name."
        "Kejadian tautan tidak memiliki nama."
        "Beri kedua ujung tautan nama yang sama.";
    LinkWithoutTarget "LINK_WITHOUT_TARGET" Error
        "There is no link catch event named \"{0}\" in this scope."
        "Draw the other end of the link here."
        "Tidak ada kejadian tangkap tautan bernama \"{0}\" dalam lingkup ini."
        "Gambar ujung lain tautan di sini.";
    LinkTargetTwice "LINK_TARGET_TWICE" Error
        "There is more than one link catch event named \"{0}\" in this scope."
        "Keep one of them."
        "Ada lebih dari satu kejadian tangkap tautan bernama \"{0}\" dalam lingkup ini."
        "Sisakan satu saja.";
    BoundaryOnNothing "BOUNDARY_ON_NOTHING" Error
        "This boundary event is not attached to an activity (\"{0}\")."
        "Attach it to a task or sub-process of the same scope."
        "Kejadian batas ini tidak menempel pada aktivitas (\"{0}\")."
        "Tempelkan pada tugas atau sub-proses dalam lingkup yang sama.";
    BoundaryHasIncoming "BOUNDARY_HAS_INCOMING" Error
        "A sequence flow leads into this boundary event."
        "Lead the flow to an activity, gateway or catch event."
        "Ada alur urutan yang masuk ke kejadian batas ini."
        "Arahkan alur ke aktivitas, gateway, atau kejadian tangkap.";
    StartHasIncoming "START_HAS_INCOMING" Error
        "A sequence flow leads into this start event."
        "Lead the flow to the step after it."
        "Ada alur urutan yang masuk ke kejadian mulai ini."
        "Arahkan alur ke langkah sesudahnya.";
    EndHasOutgoing "END_HAS_OUTGOING" Error
        "A sequence flow leaves this end event."
        "Use an intermediate throw event, or remove the flow."
        "Ada alur urutan yang keluar dari kejadian akhir ini."
        "Gunakan kejadian lempar antara, atau hapus alurnya.";
    CancelOutsideTransaction "CANCEL_OUTSIDE_TRANSACTION" Error
        "A cancel event has its place only in, or on the border of, a transaction."
        "Turn the sub-process into a transaction, or use an error event."
        "Kejadian batal hanya boleh di dalam, atau di batas, sebuah transaksi."
        "Ubah sub-proses menjadi transaksi, atau gunakan kejadian galat.";
    AlwaysInterrupting "ALWAYS_INTERRUPTING" Warning
        "A {0} event always interrupts; the mark \"non-interrupting\" has no effect."
        "Remove the mark, or use an escalation event."
        "Kejadian {0} selalu menyela; tanda \"tanpa interupsi\" tidak berpengaruh."
        "Hapus tandanya, atau gunakan kejadian eskalasi.";

    // Activities.
    JobTypeAssumed "JOB_TYPE_ASSUMED" Warning
        "This {0} does not say which worker does it; the job type \"{1}\" is used."
        "Fill in the task definition type."
        "{0} ini tidak menyebut pekerja pelaksananya; dipakai jenis pekerjaan \"{1}\"."
        "Isi jenis definisi tugas.";
    ForeignDelegate "FOREIGN_DELEGATE" Warning
        "{0} = \"{1}\" names code of another engine; here it becomes a job of that name."
        "Offer a worker for this job type, or choose a built-in one."
        "{0} = \"{1}\" menyebut kode mesin lain; di sini menjadi pekerjaan dengan nama itu."
        "Sediakan pekerja untuk jenis pekerjaan ini, atau pilih yang tersedia.";
    UserTaskNotMarked "USER_TASK_NOT_MARKED" Warning
        "The user task has no zeebe:userTask mark; it runs as a native user task all the same."
        "Choose the implementation \"Camunda user task\" in the properties panel."
        "Tugas pengguna tidak bertanda zeebe:userTask; tetap berjalan sebagai tugas pengguna bawaan."
        "Pilih implementasi \"Camunda user task\" di panel properti.";
    ScriptAsJob "SCRIPT_AS_JOB" Warning
        "The script is written in \"{0}\"; only FEEL runs here, so it becomes the job \"{1}\"."
        "Write it again as a FEEL expression with a result variable."
        "Skrip ditulis dalam \"{0}\"; hanya FEEL yang berjalan di sini, maka menjadi pekerjaan \"{1}\"."
        "Tulis ulang sebagai ekspresi FEEL dengan variabel hasil.";
    ResultAssumed "RESULT_ASSUMED" Warning
        "No result variable is named; \"{0}\" is used."
        "Fill in the result variable."
        "Variabel hasil tidak disebut; dipakai \"{0}\"."
        "Isi variabel hasil.";
    CallWithoutProcess "CALL_WITHOUT_PROCESS" Error
        "The call activity does not say which process it calls."
        "Fill in the process id."
        "Call activity tidak menyebut proses yang dipanggil."
        "Isi id prosesnya.";
    AdHocWorker "AD_HOC_WORKER" Error
        "An ad-hoc sub-process that is led by a job worker is not supported."
        "Name the elements to activate in activeElementsCollection."
        "Sub-proses ad-hoc yang dipandu pekerja tidak didukung."
        "Sebutkan elemen yang diaktifkan dalam activeElementsCollection.";
    CollectionMissing "MULTI_INSTANCE_WITHOUT_COLLECTION" Error
        "The multi-instance activity has neither an input collection nor a number of repetitions."
        "Fill in the input collection."
        "Aktivitas multi-instans tidak memiliki koleksi masukan maupun jumlah ulangan."
        "Isi koleksi masukan.";
    CardinalityInvalid "CARDINALITY_INVALID" Error
        "\"{0}\" is not a number of repetitions."
        "Write a whole number from 0, or a FEEL expression."
        "\"{0}\" bukan jumlah ulangan."
        "Tulis bilangan bulat mulai 0, atau ekspresi FEEL.";
    CardinalityHuge "CARDINALITY_HUGE" Error
        "{0} repetitions are more than the {1} that one activity may have."
        "Choose a smaller number."
        "{0} ulangan melebihi {1} yang boleh dimiliki satu aktivitas."
        "Pilih angka yang lebih kecil.";
    LoopWithoutEnd "LOOP_WITHOUT_END" Error
        "The loop has neither a condition nor a maximum and would never end."
        "Write a loop condition or a maximum."
        "Perulangan tidak memiliki syarat maupun batas dan tidak akan berakhir."
        "Tulis syarat perulangan atau batasnya.";

    // The graph.
    ImplicitStart "IMPLICIT_START" Warning
        "\"{0}\" has no start event; it starts at every step that nothing leads to."
        "Draw a start event."
        "\"{0}\" tidak memiliki kejadian mulai; dimulai pada setiap langkah yang tidak dituju alur."
        "Gambar kejadian mulai.";
    NothingStarts "NOTHING_STARTS" Error
        "\"{0}\" has no start event and no step to begin with."
        "Draw a start event."
        "\"{0}\" tidak memiliki kejadian mulai maupun langkah awal."
        "Gambar kejadian mulai.";
    SeveralStarts "SEVERAL_STARTS" Warning
        "\"{0}\" has several start events without a trigger; the first, \"{1}\", is used unless another is named."
        "Keep one, or give the others a message, timer or signal."
        "\"{0}\" memiliki beberapa kejadian mulai tanpa pemicu; yang pertama, \"{1}\", dipakai kecuali disebut lain."
        "Sisakan satu, atau beri yang lain pesan, pewaktu, atau sinyal.";
    EventSubprocessStart "EVENT_SUBPROCESS_START" Error
        "An event sub-process needs exactly one start event, and it must have a trigger."
        "Draw one start event with a timer, message, signal, condition, error, escalation or compensation."
        "Sub-proses kejadian memerlukan tepat satu kejadian mulai, dan harus memiliki pemicu."
        "Gambar satu kejadian mulai dengan pewaktu, pesan, sinyal, syarat, galat, eskalasi, atau kompensasi.";
    EventSubprocessInFlow "EVENT_SUBPROCESS_IN_FLOW" Error
        "A sequence flow is connected to an event sub-process; it is started by its event only."
        "Remove the flow."
        "Ada alur urutan yang terhubung ke sub-proses kejadian; ia hanya dimulai oleh kejadiannya."
        "Hapus alurnya.";
    EventSubprocessRepeated "EVENT_SUBPROCESS_REPEATED" Error
        "An event sub-process cannot be repeated; its event starts it each time."
        "Remove the multi-instance or loop mark, or put a repeated sub-process inside."
        "Sub-proses kejadian tidak dapat diulang; kejadiannya yang memulainya setiap kali."
        "Hapus tanda multi-instans atau perulangan, atau letakkan sub-proses berulang di dalamnya.";
    CompensationWithoutHandler "COMPENSATION_WITHOUT_HANDLER" Warning
        "No activity is associated with this compensation event; nothing is undone."
        "Draw an association from it to the activity that undoes the work."
        "Tidak ada aktivitas yang terhubung dengan kejadian kompensasi ini; tidak ada yang dibatalkan."
        "Gambar asosiasi ke aktivitas yang membatalkan pekerjaan.";
    CompensationInFlow "COMPENSATION_HANDLER_IN_FLOW" Error
        "A compensation activity cannot be part of the sequence flow."
        "Remove the flows from it."
        "Aktivitas kompensasi tidak boleh menjadi bagian alur urutan."
        "Hapus alur darinya.";
    GatewayWithoutConditions "GATEWAY_WITHOUT_CONDITIONS" Warning
        "Flow \"{0}\" leaves a deciding gateway without a condition and is not its default; it is always taken as true."
        "Write a condition, or make it the default flow."
        "Alur \"{0}\" keluar dari gateway keputusan tanpa syarat dan bukan alur bawaan; selalu dianggap benar."
        "Tulis syarat, atau jadikan alur bawaan.";
    GatewayWithoutDefault "GATEWAY_WITHOUT_DEFAULT" Info
        "The gateway has no default flow; when no condition is true it stops with an incident."
        "Choose a default flow."
        "Gateway tidak memiliki alur bawaan; bila tidak ada syarat yang benar, ia berhenti dengan insiden."
        "Pilih alur bawaan.";
    ConditionIgnored "CONDITION_IGNORED" Warning
        "The condition of flow \"{0}\" has no effect, because it leaves a {1}."
        "Remove the condition, or use an exclusive or inclusive gateway."
        "Syarat pada alur \"{0}\" tidak berpengaruh, karena keluar dari {1}."
        "Hapus syaratnya, atau gunakan gateway eksklusif atau inklusif.";
    DefaultWithCondition "DEFAULT_WITH_CONDITION" Warning
        "The default flow \"{0}\" has a condition; it is not evaluated."
        "Remove the condition."
        "Alur bawaan \"{0}\" memiliki syarat; syarat itu tidak dinilai."
        "Hapus syaratnya.";
    EventGatewayTarget "EVENT_GATEWAY_TARGET" Error
        "\"{0}\" cannot follow an event-based gateway."
        "Only catch events (timer, message, signal, condition) and receive tasks that nothing else leads to may follow."
        "\"{0}\" tidak boleh mengikuti gateway berbasis kejadian."
        "Hanya kejadian tangkap (pewaktu, pesan, sinyal, syarat) dan tugas terima tanpa alur masuk lain yang boleh mengikuti.";
    EventGatewaySingle "EVENT_GATEWAY_SINGLE" Warning
        "An event-based gateway with fewer than two events has nothing to choose from."
        "Add a second event, or remove the gateway."
        "Gateway berbasis kejadian dengan kurang dari dua kejadian tidak punya pilihan."
        "Tambahkan kejadian kedua, atau hapus gateway.";
    Unreachable "UNREACHABLE" Warning
        "Nothing leads to \"{0}\"."
        "Connect it, or remove it."
        "Tidak ada yang menuju ke \"{0}\"."
        "Hubungkan, atau hapus.";
    CannotEnd "CANNOT_END" Warning
        "From \"{0}\" no end can be reached."
        "Add a way out of the loop."
        "Dari \"{0}\" tidak ada akhir yang dapat dicapai."
        "Tambahkan jalan keluar dari putaran.";
    InfiniteLoop "INFINITE_LOOP" Error
        "The steps {0} form a circle without a waiting step and without a way out: it would turn for ever."
        "Add a task or event that waits, or a gateway that leaves the circle."
        "Langkah {0} membentuk lingkaran tanpa langkah menunggu dan tanpa jalan keluar: akan berputar selamanya."
        "Tambahkan tugas atau kejadian yang menunggu, atau gateway yang keluar dari lingkaran.";
    LoopWithoutWait "LOOP_WITHOUT_WAIT" Warning
        "The steps {0} form a circle without a waiting step; if its condition never changes, it stops with an incident."
        "Make sure that a step in the circle changes the condition."
        "Langkah {0} membentuk lingkaran tanpa langkah menunggu; bila syaratnya tidak berubah, berhenti dengan insiden."
        "Pastikan ada langkah dalam lingkaran yang mengubah syarat.";

    // The deployment.
    CalledProcessMissing "CALLED_PROCESS_MISSING" Warning
        "The called process \"{0}\" is not among the files."
        "Add the file, or deploy the process before this one starts."
        "Proses yang dipanggil \"{0}\" tidak ada di antara berkas."
        "Tambahkan berkasnya, atau pasang proses itu sebelum yang ini dimulai.";
    CalledDecisionMissing "CALLED_DECISION_MISSING" Warning
        "The decision \"{0}\" is not among the files."
        "Add the DMN file, or deploy the decision before this process starts."
        "Keputusan \"{0}\" tidak ada di antara berkas."
        "Tambahkan berkas DMN, atau pasang keputusannya sebelum proses ini dimulai.";
    FormMissing "FORM_MISSING" Warning
        "The form \"{0}\" is not among the files."
        "Add the form file, or deploy the form before this process starts."
        "Formulir \"{0}\" tidak ada di antara berkas."
        "Tambahkan berkas formulir, atau pasang formulirnya sebelum proses ini dimulai.";
    EmbeddedFormMissing "EMBEDDED_FORM_MISSING" Error
        "The embedded form \"{0}\" is not in this process."
        "Add it to the process, or refer to a form file."
        "Formulir sematan \"{0}\" tidak ada dalam proses ini."
        "Tambahkan ke proses, atau rujuk berkas formulir.";
    EmbeddedFormInvalid "EMBEDDED_FORM_INVALID" Error
        "The embedded form \"{0}\" is not JSON: {1}."
        "Export the form again."
        "Formulir sematan \"{0}\" bukan JSON: {1}."
        "Ekspor ulang formulirnya.";
    VariableNeverWritten "VARIABLE_NEVER_WRITTEN" Warning
        "The variable \"{0}\" is read here, and nothing in these files writes it: without it, it is null."
        "Check the spelling, or write it by a form, a mapping or a result."
        "Variabel \"{0}\" dibaca di sini, tetapi tidak ada yang menulisnya dalam berkas ini: tanpa itu nilainya null."
        "Periksa ejaannya, atau tulis melalui formulir, pemetaan, atau hasil.";
    ProcessTwice "PROCESS_TWICE" Error
        "The process \"{0}\" is also defined in {1}."
        "Give each process of a deployment an id of its own."
        "Proses \"{0}\" juga didefinisikan di {1}."
        "Beri setiap proses dalam satu pemasangan id sendiri.";

    // Council semantics.
    CouncilUnknown "COUNCIL_PROPERTY_UNKNOWN" Warning
        "\"{0}\" is not a known council property; it has no effect."
        "Known ones are: {1}."
        "\"{0}\" bukan properti dewan yang dikenal; tidak berpengaruh."
        "Yang dikenal: {1}.";
    CouncilNotHere "COUNCIL_PROPERTY_NOT_HERE" Warning
        "\"{0}\" has an effect only on {1}."
        "Move it there."
        "\"{0}\" hanya berpengaruh pada {2}."
        "Pindahkan ke sana.";
    CouncilValue "COUNCIL_PROPERTY_VALUE" Error
        "The value \"{1}\" of {0} is not valid."
        "Allowed: {2}."
        "Nilai \"{1}\" pada {0} tidak sah."
        "Yang boleh: {2}.";
    SeparateFromUnknown "SEPARATE_FROM_UNKNOWN" Error
        "mufakat:separateFrom names \"{0}\", which is not a user task of this process."
        "Write the ids of user tasks, separated by commas."
        "mufakat:separateFrom menyebut \"{0}\", yang bukan tugas pengguna dalam proses ini."
        "Tulis id tugas pengguna, dipisahkan koma.";
}
