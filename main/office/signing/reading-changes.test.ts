import { expect, test } from 'vitest';
import type { RecordLine } from '../ports/verifier.ts';
import { documentChanges, readingChanges } from './reading-changes.ts';

const line = (depth: number, tag: string, text: string | null, id: string | null = null): RecordLine => ({ depth, tag, id, text });

/** A document as bytes that are its own reading; `?` cannot be read. */
const written = (lines: readonly RecordLine[] | '?') => Buffer.from(JSON.stringify(lines));
function read(document: Uint8Array) {
  const lines = JSON.parse(Buffer.from(document).toString()) as readonly RecordLine[] | '?';
  return lines === '?' ? null : { lines };
}

const subject = (id: string, name: string, mark: string, teacher: string) => [line(2, 'DIEM_TONG_KET', null, id), line(3, 'TEN_MON_HOC', name), line(3, 'MUC_DAT_DUOC', mark), line(3, 'GVBM', null), line(4, 'HO_VA_TEN', teacher)];
const general = (uuid: string, name: string) => [line(0, 'DU_LIEU_HOC_BA', null, 'data'), line(1, 'THONG_TIN_CHUNG', null), line(2, 'MA_TRA_CUU_UUID', uuid), line(2, 'HO_VA_TEN', name)];

test('a document that was signed before is compared place by place, the one that was not is new, and so is one that cannot be read', async () => {
  const before = written([...general('1', 'Lan'), ...subject('mon-VAN', 'Ngữ văn', '7.0', 'Hoa'), ...subject('mon-TOAN', 'Toán', '8.0', 'Tâm')]);
  const after = written([...general('2', 'Lan'), line(2, 'CAN_NANG', '41.2'), ...subject('mon-VAN', 'Ngữ văn', '7.5', 'Hoa'), ...subject('mon-TIN', 'Tin học', '9.0', 'Bích')]);
  const signedAt = '2026-05-31T10:15:00+07:00';
  const signed = new Map([
    ['changed', { before, data: after, signedAt }],
    ['same', { before, data: before, signedAt }],
    ['foreign', { before: written('?'), data: after, signedAt }],
  ]);
  const field = (tag: string, about: string | null, was: string | null, is: string | null) => ({ field: tag, subject: about, before: was, after: is });
  expect(await documentChanges(read, readingChanges, ['changed', 'new', 'same', 'foreign'], signed)).toEqual([
    {
      itemId: 'changed',
      kind: 'reissued',
      signedBefore: signedAt,
      fields: [
        field('CAN_NANG', null, null, '41.2'),
        field('MUC_DAT_DUOC', 'Ngữ văn', '7.0', '7.5'),
        field('TEN_MON_HOC', 'Tin học', null, 'Tin học'),
        field('MUC_DAT_DUOC', 'Tin học', null, '9.0'),
        field('GVBM', 'Tin học', null, 'Bích'),
        field('TEN_MON_HOC', 'Toán', 'Toán', null),
        field('MUC_DAT_DUOC', 'Toán', '8.0', null),
        field('GVBM', 'Toán', 'Tâm', null),
      ],
    },
    { itemId: 'new', kind: 'new', signedBefore: null, fields: [] },
    { itemId: 'same', kind: 'reissued', signedBefore: signedAt, fields: [] },
    { itemId: 'foreign', kind: 'new', signedBefore: null, fields: [] },
  ]);
});
