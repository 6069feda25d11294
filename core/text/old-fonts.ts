/** Encodings of Vietnamese from before Unicode, as they still come in old workbooks: known by the font of the cell, never guessed from the letters. */
export type OldEncoding = 'tcvn3' | 'tcvn3-capitals' | 'vni';

/** `.VnTime`, `.VnArial` hold TCVN3 (their names end in H where every letter shows as a capital); `VNI-Times` holds VNI. Null: text as it is. */
export function oldEncodingOf(fontName: string | null): OldEncoding | null {
  const name = (fontName ?? '').trim();
  if (/^\.vn/iu.test(name)) return /h$/iu.test(name) ? 'tcvn3-capitals' : 'tcvn3';
  return /^vni[-\s]/iu.test(name) ? 'vni' : null;
}

/** Text of an old encoding as Unicode (NFC). Letters that mean nothing there stay. */
export function fromOldEncoding(text: string, encoding: OldEncoding): string {
  // The old encodings know 256 letters; others were typed in Unicode, whatever the font says.
  if (/[\u0100-\u1fff]/u.test(text.normalize('NFC'))) return text;
  if (encoding === 'vni') return fromVni(text.normalize('NFC'));
  const small = Array.from(text.normalize('NFC'), (letter) => tcvn3.get(letter) ?? letter).join('');
  return encoding === 'tcvn3-capitals' ? small.toUpperCase() : small;
}

/** Pairs `old letter, Unicode letter` of TCVN 5712:1993 (VN3), in the columns of Windows-1252. */
const tcvn3Pairs =
  'µà¸á¶ả·ã¹ạ ¨ă»ằ¾ắ¼ẳ½ẵÆặ ©âÇầÊấÈẩÉẫËậ ®đ ÌèÐéÎẻÏẽÑẹ ªêÒềÕếÓểÔễÖệ ×ìÝíØỉÜĩÞị ßòãóáỏâõäọ «ôåồèốæổçỗéộ ¬ơêờíớëởìỡîợ ïùóúñủòũôụ \u00adưõừøứöử÷ữùự úỳýýûỷüỹþỵ ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ';

const tcvn3: ReadonlyMap<string, string> = new Map(
  tcvn3Pairs.split(' ').flatMap((group) => {
    const letters = Array.from(group);
    return letters.flatMap((letter, index) => (index % 2 === 0 ? [[letter, letters[index + 1] ?? letter] as const] : []));
  }),
);

/** VNI writes a letter and then its marks as a second one. */
const vniTones: Readonly<Record<string, string>> = { ù: '\u0301', ø: '\u0300', û: '\u0309', õ: '\u0303', ï: '\u0323' };
const vniCircumflex: Readonly<Record<string, string>> = { â: '\u0302', á: '\u0302\u0301', à: '\u0302\u0300', å: '\u0302\u0309', ã: '\u0302\u0303', ä: '\u0302\u0323' };
const vniBreve: Readonly<Record<string, string>> = { ê: '\u0306', é: '\u0306\u0301', è: '\u0306\u0300', ú: '\u0306\u0309', ü: '\u0306\u0303', ë: '\u0306\u0323' };
/** Letters that stand alone: i and y with tones, ơ, ư, đ. */
const vniSingles: Readonly<Record<string, string>> = { í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ', ô: 'ơ', ö: 'ư', ñ: 'đ' };

function fromVni(text: string): string {
  let result = '';
  const letters = Array.from(text);
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    const mark = letters[at + 1]?.toLowerCase() ?? '';
    const single = vniSingles[letter.toLowerCase()];
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
