import { OfficeError } from '#core/contract/errors.ts';
import type { TransactionPacker } from '#main/office/ports/exchange.ts';
import { framedLength, inflatedLimit, transactionLimit } from './framing.ts';

type RecordFile = { readonly id: string; readonly document: Uint8Array };
type Packed = ReturnType<TransactionPacker['pack']>[number];

/** Room for what comes after packing: the organisation's signature with its certificate, and the JSON around the content. */
const signatureReserve = 16_000;

const opening = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA id="dataDanhSach">', 'utf8');
const closing = Buffer.from('</DANH_SACH_HOC_BA>', 'utf8');

/**
 * Packs records into lists of the ministry's form (CV 2088/BGDĐT-GDTH II.2.2), in the given order, as many a transaction as fit below 10 MB.
 * Errors: OfficeError exchange.too-large {bytes, limit, recordId} where a single record does not fit.
 */
export function createTransactionPacker(limits: { readonly framedBytes: number; readonly listBytes: number } = { framedBytes: transactionLimit, listBytes: inflatedLimit }): TransactionPacker {
  const framedLimit = limits.framedBytes - signatureReserve;
  const listLimit = limits.listBytes - signatureReserve;

  function pack(records: readonly RecordFile[]): readonly Packed[] {
    const packed: Packed[] = [];
    let list: RecordFile[] = [];
    let listBytes = 0;
    // Never less than the framed size of `list`: gzip over several records is no longer than gzip over each.
    let atMost = 0;

    for (const record of records) {
      const content = { id: record.id, document: withoutDeclaration(record.document) };
      const alone = framedLength(listOf([content]));
      if (alone > framedLimit || content.document.length > listLimit) throw new OfficeError('exchange.too-large', { bytes: alone, limit: framedLimit, recordId: record.id });
      atMost += alone;
      if (atMost > framedLimit) atMost = framedLength(listOf([...list, content]));
      if (list.length > 0 && (atMost > framedLimit || listBytes + content.document.length > listLimit)) {
        packed.push(close(list));
        list = [];
        listBytes = 0;
        atMost = alone;
      }
      list.push(content);
      listBytes += content.document.length;
    }
    if (list.length > 0) packed.push(close(list));
    return packed;
  }

  return { pack };
}

function close(list: readonly RecordFile[]): Packed {
  const document = listOf(list);
  return { recordIds: list.map((record) => record.id), document, framedBytes: framedLength(document) };
}

function listOf(list: readonly RecordFile[]): Uint8Array {
  return Buffer.concat([opening, ...list.map((record) => record.document), closing]);
}

/**
 * A record's own bytes from its root element on: a byte order mark and the XML declaration may stand only at the start of a file, and no
 * signature covers them.
 */
function withoutDeclaration(document: Uint8Array): Uint8Array {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.length);
  const start = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (!bytes.subarray(start, start + 5).equals(Buffer.from('<?xml'))) return bytes.subarray(start);
  const end = bytes.indexOf('?>', start);
  let root = end < 0 ? start : end + 2;
  while (root < bytes.length && (bytes[root] === 0x0a || bytes[root] === 0x0d || bytes[root] === 0x20)) root += 1;
  return bytes.subarray(root);
}
