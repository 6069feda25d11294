/** Encodings of Vietnamese from before Unicode, as they still come in old workbooks: known by the font of the cell, never guessed from the letters. */
export type OldEncoding = 'tcvn3' | 'tcvn3-capitals' | 'vni';

/** A stretch of text in one font; a cell with rich text has several. */
export type FontRun = { readonly text: string; readonly fontName: string | null };

/** `.VnTime`, `.VnArial` hold TCVN3 (their names end in H where every letter shows as a capital); `VNI-Times` holds VNI. Null: text as it is. */
export function oldEncodingOf(fontName: string | null): OldEncoding | null {
  const name = (fontName ?? '').trim();
  if (/^\.vn/iu.test(name)) return /h$/iu.test(name) ? 'tcvn3-capitals' : 'tcvn3';
  return /^vni[-\s]/iu.test(name) ? 'vni' : null;
}

/** A cell's text in Unicode (NFC), every stretch by its own font. `converted`: letters changed, so somebody should look at them. */
export function modernText({ text, fontName, runs }: FontRun & { readonly runs?: readonly FontRun[] | undefined }): { readonly text: string; readonly converted: boolean } {
  const read = (runs ?? [{ text, fontName }])
    .map((run) => {
      const encoding = oldEncodingOf(run.fontName);
      return encoding === null ? run.text : fromOldEncoding(run.text, encoding);
    })
    .join('')
    .normalize('NFC');
  return { text: read, converted: read !== text.normalize('NFC') };
}

/** Text of an old encoding as Unicode (NFC). Text with letters that the encoding cannot hold was typed in Unicode, whatever the font says, and stays. */
export function fromOldEncoding(text: string, encoding: OldEncoding): string {
  // Some programs write the micro sign as the Greek letter that looks the same.
  const letters = text.normalize('NFC').replaceAll('\u03bc', 'µ');
  if (/[\u0100-\u1fff]/u.test(letters)) return text;
  return (encoding === 'vni' ? fromVni(letters) : fromTcvn3(letters, encoding)) ?? text;
}

/** Pairs `old letter, Unicode letter` of TCVN 5712:1993 (VN3), in the columns of Windows-1252. The fonts have no other letters with marks. */
const tcvn3Pairs =
  'µà¸á¶ả·ã¹ạ ¨ă»ằ¾ắ¼ẳ½ẵÆặ ©âÇầÊấÈẩÉẫËậ ®đ ÌèÐéÎẻÏẽÑẹ ªêÒềÕếÓểÔễÖệ ×ìÝíØỉÜĩÞị ßòãóáỏâõäọ «ôåồèốæổçỗéộ ¬ơêờíớëởìỡîợ ïùóúñủòũôụ \u00adưõừøứöử÷ữùự úỳýýûỷüỹþỵ ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ';

const tcvn3: ReadonlyMap<string, string> = new Map(
  tcvn3Pairs.split(' ').flatMap((group) => {
    const letters = Array.from(group);
    return letters.flatMap((letter, index) => (index % 2 === 0 ? [[letter, letters[index + 1] ?? letter] as const] : []));
  }),
);

/** Null: not TCVN3. */
function fromTcvn3(text: string, encoding: 'tcvn3' | 'tcvn3-capitals'): string | null {
  const letters = Array.from(text);
  if (letters.some((letter) => /[À-ÿ]/u.test(letter) && !tcvn3.has(letter))) return null;
  const read = letters.map((letter) => tcvn3.get(letter) ?? letter).join('');
  // The ordinary fonts have no capitals with tones: `NGUYÔN V¡N HïNG` was typed in capitals as far as the font had them.
  const inCapitals = encoding === 'tcvn3-capitals' || (/[A-Z]{2}/u.test(text) && !/[a-z]/u.test(text));
  return inCapitals ? read.toUpperCase() : read;
}

/** VNI writes a letter and then its marks as a second one. */
const vniTones: Readonly<Record<string, string>> = { ù: '\u0301', ø: '\u0300', û: '\u0309', õ: '\u0303', ï: '\u0323' };
const vniCircumflex: Readonly<Record<string, string>> = { â: '\u0302', á: '\u0302\u0301', à: '\u0302\u0300', å: '\u0302\u0309', ã: '\u0302\u0303', ä: '\u0302\u0323' };
const vniBreve: Readonly<Record<string, string>> = { ê: '\u0306', é: '\u0306\u0301', è: '\u0306\u0300', ú: '\u0306\u0309', ü: '\u0306\u0303', ë: '\u0306\u0323' };
/** Letters that stand alone: i and y with tones, ơ, ư, đ. */
const vniSingles: Readonly<Record<string, string>> = { í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ', ô: 'ơ', ö: 'ư', ñ: 'đ' };

/** Null: not VNI, as its marks stand where none can be (`Hà` typed in Unicode). */
function fromVni(text: string): string | null {
  let result = '';
  const letters = Array.from(text);
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    const mark = letters[at + 1]?.toLowerCase() ?? '';
    const single = vniSingles[letter.toLowerCase()];
    if (single === undefined && /[À-ÖØ-öø-ÿ]/u.test(letter)) return null;
    const base = single === undefined ? letter : letter === letter.toLowerCase() ? single : single.toUpperCase();
    const marks = marksAfter(letter.toLowerCase(), mark);
    result += marks === undefined ? base : (base + marks).normalize('NFC');
    if (marks !== undefined) at += 1;
  }
  return result;
}

function marksAfter(letter: string, mark: string): string | undefined {
  if (letter === 'a') return vniTones[mark] ?? vniCircumflex[mark] ?? vniBreve[mark];
  if (letter === 'e' || letter === 'o') return vniTones[mark] ?? vniCircumflex[mark];
  return letter === 'u' || letter === 'y' || letter === 'ô' || letter === 'ö' ? vniTones[mark] : undefined;
}
