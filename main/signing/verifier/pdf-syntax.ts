/** Where a PDF is not written as ours are. */
export class PdfFormError extends Error {
  readonly where: string;
  constructor(where: string) {
    super(where);
    this.where = where;
  }
}

export type PdfName = { readonly kind: 'name'; readonly name: string };
export type PdfReference = { readonly kind: 'reference'; readonly number: number };
export type PdfString = { readonly kind: 'string'; readonly bytes: Buffer };
export type PdfDictionary = { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> };
export type PdfArray = { readonly kind: 'array'; readonly items: readonly PdfValue[] };
export type PdfValue = PdfName | PdfReference | PdfString | PdfDictionary | PdfArray | { readonly kind: 'number'; readonly value: number };

const deepest = 12;
/** The fonts of a record's PDF have some thousand numbers; a file with many more is made to keep this PC busy. */
const mostValues = 200_000;
const blank = /[\n ]/;

/**
 * Reads values of PDF syntax (ISO 32000-1, 7.3) as our printer and our signer write them: line feeds and single blanks only, no comments, direct values without `true`, `false` and `null`, which
 * records do not use. Anything else throws PdfFormError.
 */
export class PdfReader {
  private readonly bytes: Buffer;
  private read = 0;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Whether this text stands here. */
  sees(text: string): boolean {
    return this.bytes.toString('latin1', this.at, this.at + text.length) === text;
  }

  expect(text: string): void {
    if (!this.sees(text)) throw new PdfFormError(`${text.trim() === '' ? 'blank' : text.trim().slice(0, 20)} @ ${this.at}`);
    this.at += text.length;
  }

  /** A whole number without a sign, of at most ten digits. */
  digits(): number {
    const text = /^\d{1,10}/.exec(this.bytes.toString('latin1', this.at, this.at + 11))?.[0];
    if (text === undefined) throw new PdfFormError(`number @ ${this.at}`);
    this.at += text.length;
    return Number(text);
  }

  skip(length: number): void {
    if (length < 0 || this.at + length > this.bytes.length) throw new PdfFormError(`length @ ${this.at}`);
    this.at += length;
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(depth = 0): PdfValue {
    if (depth > deepest) throw new PdfFormError('depth');
    this.read += 1;
    if (this.read > mostValues) throw new PdfFormError('values');
    const here = this.letter();
    if (here === '/') return { kind: 'name', name: this.name() };
    if (here === '[') return this.array(depth);
    if (here === '(') return this.text();
    if (here === '<') return this.sees('<<') ? this.dictionary(depth) : this.hexadecimal();
    return this.numberOrReference();
  }

  private letter(): string {
    return String.fromCodePoint(this.bytes[this.at] ?? 0);
  }

  private blanks(): void {
    while (!this.atEnd && blank.test(this.letter())) this.at += 1;
  }

  private name(): string {
    this.expect('/');
    const text = /^[A-Za-z0-9+._-]{1,64}/.exec(this.bytes.toString('latin1', this.at, this.at + 65))?.[0];
    if (text === undefined) throw new PdfFormError(`name @ ${this.at}`);
    this.at += text.length;
    return text;
  }

  private array(depth: number): PdfArray {
    this.expect('[');
    const items: PdfValue[] = [];
    for (this.blanks(); !this.sees(']'); this.blanks()) items.push(this.value(depth + 1));
    this.expect(']');
    return { kind: 'array', items };
  }

  private dictionary(depth: number): PdfDictionary {
    this.expect('<<');
    const entries = new Map<string, PdfValue>();
    for (this.blanks(); !this.sees('>>'); this.blanks()) {
      const key = this.name();
      this.blanks();
      // A key given twice is read one way by one program and the other way by the next.
      if (entries.has(key)) throw new PdfFormError(`/${key}`);
      entries.set(key, this.value(depth + 1));
    }
    this.expect('>>');
    return { kind: 'dictionary', entries };
  }

  /** A literal string; octal escapes and line continuations are not written by our programs. */
  private text(): PdfString {
    this.expect('(');
    const bytes: number[] = [];
    for (let open = 1; open > 0; this.at += 1) {
      if (this.atEnd || bytes.length > 4096) throw new PdfFormError(`string @ ${this.at}`);
      const byte = this.bytes[this.at] ?? 0;
      const letter = String.fromCodePoint(byte);
      if (letter === '\\') {
        const escaped = { n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 }[String.fromCodePoint(this.bytes[this.at + 1] ?? 0)];
        if (escaped === undefined) throw new PdfFormError(`escape @ ${this.at}`);
        bytes.push(escaped);
        this.at += 1;
      } else if (letter === ')') {
        open -= 1;
      } else if (letter === '(') {
        throw new PdfFormError(`string @ ${this.at}`);
      } else {
        bytes.push(byte);
      }
    }
    return { kind: 'string', bytes: Buffer.from(bytes) };
  }

  private hexadecimal(): PdfString {
    this.expect('<');
    const end = this.bytes.indexOf('>', this.at, 'latin1');
    const text = this.bytes.toString('latin1', this.at, end);
    if (end < 0 || text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new PdfFormError(`string @ ${this.at}`);
    this.at = end + 1;
    return { kind: 'string', bytes: Buffer.from(text, 'hex') };
  }

  private numberOrReference(): PdfValue {
    const ahead = this.bytes.toString('latin1', this.at, this.at + 32);
    const reference = /^(\d{1,6}) 0 R(?![A-Za-z0-9])/.exec(ahead);
    if (reference !== null) {
      this.at += reference[0].length;
      return { kind: 'reference', number: Number(reference[1]) };
    }
    const number = /^-?\d{1,10}(\.\d{1,10})?(?=[\n \]/>])/.exec(ahead);
    if (number === null) throw new PdfFormError(`value @ ${this.at}`);
    this.at += number[0].length;
    return { kind: 'number', value: Number(number[0]) };
  }
}

/** The words of a text string: UTF-16 with its mark, else Latin letters (ISO 32000-1, 7.9.2). */
export function wordsOf(value: PdfValue | undefined): string | null {
  if (value?.kind !== 'string') return null;
  const { bytes } = value;
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString('latin1');
  return bytes.length % 2 === 0 ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le').normalize('NFC') : null;
}
