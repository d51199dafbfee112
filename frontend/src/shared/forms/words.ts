// form-js in Indonesian: its own sentences, keyed as form-js asks for them. English needs no entry.
const indonesian: Record<string, string> = {
  'Date and time must both be entered.': 'Isi tanggal dan jamnya.',
  'No content to show.': 'Tidak ada isi untuk ditampilkan.',
  "External content couldn't be loaded.": 'Isi dari luar tidak dapat dimuat.',
  Increment: 'Tambah',
  Decrement: 'Kurangi',
  'Skip to search': 'Langsung ke pencarian',
  'Remove tag': 'Hapus pilihan',
  Search: 'Cari',
  'No results': 'Tidak ada yang cocok',
  'All values selected': 'Semua sudah dipilih',
  'Nothing to show.': 'Tidak ada isi.',
  '{page} of {total}': '{page} dari {total}',
  'Previous page': 'Halaman sebelumnya',
  'Next page': 'Halaman berikutnya',
  'Click to sort by {value} descending': 'Urutkan menurun menurut {value}',
  'Click to sort by {value} ascending': 'Urutkan menaik menurut {value}',
  'Click to remove sorting': 'Hapus pengurutan',
  'No files selected': 'Belum ada berkas',
  '{value} files selected': '{value} berkas dipilih',
  'Document reference is not defined.': 'Rujukan naskah belum ditentukan.',
  'Unable to download document': 'Naskah tidak dapat diunduh',
  'Download {fileName}': 'Unduh {fileName}',
  'Add new': 'Tambah baris',
  'Expand all ({value})': 'Tampilkan semua ({value})',
  Collapse: 'Ringkas',
  'Value is not a number.': 'Isi dengan angka.',
  'Value is expected to be an integer.': 'Isi dengan bilangan bulat.',
  'Value is expected to have at most 1 decimal digit.': 'Paling banyak satu angka di belakang koma.',
  'Value is expected to have at most {value} decimal digits.': 'Paling banyak {value} angka di belakang koma.',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.':
    'Pilih nilai yang sah; yang terdekat {previousValue} dan {nextValue}.',
  'Field must match pattern {value}.': 'Isian harus berbentuk {value}.',
  'Field is required.': 'Wajib diisi.',
  'Field must have minimum value of {value}.': 'Paling sedikit {value}.',
  'Min validation value is not a valid number.': 'Batas bawah pada formulir bukan angka.',
  'Field must have maximum value of {value}.': 'Paling banyak {value}.',
  'Max validation value is not a valid number.': 'Batas atas pada formulir bukan angka.',
  'Field must have minimum length of {value}.': 'Paling sedikit {value} huruf.',
  'Field must have maximum length of {value}.': 'Paling banyak {value} huruf.',
  'Field must be a valid international phone number. (e.g. +4930664040900)': 'Isi nomor telepon internasional, misalnya +6281234567890.',
  'Field must be a valid email.': 'Isi alamat surel yang benar.',
  'Select a date': 'Pilih tanggal',
  Select: 'Pilih',
  Browse: 'Pilih berkas',
};

type Replacements = Record<string, string>;

/** The translate function that form-js is given; an unknown sentence stays as it is. */
export function formWords(locale: 'id' | 'en'): (template: string, replacements?: Replacements) => string {
  return (template, replacements = {}) => {
    const sentence = locale === 'id' ? (indonesian[template] ?? template) : template;
    return sentence.replace(/{([^}]+)}/g, (whole, key: string) => replacements[key] ?? whole);
  };
}
