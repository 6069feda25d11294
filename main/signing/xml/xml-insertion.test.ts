import { expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { insertLast } from './xml-insertion.ts';

const insert = (document: string, path: readonly string[], text = '<N/>') => {
  try {
    return Buffer.from(insertLast(Buffer.from(document, 'utf8'), path, text)).toString('utf8');
  } catch (error) {
    return error instanceof OfficeError ? error.code : String(error);
  }
};

test.each([
  ['<R>ẫ</R>\n', [], '<R>ẫ<N/></R>\n'],
  ['<R></R>', ['A', 'B'], '<R><A><B><N/></B></A></R>'],
  ['<R><A/>x</R>', ['B'], '<R><A/>x<B><N/></B></R>'],
  ['<R><A><C/></A></R>', ['A', 'B'], '<R><A><C/><B><N/></B></A></R>'],
  ['<R><A>1</A><A>2</A></R>', ['A'], '<R><A>1<N/></A><A>2</A></R>'],
  ['<R><X><A></A></X></R >', ['A'], '<R><X><A></A></X><A><N/></A></R >'],
  ['<R a="/>" b=\'>\'><!-- </R><A> --><![CDATA[</R>]]><?p </R>?></R><!-- </R> -->', ['A'], '<R a="/>" b=\'>\'><!-- </R><A> --><![CDATA[</R>]]><?p </R>?><A><N/></A></R><!-- </R> -->'],
  ['<R><A/></R>', ['A'], 'records.schema'],
  ['<R><A></R>', ['B'], 'records.schema'],
  ['', [], 'records.schema'],
] as const)('%s at %j', (document, path, expected) => {
  expect(insert(document, path)).toBe(expected);
});
