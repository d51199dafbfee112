//! What is wrong with a submission, said to the person who filled it in.

use serde::{Deserialize, Serialize};

/// A problem at a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// Where the value stands: `title`, `owner.name`, `items[0].name`; empty for the submission as a whole.
    pub path: String,
    /// The field's own key, `name`.
    pub key: String,
    /// Id of the component in the form.
    pub component: Option<String>,
    /// Stable code.
    pub code: ProblemCode,
    /// A sentence in Indonesian.
    pub message_id: String,
    /// A sentence in English.
    pub message_en: String,
}

macro_rules! codes {
    ($($code:ident $doc:literal $id:literal $en:literal;)*) => {
        /// What kind of problem. In the sentences, `{}` stands for the bound that was missed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum ProblemCode {
            $(#[doc = $doc] $code,)*
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$code),*];

            fn sentences(self) -> (&'static str, &'static str) {
                match self {
                    $(ProblemCode::$code => ($id, $en),)*
                }
            }
        }
    };
}

codes! {
    Required "Nothing was entered." "Wajib diisi." "This field is required.";
    Type "A value of another type than the field's." "Jenis isian tidak sesuai." "The value is of the wrong type.";
    TooShort "Fewer characters than needed." "Minimal {} karakter." "At least {} characters are needed.";
    TooLong "More characters than allowed." "Maksimal {} karakter." "At most {} characters are allowed.";
    Pattern "Does not match the pattern." "Isian tidak sesuai dengan pola {}." "The value does not match the pattern {}.";
    Email "No e-mail address." "Alamat surel tidak sah." "This is not a valid e-mail address.";
    Phone "No international telephone number." "Nomor telepon harus diawali kode negara, misalnya +62." "The telephone number must start with a country code, such as +62.";
    Min "Below the minimum." "Nilai minimal {}." "The value must be at least {}.";
    Max "Above the maximum." "Nilai maksimal {}." "The value must be at most {}.";
    Decimals "More digits after the point than allowed." "Maksimal {} angka di belakang koma." "At most {} digits after the decimal point are allowed.";
    Increment "Not a multiple of the step." "Nilai harus kelipatan {}." "The value must be a multiple of {}.";
    Option "Not one of the options." "Pilihan tidak tersedia." "This is not one of the options.";
    Duplicate "Chosen twice." "Pilihan tercantum dua kali." "An option is listed twice.";
    Date "No date." "Tanggal harus berbentuk TTTT-BB-HH." "A date is written YYYY-MM-DD.";
    Time "No time of day." "Jam harus berbentuk JJ:MM." "A time is written HH:MM.";
    DateTime "No date and time." "Tanggal dan jam harus berbentuk TTTT-BB-HHTJJ:MM." "A date and time is written YYYY-MM-DDTHH:MM.";
    PastDate "In the past." "Tanggal tidak boleh di masa lalu." "The date must not be in the past.";
    Interval "Not one of the times on offer." "Jam harus kelipatan {} menit." "The time must be a multiple of {} minutes.";
    File "No uploaded document." "Berkas tidak dikenal; unggah ulang." "This is not an uploaded document; upload it again.";
    TooMany "More entries than allowed." "Maksimal {} isian." "At most {} entries are allowed.";
    Expression "A rule of the form itself cannot be computed." "Aturan formulir tidak dapat dihitung; hubungi pengelola." "A rule of the form cannot be computed; tell the administrator.";
    TooLarge "The submission as a whole is too large." "Isian terlalu besar." "The submission is too large.";
}

impl ProblemCode {
    /// The sentences in Indonesian and English, with the bound filled in.
    pub(super) fn sentences_with(self, bound: &str) -> (String, String) {
        let (id, en) = self.sentences();
        (id.replace("{}", bound), en.replace("{}", bound))
    }
}
